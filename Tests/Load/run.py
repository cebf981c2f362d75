#!/usr/bin/env python3
"""Loads a server with people's and programs' requests at once, and with clients that mean harm.

Connections ask for a mix of searches, pages and API answers for a while; every reply must be whole and as expected.
Meanwhile or afterwards: readers that go away, requests that come byte by byte, and thousands of connections that do
nothing. Prints one JSON document with what was measured.

    run.py --smoke          ten seconds on a few files made for it: part of ./scripts/test
    run.py --data DIR       the whole minute on an existing index; numbers for docs/benchmarks.md
"""

import argparse
import asyncio
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# What people ask, by how often. {word} is one that the index has.
MIX = [
    (30, "/search?q={word}"),
    (8, "/search?q={word}+lang:c"),
    (4, "/search?q=/{word}[a-z_]*/"),
    (3, "/search?q={word}+zzqqy"),
    (10, "/api/v1/search?q={word}&limit=20"),
    (15, "/api/v1/suggestions?q={word}"),
    (6, "/repos"),
    (4, "/"),
    (6, "/api/v1/repos"),
    (8, "{file}"),
    (4, "{raw}"),
    (2, "/readyz"),
]
WORDS = ["return", "parse", "mutex_lock", "kmalloc", "TODO", "struct", "main", "error", "printf", "static", "buffer_head"]


class Stats:
    """Times and faults of one run."""

    def __init__(self):
        self.times = {}
        self.faults = {}
        self.bytes = 0

    def add(self, kind, seconds, size):
        self.times.setdefault(kind, []).append(seconds)
        self.bytes += size

    def fault(self, text):
        self.faults[text] = self.faults.get(text, 0) + 1

    @staticmethod
    def quantile(times, part):
        ordered = sorted(times)
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 1) if ordered else None

    def summary(self, seconds):
        every = [time for times in self.times.values() for time in times]
        table = {
            kind: {"requests": len(times), "p50_ms": self.quantile(times, 0.5), "p95_ms": self.quantile(times, 0.95)}
            for kind, times in sorted(self.times.items())
        }
        return {
            "requests": len(every), "per_second": round(len(every) / seconds, 1), "errors": self.faults,
            "megabytes": round(self.bytes / 1e6, 1), "p50_ms": self.quantile(every, 0.5),
            "p95_ms": self.quantile(every, 0.95), "max_ms": self.quantile(every, 1), "kinds": table,
        }


