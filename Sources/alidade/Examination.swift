import Platform
import Search

/// The checks of `alidade doctor`, each of which says what to do when it fails.
struct Examination {
  let dataFolder: String
  let isDeep: Bool

  func run() -> [Finding] {
    [version(), git(), zstd(), folder(), disk()] + index()
  }

  private func version() -> Finding {
    Finding(
      subject: "alidade", verdict: .good,
      text: "\(Version.number), \(Version.platform), \(counted(processorCount(), "core"))")
  }

  /// The oldest git whose `cat-file --batch` and `ls-tree` the indexer was tried with.
  private static let oldestGit = (major: 2, minor: 25)

  private func git() -> Finding {
    let install = "Install git, for example: sudo apt-get install git"
    let text: String
    do {
      text = try gitVersion()
    } catch {
      return Finding(subject: "git", verdict: .fault, text: "cannot be run: \(error)", fix: install)
    }
    let numbers = text.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    guard numbers.count == 2 else {
      return Finding(subject: "git", verdict: .warning, text: "unknown version: \(text)")
    }
    if (numbers[0], numbers[1]) < Self.oldestGit {
      let wanted = "\(Self.oldestGit.major).\(Self.oldestGit.minor)"
      return Finding(
        subject: "git", verdict: .warning, text: "\(text) is older than \(wanted)",
        fix: "Install git \(wanted) or later.")
    }
    return Finding(subject: "git", verdict: .good, text: text)
  }

  private func zstd() -> Finding {
    guard let library = loadZstd() else {
      return Finding(
        subject: "zstd", verdict: .warning, text: "libzstd is not installed: --compact cannot be used",
        fix: "Install it, for example: sudo apt-get install libzstd1")
    }
    let version = library.version
    return Finding(
      subject: "zstd", verdict: .good, text: "\(version / 10000).\(version / 100 % 100).\(version % 100)")
  }

  private func folder() -> Finding {
    guard let status = fileStatus(dataFolder) else {
      return Finding(
        subject: "data folder", verdict: .warning, text: "\(dataFolder) does not exist yet",
        fix: "alidade index makes it.")
    }
    guard status.kind == .folder else {
      return Finding(
        subject: "data folder", verdict: .fault, text: "\(dataFolder) is not a folder",
        fix: "Give another with --data DIR or ALIDADE_DATA.")
    }
    let probe = "\(dataFolder)/.doctor-\(processID())"
    do {
      try writeAtomically([], to: probe)
      try removeFile(probe)
    } catch {
      return Finding(
        subject: "data folder", verdict: .fault, text: "\(dataFolder) cannot be written: \(error)",
        fix: "Change its owner or permissions, or give another with --data DIR.")
    }
    return Finding(subject: "data folder", verdict: .good, text: dataFolder)
  }

  /// Below this an update of even a small index may fail.
  private static let leastFreeBytes = 1 << 30

  private func disk() -> Finding {
    var place = absolutePath(dataFolder)
    while place != "/", fileStatus(place) == nil { place = parentFolder(of: place) }
    do {
      let free = try freeDiskBytes(place)
      if free < Self.leastFreeBytes {
        return Finding(
          subject: "disk", verdict: .warning, text: "only \(formatted(bytes: free)) free at \(place)",
          fix: "Free some space: an update writes new files before it removes old ones.")
      }
      return Finding(subject: "disk", verdict: .good, text: "\(formatted(bytes: free)) free")
    } catch {
      return Finding(subject: "disk", verdict: .warning, text: "free space is unknown: \(error)")
    }
  }

  private func index() -> [Finding] {
    let searcher: Searcher
    do {
      searcher = try Searcher.open(dataFolder: dataFolder, workerCount: 1)
    } catch let error as SearchError where error.kind == .noIndex {
      return [
        Finding(
          subject: "index", verdict: .warning, text: "there is none yet",
          fix: "alidade index FOLDER makes one.")
      ]
    } catch {
      return [
        Finding(
          subject: "index", verdict: .fault, text: Failure(error).text,
          fix: "Run alidade index to build it anew; mirrors are kept.")
      ]
    }
    let status = searcher.status
    let size = "\(formatted(bytes: status.textBytes)) of text in \(formatted(bytes: status.indexBytes))"
    let text =
      "generation \(status.generation), \(counted(status.repositories, "repository", "repositories")), "
      + "\(counted(status.documents, "document")), \(size), \(counted(status.segments, "segment")), "
      + "written \(ago(wallClockSeconds() - status.indexedAt))"
    var findings = [Finding(subject: "index", verdict: .good, text: text)]
    for failure in status.failures {
      findings.append(
        Finding(
          subject: "index", verdict: .fault, text: limitText(failure),
          fix: "Run alidade index: it writes damaged files anew."))
    }
    findings.append(symbols(searcher.symbolStatus))
    return findings + (isDeep ? files() : []) + sources(searcher)
  }

  private func symbols(_ status: SymbolStatus) -> Finding {
    if let failure = status.failures.first {
      return Finding(
        subject: "symbols", verdict: .warning, text: failure, fix: "Run alidade index: it finds them anew.")
    }
    guard status.filesWithout == 0 else {
      return Finding(
        subject: "symbols", verdict: .warning, text: symbolText(status),
        fix: "Run alidade index: it finds the rest.")
    }
    return Finding(subject: "symbols", verdict: .good, text: symbolText(status))
  }

  /// Repositories whose files are gone: they can still be searched but no longer brought up to date or shown.
  private func sources(_ searcher: Searcher) -> [Finding] {
    searcher.repositories.filter { fileStatus($0.location) == nil }.map {
      Finding(
        subject: "source", verdict: .warning, text: "\($0.name) is indexed, but \($0.location) is gone",
        fix: "Bring it back, or index without it: alidade index with the sources you want.")
    }
  }

  private func gitVersion() throws -> String {
    var environment = ["LC_ALL": "C"]
    environment["PATH"] = environmentVariable("PATH")
    var command = Platform.Command(arguments: ["git", "--version"], environment: environment)
    command.totalSeconds = 10
    command.outputLimit = 4096
    let text = String(decoding: try command.run().output, as: UTF8.self).split(separator: "\n").first ?? ""
    return text.hasPrefix("git version ") ? String(text.dropFirst(12)) : String(text)
  }
}
