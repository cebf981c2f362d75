#!/usr/bin/env python3
"""Loads a server with people's and programs' requests at once, and with clients that mean harm.

Connections ask for a mix of searches, pages and API answers for a while; every reply must be whole and as expected.
Meanwhile or afterwards: readers that go away, requests that come byte by byte, a crowd that reads one file, and
thousands of connections that do nothing. Prints one JSON document with what was measured.

    run.py --smoke          ten seconds on a few files made for it: part of ./scripts/test
    run.py --data DIR       the whole minute on an existing index; numbers for docs/benchmarks.md
    run.py --data DIR --soak 60
                            an hour of a modest load; fails when the server's private memory grows
    run.py --data DIR --storm
                            two minutes of hostile queries beside people, by turns with people alone
    run.py --data DIR --background REPOSITORY
                            two minutes with and without an indexer of a folder that it may write to
"""

import argparse
import asyncio
import pathlib
import sys
import tempfile
import time

from background import background
from driver import FAULTS, Connection, Server, aborter, allow_files, make_index, phase, places_of, report
from soak import soak
from storm import storm


async def loris(address, until):
    """Sends a request byte by byte; returns whether it was ended by the server."""
    try:
        reader, writer = await asyncio.open_connection(*address)
        while time.monotonic() < until and not reader.at_eof():
            writer.write(b"X")
            await writer.drain()
            await asyncio.sleep(1)
        return reader.at_eof() or b"408" in await asyncio.wait_for(reader.read(100), 1)
    except (OSError, asyncio.TimeoutError):
        return True


async def idle(address, count):
    """Opens connections that do nothing, from as many addresses of this machine as it takes."""
    held = []
    for number in range(count):
        source = (f"127.0.{1 + number // 200 // 250}.{1 + number // 200 % 250}", 0)
        try:
            held.append(await asyncio.open_connection(*address, local_addr=source))
        except OSError:
            break
    return held


async def crowd(address, target, count, seconds):
    """More readers of one page than may wait for it: how often each status came, and what went wrong."""
    statuses, faults, until = {}, {}, time.monotonic() + seconds

    async def reader(number):
        # From some addresses: one may not have as many connections, and those of other checks may still be open.
        connection = Connection(address, source=f"127.0.9.{1 + number % 4}")
        while time.monotonic() < until:
            try:
                status = (await connection.ask(target))[0]
                statuses[status] = statuses.get(status, 0) + 1
            except FAULTS as error:
                faults[type(error).__name__] = faults.get(type(error).__name__, 0) + 1
        connection.close()

    await asyncio.gather(*[reader(number) for number in range(count)])
    return {"readers": count, "statuses": statuses, "errors": faults}


async def measure(server, arguments):
    address = server.address
    places = await places_of(address)
    await phase(address, min(5, arguments.seconds), arguments.connections, places)
    result = {"connections": arguments.connections, "seconds": arguments.seconds, "memory_mb": [server.memory()]}
    result["mixed"] = await phase(address, arguments.seconds, arguments.connections, places)
    result["memory_mb"].append(server.memory())
    quarter = max(3, arguments.seconds // 4)
    aborts = []

    async def abort(until):
        aborts.append(await aborter(address, until))

    result["with_aborted_streams"] = await phase(address, quarter, 16, places, *[abort] * 8)
    result["aborted_streams"] = sum(aborts)
    result["memory_mb"].append(server.memory())
    ended = []

    async def dribble(until):
        ended.append(await loris(address, until + (20 if not arguments.smoke else 0)))

    result["with_slow_requests"] = await phase(address, quarter, 16, places, *[dribble] * 100)
    result["slow_requests_ended"] = sum(ended)
    # Long enough for what the server does every second besides answering.
    result["crowd"] = await crowd(address, places[0], 200, 3)
    held = await idle(address, arguments.idle)
    result["idle_connections"] = len(held)
    result["with_idle_connections"] = await phase(address, min(10, quarter), 16, places)
    result["memory_mb"].append(server.memory())
    for _, writer in held:
        writer.close()
    await asyncio.sleep(1)
    result["memory_mb"].append(server.memory())
    return result


def faults_of(result):
    """What must not be."""
    faults = []
    for name in ("mixed", "with_aborted_streams", "with_slow_requests", "with_idle_connections"):
        if result[name]["errors"]:
            faults.append(f"{name}: {result[name]['errors']}")
        if result[name]["requests"] == 0:
            faults.append(f"{name}: nothing was answered")
    crowded = result["crowd"]
    if crowded["errors"] or not crowded["statuses"].get(200) or set(crowded["statuses"]) - {200, 503}:
        faults.append(f"a crowd of readers: {crowded}")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--data", help="an index; made here unless given")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--idle", type=int, default=10_000)
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--rate", type=float, default=30, help="requests a second of the soak")
    parser.add_argument("--storm", action="store_true")
    parser.add_argument("--background", type=pathlib.Path, metavar="REPOSITORY")
    parser.add_argument("--turns", type=int, default=3, help="of a storm or an indexer, each of --turn-seconds twice")
    parser.add_argument("--turn-seconds", type=int, default=20)
    parser.add_argument("--samples", help="file for what the soak sees, line by line")
    arguments = parser.parse_args()
    if arguments.smoke:
        arguments.seconds, arguments.connections, arguments.idle = 4, 32, 300
    allow_files()
    with tempfile.TemporaryDirectory(prefix="alidade-load-") as folder:
        data = arguments.data or make_index(pathlib.Path(folder))
        with Server(data) as server:
            if arguments.soak:
                result, faults = asyncio.run(soak(server, arguments.soak, arguments.rate, arguments.samples))
            elif arguments.storm:
                result, faults = asyncio.run(storm(server, arguments.turn_seconds, arguments.turns))
            elif arguments.background:
                result, faults = asyncio.run(background(
                    server, data, arguments.background, arguments.turn_seconds, arguments.turns))
            else:
                result = asyncio.run(measure(server, arguments))
                faults = faults_of(result)
    if server.process.returncode != 0:
        faults.append(f"the server ended with {server.process.returncode}")
    if not arguments.smoke:
        return report(result, faults)
    print(f"{result['mixed']['requests']} requests, p95 {result['mixed']['p95_ms']} ms, {result['memory_mb'][-1]} MB")
    for fault in faults:
        print(f"FAILED  {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
