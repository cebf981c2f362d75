#!/usr/bin/env python3
"""Looks at every page in a real browser.

Indexes a small set of files made for it, serves it, and checks with Debian's Chromium: accessibility (axe), no
sideways scrolling at 320 px, no error or policy violation in the console, no request to anywhere else, layout that
does not move, keyboard, copying, forced colours, print, page weight, and that every internal link leads somewhere.

    run.py                      with the binary that ALIDADE_BINARY names, or .build/release/alidade
    run.py --url URL            against a server that runs already (skips what needs the made files)
    run.py --screenshots DIR    also keeps a picture of every page
"""

import argparse
import gzip
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PAGES = {
    "landing": "/",
    "results": "/search?q=parse",
    "filtered": "/search?q=parse+lang%3Aswift+case%3Ayes&ctx=3",
    "nothing": "/search?q=parse+zebra",
    "fault": "/search?q=parse+(lang%3Aswift",
    "empty": "/search?q=",
    "repositories": "/repos",
    "repository": "/r/engine",
    "file": "/r/engine/-/blob/Sources/Parser.swift?L=3-5",
    "hostile": "/r/engine/-/blob/Sources/hostile.swift",
    "explain": "/explain?q=parse",
    "missing": "/r/none/-/blob/x",
}

HOSTILE_NAMES = ["<img src=x onerror=alert(1)>.c", "a b & c.txt", "'quote\".md", "line\nbreak.c", "rtl\u202etxt.c"]

failures = []


def check(holds, message):
    if not holds:
        failures.append(message)
        print(f"  FAILED  {message}", flush=True)


def make_files(folder):
    """A git repository with ordinary and hostile files."""
    sources = folder / "Sources"
    sources.mkdir(parents=True)
    body = ["/// Parses a query.", "struct Parser {", "\tfunc parse(_ text: String) -> Query {"]
    body += [f"    let step{n} = parse(\"{'long ' * (n % 40)}\")" for n in range(120)] + ["  }", "}", ""]
    (sources / "Parser.swift").write_text("\n".join(body))
    (sources / "hostile.swift").write_text("// \u202e parse </pre><script>alert(1)</script>\n\x1b[31m\u200bx\n")
    (folder / "README.md").write_text("# Engine\n\nHow to parse.\n")
    (folder / "long.txt").write_text("".join(f"line {n} parse\n" for n in range(1, 30_001)))
    (folder / "image.bin").write_bytes(bytes(range(256)) * 8)
    for name in HOSTILE_NAMES:
        (folder / name).write_text("int parse;\n")
    git = ["git", "-C", str(folder), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "All"]):
        subprocess.run(git + command, check=True)


class Server:
    """The program under test, on a port of the system's choice."""

    def __init__(self, binary, folder):
        data = folder / "data"
        environment = dict(os.environ, ALIDADE_DATA=str(data))
        subprocess.run([binary, "index", str(folder / "engine"), "--data", str(data)], check=True, env=environment)
        self.process = subprocess.Popen(
            [binary, "serve", "--port", "0", "--data", str(data)], stdout=subprocess.PIPE, text=True, env=environment)
        self.url = self.process.stdout.readline().strip()

    def stop(self):
        self.process.terminate()
        check(self.process.wait(timeout=20) == 0, "the server ends with status 0")


def watch(page, base, problems):
    """Collects what a page must not do."""
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
    page.on("pageerror", lambda e: problems.append(str(e)))
    page.on("request", lambda r: problems.append(f"asks {r.url}") if not r.url.startswith((base, "data:")) else None)


def look_at_pages(browser, base, pages, pictures):
    axe = Axe()
    for scheme in ("light", "dark"):
        for width in (1440, 320):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
            page = context.new_page()
            problems = []
            watch(page, base, problems)
            for name, path in pages.items():
                where = f"{name}, {scheme}, {width} px"
                page.goto(base + path)
                size = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
                check(size[0] <= size[1], f"{where}: scrolls sideways ({size[0]} > {size[1]})")
                result = axe.run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
                for violation in result.response["violations"]:
                    nodes = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
                    check(False, f"{where}: {violation['id']}: {violation['help']}: {nodes}")
                if pictures:
                    page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png")
            check(not problems, f"{scheme}, {width} px: {problems[:5]}")
            context.close()


