"""The keyboard alone: from the landing page to a file and back, and every plain key."""

from fixture import ENGINE_FILE, until, watched_page

FOCUS_TOP = "document.activeElement.getBoundingClientRect().top"


def journey(browser, base, report):
    """Landing page, results, file, back, without a pointer and with the Tab key only."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = watched_page(context, base, report, "journey")
    page.goto(base + "/")
    report.check(page.evaluate("document.activeElement.name") == "q", "journey: the search box has the focus at first")
    page.keyboard.type("parse file:Parser.swift")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=parse+file**")
    page.keyboard.press("Tab")
    report.check("Skip" in page.evaluate("document.activeElement.textContent"), "journey: the skip link comes first")
    page.keyboard.press("Enter")
    hidden = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        hidden += not focus_is_seen(page)
        if page.evaluate("document.activeElement.matches('a[data-open]')"):
            break
    report.check(hidden == 0, f"journey: the focus was under the header {hidden} times")
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/blob/Sources/Parser.swift#L*")
    line = page.url.split("#")[1]
    box = page.locator(f"#{line}").bounding_box()
    report.check(box and 56 <= box["y"] <= 900, "journey: the line is in sight")
    page.go_back()
    report.check("/search" in page.url, "journey: back leads to the results")
    context.close()


def focus_is_seen(page):
    """False when the focused element is behind the header or outside of the window."""
    return page.evaluate("""() => {
      const e = document.activeElement, r = e.getBoundingClientRect();
      if (e === document.body || e.closest('.top, .skip')) return true;
      const x = Math.min(Math.max(r.left + r.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(r.top + Math.min(r.height, 20) / 2, 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      return top !== null && !top.closest('.top') && r.bottom > 0 && r.top < innerHeight; }""")


def focus_is_never_hidden(browser, base, report, pages):
    """Tab forth and back through whole pages: the focus stays in sight."""
    context = browser.new_context(viewport={"width": 1024, "height": 600})
    page = watched_page(context, base, report, "focus")
    for name in ("results", "repository", "landing"):
        page.goto(base + pages[name])
        page.evaluate("document.activeElement.blur()")
        for key, count in (("Tab", 60), ("Shift+Tab", 50)):
            for step in range(count):
                page.keyboard.press(key)
                if not focus_is_seen(page):
                    what = page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
                    report.check(False, f"{name}: {key} {step}: the focus is hidden: {what}")
                    break
    context.close()


def press_file_keys(browser, base, report):
    """Every key of UX.md §4 that acts on a file."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = watched_page(context, base, report, "file keys")

    def opened(hash=""):
        page.goto(base + "/repos")
        page.goto(base + ENGINE_FILE + hash, wait_until="networkidle")
        until(page, "!!document.querySelector('[data-code].live')")

    for key, place in (("b", "/-/blame/Sources/Parser.swift"), ("h", "/-/commits/Sources/Parser.swift"), ("r", "/-/raw/Sources/Parser.swift")):
        opened()
        page.keyboard.press(key)
        page.wait_for_url("**" + place + "**")
    opened("#L9-L12")
    page.keyboard.press("b")
    page.wait_for_url("**/-/blame/Sources/Parser.swift*#L9-L12")
    opened("#L9")
    page.keyboard.press("y")
    until(page, "/@[0-9a-f]{40}\\/-\\/blob\\/Sources\\/Parser.swift\\?L=9#L9$/.test(location.href)")
    opened()
    page.keyboard.press("w")
    report.check(page.evaluate("document.querySelector('.menu.pick').open"), "keys: w opens the revisions")
    page.keyboard.press("w")
    for key, part in (("[", "tree"), ("]", "outline")):
        page.evaluate("document.activeElement.blur()")
        report.check(page.locator(f"#{part}").is_visible(), f"keys: {part} is there at first")
        page.keyboard.press(key)
        report.check(page.locator(f"#{part}").is_hidden(), f"keys: {key} hides the {part}")
        page.reload(wait_until="networkidle")
        until(page, f"document.querySelector('#{part}').hidden")
        page.keyboard.press(key)
        report.check(page.locator(f"#{part}").is_visible(), f"keys: {key} shows the {part} again")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("l")
    page.keyboard.type("100-102")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#L100-L102'")
    report.check(page.evaluate("document.activeElement.matches('[data-code]')"), "keys: after l the code has the focus")
    report.check(page.locator(".code-box .source .sel").count() == 3, "keys: l selects the lines")
    page.keyboard.press("e")
    report.check(page.locator("dialog.editor").is_visible(), "keys: e asks for the editor")
    page.keyboard.press("Escape")
    report.check(page.evaluate("document.activeElement.matches('[data-code]')"), "keys: Escape gives the focus back")
    context.close()


def press_keys(browser, base, report):
    """Every key of UX.md §4 whose page exists."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = watched_page(context, base, report, "keys")
    page.goto(base + "/search?q=parse", wait_until="networkidle")
    focused = lambda: page.evaluate("document.activeElement.closest('[data-item]')?.querySelector('.path')?.textContent ?? ''")
    page.keyboard.press("j")
    first = focused()
    page.keyboard.press("j")
    second = focused()
    report.check(first and second and first != second, f"keys: j goes on ({first!r}, {second!r})")
    report.check(page.evaluate(FOCUS_TOP) >= 56, "keys: j keeps clear of the header")
    page.keyboard.press("k")
    report.check(focused() == first, "keys: k goes back")
    card = page.locator("[data-item]:has(a[data-expand])").first
    path = card.locator(".path").inner_text()
    card.locator("a[data-open]").focus()
    lines = card.locator(".l").count()
    page.keyboard.press("x")
    whole = page.locator("[data-item]", has=page.get_by_text(path.split("/")[-1], exact=True)).first
    until(page, "!document.activeElement.closest('[data-item]')?.querySelector('a[data-expand]')")
    report.check(whole.locator(".l").count() > lines, "keys: x shows all matches in place")
    report.check(focused() == path, "keys: x keeps the focus")
    page.keyboard.press("n")
    report.check(page.locator(".cur").count() == 1, "keys: n goes to a match")
    page.keyboard.press("f")
    report.check(page.evaluate("!!document.activeElement.closest('[data-facets]')"), "keys: f goes to the filters")
    page.keyboard.press("?")
    report.check(page.locator("dialog").is_visible(), "keys: ? shows the list")
    page.keyboard.press("j")
    report.check(page.locator("dialog").is_visible(), "keys: the list keeps the keys")
    page.locator("dialog [role=switch]").click()
    page.keyboard.press("Escape")
    report.check(page.locator("dialog").count() == 0, "keys: Escape closes the list")
    page.keyboard.press("/")
    report.check(page.evaluate("document.activeElement.name") != "q", "keys: they can be turned off")
    page.locator("[data-shortcuts]").click()
    page.locator("dialog [role=switch]").click()
    page.keyboard.press("Escape")
    page.locator("h1").evaluate("e => getSelection().selectAllChildren(document.querySelector('.card .repo'))")
    page.keyboard.press("/")
    report.check(page.input_value("input[name=q]") == "engine", "keys: / takes the selected text")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    report.check(page.evaluate("document.activeElement.name") != "q", "keys: Escape leaves the box")
    page.keyboard.press("Control+k")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/repos")
    context.close()
