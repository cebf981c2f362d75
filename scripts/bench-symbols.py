#!/usr/bin/env python3
"""Measures finding the symbols of a folder, beside universal-ctags in the same run.

    scripts/bench-symbols.py --alidade .build/release/alidade [--grammars DIR] [--ctags ctags] \\
        [--json FILE] NAME=FOLDER...

Ours is `alidade index` into an empty data folder: text index, symbols and statements that write, all of it. ctags writes its tags with line, kind,
scope and signature, unsorted, into a file. Times are of processors (user and system, children too); memory is the
largest sum over the processes of a program, looked at five times a second.
"""
import argparse, ctypes, json, os, platform, resource, shutil, subprocess, sys, tempfile, threading, time
from pathlib import Path


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


def descendants(root):
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parents[int(name)] = int(Path("/proc", name, "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    found, queue = [], [root]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += [child for child, parent in parents.items() if parent == one]
    return found


def resident(process):
    """Bytes of memory that a process has to itself, nearly: without pages of mapped files."""
    try:
        fields = Path("/proc", str(process), "statm").read_text().split()
    except OSError:
        return 0
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE")


def run(command, **more):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    peak = [0, 0]

    def watch():
        while child.poll() is None:
            if os.path.exists("/proc/self/statm"):
                peak[0] = max(peak[0], sum(resident(one) for one in descendants(child.pid)))
                peak[1] = max(peak[1], resident(child.pid))
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output = child.stdout.read()
    code = child.wait()
    watcher.join()
    wall = time.monotonic() - start
    reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code != 0:
        sys.exit(f"{command[0]} ended with {code}")
    return output, {
        "wallSeconds": round(wall, 2),
        "cpuSeconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 2),
        "peakMemoryBytes": peak[0], "peakMemoryOfParentBytes": peak[1]}


def ours(options, folder, grammars):
    data = tempfile.mkdtemp(prefix="alidade-symbols-", dir=options.scratch)
    environment = dict(os.environ, **({"ALIDADE_GRAMMARS": grammars} if grammars else {}))
    try:
        output, figures = run(
            [options.alidade, "index", "--data", data, "--json", folder], env=environment)
        summary = json.loads(output.splitlines()[-1])
        symbols = summary.get("symbols") or summary.get("data", {}).get("symbols", {})
        figures["symbols"] = symbols.get("symbols", 0)
        figures["filesByGrammar"] = symbols.get("by_grammar", 0)
        return figures
    finally:
        shutil.rmtree(data)


def theirs(options, folder):
    with tempfile.NamedTemporaryFile(dir=options.scratch) as tags:
        _, figures = run(
            [options.ctags, "-R", "--sort=no", "--fields=+neKS", "-f", tags.name, "."], cwd=folder)
        with open(tags.name, "rb") as file:
            figures["symbols"] = sum(1 for line in file if not line.startswith(b"!"))
        return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alidade", default="alidade")
    parser.add_argument("--grammars", help="the folder of grammars, as ALIDADE_GRAMMARS")
    parser.add_argument("--ctags", default="ctags")
    parser.add_argument("--scratch", help="where the index is made for the time of the run")
    parser.add_argument("--json", help="where the report goes")
    parser.add_argument("folders", nargs="+", metavar="NAME=FOLDER")
    options = parser.parse_args()
    adopt()
    version = subprocess.run([options.ctags, "--version"], capture_output=True, text=True).stdout.split(",")[0]
    rows = []
    for each in options.folders:
        name, folder = each.split("=", 1)
        row = {"corpus": name, "load": os.getloadavg()[0], "alidade": ours(options, folder, options.grammars)}
        row["ctags"] = theirs(options, folder)
        rows.append(row)
        for part in ("alidade", "ctags"):
            print(f"{name:10} {part:8} {row[part]}", flush=True)
    report = {
        "schema": 1, "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "ctags": version,
        "machine": {"cores": os.cpu_count(), "system": platform.platform()}, "rows": rows}
    if options.json:
        Path(options.json).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
