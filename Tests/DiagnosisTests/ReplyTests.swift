import Diagnosis
import Foundation
import TestSupport
import Testing

@Suite struct `Draft reply` {
  /// The input is a record as it is on disk.
  @Test(arguments: Golden.files("Replies"))
  func `a record becomes a reply`(_ golden: Golden) throws {
    try golden.check { input in
      var record = DiagnosisRecord()
      let defaults = try JSONEncoder().encode(record)
      var object = try #require(try JSONSerialization.jsonObject(with: defaults) as? [String: Any])
      let given = try #require(try JSONSerialization.jsonObject(with: Data(input.utf8)) as? [String: Any])
      object.merge(given) { $1 }
      record = try JSONDecoder().decode(DiagnosisRecord.self, from: JSONSerialization.data(withJSONObject: object))
      return DraftReply(record, link: { "https://code.example.org/\($0.repository)/\($0.path)#L\($0.line)" }).markdown
    }
  }

  @Test func `a paste without an index gives facts, and says what is not known`() {
    let log = """
      2026-11-21 10:00:00 INFO ready
      2026-11-21 10:00:05 ERROR cannot save: No space left on device
      """
    let diagnosis = Investigator(nil).investigate(paste: log)
    let findings = RuleMatcher(.starter).findings(RuleSubject.all(of: diagnosis))
    let record = DiagnosisRecord(diagnosis, findings: findings, name: "paste")
    let reply = DraftReply(record).markdown
    #expect(reply.contains("2 lines, 2 messages, 1 of level error or worse"))
    #expect(reply.contains("From 2026-11-21 10:00:00 to 2026-11-21 10:00:05"))
    #expect(reply.contains("Not known: no code was searched."))
    #expect(reply.contains("**Known issue: The disk is full**"))
    #expect(reply.hasSuffix("What do `df -h` and `df -i` print on that machine?\n"))
    #expect(reply == DraftReply(DiagnosisRecord(diagnosis, findings: findings, name: "paste")).markdown)
  }
}
