import Containers
import Search
import Syntax
import WebUI

extension Site {
  /// `/api/v1/repos?q=`
  func repositories(_ call: APICall, _ service: any SearchService) -> Reply {
    let generation = service.status.generation
    let offset: Int
    switch call.start(generation: generation) {
    case .offset(let number): offset = number
    case .refused(let reply): return reply
    }
    var found = service.repositories
    if let wanted = call.arguments["q"]?.lowercased() {
      found = found.filter { $0.name.lowercased().contains(wanted) }
    }
    let page = found.dropFirst(offset).prefix(call.arguments.integer("limit"))
    let next = offset + page.count
    let cursor = next < found.count ? call.cursor(at: next, generation: generation) : nil
    let reply = call.reply { json in
      json.key("repositories")
      json.array { json in
        for repository in page { json.object { APIAnswer.write(repository, to: &$0) } }
      }
      json.member("total", found.count)
      if let cursor { json.member("cursor", cursor) }
    }
    return call.linking(to: cursor, reply)
  }

  /// `/api/v1/repos/{repo}`
  func repository(_ call: APICall, _ service: any SearchService) throws -> Reply {
    let name = call.arguments.text("repo")
    guard let repository = service.repositories.first(where: { $0.name == name }) else {
      return call.visit.problem(.notFound, detail: "there is no such repository, or it is not visible to you")
    }
    return call.reply { APIAnswer.write(repository, to: &$0) }
  }
}

/// Parts that several answers have.
enum APIAnswer {
  /// The members of `Repository`.
  static func write(_ repository: RepositoryInfo, to json: inout JSONWriter) {
    json.member("name", repository.name)
    json.member("url", Links.repository(repository.name))
    json.member("files", repository.fileCount)
    json.member("isGit", repository.isGit)
    json.member("isFork", repository.isFork)
    json.member("isArchived", repository.isArchived)
    json.member("indexedAt", Format.timestamp(repository.indexedAt))
    json.key("revisions")
    json.array { json in
      for revision in repository.revisions {
        json.object { json in
          json.member("name", revision.name)
          if let commit = revision.commit { json.member("commit", commit.hex) }
          json.member("time", Format.timestamp(revision.time))
        }
      }
    }
    json.member("notes", texts: repository.notes)
  }

  /// The members every answer about one repository begins with.
  static func write(repository: String, _ revision: IndexedRevision, to json: inout JSONWriter) {
    json.member("repository", repository)
    json.member("revision", revision.name)
    if let commit = revision.commit { json.member("commit", commit.hex) }
  }

  /// The members of `FileName`.
  static func write(_ place: PlacementName, to json: inout JSONWriter) {
    json.member("path", place.path, bytesName: "pathBytes")
    json.member("url", Links.file(place))
  }

  /// What a name in a folder stands for: some members of `TreeEntry`.
  static func write(_ kind: TreeItem.Kind, to json: inout JSONWriter) {
    switch kind {
    case .folder(let count):
      json.member("kind", "folder")
      if let count { json.member("files", count) }
    case .file(let size, let language, let skipped):
      json.member("kind", "file")
      if let size { json.member("size", size) }
      if let language { json.member("language", language.name) }
      if let skipped { json.member("skipped", skipped) }
    case .symbolicLink: json.member("kind", "link")
    case .submodule(let commit):
      json.member("kind", "submodule")
      json.member("commit", commit.hex)
    }
  }
}
