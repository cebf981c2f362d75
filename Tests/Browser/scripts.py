"""What script adds: colours and completions of the search box, results as one types, lines, file finder."""

import html
import urllib.parse

from fixture import ENGINE_FILE, MARKUP, until, watched_page

WIDE = {"width": 1440, "height": 900}


def suggest(route):
    route.fulfill(json={"items": [
        {"kind": "filter", "label": "lang:", "insert": "lang:", "start": 9, "end": 11, "count": None, "detail": "in a language"},
        {"kind": "value", "label": MARKUP, "insert": "swift", "start": 9, "end": 11, "count": 1234, "detail": MARKUP},
    ]})


def search_box(browser, base, report):
    """Colours, an ARIA combobox that never chooses by itself, recent searches."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "search box")
    page.route("**/api/v1/suggestions**", suggest)
    page.goto(base + "/repos")
    box = page.locator("input[name=q]")
    box.fill("parse -lang:swift (a OR \"b c\") /x+/ ((")
    kinds = page.eval_on_selector_all(".mirror span span", "es => es.map(e => [e.className, e.textContent])")
    wanted = [["t-word", "parse"], ["t-operator", "-"], ["t-name", "lang:"], ["t-value", "swift"], ["t-operator", "("]]
    report.check(kinds[:5] == wanted, f"search box: colours: {kinds[:5]}")
    report.check(["t-quoted", "\"b c\""] in kinds and ["t-regex", "/x+/"] in kinds, f"search box: colours: {kinds}")
    box.blur()
    report.check(page.locator(".mirror .t-error").count() == 2, "search box: open groups are marked as faults")
    text = page.locator(".mirror").inner_text()
    report.check(text == box.input_value(), f"search box: the mirror shows the text ({text!r})")
    box.fill("long " * 60)
    page.keyboard.press("End")
    until(page, """(() => { const i = document.querySelector('input[name=q]');
      return i.scrollLeft > 0 && new DOMMatrix(getComputedStyle(document.querySelector('.mirror > span')).transform).e === -i.scrollLeft; })()""")
    # The list opens by typing, nothing is chosen in it, and it is text whatever is in it.
    box.fill("")
    page.keyboard.type("é parse la")
    page.wait_for_selector("[role=option]")
    report.check(box.get_attribute("aria-expanded") == "true", "search box: the list is announced")
    report.check(box.get_attribute("aria-activedescendant") is None, "search box: an option is chosen from the start")
    report.check(page.locator("[role=listbox] img").count() == 0, "search box: markup in an option")
    page.keyboard.press("Tab")
    report.check(box.input_value() == "é parse la", "search box: Tab takes what is not highlighted")
    box.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    report.check(page.locator(f"#{active}").get_attribute("aria-selected") == "true", "search box: the arrow highlights")
    page.keyboard.press("Escape")
    report.check(box.get_attribute("aria-expanded") == "false", "search box: Escape closes the list")
    report.check(page.evaluate("document.activeElement.name") == "q", "search box: the first Escape keeps the focus")
    # Offsets count bytes: é has two.
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    report.check(box.input_value() == "é parse lang:", f"search box: Tab takes the option ({box.input_value()!r})")
    page.keyboard.press("Control+z")
    report.check(box.input_value() == "é parse la", f"search box: taking an option can be undone ({box.input_value()!r})")
    toggle = page.get_by_role("link", name="Match case")
    toggle.click()
    report.check(box.input_value().endswith(" case:yes"), "search box: the switch adds to the text")
    report.check("on" == toggle.get_attribute("class"), "search box: the switch shows that it is on")
    toggle.click()
    report.check(box.input_value() == "é parse la", "search box: the switch takes it out again")
    page.keyboard.press("Escape")
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=**")
    page.goto(base + "/repos")
    box.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-kind=recent]")
    report.check("é parse la" in page.locator("[data-kind=recent]").all_inner_texts()[0], "search box: keeps recent searches")
    context.close()


def live_results(browser, base, report):
    """Results follow what is typed; back and forward restore them."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "live results")
    page.goto(base + "/search?q=parse")
    until(page, "history.state")
    box = page.locator("input[name=q]")
    before = page.evaluate("history.length")
    box.focus()
    page.keyboard.press("End")
    page.keyboard.type(" lang:swift", delay=25)
    page.wait_for_url("**/search?q=parse+lang%3Aswift")
    until(page, "document.title.startsWith('parse lang:swift')")
    report.check(page.evaluate("document.activeElement.name") == "q", "live: the focus stays in the box")
    report.check(page.evaluate("document.activeElement.selectionStart") == 16, "live: the caret stays where it was")
    report.check(page.evaluate("history.length") == before + 1, "live: typing is one entry of the history")
    report.check(page.evaluate("!!document.querySelector('.results').shadowRoot"), "live: the summary is in its place")
    status, first = page.locator("[slot=status]").bounding_box(), page.locator(".card").first.bounding_box()
    report.check(status["y"] < first["y"], "live: the status stands above the results")
    report.check(page.locator(".chips a").count() == 1, "live: the filter is a chip")
    until(page, "document.querySelector('#said').textContent.includes('match')")
    page.keyboard.press("Enter")
    page.keyboard.type(" zebra")
    page.wait_for_selector(".nothing")
    report.check(page.evaluate("history.length") == before + 2, "live: Enter keeps an entry")
    page.go_back()
    page.wait_for_selector(".card")
    report.check(box.input_value() == "parse lang:swift", f"live: back restores the query ({box.input_value()!r})")
    page.go_back()
    until(page, "document.title.startsWith('parse ·')")
    report.check(box.input_value() == "parse", "live: back leads to the first query")
    page.go_forward()
    until(page, "document.title.startsWith('parse lang:swift')")
    box.fill("parse (")
    page.wait_for_selector(".query-fault")
    report.check(page.evaluate("document.activeElement.name") == "q", "live: a fault keeps the focus in the box")
    box.fill(MARKUP)
    until(page, "location.search.includes('onerror') && document.querySelector('.query-fault')")
    report.check(page.locator("main img, main script").count() == 0, "live: a query became markup")
    # What an input method composes is not searched for until it is chosen.
    box.fill("parse ")
    until(page, "location.search === '?q=parse+' || location.search === '?q=parse'")
    session = context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "ぱ", "selectionStart": 1, "selectionEnd": 1})
    page.wait_for_timeout(400)
    report.check("%" not in page.url, f"live: composing was searched for ({page.url})")
    session.send("Input.insertText", {"text": "パ"})
    until(page, "location.search.endsWith('%E3%83%91')")
    # The theme's way back is to what is shown now.
    kept = page.evaluate("document.querySelector('input[name=to]').value")
    report.check(kept.endswith("%E3%83%91"), f"live: the theme menu knows the address ({kept})")
    page.locator(".menu summary[aria-label=Theme]").click()
    with page.expect_response("**/theme?set=dark**"):
        page.get_by_role("button", name="Dark").click()
    report.check(page.locator("html").get_attribute("data-theme") == "dark", "theme: changes without loading the page")
    page.reload()
    report.check(page.locator("html").get_attribute("data-theme") == "dark", "theme: the server keeps it")
    context.close()


