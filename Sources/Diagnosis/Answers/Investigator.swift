package import History
package import Platform
package import RegexEngine
package import Search

/// Finds the code behind a report: statements, frames, versions, people and changes.
///
/// ```
/// let investigator = Investigator(searcher, history: history)
/// let diagnosis = investigator.investigate(paste: text) { event in … }
/// ```
///
/// Calls block for some milliseconds for each template and process of git, up to the limits; never make them on
/// an event loop.
package struct Investigator: Sendable {
  let searcher: Searcher?
  let history: HistoryReader?
  let limits: InvestigationLimits
  let scope: AccessScope

  /// Code that is asked about.
  ///
  /// - Parameters:
  ///   - searcher: nil reads logs without looking for code, and says so.
  ///   - history: nil leaves out blame and changes.
  ///   - scope: what the caller may see.
  package init(
    _ searcher: Searcher?, history: HistoryReader? = nil, limits: InvestigationLimits = InvestigationLimits(),
    scope: AccessScope = .everything
  ) {
    (self.searcher, self.history, self.limits, self.scope) = (searcher, history, limits, scope)
  }

  // MARK: Doors

  /// Reads and investigates a text that somebody pasted.
  package func investigate(
    paste text: String, name: String = "paste", rules: [(name: String, regex: Regex)] = [],
    cancellation: CancellationFlag? = nil, onEvent: (InvestigationEvent) -> Void = { _ in }
  ) -> Diagnosis {
    investigate(bytes: Array(text.utf8), name: name, rules: rules, cancellation: cancellation, onEvent: onEvent)
  }

  /// Reads and investigates the bytes of a log or archive that somebody sent.
  package func investigate(
    bytes: [UInt8], name: String, rules: [(name: String, regex: Regex)] = [],
    limits: BundleLimits = BundleLimits(), cancellation: CancellationFlag? = nil,
    onEvent: (InvestigationEvent) -> Void = { _ in }
  ) -> Diagnosis {
    let report = LogDiagnosis.report(ofBytes: bytes, name: name, rules: rules, limits: limits)
    return investigate(report, cancellation: cancellation, onEvent: onEvent)
  }

  /// Reads and investigates files, folders and archives as one bundle; `-` is standard input.
  ///
  /// - Throws: ``PlatformError`` for a path that cannot be read.
  package func investigate(
    paths: [String], rules: [(name: String, regex: Regex)] = [], readsAll: Bool = false,
    cancellation: CancellationFlag? = nil, onEvent: (InvestigationEvent) -> Void = { _ in }
  ) throws -> Diagnosis {
    let report = try LogDiagnosis.report(ofPaths: paths, rules: rules, readsAll: readsAll)
    return investigate(report, cancellation: cancellation, onEvent: onEvent)
  }

  /// Investigates a report.
  ///
  /// - Parameters:
  ///   - cancellation: ends the work early; what was found until then is returned, with a limit that says so.
  ///   - onEvent: called on the calling thread, in the order of ``InvestigationEvent``.
  package func investigate(
    _ report: DiagnosisReport, cancellation: CancellationFlag? = nil,
    onEvent: (InvestigationEvent) -> Void = { _ in }
  ) -> Diagnosis {
    let start = monotonicNanoseconds()
    func seconds() -> Double { Double(monotonicNanoseconds() - start) / 1e9 }
    var diagnosis = Diagnosis(
      report: report,
      templates: report.templates.enumerated().map { SourcedTemplate(facts: $1, members: [$0]) },
      groups: report.groups.map { _ in SourcedGroup() })
    guard let searcher else {
      diagnosis.limits.append("no code was searched: there is no index")
      onEvent(.located(diagnosis))
      return diagnosis
    }
    let repositories = searcher.repositories.count { scope.includes($0.name) }
    diagnosis.code = SearchedCode(repositories: repositories, statements: searcher.emitCounts.sites)
    var work = Investigation(self, searcher, start: start, cancellation: cancellation)
    if searcher.hasEmits {
      work.findStatements(&diagnosis, onEvent)
    } else {
      diagnosis.limits.append(
        "no statements were searched: the index has none; index with grammars, which scripts/setup gets")
    }
    work.findFrames(&diagnosis)
    diagnosis.versions = work.inference.windows()
    work.placeStatements(&diagnosis)
    diagnosis.seconds = seconds()
    onEvent(.located(diagnosis))
    work.readContexts(&diagnosis, onEvent)
    diagnosis.seconds = seconds()
    return diagnosis
  }
}