def look_without_script(browser, base, pages):
    """Without JavaScript the summary still stands above the results."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(base + pages["results"])
    status = page.locator("[slot=status]").bounding_box()
    first = page.locator(".card").first.bounding_box()
    check(status["y"] < first["y"], "without script: the status stands above the first result")
    check("match" in page.locator("[slot=status]").inner_text(), "without script: the status has a count")
    context.close()


def measure(browser, base, pages):
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    for name, path in pages.items():
        asked = []
        page.on("request", lambda r, asked=asked: asked.append(r.url))
        page.goto(base + path, wait_until="load")
        shift = page.evaluate(
            """() => new Promise(done => { let sum = 0;
               new PerformanceObserver(l => { for (const e of l.getEntries()) sum += e.value; })
                 .observe({type: 'layout-shift', buffered: true});
               requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })""")
        check(shift <= 0.02, f"{name}: the layout moves ({shift:.3f})")
        wanted = [u for u in asked if not u.endswith(".svg")]
        check(len(wanted) <= 2, f"{name}: asks for {len(wanted)} files before the first paint")
        page.close()
        page = context.new_page()
    body = urllib.request.urlopen(base + pages["results"]).read()
    check(len(gzip.compress(body, 9)) < 25_000, "results: more than 25 kB compressed")
    sheet = body.decode().split('rel="stylesheet" href="')[1].split('"')[0]
    check(len(gzip.compress(urllib.request.urlopen(base + sheet).read(), 9)) < 16_000, "style sheet: more than 16 kB")
    context.close()


def use_keyboard(browser, base):
    """From the landing page to a file and back without a pointer."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(base + "/")
    check(page.evaluate("document.activeElement.name") == "q", "keyboard: the search box has the focus at first")
    page.keyboard.type("parse file:Parser.swift")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=parse+file**")
    page.keyboard.press("Tab")
    check("Skip" in page.evaluate("document.activeElement.textContent"), "keyboard: the skip link comes first")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "path":
            break
    box = page.evaluate("document.activeElement.getBoundingClientRect().top")
    check(box >= 56, "keyboard: the focus is under the header")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/blob/Sources/Parser.swift#L*")
    box = page.locator(":target").bounding_box()
    check(box and 56 <= box["y"] <= 900, "keyboard: the line is in sight")
    page.go_back()
    check("/search" in page.url, "keyboard: back leads to the results")
    context.close()


def copy_code(browser, base):
    """Line numbers are neither copied nor found; every line is in the document."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(base + "/r/engine/-/blob/Sources/Parser.swift")
    text = page.evaluate("""() => { const s = getSelection(); s.selectAllChildren(document.querySelector('.source'));
                            return s.toString(); }""")
    check(text.startswith("/// Parses a query.\nstruct Parser {\n\tfunc parse"), f"copying: {text[:60]!r}")
    page.goto(base + "/r/engine/-/blob/long.txt")
    check(page.evaluate("find('line 30000 parse')"), "find in page: the last line of a long file")
    page.goto(base + "/search?q=parse+file:Parser.swift")
    text = page.evaluate("""() => { const s = getSelection(); s.selectAllChildren(document.querySelector('.card pre'));
                            return s.toString(); }""")
    check(text.startswith("/// Parses") or text.startswith("struct"), f"copying results: {text[:60]!r}")
    context.close()


def look_in_other_modes(browser, base, pages):
    context = browser.new_context(forced_colors="active", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(base + pages["results"])
    width = page.locator("mark").first.evaluate("e => getComputedStyle(e).borderBottomWidth")
    check(width == "2px", "forced colours: a mark keeps its underline")
    page.emulate_media(media="print", forced_colors="none")
    check(not page.locator("header.top").is_visible(), "print: no header")
    check(page.locator(".card").first.is_visible(), "print: results are there")
    context.close()


def choose_theme(browser, base, pages):
    context = browser.new_context(color_scheme="light", java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(base + pages["filtered"])
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Dark").click()
    check(page.url == base + pages["filtered"], f"theme: returns to the page ({page.url})")
    check(page.locator("html").get_attribute("data-theme") == "dark", "theme: is kept")
    context.close()


def follow_links(browser, base, pages):
    """Every internal link of every page leads to a page."""
    context = browser.new_context()
    page = context.new_page()
    links = set()
    for path in pages.values():
        page.goto(base + path)
        links |= set(page.evaluate("[...document.querySelectorAll('a[href], link[href]')].map(a => a.href)"))
    # The skip link of the page that is missing on purpose.
    links.discard(base + pages["missing"] + "#main")
    for link in sorted(link.split("#")[0] for link in links):
        check(link.startswith(base), f"links: {link} leads elsewhere")
        try:
            status = urllib.request.urlopen(link).status
        except urllib.error.HTTPError as error:
            status = error.code
        # The page of a broken query has links that keep it broken.
        broken = urllib.parse.parse_qs(urllib.parse.urlparse(link).query).get("q", [""])[0].count("(") == 1
        check(status == 200 or (broken and status == 400), f"links: {link} answers {status}")
    context.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--screenshots", type=pathlib.Path, help="where to keep pictures")
    options = parser.parse_args()
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    chromium = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    if not chromium:
        sys.exit("no Chromium found; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        server = None
        if not options.url:
            folder = pathlib.Path(name)
            make_files(folder / "engine")
            server = Server(os.environ.get("ALIDADE_BINARY", str(ROOT / ".build/release/alidade")), folder)
        base = options.url or server.url
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        look_at_pages(browser, base, PAGES, options.screenshots)
        look_without_script(browser, base, PAGES)
        measure(browser, base, PAGES)
        look_in_other_modes(browser, base, PAGES)
        choose_theme(browser, base, PAGES)
        follow_links(browser, base, PAGES)
        if server:
            use_keyboard(browser, base)
            copy_code(browser, base)
        browser.close()
        if server:
            server.stop()
    print(f"{len(failures)} failures" if failures else "all pages are fine")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
