import Foundation
import Navigation
import Platform
import Syntax

/// Compares navigation by name with what compilers say.
enum NavigationQuality {
  static func run(_ arguments: [String]) throws {
    if arguments.first == "outline" {
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: arguments[1])))
      let language = bytes.withUnsafeBytes { detectLanguage(path: arguments[1], head: $0) }!
      let tree = bytes.withUnsafeBytes { TreeSitterLibrary(folder: arguments[2])!.parse($0, grammar: language.grammarName!) }!
      let facts = bytes.withUnsafeBytes { analyzeSyntax($0, language: language, tree: tree) }
      for item in facts.syntax.outline { print(item.kind, item.name, item.depth, item.lines, item.signature) }
      for local in facts.locals { print("local", String(decoding: bytes[local.name], as: UTF8.self), local.name, local.scope) }
      return
    }
    guard arguments.count >= 3 else { throw BenchmarkError("navigation TRUTH.json FOLDER GRAMMARS [all|seen|unseen] [show]") }
    let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: URL(filePath: arguments[0])))
    let library = TreeSitterLibrary(folder: arguments[2])
    let half = arguments.count > 3 ? arguments[3] : "all"
    let shows = arguments.contains("show")
    for set in truth.sets {
      let world = try load(arguments[1] + "/" + set.folder, library)
      var right1 = 0, right5 = 0, found = 0, total = 0, sureWrong = 0, sure = 0
      for question in set.questions {
        guard half == "all" || question.isSeen == (half == "seen") else { continue }
        total += 1
        let place = FilePlace(repository: "r", path: question.path)
        guard let file = world.file(place), let offset = file.offset(line: question.line, column: question.column) else { continue }
        let answer = try NameFinder(world).definitions(at: offset, in: file)
        let wanted = Set(question.answers)
        let given = answer.candidates.map { "\($0.declared.file.path):\($0.declared.line)" }
        if !given.isEmpty { found += 1 }
        let is1 = given.prefix(1).contains { wanted.contains($0) }
        if is1 { right1 += 1 }
        if given.prefix(5).contains(where: { wanted.contains($0) }) { right5 += 1 }
        if let first = answer.candidates.first, first.confidence == .sure {
          sure += 1
          if !is1 { sureWrong += 1 }
        }
        if shows, !is1 {
          print("\(question.path):\(question.line):\(question.column + 1) \(question.name) wanted \(question.answers.prefix(3))")
          for candidate in answer.candidates.prefix(3) {
            print("     \(candidate.declared.file.path):\(candidate.declared.line) \(candidate.declared.kind) \(candidate.declared.container).\(candidate.declared.name) [\(candidate.confidence.label) \(candidate.reason)]")
          }
        }
      }
      print("\(set.language) \(set.folder): \(total) positions, answered \(found), at 1 \(right1), at 5 \(right5), sure \(sure), sure and wrong \(sureWrong)")
    }
  }

  private static func load(_ folder: String, _ library: TreeSitterLibrary?) throws -> MemoryWorld {
    let world = MemoryWorld(repository: "r")
    guard let files = FileManager.default.enumerator(atPath: folder) else { throw BenchmarkError("\(folder) is not there") }
    while let path = files.nextObject() as? String {
      guard !path.hasPrefix(".git/"), let data = try? Data(contentsOf: URL(filePath: folder + "/" + path)), data.count < 2_000_000 else { continue }
      let bytes = [UInt8](data)
      let language = bytes.prefix(4096).withUnsafeBytes { detectLanguage(path: path, head: $0) }
      guard language != nil else { continue }
      let facts = bytes.withUnsafeBytes { buffer -> FileFacts in
        if let language, let grammar = language.grammarName, let tree = library?.parse(buffer, grammar: grammar) {
          return analyzeSyntax(buffer, language: language, tree: tree)
        }
        var facts = FileFacts()
        facts.syntax = analyzeSyntax(buffer, language: language)
        return facts
      }
      world.add(NameFile(place: FilePlace(repository: "r", path: path), text: bytes, language: language, facts: facts))
    }
    return world
  }
}

/// Positions and what compilers say of them.
struct Truth: Codable {
  struct Question: Codable {
    var path: String
    /// 1-based.
    var line: Int
    /// In bytes, from 0.
    var column: Int
    var name: String
    /// `path:line` of the definition, several where the compiler knows several.
    var answers: [String]
    /// Whether the algorithm was tuned with it.
    var isSeen: Bool
  }

  struct QuestionSet: Codable {
    var language: String
    /// The repository's address.
    var repository: String
    var commit: String
    /// The folder it is checked out in.
    var folder: String
    /// What said so: "jedi 0.20".
    var source: String
    var questions: [Question]
  }

  var sets: [QuestionSet]
}
