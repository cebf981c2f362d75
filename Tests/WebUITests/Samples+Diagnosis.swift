import Diagnosis
import Foundation
import WebUI

extension Samples {
  /// A line of a log with a statement whose file, owner and author are called as nobody would.
  static var locatedLine: LandingPage.LocatedLine? {
    let text = """
      {"text": "cannot open <*>", "count": 1, "levels": [0, 0, 0, 0, 0, 1, 0, 0], "worst": "error",
       "sample": "cannot open <b>", "file": "start", "line": 1, "time": "", "logger": "", "first": 0, "values": [],
       "source": {"isConfident": true, "doubt": "", "peeled": [], "ties": [], "matches": [],
        "place": {"repository": "demo/notes", "revision": "", "commit": "", "path": "src/<b>.swift", "line": 12,
         "symbol": "Notes.open"},
        "context": {"owners": ["@<i>"], "ownerFile": "CODEOWNERS", "changes": [], "isOfFunction": true,
         "today": "unchanged", "lastVersion": "", "firstWithout": "", "notes": ["git took too long"],
         "blame": {"commit": "1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e1a2b3c4d5e", "author": "<u>", "seconds": 0,
          "subject": "Open <s>"}}}}
      """
    guard let template = try? JSONDecoder().decode(DiagnosisRecord.Template.self, from: Data(text.utf8)) else {
      return nil
    }
    return LandingPage.LocatedLine(line: "error: cannot open <b>", template: template, seconds: 0.012)
  }
}