def lines(browser, base, report):
    """Selecting lines, the address that follows, permalink, go to line, wrapping, copying."""
    context = browser.new_context(viewport=WIDE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = watched_page(context, base, report, "lines")
    page.goto(base + ENGINE_FILE + "#L10-L12,L20")
    page.wait_for_selector("[data-code].live")
    selected = lambda: page.eval_on_selector_all("[data-code] .sel", "es => es.map(e => e.id)")
    report.check(selected() == ["L10", "L11", "L12", "L20"], f"lines: the address marks them ({selected()})")
    page.goto(base + ENGINE_FILE + "?L=90-91", wait_until="networkidle")
    box = page.locator("#L90").bounding_box()
    report.check(selected() == ["L90", "L91"] and 56 <= box["y"] <= 900, f"lines: ?L= marks and shows ({selected()})")
    page.locator("#L5 > a").first.click()
    report.check(selected() == ["L5"] and page.url == base + ENGINE_FILE + "#L5", f"lines: a click selects ({selected()}, {page.url})")
    page.locator("#L8 > a").first.click(modifiers=["Shift"])
    report.check(page.url.endswith("#L5-L8") and len(selected()) == 4, f"lines: Shift makes a range ({page.url})")
    page.locator("#L12 > a").first.click(modifiers=["Control"])
    report.check(page.url.endswith("#L5-L8,L12"), f"lines: Ctrl adds ({page.url})")
    if page.locator("a[data-permalink]").count():
        page.keyboard.press("y")
        # The address as the page has it: the driver hears of changes later.
        until(page, "location.pathname.includes('@')")
        address = page.evaluate("location.href")
        report.check(address.endswith("#L5-L8,L12"), f"lines: y pins the commit ({address})")
    page.keyboard.press("l")
    page.locator("dialog input").fill("100-101")
    page.keyboard.press("Enter")
    until(page, "location.hash === '#L100-L101'")
    box = page.locator("#L100").bounding_box()
    report.check(box and 56 <= box["y"] <= 900, "lines: go to line scrolls there")
    page.evaluate("location.hash = '#L1'")
    until(page, "document.querySelector('#L1').classList.contains('sel')")
    if page.locator("button[data-wrap]").count():
        page.locator("button[data-wrap]").click()
        report.check(page.locator("[data-code].wrap").count() == 1, "lines: wrapping")
        page.reload()
        page.wait_for_selector("[data-code].wrap")
    if page.locator("button[data-copy]").count():
        page.locator("button[data-copy]").first.click()
        until(page, "document.querySelector('#note').textContent === 'Copied'")
    copied = page.evaluate("""() => { const s = getSelection(); s.selectAllChildren(document.querySelector('[data-code]'));
                              return s.toString(); }""")
    report.check(copied.startswith("/// Parses a query.\nfinal class Parser {\n\tfunc parse"), f"copying: {copied[:60]!r}")
    page.goto(base + "/r/engine/-/blob/long.txt#L29990")
    box = page.locator("#L29990").bounding_box()
    report.check(box and 0 <= box["y"] <= 900, "a long file: the line of the address is in sight")
    report.check(page.evaluate("find('line 30000 parse')"), "find in page: the last line of a long file")
    page.goto(base + "/search?q=parse+file:Parser.swift")
    text = page.evaluate("""() => { const s = getSelection(); s.selectAllChildren(document.querySelector('.card pre'));
                            return s.toString(); }""")
    report.check(text.startswith(("/// Parses", "final class", "\tfunc")), f"copying results: {text[:60]!r}")
    context.close()


def other_view(browser, base, report):
    """Other lines around the matches, or another view, come without loading the page; the reader stays where they are."""
    context = browser.new_context(viewport={"width": 1000, "height": 600})
    page = watched_page(context, base, report, "views")
    page.goto(base + "/search?q=parse+count:all", wait_until="networkidle")
    until(page, "document.querySelectorAll('[data-item]').length > 3")
    page.evaluate("window.same = true")
    page.evaluate("document.querySelectorAll('[data-item]')[2].scrollIntoView()")
    top = """(() => { const card = [...document.querySelectorAll('[data-item]')].find(c => c.getBoundingClientRect().bottom > 80);
      return [card.querySelector('[data-open]').pathname, Math.round(card.getBoundingClientRect().top)]; })()"""
    before = page.evaluate(top)
    page.evaluate("document.querySelectorAll('[slot=views] .choice')[1].querySelectorAll('a')[1].click()")
    until(page, "location.search.includes('ctx=3') && document.querySelector('[data-item] .c')")
    report.check(page.evaluate("window.same") is True, "views: the page was loaded")
    report.check(page.evaluate("document.activeElement.textContent") == "3", "views: the focus stays at the choice")
    page.evaluate("document.activeElement.blur()")
    after = page.evaluate(top)
    report.check(before[0] == after[0] and abs(before[1] - after[1]) < 3, f"views: the result on top moved {before} {after}")
    page.go_back()
    until(page, "!location.search.includes('ctx=3')")
    until(page, "document.querySelectorAll('[data-item]').length > 3")
    report.check(page.evaluate("window.same") is True, "views: back needs no page either")
    context.close()


def finder(browser, base, report):
    """The file finder on a made list of paths, hostile ones among them."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "finder")
    paths = ["README.md", "Sources/Parser.swift", "Sources/ParserTests.swift", "docs/parse/index.md", MARKUP]
    paths += [f"Generated/file{n}.swift" for n in range(900)]
    paths += [f"Generated/more/file{n}.swift" for n in range(18_000)]
    page.route("**/-/files?**", lambda route: route.fulfill(json={
        "files": [], "paths": paths, "base": "/r/engine/-/blob", "isComplete": True, "total": len(paths)}))
    page.goto(base + "/r/engine")
    until(page, "document.querySelector('.mirror')")
    page.keyboard.press("t")
    page.wait_for_selector("dialog [role=option]")
    page.keyboard.type("spars")
    until(page, "document.querySelector('dialog [role=option]').textContent === 'Sources/Parser.swift'")
    page.locator("dialog input").fill("img src")
    until(page, "document.querySelectorAll('dialog [role=option]').length === 1")
    report.check(page.locator("dialog img").count() == 0, "finder: a path became markup")
    page.locator("dialog input").fill("swift parser")
    until(page, "document.querySelectorAll('dialog [role=option]')[0]?.textContent === 'Sources/Parser.swift'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/engine/-/blob/Sources/Parser.swift")
    context.close()


def parts(browser, base, report):
    """Figures that follow a form, on a page that is given one."""
    context = browser.new_context(viewport=WIDE)
    page = watched_page(context, base, report, "parts")
    # Read before, not while the page asks: what is asked for can be taken back at any time.
    answer = context.request.get(base + "/benchmarks")
    text, headers = answer.text(), answer.headers

    def with_form(route):
        wanted = urllib.parse.parse_qs(urllib.parse.urlparse(route.request.url).query).get("name", [""])[0]
        made = ('<form data-parts="" action="/benchmarks"><input name="name" aria-label="Name"></form>'
                f'<p data-part="" id="figure">about {html.escape(wanted)}</p></main>')
        route.fulfill(headers=headers, body=text.replace("</main>", made))

    page.route("**/benchmarks*", with_form)
    page.goto(base + "/benchmarks", wait_until="networkidle")
    page.locator("form[data-parts] input").fill(MARKUP)
    until(page, "document.querySelector('#figure').textContent.includes('onerror')")
    report.check(page.locator("#figure img").count() == 0, "parts: a value became markup")
    report.check("onerror" in page.url, f"parts: the address follows ({page.url})")
    report.check(page.evaluate("document.activeElement.name") == "name", "parts: the focus stays in the form")
    page.evaluate("window.same = true; document.querySelector('#figure').textContent = 'before'")
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#figure')?.textContent.includes('onerror')")
    report.check(page.evaluate("window.same") is True, "parts: Enter loads no page")
    context.close()
