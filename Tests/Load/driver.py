"""What every mode of run.py shares: a server under test, requests over raw sockets, times, memory."""

import asyncio
import json
import os
import pathlib
import random
import re
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("ALIDADE_BINARY", str(ROOT / ".build/release/alidade"))

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

# Seconds a client waits for a whole reply. The longest that a server may work on one is 10 s of search.
PATIENCE = 30


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
            "p95_ms": self.quantile(every, 0.95), "p99_ms": self.quantile(every, 0.99),
            "max_ms": self.quantile(every, 1), "kinds": table,
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


def request(target, accept="*/*", body=None, gzip=True):
    """The bytes of a GET, or of a POST of `body`."""
    lines = [f"{'GET' if body is None else 'POST'} {target} HTTP/1.1", "Host: localhost", f"Accept: {accept}"]
    if gzip:
        lines.append("Accept-Encoding: gzip")
    if body is not None:
        lines += ["Content-Type: application/octet-stream", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + (body or b"")


class Connection:
    """One connection that asks one thing after the other, and is opened anew when it was closed."""

    def __init__(self, address, source=None):
        self.address = address
        self.source = source
        self.reader = self.writer = None

    async def ask(self, target, patience=PATIENCE, **rest):
        """Status, headers, body and seconds of one request."""
        start = time.monotonic()
        try:
            if self.writer is None:
                local = (self.source, 0) if self.source else None
                self.reader, self.writer = await asyncio.open_connection(
                    *self.address, limit=1 << 20, local_addr=local)
            self.writer.write(request(target, **rest))
            status, head, body = await asyncio.wait_for(read_reply(self.reader), patience)
        except BaseException:
            self.close()
            raise
        if "connection: close" in head.lower():
            self.close()
        return status, head, body, time.monotonic() - start

    def close(self):
        if self.writer:
            self.writer.transport.abort()
        self.reader = self.writer = None


# What may go wrong with a request.
FAULTS = (OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, asyncio.LimitOverrunError, ValueError)


async def client(number, address, stats, until, places, pause=0.0):
    """Asks for things of the mix, one after the other, `pause` seconds between them on average."""
    rng = random.Random(number)
    weights = [weight for weight, _ in MIX]
    connection = Connection(address)
    while time.monotonic() < until:
        if pause:
            await asyncio.sleep(rng.expovariate(1 / pause))
        template = rng.choices(MIX, weights)[0][1]
        file = rng.choice(places)
        target = template.format(word=rng.choice(WORDS), file=file, raw=file.replace("/-/blob/", "/-/raw/"))
        try:
            status, _, body, seconds = await connection.ask(target)
            if status != 200:
                stats.fault(f"{status} {template}")
            stats.add(template, seconds, len(body))
        except FAULTS as error:
            stats.fault(f"{type(error).__name__} {template}")
    connection.close()


async def aborter(address, until, pause=0.05, query="the+count:all"):
    """Asks for streams and goes away in the middle; how often."""
    count = 0
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection(*address)
            writer.write(request(f"/api/v1/search?q={query}", "text/event-stream"))
            await asyncio.wait_for(reader.read(100), 10)
            writer.transport.abort()
            count += 1
        except (OSError, asyncio.TimeoutError):
            pass
        await asyncio.sleep(pause)
    return count


async def phase(address, seconds, connections, places, *others, pause=0.0):
    """A mixed load, with others beside it."""
    stats = Stats()
    until = time.monotonic() + seconds
    tasks = [client(number, address, stats, until, places, pause) for number in range(connections)]
    await asyncio.gather(*tasks, *[other(until) for other in others])
    return stats.summary(seconds)


async def places_of(address):
    """Some files of every repository."""
    connection = Connection(address)

    async def ask(target):
        return json.loads((await connection.ask(target, gzip=False))[2])

    found = []
    for repository in (await ask("/api/v1/repos?limit=20"))["repositories"]:
        listed = await ask(f"/api/v1{repository['url'].replace('/r/', '/repos/', 1)}/-/files?q=c&limit=40")
        found += [file["url"] for file in listed["files"]]
    connection.close()
    return found


class Server:
    """A server of an index, and what it takes from the machine."""

    def __init__(self, data, *flags):
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", str(data), "--port", "0", "--quiet", "--rate-limit", "0", *flags],
            stdout=subprocess.PIPE, text=True)
        self.address = ("127.0.0.1", int(self.process.stdout.readline().rsplit(":", 1)[1]))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    @property
    def is_alive(self):
        return self.process.poll() is None

    def resources(self):
        """Megabytes (with the mapped index, and private ones), threads, open files, children."""
        folder = pathlib.Path(f"/proc/{self.process.pid}")
        status = (folder / "status").read_text()

        def field(name):
            found = re.search(rf"{name}:\s+(\d+)", status)
            # A process that has ended has no memory.
            return int(found[1]) if found else 0

        return {
            "resident_mb": round(field("VmRSS") / 1024, 1), "private_mb": round(field("RssAnon") / 1024, 1),
            "threads": field("Threads"), "files": len(list((folder / "fd").iterdir())),
            "children": len((folder / f"task/{self.process.pid}/children").read_text().split()),
        }

    def memory(self):
        return self.resources()["resident_mb"]


def allow_files():
    """As many open files as this process may have."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))


def make_index(folder):
    """A few hundred small files."""
    repository = folder / "demo"
    for number in range(300):
        path = repository / f"src/part{number % 20}/code{number}.c"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"static int parse_{number}_{line}(struct main *error) {{ return {line}; }}" for line in range(80)]
        path.write_text("\n".join(lines))
    data = folder / "data"
    subprocess.run([BINARY, "index", str(repository), "--data", str(data), "--quiet"], check=True)
    return data


def report(result, faults):
    """Prints both; the exit code."""
    print(json.dumps(result, indent=1))
    for fault in faults:
        print(f"FAILED  {fault}", file=sys.stderr)
    return 1 if faults else 0
