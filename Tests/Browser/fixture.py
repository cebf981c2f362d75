"""What the checks look at: two small repositories made for it, the server, the browser, and a list of failures."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import time
from random import Random

from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
ASSETS = ROOT / "Sources/WebUI/Assets"

# What tries to break out of where it stands: as file name, code, message, branch, author, query.
MARKUP = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
ENGINE_FILE = "/r/engine/-/blob/Sources/Parser.swift"
HOSTILE_NAMES = [
    "<img src=x onerror=alert(1)>.c", "a b & c.txt", "'quote\".md", "line\nbreak.c", "rtl\u202etxt.c",
    "javascript:alert(1).js", "{{7*7}}.html", "%2e%2e%2f.c", "-rf", "#L1?q=x.c", "a\tb.c", "é\u0301.c",
]


class Report:
    """Failures of one group of checks."""

    def __init__(self):
        self.failures = []

    def check(self, holds, message):
        if not holds:
            self.failures.append(message)
            print(f"  FAILED  {message}", file=sys.stderr, flush=True)


def git(folder, *arguments, author="Ada Lovelace", email="ada@example.org", time=1_790_000_000):
    environment = dict(
        os.environ, GIT_AUTHOR_NAME=author, GIT_AUTHOR_EMAIL=email, GIT_COMMITTER_NAME=author,
        GIT_COMMITTER_EMAIL=email, GIT_AUTHOR_DATE=f"{time} +0000", GIT_COMMITTER_DATE=f"{time} +0000",
        GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null")
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)


def revision(folder, name):
    return subprocess.run(["git", "-C", str(folder), "rev-parse", name], check=True, capture_output=True, text=True).stdout.strip()


def make_engine(folder):
    """An ordinary repository: code, a document, an image, a long file, three commits, a branch and a tag."""
    sources = folder / "Sources"
    sources.mkdir(parents=True)
    body = ["/// Parses a query.", "struct Parser {", "\tfunc parse(_ text: String) -> Query {"]
    body += [f"    let step{n} = parse(\"{'long ' * (n % 40)}\")" for n in range(120)] + ["  }", "}", ""]
    parser = sources / "Parser.swift"
    parser.write_text("\n".join(body))
    (sources / "hostile.swift").write_text("// \u202e parse </pre><script>alert(1)</script>\n\x1b[31m\u200bx\n")
    (sources / "Lexer.swift").write_text("struct Lexer {\n  var text: String\n  func next() -> Token? { nil }\n}\n")
    (folder / "README.md").write_text(
        "# Engine\n\nHow to parse.\n\n- one\n- two\n\n```swift\nlet x = parse(\"a\")\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    (folder / "docs").mkdir()
    (folder / "docs/guide.md").write_text("# Guide\n\nSee [the parser](../Sources/Parser.swift) and [the top](../README.md).\n")
    (folder / "long.txt").write_text("".join(f"line {n} parse\n" for n in range(1, 30_001)))
    (folder / "image.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "mark.svg").write_text((ASSETS / "mark.svg").read_text())
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin the parser\n\nWith a lexer beside it.")
    git(folder, "tag", "v1.0")
    parser.write_text(parser.read_text().replace("let step7 ", "var step7 ").replace("struct Parser", "final class Parser"))
    git(folder, "commit", "-q", "-am", "Parse into a class", author="Grace Hopper", email="grace@example.org", time=1_791_000_000)
    git(folder, "mv", "Sources/Lexer.swift", "Sources/Tokens.swift")
    (folder / "Makefile").write_text("all:\n\tswift build\n")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Call the lexer by what it makes", time=1_792_000_000)
    git(folder, "branch", "feature/faster")


def made_code(seed, functions):
    """Code that compresses like code: names, types, calls, comments and texts put together at random, by a fixed seed."""
    random = Random(seed)
    nouns = "buffer node table entry client request reply index block segment cursor token parser symbol range line column path " \
        "writer reader cache limit offset length count state error option handler socket stream queue worker thread lock page".split()
    verbs = "read write find insert remove update check parse match open close copy move merge split count compare resolve " \
        "encode decode flush load store append clear reset visit release acquire format".split()
    types = "int size_t char uint64_t double bool void".split()
    word = lambda: random.choice(verbs) + "_" + random.choice(nouns) + random.choice(["", "", "s", "_at", "_" + random.choice(nouns)])
    prose = lambda: " ".join(random.choice(nouns + verbs + "the a of to when it is not with for every one that has no".split()) for _ in range(random.randint(5, 11)))
    lines = [f"/* {prose()}.", f" * {prose()} */", ""] + [f"#include <{random.choice(nouns)}.h>" for _ in range(6)] + [""]
    for _ in range(functions):
        name, kind = word(), random.choice(nouns)
        lines += [f"/* {prose()}.", f" * {prose()}. */",
                  f"static {random.choice(types)} {name}(struct {kind} *{kind[0]}, {random.choice(types)} {random.choice(nouns)}) {{",
                  f"    {random.choice(types)} {random.choice(nouns)} = {random.randint(0, 4096)};"]
        for _ in range(random.randint(2, 9)):
            a, b = random.choice(nouns), random.choice(nouns)
            lines += random.choice([
                [f"    if ({kind[0]}->{a} == NULL || {b} > {random.randint(1, 999)}) return {random.randint(-9, 9)};"],
                [f"    for (size_t i = 0; i < {kind[0]}->{a}; i++) {{", f"        {word()}({kind[0]}->{b}[i], \"{prose()}\");", "    }"],
                [f"    {b} = {word()}({kind[0]}, {a} + {random.randint(1, 64)}); // {prose()}"],
                [f"    while ({word()}(&{kind[0]}->{a})) {{", f"        {a} += sizeof(struct {b});", f"        {word()}({b}, 0x{random.randint(0, 65535):x});", "    }"],
                [f"    fprintf(stderr, \"{prose()}: %d\\n\", {a});", ""],
            ])
        lines += [f"    return {random.choice(nouns)};", "}", ""]
    return lines


def make_large(folder):
    """Files of the sizes that budgets speak of."""
    folder.mkdir(parents=True)
    long = made_code(1, 260)[:1999] + ["/* the end */"]
    (folder / "long.c").write_text("\n".join(long) + "\n")
    for n in range(60):
        (folder / f"part{n}.c").write_text("\n".join(made_code(100 + n, 12)) + "\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Begin")


def make_hostile(folder):
    """A repository in which everything that has a name tries to be markup."""
    folder.mkdir(parents=True)
    for name in HOSTILE_NAMES:
        (folder / name).write_text(f"int parse; // {MARKUP}\n")
    (folder / "README.md").write_text(
        f"# {MARKUP}\n\n<script>alert(1)</script>\n\n<a href=\"javascript:alert(1)\" onclick=\"alert(1)\">x</a>\n\n"
        "[x](javascript:alert(1)) [y](data:text/html,<script>alert(1)</script>) ![z](https://example.org/z.png)\n\n"
        "<style>body{display:none}</style><iframe src=\"//example.org\"></iframe><svg onload=alert(1)></svg>\n")
    (folder / "code.swift").write_text(f"let a = \"{MARKUP}\"\n// </code></pre>{MARKUP}\nfunc parse() {{}} // \u202e\u2066 \u200b\n")
    nested = folder / '<b>"folder"' / "x"
    nested.mkdir(parents=True)
    (nested / "y.txt").write_text("parse\n")
    author = {"author": "<script>alert(1)</script>", "email": "\"><img@example.org"}
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", f"{MARKUP}\n\n</pre></title>{MARKUP}", **author)
    (folder / "code.swift").write_text(f"let a = \"{MARKUP}{MARKUP}\"\n</script>\n")
    git(folder, "commit", "-q", "-am", "<!-- ]]> --> {{7*7}} ${x}", time=1_791_000_000)
    git(folder, "branch", "\"><img/src=x-onerror=alert(1)>")
    git(folder, "tag", "<b>v1</b>&amp;'\"")


class Server:
    """The program under test, on a port of the system's choice."""

    def __init__(self, binary, folder):
        data = folder / "data"
        make_engine(folder / "engine")
        make_hostile(folder / "hostile")
        make_large(folder / "large")
        self.commits = {
            "head": revision(folder / "engine", "main"), "first": revision(folder / "engine", "v1.0"),
            "hostile": revision(folder / "hostile", "main")}
        environment = dict(os.environ, ALIDADE_DATA=str(data))
        subprocess.run(
            [binary, "index", str(folder / "engine"), str(folder / "hostile"), str(folder / "large"), "--rev", "*", "--quiet", "--data", str(data)],
            check=True, env=environment)
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--data", str(data)], stdout=subprocess.PIPE, text=True, env=environment)
        self.url = self.process.stdout.readline().strip()

    def stop(self):
        """True when the server ended well."""
        self.process.terminate()
        return self.process.wait(timeout=20) == 0


