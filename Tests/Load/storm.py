"""Hostile queries beside people: how much slower it gets for people, and whether each hostile one ends.

A few people ask the usual mix with pauses. Their 95th percentile is taken alone and beside a storm, in turns, since other
work of the machine comes and goes. Every hostile request must be answered: refused with a reason, or with what was found
within its time and a note that it is incomplete.
"""

import asyncio
import gzip
import io
import json
import random
import time
import urllib.parse
import zipfile

from driver import FAULTS, Connection, phase, places_of

# How many people, and seconds between their requests.
PEOPLE, PAUSE = 8, 0.25
# Hostile connections, from addresses of their own.
ATTACKERS = 24
# A search works 10 s, 30 s when it asks for more; then what it has found is made into an answer on a machine that is busy.
HOSTILE_SECONDS, ASKED_SECONDS = 16, 36
# Logs are read as the background gets to it.
LOG_SECONDS = 120
# Of normal p95, beside the storm.
RATIO_MAX = 3.0
# Private memory that may stay in use after the storm: megabytes more than before.
MEMORY_MB = 150


def words(rng, count, letters="abcdefghijklmnopqrstuvwxyz_"):
    return ["".join(rng.choice(letters) for _ in range(rng.randrange(3, 10))) for _ in range(count)]


def hostile_queries():
    """Name and text of each."""
    rng = random.Random(7)
    some = words(rng, 3000)
    return [
        ("nested repeats", "/(a+)+$/ count:all"),
        ("repeats that overlap", "/(x+x+)+y/ count:all"),
        ("choices that overlap", "/(a|b|ab)*c{1,20}$/ count:all"),
        ("anything three times", "/.*.*.*x/ count:all"),
        ("far apart", "/[^a]*b[^c]*d[^e]*f/ count:all"),
        ("counted twice", "/(a{1,1000}){1,1000}/ count:all"),
        ("counted classes", r"/(\w{1,50}){1,20}z/ count:all"),
        ("many states", r"/[ab][^x]{40}[cd][^y]{40}[ef]/ count:all"),
        ("states that double", r"/(0|1)*1(0|1){14}q/ count:all"),
        ("words of Unicode", r"/\p{L}+\p{N}+\p{L}{3,}/ count:all"),
        ("3,000 choices", "/" + "|".join(some)[:20_000].rsplit("|", 1)[0] + "/ count:all"),
        ("a class", "/[a-z]/ count:all"),
        ("any byte", "/./ count:all"),
        ("one byte", "e count:all"),
        ("white space", r"/\s/ count:all"),
        ("all by path", "e count:all sort:path"),
        ("all in lists", "/[a-z]/ count:all select:file"),
        ("a thousand ORs", " OR ".join(some[:990])),
        ("a thousand NOTs", " ".join("-" + word for word in some[:990]) + " e count:all"),
        ("deep parentheses", "(" * 2000 + "e" + ")" * 2000),
        ("deep groups", "/" + "(" * 900 + "e" + ")" * 900 + "/"),
        ("30 KB of words", " ".join(some)[:30_000]),
        ("30 KB of stars", "/" + "a*" * 10_000 + "b/"),
        ("every symbol", "type:symbol /./ count:all"),
        ("symbols, far apart", "type:symbol /.*.*x/ count:all"),
        ("code, everything", 'struct:"$A = $B" count:all'),
        ("code, deep", 'struct:"if ($A) { $$$ } else { $$$ }" count:all'),
        ("no time limit", "/[^a]*b[^c]*d/ count:all timeout:10m"),
    ]


