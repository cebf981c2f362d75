"""Every page that is looked at. A new page is a line here; nothing else has to be done for it."""

ENGINE = "/r/engine"

TOPICS = [
    "regex-to-index", "posting-lists", "files-on-disk", "regex-engine", "ranking", "incremental-indexing", "symbol-graph"]

# Name → address. The name is the file name of its picture. {head} and {first} are commits of the made repository.
PAGES = {
    "landing": "/",
    "results": "/search?q=parse",
    "filtered": "/search?q=parse+lang%3Aswift+case%3Ayes&ctx=3",
    "nothing": "/search?q=parse+zebra",
    "fault": "/search?q=parse+(lang%3Aswift",
    "empty": "/search?q=",
    "results-list": "/search?q=parse&view=list",
    "results-count": "/search?q=parse&view=count",
    "in-comments": "/search?q=parse+in%3Acomment",
    "results-symbols": "/search?q=type%3Asymbol+parse",
    "select-symbol": "/search?q=parse+select%3Asymbol",
    "symbols": f"{ENGINE}/-/symbols",
    "symbols-found": f"{ENGINE}/-/symbols?q=parse+kind%3Acallable",
    "symbols-fault": f"{ENGINE}/-/symbols?q=kind%3Amonad",
    "repositories": "/repos",
    "repository": ENGINE,
    "repository-at-tag": f"{ENGINE}@v1.0",
    "file": f"{ENGINE}/-/blob/Sources/Parser.swift?L=3-5",
    "file-name": f"{ENGINE}/-/blob/Sources/Parser.swift?at=11:17",
    "meaning": f"{ENGINE}/-/blob/Sources/Parser.swift?at=11:17&show=meaning",
    "uses": f"{ENGINE}/-/blob/Sources/Parser.swift?at=11:17&show=uses",
    "symbol": "/sym?repo=engine&path=Sources/Parser.swift&line=3&column=6",
    "tree": f"{ENGINE}/-/tree/Sources",
    "preview": f"{ENGINE}/-/blob/README.md",
    "image": f"{ENGINE}/-/blob/mark.svg",
    "binary": f"{ENGINE}/-/blob/image.bin",
    "pinned": f"{ENGINE}@{{first}}/-/blob/Sources/Parser.swift",
    "hostile": f"{ENGINE}/-/blob/Sources/hostile.swift",
    "commits": f"{ENGINE}/-/commits",
    "file-history": f"{ENGINE}/-/commits/Sources/Tokens.swift",
    "blame": f"{ENGINE}/-/blame/Sources/Parser.swift?L=3-5",
    "commit": f"{ENGINE}/-/commit/{{head}}",
    "commit-split": f"{ENGINE}/-/commit/{{head}}~1?diff=split",
    "first-commit": f"{ENGINE}/-/commit/{{first}}?file=README.md",
    "compare": f"{ENGINE}/-/compare/v1.0...main",
    "compare-form": f"{ENGINE}/-/compare",
    "hostile-commit": "/r/hostile/-/commit/HEAD",
    "hostile-history": "/r/hostile/-/commits",
    "explain": "/explain?q=parse",
    "how-it-works": "/how-it-works",
    **{f"how-{topic}": f"/how-it-works/{topic}" for topic in TOPICS},
    "essay-fault": "/how-it-works/ranking?q=parse+(",
    "benchmarks": "/benchmarks",
    "architecture": "/architecture",
    "docs": "/docs",
    "query-language": "/docs/query-language",
    "structural": "/docs/structural",
    "problems": "/docs/problems",
    "problem": "/docs/problems/busy",
    "api": "/api",
    "status": "/status",
    "diagnose": "/diagnose",
    "diagnose-sample": "/diagnose?sample=crash",
    "diagnose-manual": "/docs/diagnose",
    "missing": "/r/none/-/blob/x.swift",
    "bad-address": "/search?q=%zz",
}

# Answers that are not 200, by page name.
STATUS = {"fault": 400, "symbols-fault": 400, "essay-fault": 400, "missing": 404, "bad-address": 400}