def chromium():
    return next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def watched_page(context, base, report, where):
    """A page of `context` that must ask only this server, run without errors and keep to its policy.

    With ALIDADE_ASSETS set, scripts and styles come from the source tree: they can be tried without a build.
    """
    page = context.new_page()

    def said(message):
        # An answer of 4xx to a page that is wrong on purpose is in the console too.
        if message.type == "error" and "status of 4" not in message.text:
            report.check(False, f"{where}: console: {message.text} ({page.url})")

    page.on("console", said)
    page.on("pageerror", lambda error: report.check(False, f"{where}: script: {error} ({page.url})"))
    page.on("request", lambda r: report.check(r.url.startswith((base, "data:")), f"{where}: asks {r.url}"))
    page.on("dialog", lambda d: (report.check(False, f"{where}: a dialog opened: {d.message}"), d.dismiss()))
    if os.environ.get("ALIDADE_ASSETS"):
        page.route("**/assets/**", from_source)
    return page


def until(page, expression, seconds=8):
    """Waits until an expression of the page is true. The policy of the pages keeps Playwright's own waiting from
    evaluating one again."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(f"never true: {expression} ({page.url})")
        page.wait_for_timeout(20)


def from_source(route):
    name = route.request.url.split("/")[-1]
    if name.endswith(".js"):
        return route.fulfill(body=(ASSETS / name).read_text(), content_type="text/javascript; charset=utf-8")
    if name.endswith(".css"):
        table = (ROOT / "Sources/WebUI/Assets.swift").read_text().split("static let stylesheet")[1]
        names = table.split("texts: [")[1].split("]")[0].replace("Css", ".css").split(",")
        text = "\n".join((ASSETS / n.strip()).read_text() for n in names)
        return route.fulfill(body=text, content_type="text/css; charset=utf-8")
    return route.continue_()
