"""Queries that mean nothing, or too much."""

import http.client
import select
import socket
import time

from sandbox import expect, expect_match

# Query, exit code, and what the message must say.
BAD_QUERIES = [
    ("", 2, "empty"), ("   ", 2, "empty"), ("\t\n", 2, "empty"),
    ("AND", 2, "AND needs a term"), ("OR", 2, "OR needs a term"), ("NOT", 2, "NOT needs a term"),
    ("alpha AND", 2, "AND needs a term"), ("OR alpha", 2, "OR needs a term"), ("alpha NOT", 2, "NOT needs a term"),
    ("AND OR", 2, "needs a term"), ("()", 1, None), ("( )", 2, "group is empty"), ("((alpha)", 2, "has no \\)"),
    ("alpha)", 2, "has no \\("), ("(", 2, "has no \\)"), (")", 2, "has no \\("), ('"alpha', 2, 'has no second'),
    ('"', 2, "has no second|quote"), ('""', 2, "empty phrase"), ("/(/", 2, "not closed"), ("/[/", 2, "not closed"),
    ("/[[:foo:]]/", 2, "foo"), ("/*a/", 2, "nothing before"), ("/a{2,1}/", 2, "count|range"), ("/a{99999}/", 2, "over 1000"),
    ("/(((a{1000}){1000}){1000})/", 2, "too (large|big)|size|count"), ("/\\1/", 2, "back ?reference"),
    ("/(?=a)/", 2, "lookahead"), ("/(?<=a)/", 2, "look"), ("/\\p{Nope}/", 2, "Nope"), ("/(?P<n>a)(?P<n>b)/", 2, "twice"),
    ("repo:", 2, "no value"), ("lang:nope", 2, "no language"), ("count:-1", 2, "count:"), ("case:maybe", 2, "choose among"),
    ("timeout:1h alpha", 2, "timeout:"), ("author:alpha", 2, "not available yet"), ("type:commit alpha", 2, "not available yet"),
    ("struct:$X", 2, "grammar|hole"), ("fiel:a alpha", 2, "fiel|did you mean"),
    ("file:[ alpha", 2, "not closed|\\["), ("repo:( alpha", 2, "has no|not closed|\\("), ("rev:nope alpha", 1, "nope"),
    ("(" * 5000 + "a" + ")" * 5000, 2, "nest|deep|limit"), ("a " * 3000, 2, "terms|limit"), ("NOT " * 5000 + "a", 2, "nest|deep|limit|NOT"),
    ("x" * 100_000, 2, "more than 65536"), ("/" + "(a|b)" * 12_000 + "/", 2, "large|big|size|limit|1000"),
    ("-", 1, None), ("--", 1, None), ("*", 1, None), ("\\", 1, None), ("alpha -alpha", 1, None), ("\x01\x7f", 1, None),
    ("\u202e", 1, None), ("🏳️‍🌈", 1, None), ("e\u0301", 1, None),
]


def case_bad_queries(sandbox):
    """Each is refused with its reason under a caret, or finds nothing; never more."""
    sandbox.repository("r", {"a.txt": "alpha beta\n"})
    sandbox.index("r")
    for query, code, message in BAD_QUERIES:
        for command in ("search", "explain"):
            outcome = sandbox.run(command, "--", query)
            shown = query if len(query) < 60 else query[:60] + "…"
            wanted = (code,) if command == "search" else (0, 1) if code == 1 else (code,)
            expect(outcome.code in wanted, f"{command} {shown!r}: exit {outcome.code}, not {wanted}: {outcome}")
            if message and (command == "search" or code == 2):
                expect_match(message, outcome)
            expect(len(outcome.errors) < 4000, f"{shown!r}: a message of {len(outcome.errors)} characters")


def case_query_of_other_bytes(sandbox):
    """An argument that is not UTF-8 neither crashes nor finds anything."""
    sandbox.repository("r", {"a.txt": "alpha beta\n"})
    sandbox.index("r")
    for query in (b"\xff\xfe", b"alpha\xc3", b"/\xed\xa0\x80/", b"file:\xff alpha"):
        outcome = sandbox.run("search", "--", query)
        expect(outcome.code in (1, 2) and not outcome.output, f"{query!r}: {outcome}")
    expect(sandbox.run("show", b"r:\xff.txt").code == 2, "a path that is not UTF-8 and not there")


