"""What script adds to a file: enclosing declarations, editors, the last change, lines of old commits."""

import json
import urllib.request

from fixture import ENGINE_FILE, MARKUP, until, watched_page

WIDE = {"width": 1440, "height": 900}


def scopes(browser, base, report):
    """Enclosing declarations stand above the code while one scrolls, and the outline follows."""
    for width in (1440, 320):
        context = browser.new_context(viewport={"width": width, "height": 700})
        page = watched_page(context, base, report, "scopes")
        page.goto(base + ENGINE_FILE, wait_until="networkidle")
        until(page, "document.querySelector('.scopes')")
        report.check(page.locator(".scopes.on").count() == 0, f"scopes, {width}: nothing stands above the first line")
        place = lambda: page.evaluate("document.querySelector('#L60').getBoundingClientRect().top + scrollY")
        before = place()
        page.evaluate("scrollTo(0, document.querySelector('#L60').getBoundingClientRect().top - 200)")
        until(page, "document.querySelectorAll('.scopes.on .l').length === 2")
        report.check(place() == before, f"scopes, {width}: the code has moved")
        texts = page.locator(".scopes .l").all_text_contents()
        report.check("class Parser" in texts[0] and "func parse" in texts[1], f"scopes, {width}: {texts}")
        report.check(page.evaluate("document.querySelector('#outline [aria-current]').textContent").endswith("parse"),
                     f"scopes, {width}: the outline marks the innermost")
        seen = page.evaluate("""() => { const r = document.querySelector('.scopes .l').getBoundingClientRect();
          return document.elementFromPoint(r.left + 80, r.top + 10).closest('.scopes') !== null; }""")
        report.check(seen, f"scopes, {width}: something hides them")
        ids = page.evaluate("document.querySelectorAll('[id=L2], [id=L3]').length")
        report.check(ids == 2, f"scopes, {width}: an id stands twice")
        page.locator(".scopes .l").nth(1).click(position={"x": 150, "y": 10})
        until(page, "document.querySelectorAll('.scopes.on .l').length < 2")
        top = page.evaluate("document.querySelector('#L3').getBoundingClientRect().top")
        report.check(0 <= top < 400, f"scopes, {width}: a click leads to the line ({top})")
        context.close()


def editor(browser, base, report):
    """A file is opened in an editor whose address is made here; the choice stays in the browser."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "editor")
    # Nothing answers to these addresses here: the click is caught on its way.
    page.add_init_script("""addEventListener('click', e => { const link = e.target.closest('a[href]');
        if (link && !/^https?:/.test(link.href)) { e.preventDefault(); window.opened = link.getAttribute('href'); } }, true)""")
    page.goto(base + ENGINE_FILE + "#L12", wait_until="networkidle")
    until(page, "!!document.querySelector('[data-code].live')")
    page.locator(".menu.open summary").click()
    page.get_by_role("button", name="Editor and folder").click()
    page.locator("dialog.editor select").select_option("zed")
    page.locator("dialog.editor input").fill("/home/me/my engine/")
    page.keyboard.press("Enter")
    until(page, "window.opened === 'zed://file/home/me/my%20engine/Sources/Parser.swift:12'")
    page.goto(base + "/r/engine/-/blob/README.md?view=code", wait_until="networkidle")
    until(page, "!!document.querySelector('[data-code].live')")
    page.keyboard.press("e")
    until(page, "window.opened === 'zed://file/home/me/my%20engine/README.md:1'")
    report.check(page.locator("dialog").count() == 0, "editor: what was chosen is not asked for again")
    report.check(page.locator("[data-editor='']").text_content() == "Zed", "editor: the menu names the choice")
    made = page.evaluate("""async () => { const { address } = await import(
        document.querySelector('script[src$="main.js"]').src.replace('main.js', 'editor.js'));
      return [address('vscode', 'C:\\\\src\\\\x', 'a b/c#.c', 3), address('pycharm', '/home/me/x/', 'a b.py', 7),
        address('vscodium', '/', 'a', 1), address('cursor', MARKUP_HERE, 'a', 1)]; }""".replace("MARKUP_HERE", repr(MARKUP)))
    report.check(made[:3] == ["vscode://file/C:/src/x/a%20b/c%23.c:3:1", "jetbrains://pycharm/navigate/reference?project=x&path=a%20b.py:7",
                              "vscodium://file/a:1:1"], f"editor: {made}")
    report.check(not set(made[3]) & set('<>" '), f"editor: {made[3]}")
    context.close()


def latest(browser, base, report):
    """The last change of a file comes by itself, and with the page once it is known."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "latest")
    address = "/r/engine@feature/faster/-/blob/Makefile"
    with urllib.request.urlopen(base + address) as reply:
        report.check(b"data-latest" in reply.read(), "latest: the page does not wait for it")
    page.goto(base + address, wait_until="networkidle")
    until(page, "document.querySelector('.about').textContent.includes('Call the lexer by what it makes')")
    with urllib.request.urlopen(base + address) as reply:
        text = reply.read().decode()
        report.check("data-latest" not in text and "Call the lexer" in text, "latest: it is remembered")
    page.goto(base + "/r/engine", wait_until="networkidle")
    report.check(page.locator(".latest li").count() == 3, "latest: the repository's page lists commits")
    context.close()


def pinned(browser, base, report):
    """The note on a page of an old commit leads to the lines where they are now, with those that were selected."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "pinned")
    with urllib.request.urlopen(base + "/api/v1/repos/engine/-/commits") as reply:
        first = json.load(reply)["commits"][-1]["id"]
    page.goto(base + f"/r/engine@{first}/-/blob/Sources/Lexer.swift", wait_until="networkidle")
    until(page, "!!document.querySelector('[data-code].live')")
    page.locator("#L3 > a").click()
    page.locator(".notice a", has_text="See it on").click()
    page.wait_for_url("**/r/engine/-/blob/Sources/Tokens.swift?L=3#L3")
    context.close()
