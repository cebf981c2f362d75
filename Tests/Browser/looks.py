"""How pages look: accessibility (axe), reflow, themes, without script, forced colours, print."""

from axe_playwright_python.sync_playwright import Axe

from fixture import watched_page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# axe is slow on a long document and finds nothing new in its ten thousandth line.
AXE_ELEMENTS = 6_000


def run_axe(axe, page, report, where, rules=None):
    if page.evaluate("document.querySelectorAll('*').length") > AXE_ELEMENTS:
        return
    wanted = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    result = axe.run(page, options={"runOnly": wanted, "resultTypes": ["violations"]})
    for violation in result.response["violations"]:
        nodes = ", ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:3])
        report.check(False, f"{where}: {violation['id']}: {violation['help']}: {nodes}")


def check_reflow(page, report, where):
    size = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    report.check(size[0] <= size[1], f"{where}: scrolls sideways ({size[0]} > {size[1]})")


def small_targets(page):
    """Controls under 24 × 24 px whose neighbours are nearer than that (WCAG 2.5.8). Links in sentences may be smaller."""
    return page.evaluate("""() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden])')]
      .filter(e => e.checkVisibility() && !e.closest('.vh'))
      .map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width < 24 || r.height < 24)
      .map(([e, r]) => `${e.outerHTML.slice(0, 60)} ${Math.round(r.width)}x${Math.round(r.height)}`)""")


# axe does not read text in SVG. What is behind a text is the first thing with a colour below its middle.
SVG_TEXT = """() => {
  const parse = c => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                                 return .2126 * x + .7152 * y + .0722 * z; };
  const solid = c => { const p = parse(c); return p.length >= 3 && (p.length < 4 || p[3] > .5) ? p : null; };
  const seen = new Set(), bad = [];
  for (const text of document.querySelectorAll('svg text')) {
    if (!text.textContent.trim() || !text.checkVisibility()) continue;
    text.scrollIntoView({block: 'center'});
    const r = text.getBoundingClientRect(), style = getComputedStyle(text);
    const front = solid(style.fill);
    let back = null;
    for (const e of document.elementsFromPoint(r.left + r.width / 2, r.top + r.height / 2)) {
      if (e === text || text.contains(e) || e.closest('text')) continue;
      const s = getComputedStyle(e);
      back = e instanceof SVGGeometryElement ? (s.fill === 'none' ? null : solid(s.fill)) : solid(s.backgroundColor);
      if (back) break;
    }
    back ??= solid(getComputedStyle(document.body).backgroundColor);
    if (!front || !back) continue;
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    const key = style.fill + back;
    if (ratio < 4.5 && !seen.has(key)) { seen.add(key); bad.push(`${text.textContent.trim().slice(0, 30)} ${ratio.toFixed(1)}`); }
  }
  scrollTo(0, 0);
  return bad; }"""


def look(browser, base, report, pages, width, pictures):
    """Each page in both themes at one width. Colours are the only thing a theme changes, so axe looks at them only
    the second time."""
    axe = Axe()
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 700}, reduced_motion="reduce")
    page = watched_page(context, base, report, f"{width} px")
    for name, path in pages.items():
        page.emulate_media(color_scheme="light")
        page.goto(base + path)
        where = f"{name}, {width} px"
        check_reflow(page, report, where)
        report.check(page.locator("h1").count() == 1, f"{where}: not one h1")
        for target in small_targets(page):
            report.check(False, f"{where}: a small target: {target}")
        run_axe(axe, page, report, f"{where}, light")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if scheme == "dark":
                run_axe(axe, page, report, f"{where}, dark", ["color-contrast", "link-in-text-block"])
            for text in page.evaluate(SVG_TEXT):
                report.check(False, f"{where}, {scheme}: text in a drawing is too faint: {text}")
            if pictures:
                page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png")
    context.close()


def look_in_other_modes(browser, base, report, pages, pictures):
    """Forced colours, print and twice the text size: nothing is lost."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = watched_page(context, base, report, "other modes")
    for name, path in pages.items():
        page.emulate_media(forced_colors="active")
        page.goto(base + path)
        fill = page.locator("input[name=q]").first.evaluate("e => getComputedStyle(e).webkitTextFillColor")
        report.check(fill != "rgba(0, 0, 0, 0)", f"{name}, forced colours: the search text cannot be seen")
        if pictures:
            page.screenshot(path=pictures / f"{name}-forced.png")
        marks = page.locator("main mark")
        if marks.count():
            width = marks.first.evaluate("e => getComputedStyle(e).borderBottomWidth")
            report.check(width == "2px", f"{name}, forced colours: a mark has no underline")
        page.emulate_media(media="print", forced_colors="none", color_scheme="dark")
        report.check(not page.locator("header.top").is_visible(), f"{name}, print: the header is printed")
        report.check(page.locator("h1").first.evaluate("e => e.closest('main') !== null"), f"{name}, print: no heading")
        light = page.evaluate("""() => { const c = getComputedStyle(document.body).color.match(/\\d+/g).map(Number);
                                 return c[0] + c[1] + c[2] < 300; }""")
        report.check(light, f"{name}, print: the text is light on white paper")
        if pictures:
            page.pdf(path=pictures / f"{name}.pdf") if name in ("results", "file") else None
        page.emulate_media(media="screen", color_scheme="light")
        # Text twice as large, by the browser's own means: half as much room.
        page.set_viewport_size({"width": 640, "height": 450})
        check_reflow(page, report, f"{name}, 200 %")
        page.set_viewport_size({"width": 1280, "height": 900})
    context.close()


TEXT_SPACING = """() => { const s = document.styleSheets[0];
  s.insertRule('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }', s.cssRules.length);
  s.insertRule('p { margin-bottom: 2em !important; }', s.cssRules.length); }"""


def space_text(browser, base, report, pages):
    """WCAG 1.4.12: with wider text spacing nothing is cut off or scrolls sideways."""
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = watched_page(context, base, report, "text spacing")
    for name, path in pages.items():
        page.goto(base + path)
        page.evaluate(TEXT_SPACING)
        check_reflow(page, report, f"{name}, text spacing")
    context.close()


def look_without_script(browser, base, report, pages):
    """Every page is complete without script, and the search works."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    for name, path in pages.items():
        page.goto(base + path)
        report.check(page.locator("main h1").count() == 1, f"{name}, without script: no heading")
        report.check(page.locator("main").inner_text().strip() != "", f"{name}, without script: nothing to read")
        for element in page.locator(".js").all():
            report.check(not element.is_visible(), f"{name}, without script: a control that needs script is shown")
    page.goto(base + pages["results"])
    status = page.locator("[slot=status]").bounding_box()
    first = page.locator(".card").first.bounding_box()
    report.check(status["y"] < first["y"], "without script: the status stands above the first result")
    report.check("match" in page.locator("[slot=status]").inner_text(), "without script: the status has a count")
    page.locator("a[data-expand]").first.click()
    report.check(page.locator("a[data-expand]").count() == 0, "without script: all matches of a file are a page")
    page.goto(base + "/repos")
    page.locator("input[name=q]").fill("parse lang:swift")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=parse+lang**")
    choose_theme(page, base, report, pages)
    context.close()


def choose_theme(page, base, report, pages):
    page.goto(base + pages["filtered"])
    page.locator(".menu summary[aria-label=Theme]").click()
    page.get_by_role("button", name="Dark").click()
    report.check(page.url == base + pages["filtered"], f"theme: returns to the page ({page.url})")
    report.check(page.locator("html").get_attribute("data-theme") == "dark", "theme: is kept")