# Patterns that hang or fill the memory of other engines; each must end by itself or at its time limit.
HOSTILE = [
    "/(a*)*b/", "/(a|aa)+$/", "/(a|a)*c/", "/(.*)*x/", "/([a-z]+)+[0-9]$/", "/(x+x+)+y/", "/.*.*.*.*.*=/", "/[01]*1[01]{20}x/",
    "/(?i)(a|b|ab)*bc/", "/\\w{0,1000}z{3}/", "/(\\pL|\\pN|_){50,60}\\b!/", "/(.{0,100}a){9}b/", "/((a{0,20}){0,20}){0,2}q/",
]


def case_hostile_patterns(sandbox):
    """Patterns that are exponential elsewhere."""
    lines = ["a" * 5000, "x" * 5000, "01" * 3000, "ab" * 2500 + "=", "word " * 1000]
    sandbox.repository("r", {"a.txt": "\n".join(lines * 20) + "\n"})
    sandbox.index("r")
    for query in HOSTILE:
        started = time.monotonic()
        outcome = sandbox.run("search", "--timeout", "2s", "--count-all", "-c", "--", query)
        seconds = time.monotonic() - started
        expect(outcome.code in (0, 1, 2), f"{query}: {outcome}")
        expect(seconds < 20, f"{query} took {seconds:.1f} s with a limit of 2 s")


def status_while_sending(address, request):
    """The status of a reply that may come before the request is sent."""
    host, port = address.split(":")
    reply, sent = b"", 0
    deadline = time.monotonic() + 30
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.setblocking(False)
        while b"\r\n" not in reply and time.monotonic() < deadline:
            readable, writable, _ = select.select([connection], [connection] if sent < len(request) else [], [], 1)
            if readable:
                piece = connection.recv(65536)
                if not piece:
                    break
                reply += piece
            elif writable:
                sent += connection.send(request[sent : sent + 65536])
    expect(reply, "no reply to a large request")
    return int(reply.split(b" ")[1])


def case_large_request(sandbox):
    """A query of 10 MB, and others over HTTP: refused with 4xx, and the server goes on."""
    sandbox.repository("r", {"a.txt": "alpha beta\n"})
    sandbox.index("r")
    process = sandbox.start("serve", "--quiet", "--port", "0")
    try:
        address = process.stdout.readline().decode().strip().removeprefix("http://")

        def get(target):
            connection = http.client.HTTPConnection(address, timeout=30)
            try:
                connection.request("GET", target)
                reply = connection.getresponse()
                return reply.status, reply.read()
            finally:
                connection.close()

        for _ in range(500):
            if get("/readyz")[0] == 200:
                break
            time.sleep(0.01)
        for page in ("/search", "/api/v1/search"):
            status = status_while_sending(address, f"GET {page}?q={'x' * 10_000_000} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            expect(400 <= status < 500, f"{page} with 10 MB: status {status}")
            for query in ("x" * 70_000, "(", "AND", "/(/", "%ff%fe(", "author:x"):
                status, body = get(f"{page}?q={query}")
                if page == "/search" and status == 200:
                    # A regex is compiled when the page has begun; the fault is in the page then.
                    expect(b"not closed" in body, f"{page} with {query[:20]!r} shows no fault")
                    continue
                expect(400 <= status < 500, f"{page} with {query[:20]!r}: status {status}")
            status, body = get(f"{page}?q=alpha")
            expect(status == 200 and b"beta" in body, f"{page} does not answer any more: {status}")
        for target in ("/%", "/r/%ff", "/r/../../etc/passwd", "/search?q=%00", "/search?" + "a&" * 10_000, "/nothing"):
            status, _ = get(target)
            expect(status < 500, f"{target[:40]}: status {status}")
        expect(process.poll() is None, "the server ended")
    finally:
        process.terminate()
        process.communicate(timeout=60)


def case_output_closed_early(sandbox):
    """`alidade search … | head -1` ends quietly."""
    sandbox.repository("r", {"a.txt": "alpha line\n" * 200_000})
    sandbox.index("r")
    process = sandbox.start("search", "--count-all", "content:alpha")
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    code = process.wait(timeout=60)
    expect(code in (0, 1, 2, -13), f"exit {code}: {errors!r}")
    expect(b"error" not in errors.lower(), f"a closed pipe is reported: {errors!r}")
