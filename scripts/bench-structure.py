#!/usr/bin/env python3
"""Compares structural search with ast-grep: answers and time, on the same files.

    scripts/bench-structure.py --alidade .build/release/alidade --ast-grep ast-grep \\
        [--json FILE] NAME=FOLDER...

Each folder is indexed under a temporary data folder (once, not counted). For each pattern: the best 50 by a new process;
every match by a new process (`count:all`); the same by `ast-grep run`. Matches are compared by path and start; a pattern
of ours that means the same is given where the two languages of patterns differ. Processor times hold child processes.
"""
import argparse, ctypes, json, os, platform, resource, subprocess, sys, tempfile, time
from pathlib import Path

# folder, language for lang:, language for ast-grep, pattern, ast-grep's pattern where it differs
PATTERNS = [
    # Without the semicolon ast-grep takes it for a type.
    ("linux", "C", "c", "kfree($X);", None),
    ("linux", "C", "c", "if ($X == NULL) { $$$ }", None),
    ("linux", "C", "c", "if ($X) kfree($X);", None),
    ("linux", "C", "c", "return $X ? $X : $Y;", None),
    ("linux", "C", "c", "spin_lock(&$L); return $X;", None),
    ("redis", "C", "c", "zfree($X); return $Y;", None),
    ("redis", "C", "c", "if ($C) return $X; else return $Y;", None),
    ("redis", "C", "c", "$X = zmalloc(sizeof(*$X));", None),
    ("redis", "C", "c", "for ($I = 0; $I < $N; $I++) { $$$ }", None),
    ("ripgrep", "Rust", "rust", "$X.unwrap()", None),
    ("ripgrep", "Rust", "rust", "match $X { $$$A None => $N, $$$B }", "match $X { $$$A None => $N, $$$B }"),
    ("ripgrep", "Rust", "rust", "if let Some($P) = $X { $$$ }", None),
    ("ripgrep", "Rust", "rust", "impl $T for $S { $$$ }", None),
    ("gin", "Go", "go", "if err != nil { return $$$ }", None),
    ("gin", "Go", "go", "assert.Equal($T, $A, $B)", None),
    ("gin", "Go", "go", "defer $F($$$)", None),
    ("requests", "Python", "python", "isinstance($X, $T)", None),
    ("requests", "Python", "python", "def $F(self, $$$): $$$", None),
    ("requests", "Python", "python", "raise $E($$$)", None),
    ("zod", "TypeScript", "ts", "expect($X).toEqual($Y)", None),
    ("zod", "TypeScript", "ts", "$X as any", None),
    ("zod", "TypeScript", "ts", "const $N = $F($$$);", None),
    ("nio", "Swift", "swift", "try! $X", None),
    ("nio", "Swift", "swift", "$X.wait()", None),
    ("nio", "Swift", "swift", "guard let $X = $Y else { return $$$ }", None),
]


def adopt():
    """Makes children of ended programs ours, so that their processor time is counted (Linux)."""
    try:
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    except (AttributeError, OSError):
        print("processor times of child processes are not counted here", file=sys.stderr)


def reap():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return


def run(command, limit, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    try:
        done = subprocess.run(command, capture_output=True, timeout=limit, **more)
        output, late = done.stdout, False
    except subprocess.TimeoutExpired as expired:
        output, late = expired.stdout or b"", True
    wall = (time.monotonic() - start) * 1000
    reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return output, wall, cpu * 1000, late


def ours(alidade, data, query, limit):
    command = [alidade, "search", query, "--data", data, "--json"]
    output, wall, cpu, late = run(command, limit)
    matches, summary = set(), {}
    for line in output.splitlines():
        message = json.loads(line)
        if message["type"] == "match":
            path = message["data"]["path"].get("text", "")
            for found in message["data"].get("structures", []):
                matches.add((path, found["start"]))
        elif message["type"] == "summary":
            summary = message["data"]
    return matches, wall, cpu, late or not summary.get("complete", False), summary


def theirs(tool, folder, language, pattern, limit):
    command = [tool, "run", "-p", pattern, "-l", language, "--json=stream", "--no-ignore", "hidden", "."]
    output, wall, cpu, late = run(command, limit, cwd=folder)
    matches = set()
    for line in output.splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        matches.add((found["file"].removeprefix("./"), found["range"]["byteOffset"]["start"]))
    return matches, wall, cpu, late


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alidade", default="alidade")
    parser.add_argument("--ast-grep", default="ast-grep")
    parser.add_argument("--json", help="where the report goes")
    parser.add_argument("--data", help="a folder of indexes from an earlier run")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run")
    parser.add_argument("--show", type=int, default=0, help="differences printed for each pattern")
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    options = parser.parse_args()
    adopt()
    folders = dict(each.split("=", 1) for each in options.folders)
    data = Path(options.data or tempfile.mkdtemp(prefix="alidade-structure-"))
    version = subprocess.run([options.ast_grep, "--version"], capture_output=True, text=True).stdout.strip()
    rows = []
    for name, ours_language, their_language, pattern, other in PATTERNS:
        if name not in folders:
            continue
        index = str(data / name)
        if not os.path.exists(index):
            subprocess.run([options.alidade, "index", "--data", index, folders[name]], check=True, capture_output=True)
        quoted = pattern.replace("\\", "\\\\").replace('"', '\\"')
        query = f'struct:"{quoted}" lang:{ours_language}'
        best = ours(options.alidade, index, query, options.limit)
        every = ours(options.alidade, index, query + f" count:all timeout:{int(options.limit)}s", options.limit)
        peer = theirs(options.ast_grep, folders[name], their_language, other or pattern, options.limit)
        # A text that is in several files is one document here: its copies are not listed.
        same = every[0] & peer[0]
        row = {
            "corpus": name, "language": ours_language, "pattern": pattern,
            "best": {"wallMilliseconds": round(best[1], 1), "cpuMilliseconds": round(best[2], 1)},
            "all": {"wallMilliseconds": round(every[1], 1), "cpuMilliseconds": round(every[2], 1),
                    "matches": len(every[0]), "isComplete": not every[3]},
            "astGrep": {"wallMilliseconds": round(peer[1], 1), "cpuMilliseconds": round(peer[2], 1),
                        "matches": len(peer[0]), "isComplete": not peer[3]},
            "same": len(same), "onlyHere": len(every[0] - peer[0]), "onlyThere": len(peer[0] - every[0]),
        }
        rows.append(row)
        print(f"{name:9} {pattern[:44]:44} best {best[1]:7.0f} ms  all {every[1]:8.0f} ms {every[2]:8.0f} cpu"
              f"  ast-grep {peer[1]:8.0f} ms {peer[2]:8.0f} cpu  same {len(same)} only here {row['onlyHere']}"
              f" only there {row['onlyThere']}", flush=True)
        for title, difference in (("here", every[0] - peer[0]), ("there", peer[0] - every[0])):
            for path, start in sorted(difference)[:options.show]:
                text = Path(folders[name], path).read_bytes()
                line = text.count(b"\n", 0, start) + 1
                print(f"    only {title}: {path}:{line}: {text[start:start + 70]!r}")
    report = {
        "schema": 1, "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "astGrep": version,
        "machine": {"cores": os.cpu_count(), "loadAverage": os.getloadavg()[0], "system": platform.platform()},
        "patterns": rows,
    }
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