async def read_reply(reader):
    """Status, headers and body of one reply."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    length = re.search(r"(?im)^content-length: (\d+)", head)
    if length:
        return status, head, await reader.readexactly(int(length[1]))
    body = bytearray()
    while True:
        size = int((await reader.readuntil(b"\r\n")).strip() or b"0", 16)
        chunk = await reader.readexactly(size + 2)
        if size == 0:
            return status, head, bytes(body)
        body += chunk[:-2]


def request(target, accept="*/*"):
    lines = [f"GET {target} HTTP/1.1", "Host: localhost", f"Accept: {accept}", "Accept-Encoding: gzip", "", ""]
    return "\r\n".join(lines).encode()


async def client(number, address, stats, until, places):
    """One connection that asks one thing after the other."""
    rng = random.Random(number)
    weights = [weight for weight, _ in MIX]
    reader = writer = None
    while time.monotonic() < until:
        template = rng.choices(MIX, weights)[0][1]
        file = rng.choice(places)
        target = template.format(word=rng.choice(WORDS), file=file, raw=file.replace("/-/blob/", "/-/raw/"))
        start = time.monotonic()
        try:
            if writer is None:
                reader, writer = await asyncio.open_connection(*address)
            writer.write(request(target))
            status, head, body = await asyncio.wait_for(read_reply(reader), 30)
            if status != 200:
                stats.fault(f"{status} {template}")
            stats.add(template, time.monotonic() - start, len(body))
            if "connection: close" in head.lower():
                writer.close()
                writer = None
        except (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, ValueError) as error:
            stats.fault(f"{type(error).__name__} {template}")
            writer = None
    if writer:
        writer.close()


async def aborter(address, until):
    """Asks for streams and goes away in the middle."""
    count = 0
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection(*address)
            writer.write(request("/api/v1/search?q=the+count:all", "text/event-stream"))
            await asyncio.wait_for(reader.read(100), 10)
            writer.transport.abort()
            count += 1
        except (OSError, asyncio.TimeoutError):
            pass
        await asyncio.sleep(0.05)
    return count


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


def memory(process):
    """Megabytes that the server holds."""
    text = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return round(int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024, 1)


async def phase(address, seconds, connections, places, *others):
    """A mixed load, with others beside it."""
    stats = Stats()
    until = time.monotonic() + seconds
    tasks = [client(number, address, stats, until, places) for number in range(connections)]
    await asyncio.gather(*tasks, *[other(until) for other in others])
    return stats.summary(seconds)


async def places_of(address):
    """Some files of every repository."""
    reader, writer = await asyncio.open_connection(*address)

    async def ask(target):
        writer.write(request(target).replace(b"Accept-Encoding: gzip\r\n", b""))
        return json.loads((await read_reply(reader))[2])

    found = []
    for repository in (await ask("/api/v1/repos?limit=20"))["repositories"]:
        listed = await ask(f"/api/v1{repository['url'].replace('/r/', '/repos/', 1)}/-/files?q=c&limit=40")
        found += [file["url"] for file in listed["files"]]
    writer.close()
    return found


async def measure(process, address, arguments):
    places = await places_of(address)
    await phase(address, min(5, arguments.seconds), arguments.connections, places)
    result = {"connections": arguments.connections, "seconds": arguments.seconds, "memory_mb": [memory(process)]}
    result["mixed"] = await phase(address, arguments.seconds, arguments.connections, places)
    result["memory_mb"].append(memory(process))
    quarter = max(3, arguments.seconds // 4)
    aborts = []

    async def abort(until):
        aborts.append(await aborter(address, until))

    result["with_aborted_streams"] = await phase(address, quarter, 16, places, *[abort] * 8)
    result["aborted_streams"] = sum(aborts)
    result["memory_mb"].append(memory(process))
    ended = []

    async def dribble(until):
        ended.append(await loris(address, until + (20 if not arguments.smoke else 0)))

    result["with_slow_requests"] = await phase(address, quarter, 16, places, *[dribble] * 100)
    result["slow_requests_ended"] = sum(ended)
    held = await idle(address, arguments.idle)
    result["idle_connections"] = len(held)
    result["with_idle_connections"] = await phase(address, min(10, quarter), 16, places)
    result["memory_mb"].append(memory(process))
    for _, writer in held:
        writer.close()
    await asyncio.sleep(1)
    result["memory_mb"].append(memory(process))
    return result


def make_index(folder, binary):
    """A few hundred small files."""
    repository = folder / "demo"
    for number in range(300):
        path = repository / f"src/part{number % 20}/code{number}.c"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"static int parse_{number}_{line}(struct main *error) {{ return {line}; }}" for line in range(80)]
        path.write_text("\n".join(lines))
    data = folder / "data"
    subprocess.run([binary, "index", str(repository), "--data", str(data), "--quiet"], check=True)
    return data


def faults_of(result):
    """What must not be."""
    faults = []
    for name in ("mixed", "with_aborted_streams", "with_slow_requests", "with_idle_connections"):
        if result[name]["errors"]:
            faults.append(f"{name}: {result[name]['errors']}")
        if result[name]["requests"] == 0:
            faults.append(f"{name}: nothing was answered")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--data", help="an index; made here unless given")
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--idle", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.smoke:
        arguments.seconds, arguments.connections, arguments.idle = 4, 32, 300
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))
    binary = os.environ.get("ALIDADE_BINARY", str(ROOT / ".build/release/alidade"))
    with tempfile.TemporaryDirectory(prefix="alidade-load-") as folder:
        data = arguments.data or make_index(pathlib.Path(folder), binary)
        process = subprocess.Popen(
            [binary, "serve", "--data", str(data), "--port", "0", "--quiet", "--rate-limit", "0"],
            stdout=subprocess.PIPE, text=True)
        try:
            port = int(process.stdout.readline().rsplit(":", 1)[1])
            result = asyncio.run(measure(process, ("127.0.0.1", port), arguments))
        finally:
            process.terminate()
            process.wait()
    faults = faults_of(result)
    if arguments.smoke:
        mixed = result["mixed"]
        print(f"{mixed['requests']} requests, p95 {mixed['p95_ms']} ms, {result['memory_mb'][-1]} MB")
    else:
        print(json.dumps(result, indent=1))
    for fault in faults:
        print(f"FAILED  {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
