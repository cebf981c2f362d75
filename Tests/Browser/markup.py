"""Markup: a strict parser, links that lead somewhere, headings, policy headers, and tokens only in the styles."""

import concurrent.futures
import re
import urllib.error
import urllib.parse
import urllib.request

import html5lib

from fixture import ASSETS

XHTML = "{http://www.w3.org/1999/xhtml}"
# A longer document takes the parser seconds and has nothing new in it.
PARSED_BYTES = 400_000
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
          "require-trusted-types-for 'script'", "trusted-types 'none'")


class Answer:
    """One page as a program gets it."""

    def __init__(self, address):
        self.address = address
        try:
            reply = urllib.request.urlopen(address, timeout=20)
        except urllib.error.HTTPError as error:
            reply = error
        self.status = reply.status
        self.type = reply.headers.get("Content-Type", "")
        self.policy = reply.headers.get("Content-Security-Policy", "")
        self.body = reply.read()

    def tree(self):
        """The document, or a message of the strict parser."""
        try:
            return html5lib.HTMLParser(strict=True).parse(self.body, transport_encoding="utf-8"), None
        except html5lib.html5parser.ParseError as error:
            return None, str(error)


def inspect(answer, report):
    """The links of a page; everything wrong with it is reported."""
    where = urllib.parse.unquote(urllib.parse.urlparse(answer.address)._replace(scheme="", netloc="").geturl())
    if not answer.type.startswith("text/html"):
        return []
    for part in POLICY:
        report.check(part in answer.policy, f"{where}: the policy lacks {part}")
    if len(answer.body) > PARSED_BYTES:
        return []
    tree, fault = answer.tree()
    report.check(tree is not None, f"{where}: not strict HTML: {fault}")
    if tree is None:
        return []
    links, ids = [], set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.removeprefix(XHTML)
        if name == "script":
            report.check(element.get("src", "").startswith("/assets/"), f"{where}: a script of its own")
        report.check(name not in ("iframe", "object", "embed", "style", "base"), f"{where}: <{name}>")
        for key, value in element.attrib.items():
            key = key if isinstance(key, str) else str(key)
            report.check(not key.startswith("on") and key != "style", f"{where}: <{name} {key}>")
            if key in ("href", "src", "action", "formaction", "poster"):
                own = value.startswith(("/", "#", "?")) and not value.startswith("//")
                report.check(own or leads_out(name, element, value), f"{where}: <{name} {key}={value[:60]!r}>")
            if key == "href" and name in ("a", "link"):
                links.append(value)
            if key == "id":
                report.check(value not in ids, f"{where}: id {value[:40]!r} twice")
                ids.add(value)
    for value in links:
        if value.startswith("#") and value != "#" and not re.fullmatch(r"#L\d+", value):
            report.check(urllib.parse.unquote(value[1:]) in ids, f"{where}: nothing has the id of {value}")
    headings = [int(e.tag[-1]) for e in tree.iter() if isinstance(e.tag, str) and re.fullmatch(rf"{XHTML}h[1-6]", e.tag)]
    report.check(headings.count(1) == 1, f"{where}: {headings.count(1)} h1")
    return links


def leads_out(name, element, value):
    """Links to other places are allowed where a reader follows them by will, without telling them where from."""
    scheme = urllib.parse.urlparse(value).scheme
    if name == "img" or name == "use":
        return value.startswith("data:image/")
    return name == "a" and scheme in ("http", "https", "mailto", "vscode", "vscodium", "cursor", "zed", "jetbrains")


def absolute(base, page, link):
    return urllib.parse.urljoin(page, link).split("#")[0]


def fetch_all(addresses):
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        return list(pool.map(Answer, addresses))


def check_pages(base, report, pages, statuses):
    """Every page is strict HTML and every internal link of it leads to a page."""
    links = {}
    for name, answer in zip(pages, fetch_all([base + path for path in pages.values()])):
        wanted = statuses.get(name, 200)
        report.check(answer.status == wanted, f"{name}: status {answer.status}, not {wanted}")
        for link in inspect(answer, report):
            address = absolute(base, answer.address, link)
            if address.startswith(base + "/"):
                links.setdefault(address, name)
    broken = {urllib.parse.urldefrag(base + pages[name])[0] for name in statuses}
    for answer in fetch_all(sorted(set(links) - broken)):
        # The page of a broken query has links that keep it broken.
        query = urllib.parse.parse_qs(urllib.parse.urlparse(answer.address).query).get("q", [""])[0]
        keeps_fault = answer.status == 400 and (query.count("(") != query.count(")"))
        # Stopping a search that has ended is nothing to look at.
        stops = answer.status == 204 and "stop=" in answer.address
        report.check(answer.status == 200 or keeps_fault or stops, f"{links[answer.address]}: {answer.address} answers {answer.status}")
    return len(links)


def check_styles(report):
    """Every colour in the styles is a token; every token that is used exists."""
    text = "\n".join(path.read_text() for path in sorted(ASSETS.glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    tokens, rest = re.search(r"@layer tokens \{(.*?)\n\}", text, flags=re.S)[1], re.sub(
        r"@layer tokens \{.*?\n\}", "", text, flags=re.S)
    defined = set(re.findall(r"(--[a-z0-9-]+):", text))
    for used in set(re.findall(r"var\((--[a-z0-9-]+)", text)):
        report.check(used in defined, f"styles: {used} is not defined")
    for declaration in re.findall(r"[{;]\s*([a-z-]+:[^;{}]+)", rest):
        name, value = declaration.split(":", 1)
        colours = re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color)a?\(", value)
        # The backdrop of a dialog is a veil, not a colour beside others.
        allowed = name == "background" and "rgb(" in value and "%" in value
        report.check(not colours or allowed, f"styles: a colour that is no token: {declaration.strip()}")
        named = re.search(r"\b(white|black|red|green|blue|gray|grey|orange|yellow|silver)\b", value)
        report.check(not named or name not in ("color", "background", "border", "fill", "stroke"),
                     f"styles: a named colour: {declaration.strip()}")
    report.check("--bg:" in tokens, "styles: no tokens found")
    report.check("url(" not in text and "@import" not in text, "styles: something is loaded")


def check_hostile(base, report):
    """Walks all pages of a repository whose every name is markup; none of it becomes an element."""
    start = ["/r/hostile", "/search?q=parse+repo:hostile", "/search?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", "/repos"]
    seen, waiting, count = set(), [base + path for path in start], 0
    while waiting and count < 160:
        batch, waiting = waiting[:24], waiting[24:]
        seen.update(batch)
        for answer in fetch_all(batch):
            count += 1
            report.check(answer.status < 500, f"hostile: {answer.address} answers {answer.status}")
            for link in inspect(answer, report):
                address = absolute(base, answer.address, link)
                path = address.removeprefix(base)
                if path.startswith(("/r/hostile", "/search")) and "hostile" in path and address not in seen:
                    if address not in waiting:
                        # Files, history and folders before the many searches.
                        waiting.insert(0, address) if path.startswith("/r/") else waiting.append(address)
    report.check(count > 20, f"hostile: only {count} pages were found")
    return sorted(seen)


def run_hostile(browser, base, report, addresses):
    """The same pages in a browser: nothing of them runs."""
    from fixture import watched_page
    context = browser.new_context()
    page = watched_page(context, base, report, "hostile")
    step = max(1, len(addresses) // 40)
    for address in [a for a in addresses if "/-/raw/" not in a][::step]:
        page.goto(address)
        report.check(page.locator("main img:not([src^='data:']):not([src^='/'])").count() == 0, f"hostile: an image in {address}")
    context.close()
