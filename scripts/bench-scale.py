#!/usr/bin/env python3
"""Measures how the costs of an index grow: with text, repositories, revisions and users.

    scripts/scale-corpus.py CORPUS                    # once: 850 Debian source packages, 11 GB of text
    scripts/bench-scale.py --programs .build/release --work DIR --json docs/benchmarks/scale-DATE.json CORPUS
        [--history NAME=REPOSITORY] [--only text,grown,runs,repositories,revisions,users,again] [--compact]

Every part runs by itself with --only; what the report at --json holds of the other parts is kept.

  text          an index of CORPUS/1, of 1 and 2, of 1 to 3, each from nothing
  grown         one index that each of the three is added to: what is written again, and merged
  runs          small packages, one added in each run: what merging writes again
  repositories  the small packages as 1, 10, 100 and 1,000 repositories: the same text
  revisions     tags of one repository with a history: 1, 10, 50, all
  users         clients at once over HTTP, on the largest index of `text`
  again         latency and clients on the indexes that are there, without building

Times of processors are those of the program and its children. Latencies are of Benchmarks/Scale/queries.tsv over HTTP on
one connection: percentiles over the queries of the medians of their runs. Exponents are of the line through the logarithms: 1 is as much
again for as much again, 0 is the same whatever the size.
"""
import argparse, datetime, http.client, json, math, multiprocessing, os, platform, random, shutil, statistics, subprocess, sys
import time, urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "Benchmarks" / "Scale" / "queries.tsv"


