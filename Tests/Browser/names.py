"""Names in code: links when pointed at or reached by a key, hover card, definition, uses."""

from axe_playwright_python.sync_playwright import Axe

from fixture import ENGINE_FILE, until, watched_page
from looks import run_axe

def names(browser, base, report):
    """The whole way with the keyboard and the pointer."""
    axe = Axe()
    look = lambda page, where: run_axe(axe, page, report, where)
    context = browser.new_context(viewport={"width": 1440, "height": 700})
    page = watched_page(context, base, report, "names")
    def focus_comes_to(name, what):
        try:
            until(page, f"document.activeElement.matches('a.name') && document.activeElement.textContent === '{name}'", 4)
        except TimeoutError:
            report.check(False, f"names: {what} ({focused()!r})")

    focused = lambda: page.evaluate("document.activeElement.matches('a.name') ? document.activeElement.textContent : ''")

    def opened(hash=""):
        page.goto(base + "/repos")
        page.goto(base + ENGINE_FILE + hash, wait_until="networkidle")
        until(page, "!!document.querySelector('[data-code].live')")

    opened("#L10")
    count = page.evaluate("document.querySelectorAll('[data-code] a:not([data-n])').length")
    report.check(count == 0, "names: the page itself holds no links")
    text = page.evaluate("document.querySelector('[data-code]').textContent")
    page.keyboard.press("j")
    focus_comes_to("step6", "j goes to the first name of the selected line")
    page.keyboard.press("j")
    focus_comes_to("parse", "j goes on")
    page.keyboard.press("k")
    focus_comes_to("step6", "k goes back")
    page.keyboard.press("J")
    focus_comes_to("step7", "J goes to the next line")
    page.keyboard.press("j")
    focus_comes_to("parse", "j goes on there")
    at = page.evaluate("document.activeElement.dataset.at")
    report.check(at == "11:17", f"names: the place of a name ({at})")
    report.check(page.evaluate("CSS.highlights.get('same').size") > 20, "names: the same name is marked wherever it stands")
    page.keyboard.press("i")
    page.wait_for_selector(".hover-card")
    report.check(page.evaluate("document.activeElement.matches('.hover-card')"), "names: i brings the focus to the card")
    report.check(page.locator(".hover-card .precision").count() == 1, "names: the card says how sure it is")
    report.check("Sources/Parser.swift:3" in page.locator(".hover-card").inner_text(), "names: the card names the definition")
    box = page.locator(".hover-card").bounding_box()
    report.check(box["x"] >= 0 and box["x"] + box["width"] <= 1440 and 56 <= box["y"] and box["y"] + box["height"] <= 700, f"names: the card is in sight {box}")
    look(page, "names: card")
    page.keyboard.press("Escape")
    report.check(page.locator(".hover-card").count() == 0 and focused() == "parse", "names: Escape gives the focus back")
    page.keyboard.press("u")
    page.wait_for_selector(".uses-panel")
    report.check(page.evaluate("document.activeElement.matches('.uses-panel')"), "names: u brings the focus to the panel")
    uses = page.locator(".uses-panel [data-use]")
    lines = page.locator(".uses-panel [data-use] .l").count()
    report.check(uses.count() >= 1 and lines > 100, f"names: {lines} uses in {uses.count()} files")
    look(page, "names: panel")
    page.locator(".uses-panel [data-filter-uses]").fill("no such words")
    until(page, "[...document.querySelectorAll('.uses-panel [data-use]')].every(e => e.hidden)")
    page.keyboard.press("Escape")
    report.check(page.locator(".uses-panel").count() == 0 and focused() == "parse", "names: Escape closes the panel")
    page.keyboard.press("d")
    until(page, "location.hash === '#L3'")
    report.check(page.evaluate("document.querySelector('[data-code]').textContent") == text, "names: the text is what it was")

    # The pointer.
    opened("#L20")
    place = page.evaluate("""() => { const walk = document.createTreeWalker(document.querySelector('#L20'), NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) { const at = walk.currentNode.data.indexOf('parse');
        if (at >= 0) { const r = document.createRange(); r.setStart(walk.currentNode, at); r.setEnd(walk.currentNode, at + 5);
          const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; } } }""")
    page.mouse.move(place[0], place[1] + 100)
    page.wait_for_timeout(300)
    page.mouse.move(place[0] + 1, place[1], steps=3)
    page.wait_for_selector(".hover-card")
    report.check(page.evaluate("!document.activeElement.closest('.hover-card')"), "names: pointing takes no focus")
    card = page.locator(".hover-card").bounding_box()
    page.mouse.move(card["x"] + 20, card["y"] + 20, steps=4)
    page.wait_for_timeout(500)
    report.check(page.locator(".hover-card").is_visible(), "names: the card stays while it is pointed at")
    page.mouse.move(card["x"] + card["width"] + 200, 690, steps=4)
    until(page, "!document.querySelector('.hover-card')")
    page.mouse.move(*place, steps=3)
    page.wait_for_selector("a.name")
    page.mouse.down()
    page.mouse.up()
    until(page, "location.hash === '#L3'")
    context.close()

    # Without script.
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = context.new_page()
    page.goto(base + ENGINE_FILE + "?at=11:17")
    report.check(page.locator("#meaning").is_visible(), "names: without script the page says what a name means")
    report.check("by name" in page.locator("#meaning .precision").inner_text(), "names: and how sure it is")
    page.locator("#meaning a[data-uses]").click()
    report.check(page.locator("#uses [data-use] .l").count() > 100, "names: and where it is used")
    context.close()
