"""Indexing beside a server: how much slower the answers get while `alidade index` works on the same data folder."""

import asyncio
import subprocess
import time

from driver import BINARY, phase, places_of

# As in a storm: few people with pauses.
PEOPLE, PAUSE = 8, 0.25
RATIO_MAX = 2.0


def touch(repository, number):
    """Changes some files, so that a run of the indexer has something to do and segments to merge."""
    for part in range(40):
        path = repository / f"pressure/part{part}.c"
        path.parent.mkdir(exist_ok=True)
        lines = [f"static int pressure_{number}_{part}_{line}(int value) {{ return value + {line}; }}" for line in range(400)]
        path.write_text("\n".join(lines))


async def index(repository, data, until, runs):
    """Indexes again and again, each time after a change; seconds of each run."""
    while time.monotonic() < until:
        touch(repository, len(runs))
        start = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            BINARY, "index", str(repository), "--data", str(data), "--quiet", stderr=subprocess.DEVNULL)
        try:
            await asyncio.wait_for(process.wait(), max(1, until - time.monotonic()))
            runs.append({"seconds": round(time.monotonic() - start, 1), "status": process.returncode})
        except asyncio.TimeoutError:
            process.terminate()
            await process.wait()
            runs.append({"seconds": round(time.monotonic() - start, 1), "status": "ended with the measurement"})


async def background(server, data, repository, seconds, turns):
    """The ratio of p95 beside an indexer to alone, in `turns`; what must not be.

    `repository` is a folder to index into the server's data folder; files are written into its folder `pressure`.
    """
    address = server.address
    places = await places_of(address)
    await phase(address, 3, PEOPLE, places, pause=PAUSE)
    rounds, runs, faults = [], [], []
    for _ in range(turns):
        alone = await phase(address, seconds, PEOPLE, places, pause=PAUSE)
        beside = await phase(
            address, seconds, PEOPLE, places, lambda until: index(repository, data, until, runs), pause=PAUSE)
        rounds.append((alone, beside))
    ratios = [round(beside["p95_ms"] / alone["p95_ms"], 2) for alone, beside in rounds]
    ratio = sorted(ratios)[len(ratios) // 2]
    if ratio > RATIO_MAX:
        faults.append(f"p95 grew {ratio} times beside an indexer; {RATIO_MAX} is the goal")
    for alone, beside in rounds:
        if alone["errors"] or beside["errors"]:
            faults.append(f"errors: {alone['errors']} {beside['errors']}")
    if any(run["status"] not in (0, "ended with the measurement") for run in runs):
        faults.append(f"the indexer failed: {runs}")
    keys = ("requests", "p50_ms", "p95_ms", "p99_ms", "max_ms")
    return {
        "ratio_of_p95": ratio, "ratios": ratios, "alone": [{key: alone[key] for key in keys} for alone, _ in rounds],
        "beside": [{key: beside[key] for key in keys} for _, beside in rounds], "indexer": runs,
        "memory": server.resources(),
    }, faults