def timed(command, **more):
    """Runs a command: its output, processor and wall seconds, peak memory; children it waited for count."""
    start = time.monotonic()
    child = subprocess.Popen([str(one) for one in command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1): sys.exit(f"{' '.join(map(str, command))}: ended with {child.returncode}")
    return output, {"cpuSeconds": usage.ru_utime + usage.ru_stime, "wallSeconds": time.monotonic() - start,
                    "peakMemoryBytes": usage.ru_maxrss * 1024}


def size(folder):
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def files(data):
    return {one.name: one.stat().st_size for one in (data / "segments").iterdir()}


def queries():
    return [line.split("\t", 1)[1] for line in QUERIES.read_text().splitlines() if not line.startswith("#")]


def request(text, mode):
    if mode == "best": return "/api/v1/search?lines=500&q=" + urllib.parse.quote(text)
    return "/api/v1/search?view=count&q=" + urllib.parse.quote(text + " timeout:120s")


def client(port, number, seconds):
    """One user: its own connection, one request after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=130)
    order = [request(text, "best") for text in queries()]
    random.Random(number).shuffle(order)
    walls, errors, end, turn = [], 0, time.monotonic() + seconds, 0
    while time.monotonic() < end:
        start = time.monotonic()
        connection.request("GET", order[turn % len(order)])
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200: walls.append((time.monotonic() - start) * 1000)
        else: errors += 1
        turn += 1
    return {"walls": walls, "errors": errors}


class Server:
    """`alidade serve` and what it costs."""

    def __init__(self, alidade, data):
        self.process = subprocess.Popen(
            [alidade, "serve", "--data", data, "--port", "0", "--quiet", "--rate-limit", "0", "--log-format", "off"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.port = int(self.process.stdout.readline().strip().rsplit(b":", 1)[1])
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=130)
        while True:
            try:
                self.ask("/readyz")
                break
            except RuntimeError:
                time.sleep(0.02)

    def ask(self, target):
        self.connection.request("GET", target)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200: raise RuntimeError(f"{answer.status} for {target}")
        return body

    def cpu(self):
        """Milliseconds of processor time of its threads (Linux)."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                continue  # The thread has ended.
        return total / 1e6

    def memory(self):
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        return tuple(int(next(line for line in text.splitlines() if line.startswith(name)).split()[1]) * 1024
                     for name in ("RssAnon", "VmRSS"))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Bench:
    def __init__(self, options):
        self.options = options
        self.alidade = options.programs / "alidade"
        self.scratch = options.work.resolve()
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.parts = {}

    def index(self, data, *sources, revisions=()):
        """One run of the indexer without symbols; what it cost and wrote."""
        before = files(data) if (data / "segments").exists() else {}
        flags = [flag for one in revisions for flag in ("--rev", one)] + (["--compact"] if self.options.compact else [])
        _, cost = timed([self.alidade, "index", "--data", data, "--quiet", "--no-symbols", *flags, *sources])
        after = files(data)
        return {**{name: round(value, 3) if isinstance(value, float) else value for name, value in cost.items()},
                "indexBytes": sum(after.values()), "manifestBytes": (data / "manifest").stat().st_size,
                "segments": sum(name.endswith(".seg") for name in after),
                "placementBytes": sum(value for name, value in after.items() if name.endswith(".plc")),
                "writtenBytes": sum(value for name, value in after.items() if name not in before)}

    def facts(self, data):
        """What is in an index, as the server's own figures say."""
        lines = subprocess.run([self.alidade, "repos", "--data", data, "--json", "--quiet"], capture_output=True, text=True,
                               check=True).stdout.splitlines()
        manifest = json.loads((data / "manifest").read_bytes().split(b"\n", 1)[1])
        return {"repositories": len(manifest["repositories"]), "files": sum(one["fileCount"] for one in manifest["repositories"]),
                "revisions": sum(len(one["revisions"]) for one in manifest["repositories"]),
                "documents": sum(one["documents"] for one in manifest["segments"]),
                "textBytes": sum(one["textBytes"] for one in manifest["segments"]), "listed": len(lines)}

    def opening(self, data):
        """Processor milliseconds from start to the answer that there is nothing, less those of printing the version."""
        def least(*arguments):
            return min(timed([self.alidade, *arguments])[1]["cpuSeconds"] for _ in range(7))
        nothing = least("search", "--data", data, "--quiet", "xyzzy_frobnicate_alidade")
        return {"openCPUMilliseconds": round((nothing - least("version")) * 1000, 2)}

    def unchanged(self, data):
        """Another run with nothing new."""
        return {"unchangedCPUSeconds": round(min(
            timed([self.alidade, "index", "--data", data, "--quiet", "--no-symbols"])[1]["cpuSeconds"] for _ in range(3)), 3)}

    def latency(self, data):
        """Every query over HTTP, one after the other: the best 50, then all matches counted."""
        server = Server(self.alidade, data)
        try:
            result = {"queries": len(queries()), "loadAverage": round(os.getloadavg()[0], 2), "startCPUMilliseconds": server.cpu()}
            for mode, runs, seconds in (("best", self.options.runs, 2), ("all", 3, 4)):
                times, processor, incomplete = [], [], 0
                for text in queries():
                    target = request(text, mode)
                    server.ask(target)  # Warm.
                    walls, cpu, begin = [], server.cpu(), time.monotonic()
                    while len(walls) < runs and (not walls or time.monotonic() - begin < seconds):
                        start = time.monotonic()
                        answer = server.ask(target)
                        walls.append((time.monotonic() - start) * 1000)
                    times.append(statistics.median(walls))
                    processor.append((server.cpu() - cpu) / len(walls))
                    incomplete += mode == "all" and b'"complete":false' in answer.replace(b" ", b"")
                result[mode] = {"p50": percentile(times, .5), "p95": percentile(times, .95), "max": max(times),
                                "cpuP50": percentile(processor, .5), "cpuP95": percentile(processor, .95),
                                "cpuSum": round(sum(processor), 2), "incomplete": incomplete}
            result["ownMemoryBytes"], result["residentBytes"] = server.memory()
            return result
        finally:
            server.stop()

    def row(self, value, data, cost, quick=False):
        row = {"value": value, **self.facts(data), **cost, **self.opening(data), **self.unchanged(data)}
        if not quick: row.update(self.latency(data))
        print(json.dumps(row), flush=True)
        return row

    # Parts

    def sources(self, steps):
        return [self.options.corpus / str(step) for step in range(1, steps + 1)]

    def text(self):
        rows = []
        for steps in (1, 2, 3):
            data = self.scratch / f"text-{steps}"
            shutil.rmtree(data, ignore_errors=True)
            cost = self.index(data, *self.sources(steps))
            rows.append(self.row(None, data, cost))
            rows[-1]["value"] = rows[-1]["textBytes"]
        return rows

    def grown(self):
        data = self.scratch / "grown"
        shutil.rmtree(data, ignore_errors=True)
        rows = []
        for steps in (1, 2, 3):
            rows.append({"value": steps, **self.index(data, self.sources(steps)[-1]), **self.facts(data)})
            print(json.dumps(rows[-1]), flush=True)
        if not self.options.keep: shutil.rmtree(data)
        return rows

    def runs(self):
        """Single packages, a run each, as days go by: what merging writes again."""
        data = self.scratch / "runs"
        shutil.rmtree(data, ignore_errors=True)
        packages = sorted((self.options.corpus / "2").glob("*.git"), key=size)[:150]
        total = {"cpuSeconds": 0.0, "writtenBytes": 0, "segmentsMost": 0}
        for package in packages[::2]:
            cost = self.index(data, package)
            total["cpuSeconds"] = round(total["cpuSeconds"] + cost["cpuSeconds"], 3)
            total["writtenBytes"] += cost["writtenBytes"]
            total["segmentsMost"] = max(total["segmentsMost"], cost["segments"])
        total.update(self.facts(data), runs=len(packages[::2]), indexBytes=cost["indexBytes"])
        total["writtenPerByte"] = round(total["writtenBytes"] / total["indexBytes"], 2)
        shutil.rmtree(data)
        print(json.dumps(total))
        return total

    def repositories(self):
        rows = []
        groups = self.scratch / "groups"
        counts = [int(one) for one in self.options.counts.split(",")]
        for count in counts:
            subprocess.run([sys.executable, ROOT / "scripts" / "scale-corpus.py", "--groups", str(count), self.options.corpus,
                            groups], check=True)
            data = self.scratch / f"repositories-{count}"
            shutil.rmtree(data, ignore_errors=True)
            rows.append(self.row(count, data, self.index(data, groups / str(count))))
            shutil.rmtree(data)
            shutil.rmtree(groups / str(count))
        return rows

    def revisions(self):
        name, repository = self.options.history.split("=", 1)
        # By time, so that N tags are the first N of the history.
        tags = subprocess.run(["git", "-C", repository, "tag", "--sort=creatordate"], capture_output=True, text=True,
                              check=True).stdout.split()
        rows = []
        for count in sorted({1, 10, 50, len(tags)}):
            if count > len(tags): continue
            data = self.scratch / f"revisions-{count}"
            shutil.rmtree(data, ignore_errors=True)
            # The newest: neighbours, as they are released one after the other.
            cost = self.index(data, repository, revisions=tags[len(tags) - count:])
            rows.append(self.row(count, data, cost))
            shutil.rmtree(data)
        return {"repository": name, "rows": rows}

    def users(self):
        """Clients at once, each asking for the best of all queries in an order of its own."""
        server = Server(self.alidade, self.largest())
        rows = []
        try:
            for clients in (1, 4, 16):
                cpu = server.cpu()
                with multiprocessing.Pool(clients) as pool:
                    found = pool.starmap(client, [(server.port, number, self.options.load_seconds) for number in range(clients)])
                walls = sorted(wall for one in found for wall in one["walls"])
                own, resident = server.memory()
                rows.append({"clients": clients, "requests": len(walls), "errors": sum(one["errors"] for one in found),
                             "perSecond": round(len(walls) / self.options.load_seconds, 1),
                             "p50": percentile(walls, .5), "p95": percentile(walls, .95),
                             "cpuMillisecondsPerRequest": round((server.cpu() - cpu) / max(len(walls), 1), 3),
                             "ownBytes": own, "residentBytes": resident, "loadAverage": round(os.getloadavg()[0], 2)})
                print(json.dumps(rows[-1]), flush=True)
        finally:
            server.stop()
        return {"rows": rows}

    def largest(self):
        return max(self.scratch.glob("text-*"), key=lambda one: one.name)

    def again(self):
        """Latencies of what is there; for a quiet hour."""
        text = self.report.get("text", [])
        for steps, row in enumerate(text, 1):
            data = self.scratch / f"text-{steps}"
            if data.exists():
                row.update(self.latency(data), **self.opening(data))
                print(json.dumps({name: row[name] for name in ("textBytes", "best", "all", "loadAverage")}), flush=True)
        self.report["users"] = self.users()
        return None


def percentile(values, share):
    """The smallest value that `share` of them do not exceed."""
    ordered = sorted(values)
    return round(ordered[min(max(math.ceil(share * len(ordered)) - 1, 0), len(ordered) - 1)], 4)


def exponent(pairs):
    """The slope of the line through the logarithms, or None."""
    points = [(math.log(x), math.log(y)) for x, y in pairs if x and y and x > 0 and y > 0]
    if len(points) < 2: return None
    mean_x, mean_y = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return round(sum((x - mean_x) * (y - mean_y) for x, y in points) / spread, 2) if spread else None


COSTS = [
    ("build, processor", "cpuSeconds", "s"), ("build, memory", "peakMemoryBytes", "bytes"), ("index", "indexBytes", "bytes"),
    ("paths and revisions", "placementBytes", "bytes"), ("manifest", "manifestBytes", "bytes"),
    ("another run, nothing new", "unchangedCPUSeconds", "s"), ("opening, processor", "openCPUMilliseconds", "ms"),
    ("memory of its own", "ownMemoryBytes", "bytes"), ("best 50, median", "best.p50", "ms"), ("best 50, 95 in 100", "best.p95", "ms"),
    ("best 50, processor of all queries", "best.cpuSum", "ms"), ("all matches, median", "all.p50", "ms"),
    ("all matches, 95 in 100", "all.p95", "ms"), ("all matches, processor of all queries", "all.cpuSum", "ms"),
]


def field(row, path):
    for name in path.split("."): row = (row or {}).get(name)
    return row


def laws(report):
    """How each cost grows with each thing."""
    tables = []
    for axis, rows, unit in (
            ("text", report.get("text"), "bytes"), ("repositories", report.get("repositories"), "count"),
            ("revisions", (report.get("revisions") or {}).get("rows"), "count")):
        if not rows: continue
        tables.append({"axis": axis, "unit": unit, "values": [row["value"] for row in rows], "costs": [
            {"name": name, "unit": kind, "values": [field(row, path) for row in rows],
             "exponent": exponent([(row["value"], field(row, path)) for row in rows])}
            for name, path, kind in COSTS if all(field(row, path) is not None for row in rows)]})
    users = (report.get("users") or {}).get("rows")
    if users:
        tables.append({"axis": "users", "unit": "count", "values": [row["clients"] for row in users], "costs": [
            {"name": name, "unit": kind, "values": [field(row, path) for row in users],
             "exponent": exponent([(row["clients"], field(row, path)) for row in users])}
            for name, path, kind in (
                ("answers a second", "perSecond", "rate"), ("median", "p50", "ms"), ("95 in 100", "p95", "ms"),
                ("processor of an answer", "cpuMillisecondsPerRequest", "ms"), ("memory of its own", "ownBytes", "bytes"))]})
    return tables


def shown(value, unit):
    if value is None: return "–"
    if unit == "bytes":
        for name, scale in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
            if value >= scale: return f"{value / scale:.3g} {name}"
        return f"{value} B"
    if unit == "count": return f"{value:,}"
    if unit == "rate": return f"{value:.0f}"
    return f"{value:.3g} {unit}"


def markdown(report):
    lines = [f"# How costs grow, {report['date'][:10]}", "",
             f"{report['machine']['processor']}, {report['machine']['cores']} cores, load {report['machine']['loadAverage']}.", ""]
    for table in report["laws"]:
        lines.append("| " + table["axis"] + " | " + " | ".join(shown(one, table["unit"]) for one in table["values"]) + " | exponent |")
        lines.append("| --- |" + " ---: |" * (len(table["values"]) + 1))
        for cost in table["costs"]:
            power = "–" if cost["exponent"] is None else f"{cost['exponent']:.2f}"
            lines.append(f"| {cost['name']} | " + " | ".join(shown(one, cost["unit"]) for one in cost["values"]) + f" | {power} |")
        lines.append("")
    return "\n".join(lines)


def machine():
    text = Path("/proc/cpuinfo").read_text() if os.path.exists("/proc/cpuinfo") else ""
    names = [line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("model name")]
    return {"processor": names[0] if names else platform.processor(), "cores": os.cpu_count(),
            "memoryBytes": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"), "system": platform.platform(),
            "loadAverage": round(os.getloadavg()[0], 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=Path, default=ROOT / ".build" / "release", help="folder of alidade")
    parser.add_argument("--work", type=Path, required=True, help="where the indexes go")
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--history", help="NAME=REPOSITORY with many tags")
    parser.add_argument("--only", default="text,grown,runs,repositories,revisions,users")
    parser.add_argument("--counts", default="1,10,100,1000", help="numbers of repositories")
    parser.add_argument("--runs", type=int, default=7, help="of each query for the best, at most")
    parser.add_argument("--load-seconds", type=float, default=10)
    parser.add_argument("--compact", action="store_true")
    parser.add_argument("--keep", action="store_true", help="keep the index of `grown`")
    parser.add_argument("corpus", type=Path)
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    bench = Bench(options)
    report = json.loads(options.json.read_text()) if options.json.exists() else {}
    bench.report = report
    commit = subprocess.run(["git", "-C", ROOT, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True).stdout.strip()
    for part in options.only.split(","):
        if part == "revisions" and not options.history: continue
        print(f"# {part}", flush=True)
        result = getattr(bench, part)()
        if result is not None: report[part] = result
        report.update(date=datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"), commit=commit,
                      machine=machine(), isCompact=options.compact)
        report["laws"] = laws(report)
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")
        options.json.with_suffix(".md").write_text(markdown(report))
    print(markdown(report))


if __name__ == "__main__":
    main()
