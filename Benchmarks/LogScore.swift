import Foundation

/// How well templates agree with the truth: the four figures of the literature.
///
/// - Source: grouping accuracy, Zhu and others, ICSE-SEIP 2019; template accuracy, Khan and others, ICSE 2022; F1 of
///   grouping and templates, Jiang and others, ISSTA 2024.
struct LogScore {
  /// The share of messages whose group is exactly a group of the truth.
  var groups = 0.0
  /// F1 over groups.
  var groupsF1 = 0.0
  /// The share of messages whose template is exactly that of the truth.
  var messages = 0.0
  /// F1 over templates.
  var templatesF1 = 0.0
  /// The two before with templates compared letter by letter, as the field does: a truth that keeps a number as text
  /// counts against a miner that makes it a hole, and the other way round.
  var messagesStrict = 0.0
  var templatesF1Strict = 0.0

  init() {}

  /// - Parameters:
  ///   - found: for each message its template, with holes as `<*>`.
  ///   - groupOf: for each message the number of its group.
  init(found: [String], groupOf: [Int], truth: LogTruth) {
    let count = truth.groups.count
    var sizes: [String: Int] = [:]
    for group in truth.groups { sizes[group, default: 0] += 1 }
    let members = Dictionary(grouping: 0..<count) { groupOf[$0] }
    var rightMessages = 0
    var rightGroups = 0
    for lines in members.values {
      let groups = Set(lines.map { truth.groups[$0] })
      if groups.count == 1, let group = groups.first, sizes[group] == lines.count {
        rightMessages += lines.count
        rightGroups += 1
      }
    }
    groups = Double(rightMessages) / Double(count)
    groupsF1 = Self.f1(rightGroups, found: members.count, wanted: sizes.count)
    guard truth.hasTemplates else { return }
    (messagesStrict, templatesF1Strict) = Self.agreement(found, truth.templates)
    var spellings: [String: String] = [:]
    func plain(_ template: String) -> String {
      if let known = spellings[template] { return known }
      let text = Self.plain(template)
      spellings[template] = text
      return text
    }
    (messages, templatesF1) = Self.agreement(found.map(plain), truth.templates.map(plain))
  }

  /// The share of messages with the wanted template, and F1 over templates.
  private static func agreement(_ given: [String], _ wanted: [String]) -> (
    messages: Double, templates: Double
  ) {
    let right = given.indices.count { wanted[$0] == given[$0] }
    var truthOf: [String: Set<String>] = [:]
    for index in given.indices { truthOf[given[index], default: []].insert(wanted[index]) }
    return (
      Double(right) / Double(max(given.count, 1)),
      f1(truthOf.count { $0.value == [$0.key] }, found: truthOf.count, wanted: Set(wanted).count)
    )
  }

  private static func f1(_ right: Int, found: Int, wanted: Int) -> Double {
    let precision = Double(right) / Double(max(found, 1))
    let recall = Double(right) / Double(max(wanted, 1))
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
  }

  /// The mean of several scores.
  static func mean(_ scores: [LogScore]) -> LogScore {
    func mean(_ figure: (LogScore) -> Double) -> Double {
      scores.reduce(0) { $0 + figure($1) } / Double(max(scores.count, 1))
    }
    var score = LogScore()
    score.groups = mean(\.groups)
    score.groupsF1 = mean(\.groupsF1)
    score.messages = mean(\.messages)
    score.templatesF1 = mean(\.templatesF1)
    score.messagesStrict = mean(\.messagesStrict)
    score.templatesF1Strict = mean(\.templatesF1Strict)
    return score
  }

  // MARK: Spelling

  /// The rules by which the corrected truth was made, applied to truth and to what any miner found alike:
  /// numbers, truth values and paths are holes, a hole takes the rest of its token, neighbouring holes are
  /// one.
  private static func plain(_ template: String) -> String {
    var text = template.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    text = mapTokens(text, delimiters: outer) { token in
      let parts = token.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      return token.hasPrefix("/") && parts.allSatisfy { !$0.isEmpty } ? hole : token
    }
    text = mapTokens(text, delimiters: outer.union(".-+@#$%&")) { token in
      if ["true", "false", "null", "root", "admin"].contains(token.lowercased()) { return hole }
      if !token.isEmpty, token.allSatisfy({ $0.isASCII && $0.isNumber }) { return hole }
      return token.contains(hole) && !token.contains("/") ? hole : token
    }
    var before = ""
    while before != text {
      before = text
      for joined in ["", ".", ":", "#", "/", "@"] {
        text = text.replacingOccurrences(of: hole + joined + hole, with: hole)
      }
      text = text.replacingOccurrences(of: "/" + hole, with: hole)
    }
    return text
  }

  private static let hole = "<*>"
  private static let outer: Set<Character> = Set(" \t,!;:=|\"'[](){}")

  private static func mapTokens(
    _ text: String, delimiters: Set<Character>, _ change: (String) -> String
  ) -> String {
    var result = ""
    var token = ""
    for character in text {
      guard delimiters.contains(character) else {
        token.append(character)
        continue
      }
      result += change(token)
      result.append(character)
      token = ""
    }
    return result + change(token)
  }
}
