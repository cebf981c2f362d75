import Diagnosis

extension DiagnosisPage {
  /// The report as one file that needs nothing else: styles inside, no script, no links but those to ``base``.
  package func file(version: String) -> [UInt8] {
    let head: HTML = """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>\(plain: "\(record.name) · Diagnosis")</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <style>

      """
    let body: HTML = """
      </style>
      </head>
      <body>
      <main id="main" class="page diagnose">
      <div class="report-file">
      <h1>Diagnosis of \(HTML.name(record.name))</h1>
      \(summary)\(findings)\(versions)\(cards.map { card($0) })\(rest)\(reply)
      </div>
      </main>
      <footer class="foot"><ul><li><b>Alidade</b> \(version)</li><li>Written \(Self.moment(now)) UTC</li></ul></footer>
      </body>
      </html>

      """
    return head.bytes + Assets.stylesheet.bytes + body.bytes
  }
}
