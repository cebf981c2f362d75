import Foundation
import TestSupport
import Testing

/// Completions, manual and reference page, which are all made from the flag table.
@Suite struct `Generated text` {
  @Test func `the reference page is current`() throws {
    let sandbox = try Sandbox.shared.get()
    let page = try sandbox.run("alidade man --markdown")
    #expect(page.exitCode == 0)
    try GoldenFile.check(page.text, against: "../../docs/cli.md")
  }

  @Test(.enabled(if: hasProgram("groff")))
  func `the manual page renders without warnings`() throws {
    let outcome = try Sandbox.shared.get().run("alidade man | groff -ww -man -Tutf8 >/dev/null")
    #expect(outcome.errorText == "")
    #expect(outcome.exitCode == 0)
  }

  @Test func `bash completes commands, flags and values`() throws {
    let sandbox = try Sandbox.shared.get()
    func completions(_ words: String) throws -> [String] {
      let count = words.split(separator: " ", omittingEmptySubsequences: false).count
      let list = words.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }.joined(
        separator: " ")
      let outcome = try sandbox.run(
        """
        source <(alidade completions bash)
        COMP_WORDS=(\(list)); COMP_CWORD=\(count - 1); _alidade
        printf '%s\\n' "${COMPREPLY[@]}"
        """)
      #expect(outcome.errorText == "")
      return outcome.text.split(separator: "\n").map(String.init)
    }
    #expect(try completions("alidade se") == ["search", "serve"])
    #expect(try completions("alidade search --count") == ["--count", "--count-all"])
    #expect(try completions("alidade search --color a") == ["auto", "always"])
    #expect(try completions("alidade completions z") == ["zsh"])
    #expect(try completions("alidade search --limit ").isEmpty)
  }

  @Test(.enabled(if: hasProgram("zsh")))
  func `zsh loads its completions`() throws {
    let outcome = try Sandbox.shared.get().run(
      "alidade completions zsh > _alidade && zsh -fc 'autoload -U compinit; compinit -u -D; source ./_alidade; "
        + "echo $_comps[alidade]'")
    #expect(outcome.text == "_alidade\n")
    #expect(outcome.errorText == "")
  }

  @Test(.enabled(if: hasProgram("fish")))
  func `fish completes commands and flags`() throws {
    let outcome = try Sandbox.shared.get().run(
      "alidade completions fish > c.fish && fish --no-config -c 'source c.fish; complete -C \"alidade se\"; "
        + "complete -C \"alidade search --count-\"'")
    #expect(outcome.text.contains("search\tfind code"))
    #expect(outcome.text.contains("--count-all\t"))
    #expect(outcome.errorText == "")
  }

  @Test func `every command has help that names its flags`() throws {
    let sandbox = try Sandbox.shared.get()
    let overview = try sandbox.run("alidade --help").text
    let names = overview.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(names.count == 20)
    for name in names {
      let page = try sandbox.run("alidade help \(name)")
      #expect(page.exitCode == 0)
      #expect(page.text == (try sandbox.run("alidade \(name) --help").text))
      #expect(page.text.contains("--data DIR"))
    }
  }
}
