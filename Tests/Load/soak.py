"""A server under a modest load for a long time: nothing it holds may grow.

Every request differs: words are drawn from the files of the index, so that caches fill up and turn over, and each page
of files, history, symbols and diagnoses is asked for. What the server holds is looked at every ten seconds; after the
first quarter a straight line is fitted through its private memory.
"""

import asyncio
import json
import random
import re
import sys
import time

from driver import FAULTS, Connection, Stats, aborter, places_of

SAMPLE_SECONDS = 10
# Parts of the time that caches and allocator have to fill up.
WARM_PART = 0.25
# Growth over the rest that is taken for noise: megabytes, and a part of the level. The greater counts.
GROWTH_MB, GROWTH_PART = 16, 0.08

# What is asked, by how often.
MIX = [
    (20, "/search?q={word}"),
    (4, "/search?q={word}+{other}"),
    (3, "/search?q={word}+-{other}+lang:c"),
    (3, "/search?q=/{word}[a-z_]*/"),
    (2, "/search?q=/{word}.*{other}/"),
    (2, "/search?q={word}+OR+{other}"),
    (2, "/search?q={word}&sort=path"),
    (1, "/search.atom?q={word}"),
    (2, "/explain?q={word}+{other}"),
    (8, "/api/v1/search?q={word}&limit=20"),
    (3, "/api/v1/search?q={word}+count:all"),
    (2, "/api/v1/search?q=type:symbol+{word}"),
    (1, "/api/v1/explain?q={word}"),
    (15, "/api/v1/suggestions?q={prefix}"),
    (2, "/repos"),
    (2, "/"),
    (2, "/api/v1/repos"),
    (8, "{file}"),
    (3, "{raw}"),
    (1, "{blame}"),
    (1, "{commits}"),
    (1, "{symbols}"),
    (1, "{tree}"),
    (1, "/status"),
    (1, "/metrics"),
    (1, "/docs"),
    (1, "/benchmarks"),
    (0.5, "POST /api/v1/diagnoses"),
]
# What may be answered: a diagnosis is created, and pages of history need the repository's folder, which an index may have outlived.
STATUSES = {200, 201, 404}


async def vocabulary(address, places, rng):
    """Identifiers of a hundred files."""
    connection = Connection(address)
    words = set()
    for place in rng.sample(places, min(100, len(places))):
        _, _, body, _ = await connection.ask(place.replace("/-/blob/", "/-/raw/"), gzip=False)
        words.update(re.findall(rb"[A-Za-z_]{4,24}", body[:200_000]))
    connection.close()
    return sorted(word.decode() for word in words)


def log_of(rng, words):
    """A log of some hundred lines that has not been seen."""
    lines = []
    for number in range(rng.randrange(50, 400)):
        level = rng.choice(["INFO", "WARN", "ERROR"])
        text = " ".join(rng.choice(words) for _ in range(rng.randrange(3, 9)))
        lines.append(f"2026-11-21T19:{number // 60 % 60:02}:{number % 60:02}Z {level} {text} {rng.randrange(1 << 30)}")
    return "\n".join(lines).encode()


async def user(number, address, stats, until, places, words, pause):
    """One who asks something new, again and again; now and then over a new connection."""
    rng = random.Random(number)
    weights = [weight for weight, _ in MIX]
    connection = Connection(address)
    while time.monotonic() < until:
        await asyncio.sleep(rng.expovariate(1 / pause))
        template = rng.choices(MIX, weights)[0][1]
        file, word = rng.choice(places), rng.choice(words)
        pages = {page: file.replace("/-/blob/", f"/-/{page}/") for page in ("raw", "blame", "commits")}
        target = template.removeprefix("POST ").format(
            word=word, other=rng.choice(words), prefix=word[:rng.randrange(1, 5)], file=file, **pages,
            symbols=file.split("/-/")[0] + "/-/symbols", tree=file.rsplit("/", 1)[0].replace("/-/blob", "/-/tree"))
        body = log_of(rng, words) if template.startswith("POST") else None
        try:
            status, _, reply, seconds = await connection.ask(target, body=body)
            if status not in STATUSES:
                stats.fault(f"{status} {template}")
            stats.add(template, seconds, len(reply))
        except FAULTS as error:
            stats.fault(f"{type(error).__name__} {template}")
        if rng.random() < 0.02:
            connection.close()
    connection.close()


async def watch(server, until, samples, path):
    """What the server holds, every ten seconds; also into a file, for who looks on."""
    start = time.monotonic()
    with open(path, "w", encoding="utf-8") if path else open("/dev/null", "w") as file:
        while time.monotonic() < until and server.is_alive:
            samples.append({"seconds": round(time.monotonic() - start), **server.resources()})
            print(json.dumps(samples[-1]), file=file, flush=True)
            await asyncio.sleep(SAMPLE_SECONDS)


def slope(points):
    """Least squares: by how much y grows for each x."""
    count = len(points)
    mean_x, mean_y = (sum(point[axis] for point in points) / count for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def judge(samples):
    """What is said of the samples, and what must not be."""
    rest = samples[int(len(samples) * WARM_PART):]
    seconds = rest[-1]["seconds"] - rest[0]["seconds"]
    result, faults = {"samples": len(samples), "seconds": samples[-1]["seconds"]}, []
    for name in ("private_mb", "resident_mb", "threads", "files", "children"):
        values = [sample[name] for sample in rest]
        growth = slope([(sample["seconds"], sample[name]) for sample in rest]) * seconds
        result[name] = {
            "first": samples[0][name], "after_warm_up": values[0], "last": values[-1], "most": max(values),
            "fitted_growth": round(growth, 1),
        }
        level = sum(values) / len(values)
        bound = max(GROWTH_MB if name.endswith("_mb") else 8, GROWTH_PART * level)
        # The mapped index comes in as it is read; it is the system's to take back.
        if growth > bound and name != "resident_mb":
            faults.append(f"{name} grew by {growth:.1f} after the warm-up; {bound:.1f} is noise")
    return result, faults


async def soak(server, minutes, rate, path):
    """`rate` requests a second for `minutes`: what was measured, and what must not be."""
    address = server.address
    places = await places_of(address)
    words = await vocabulary(address, places, random.Random(1))
    stats, samples, users = Stats(), [], 12
    until = time.monotonic() + minutes * 60
    print(f"{len(places)} files, {len(words)} words, {minutes} minutes", file=sys.stderr)
    tasks = [user(number, address, stats, until, places, words, users / rate) for number in range(users)]
    aborts = await asyncio.gather(
        aborter(address, until, pause=3), watch(server, until, samples, path), *tasks)
    result, faults = judge(samples)
    if not server.is_alive:
        faults.append("the server has ended")
    if stats.faults:
        faults.append(f"errors: {stats.faults}")
    return {"soak": result, "aborted_streams": aborts[0], "load": stats.summary(minutes * 60)}, faults
