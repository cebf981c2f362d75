extension DiagnosePage {
  /// The whole page.
  package func view(context: PageContext) -> HTML {
    var context = context
    context.description = "Paste a log, get the statement that wrote each line, at the version that wrote it."
    let content: HTML = """
      <div class="ask-log">
      <h1>Paste a log. See the code that wrote it.</h1>
      <p class="proof">\(proof)</p>
      \(alert)
      <form class="log-form" method="post" action="\(Links.diagnose)" enctype="multipart/form-data">
      <div class="log-samples"><span id="samples">Try a real one:</span>
      <ul aria-labelledby="samples">\(samples)</ul></div>
      <label class="vh" for="log">Log, stack trace or message</label>
      <textarea id="log" name="text" rows="14" spellcheck="false" autocapitalize="off" autocomplete="off" wrap="off" \
      data-log="">\(box)</textarea>
      <div class="log-send">
      <label class="log-file"><span>or a file</span> <input type="file" name="file" aria-describedby="file-note"></label>
      <button class="button">Diagnose</button>
      </div>
      <p id="file-note" class="small">A log, or an archive of them: <code>.tar .gz .zst .zip</code>, up to \
      \(Format.bytes(uploadMax)). A file counts instead of the box.</p>
      </form>
      \(promises)
      </div>
      """
    return Frame.page(title: "Diagnose", context: context, mainClass: "page diagnose", content: content)
  }

  private var proof: HTML {
    guard let statements else {
      return """
        Templates, stack traces, oddities and known issues. <b>There is no index yet</b>, so no line is followed to its \
        code: run <code>alidade index FOLDER…</code>.
        """
    }
    guard statements > 0 else {
      return """
        Templates, stack traces, oddities and known issues. <b>The index knows no statements</b>, so no line is followed \
        to its code: index with grammars, which <code>scripts/setup</code> gets.
        """
    }
    return """
      Each line is fitted to <b>\(Format.count(statements, "statement"))</b> of \
      <a href="/repos">\(Format.count(repositories, "repository", plural: "repositories"))</a>: which one wrote it, in \
      which version, who owns it, what changed there, and what is known to help.
      """
  }

  /// A line feed right after the tag is not of the text.
  private var box: HTML {
    text.split(separator: "\n", omittingEmptySubsequences: false).reduce(into: HTML()) { $0 += "\n\(plain: String($1))" }
  }

  private var alert: HTML? {
    fault.isEmpty ? nil : "<div class=\"notice danger\" role=\"alert\"><p>\(fault)</p></div>"
  }

  private var samples: [HTML] {
    Self.samples.map { sample in
      let current = sample.id == sampleID ? HTML.attribute("aria-current", "true") : HTML()
      return """
        <li><a href="\(Links.diagnose)?sample=\(sample.id)" data-sample=""\(current)><b>\(sample.title)</b> \
        <span>\(sample.meaning)</span></a></li>
        """
    }
  }

  private var promises: HTML {
    """
    <section class="log-promises" aria-label="What happens to it">
      <div><h2>Redacted first</h2><p>Passwords, tokens, keys, e-mail and IP addresses become names before anything else \
      sees the text. What was sent is never written to a disk.</p></div>
      <div><h2>Gone in \(Self.words(retention))</h2><p>The report has an address nobody can guess, for you to pass on, and \
      a button that deletes it at once.</p></div>
      <div><h2>Evidence or nothing</h2><p>A statement is named when its words carry enough information; ties are shown as \
      ties, and what is not known is said. No model writes anything here.</p></div>
    </section>
    <p class="small"><a href="/docs/diagnose">How it works</a> · <a href="/docs/cases">Three cases</a> · \
    <a href="/docs/known-issues">Known issues</a> · on the command line: <code>alidade diagnose FILE</code></p>
    """
  }

  /// `1 hour`, `90 minutes`, `7 days`.
  package static func words(_ seconds: Int) -> String {
    if seconds % 86_400 == 0 { return Format.count(seconds / 86_400, "day") }
    if seconds % 3600 == 0 { return Format.count(seconds / 3600, "hour") }
    return Format.count(max(1, seconds / 60), "minute")
  }
}
