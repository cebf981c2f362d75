/// A question about code: what to find, and how to answer.
///
/// Built from text by ``init(parsing:defaultPatternType:)``; ``description`` prints it back.
package struct Query: Sendable, Equatable {
  /// What a document must be to be a result.
  package var root: QueryNode

  /// How the answer is made: limits, order, kind of result.
  package var settings: QuerySettings

  /// A query from its parts, for callers that build queries themselves.
  package init(root: QueryNode, settings: QuerySettings = QuerySettings()) {
    self.root = root
    self.settings = settings
  }

  /// The longest query text, in bytes. Nobody types more; a pasted file is a mistake worth saying.
  package static let textLengthMax = 64 << 10

  /// How deep groups and negations may be nested, so that recursion is bounded.
  package static let nestingMax = 100

  /// How many terms and filters a query may hold: each costs list look-ups in every segment.
  package static let termsMax = 1_000
}

/// A condition on documents.
///
/// The parser gives a normal form: no `and` directly inside an `and`, no `or` inside an `or`, at least two
/// members in each, `everything` only as the root, and at most one positive `rev:` or `lang:` directly in an
/// `and`. ``all(_:)`` and ``any(_:)`` build it.
package indirect enum QueryNode: Sendable, Equatable {
  /// No condition: the empty query.
  case everything

  /// Every member holds.
  case and([QueryNode])

  /// Some member holds.
  case or([QueryNode])

  /// The member does not hold.
  case not(QueryNode)

  /// A text or regex in content or path.
  case pattern(Pattern)

  /// A condition on the repository, revision, path, language and so on.
  case filter(Filter)
}

extension QueryNode {
  /// Whether there are patterns of code: only the grammars can tell whether they are code.
  package var hasStructure: Bool {
    switch self {
    case .pattern(let pattern): pattern.kind == .structural
    case .and(let nodes), .or(let nodes): nodes.contains(where: \.hasStructure)
    case .not(let node): node.hasStructure
    case .everything, .filter: false
    }
  }

  /// The conjunction of `nodes` in normal form.
  ///
  /// A document has one language and is asked for at one set of revisions, so several positive `lang:` or
  /// `rev:` filters side by side would find nothing: they are alternatives instead.
  package static func all(_ nodes: [QueryNode]) -> QueryNode {
    var members: [QueryNode] = []
    for node in nodes {
      switch node {
      case .everything: continue
      case .and(let inner): members += inner
      default: members.append(node)
      }
    }
    members = mergingAlternatives(members)
    switch members.count {
    case 0: return .everything
    case 1: return members[0]
    default: return .and(members)
    }
  }

  /// The disjunction of `nodes` in normal form; `everything` when `nodes` is empty.
  package static func any(_ nodes: [QueryNode]) -> QueryNode {
    var members: [QueryNode] = []
    for node in nodes {
      if case .or(let inner) = node { members += inner } else { members.append(node) }
    }
    if members.isEmpty || members.contains(.everything) { return .everything }
    return members.count == 1 ? members[0] : .or(members)
  }

  /// Joins positive `rev:` filters into one and positive `lang:` filters into an `or`, each where its first
  /// stood.
  private static func mergingAlternatives(_ members: [QueryNode]) -> [QueryNode] {
    var revision: Int?
    var languages: [QueryNode] = []
    var languageIndex: Int?
    var result: [QueryNode] = []
    for member in members {
      guard case .filter(let filter) = member else {
        result.append(member)
        continue
      }
      switch filter.kind {
      case .rev(let added):
        guard let index = revision, case .filter(var first) = result[index], case .rev(var names) = first.kind
        else {
          revision = result.count
          result.append(member)
          continue
        }
        for name in added where !names.contains(name) { names.append(name) }
        first.kind = .rev(names)
        result[index] = .filter(first)
      case .language, .skipped:
        if languageIndex == nil {
          languageIndex = result.count
          result.append(member)
        }
        if !languages.contains(member) { languages.append(member) }
      default:
        result.append(member)
      }
    }
    if let languageIndex { result[languageIndex] = any(languages) }
    return result
  }
}
