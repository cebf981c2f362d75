/// What limits the work of one investigation; what is met is told in ``Diagnosis/limits``.
package struct InvestigationLimits: Sendable {
  /// Templates that are looked up, failures and warnings first, then by count.
  package var templates = 300
  /// Seconds for all statements; what is not done then is left out.
  package var statementSeconds = 5.0
  /// Groups of traces whose frames are looked up, the largest first.
  package var groups = 50
  /// Frames of a stack that are looked up, from the innermost.
  package var frames = 40
  /// Templates and groups together that get owner, changes and today's place; the most important first.
  package var contexts = 12
  /// Templates among these that are neither failures nor warnings; the others are told by ``contexts`` alone.
  package var contextsOfMessages = 3
  /// Seconds that git may take for the changes of all places in one repository.
  package var gitSeconds = 3.0
  /// Places of a tie that are kept.
  package var ties = 5

  /// The defaults.
  package init() {}
}

/// What an investigation has found so far.
package enum InvestigationEvent: Sendable {
  /// So many of the templates to look up are done.
  case progress(done: Int, of: Int)
  /// Statements, frames and versions are known; contexts are not, and follow one by one, the most important first.
  case located(Diagnosis)
  /// Owner, changes and today's place of a template, by its place in ``Diagnosis/templates``.
  case templateContext(Int, SourceContext)
  /// The same for the suspect of a group, by its place in ``Diagnosis/groups``.
  case groupContext(Int, SourceContext)
}