def archive_bomb():
    """Two gigabytes of zeros as 2 MB, packed twice."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
        for _ in range(512):
            file.write(bytes(4 << 20))
    with zipfile.ZipFile(bomb := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"a{number}.log.gz", packed.getvalue())
    return bomb.getvalue()


def long_log():
    """4 MB in which no line is like another."""
    rng = random.Random(8)
    some = words(rng, 2000)
    lines, size = [], 0
    while size < 4 << 20:
        lines.append(f"2026-11-21T19:00:00Z {rng.choice(['INFO', 'ERROR'])} {' '.join(rng.choices(some, k=9))}")
        size += len(lines[-1]) + 1
    return "\n".join(lines).encode()


def stack_traces():
    """A megabyte of frames of files that may be anywhere."""
    rng = random.Random(9)
    some = words(rng, 300)
    frames = [f"  File \"/a/{rng.choice(some)}/{rng.choice(some)}.py\", line {n}, in {rng.choice(some)}" for n in range(14_000)]
    return ("Traceback (most recent call last):\n" + "\n".join(frames) + "\nKeyError: 'a'\n").encode()


class Storm:
    """What hostile clients send, and what became of it."""

    def __init__(self, quick):
        self.queries = hostile_queries()
        self.bodies = [("archive bomb", archive_bomb()), ("4 MB of log", long_log()), ("frames", stack_traces())]
        if quick:
            self.bodies = self.bodies[1:]
        self.outcomes = {}
        self.faults = []

    def next(self, rng):
        """Name, target and body of a request."""
        if rng.random() < 0.08:
            name, body = rng.choice(self.bodies)
            return name, "/api/v1/diagnoses?name=a.zip", body
        name, text = rng.choice(self.queries)
        quoted = urllib.parse.quote_plus(text)
        form = rng.choices(["/api/v1/search?q=", "/search?q=", "/explain?q=", "/search.atom?q="], [6, 5, 1, 1])[0]
        return f"{name} {form}", form + quoted, None

    def judge(self, name, target, status, body, seconds):
        """Whether a reply is one that a hostile request may have."""
        allowed = (200, 201, 400, 413, 414, 422, 429, 503)
        if status not in allowed:
            self.faults.append(f"{name}: {status}")
        limit = LOG_SECONDS if target.startswith("/api/v1/diagnoses") else HOSTILE_SECONDS
        if seconds > (ASKED_SECONDS if "timeout" in target else limit):
            self.faults.append(f"{name}: took {seconds:.1f} s")
        if status == 200 and target.startswith("/api/v1/search"):
            answer = json.loads(body)
            if seconds > 10 and answer["done"]["isComplete"]:
                self.faults.append(f"{name}: took {seconds:.1f} s and claims to be complete")
            if not answer["done"]["isComplete"] and not answer["alerts"]:
                self.faults.append(f"{name}: is incomplete without a word")
        if status >= 400 and len(body) < 40:
            self.faults.append(f"{name}: {status} without a reason")

    async def attack(self, number, address, until):
        """One hostile connection."""
        rng = random.Random(1000 + number)
        connection = Connection(address, source=f"127.0.9.{number + 1}")
        while time.monotonic() < until:
            name, target, body = self.next(rng)
            try:
                status, _, reply, seconds = await connection.ask(target, patience=LOG_SECONDS, body=body, gzip=False)
                self.judge(name, target, status, reply, seconds)
                outcome = f"{status}"
            except FAULTS as error:
                outcome, seconds = type(error).__name__, LOG_SECONDS
                # A body that is refused at once may meet a closed connection.
                if body is None or isinstance(error, asyncio.TimeoutError):
                    self.faults.append(f"{name}: {outcome}")
            entry = self.outcomes.setdefault(name, {"count": 0, "outcomes": {}, "longest_s": 0})
            entry["count"] += 1
            entry["outcomes"][outcome] = entry["outcomes"].get(outcome, 0) + 1
            entry["longest_s"] = max(entry["longest_s"], round(seconds, 1))
            await asyncio.sleep(0.05)
        connection.close()


async def storm(server, seconds, turns, quick=False):
    """The ratio of normal p95 beside the storm to alone, in `turns`; what must not be."""
    address = server.address
    places = await places_of(address)
    await phase(address, 3, PEOPLE, places, pause=PAUSE)
    hostile = Storm(quick)
    attackers = 4 if quick else ATTACKERS
    rounds, before = [], server.resources()
    for _ in range(turns):
        alone = await phase(address, seconds, PEOPLE, places, pause=PAUSE)
        others = [lambda until, n=number: hostile.attack(n, address, until) for number in range(attackers)]
        until = time.monotonic() + seconds
        attack = [asyncio.create_task(other(until)) for other in others]
        await asyncio.sleep(1)
        beside = await phase(address, seconds - 1, PEOPLE, places, pause=PAUSE)
        most = server.resources()
        await asyncio.gather(*attack)
        rounds.append((alone, beside, most))
    await asyncio.sleep(2)
    after = server.resources()
    ratios = [round(beside["p95_ms"] / alone["p95_ms"], 2) for alone, beside, _ in rounds]
    faults = sorted(set(hostile.faults))
    if not server.is_alive:
        faults.append("the server has ended")
    for _, beside, _ in rounds:
        if beside["errors"]:
            faults.append(f"errors of people: {beside['errors']}")
    ratio = sorted(ratios)[len(ratios) // 2]
    if ratio > RATIO_MAX and not quick:
        faults.append(f"normal p95 grew {ratio} times; {RATIO_MAX} is the goal")
    if after["private_mb"] > before["private_mb"] + MEMORY_MB:
        faults.append(f"{after['private_mb'] - before['private_mb']:.0f} MB of private memory stayed in use")
    keys = ("requests", "p50_ms", "p95_ms", "p99_ms", "max_ms")
    result = {
        "ratio_of_p95": ratio, "ratios": ratios,
        "alone": [{key: alone[key] for key in keys} for alone, _, _ in rounds],
        "beside": [{key: beside[key] for key in keys} for _, beside, _ in rounds],
        "memory": {"before": before, "in_the_storm": rounds[-1][2], "after": after},
        "hostile": hostile.outcomes,
    }
    return result, faults
