"""Runs that end before their time: killed, interrupted, out of disk, or in each other's way."""

import fcntl
import os
import random
import signal
import subprocess
import time

from sandbox import Outcome, Skipped, expect, expect_match

KILLS_SHORT = 15
KILLS_FULL = 100


def many_files(tag, count, generator):
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "return", "struct", "while"]
    files = {}
    for number in range(count):
        lines = [" ".join(generator.choices(words, k=8)) for _ in range(60)]
        files[f"{tag}/f{number}.c"] = f"marker_{tag} {number}\n" + "\n".join(lines) + "\n"
    return files


def case_killed_at_any_moment(sandbox):
    """kill -9 at random points: the old index answers as before or the new one in full, and the next run completes."""
    generator = random.Random(5)
    sandbox.repository("r", many_files("v0", 300, generator))
    sandbox.index("r")
    kills = KILLS_FULL if sandbox.full else KILLS_SHORT
    seconds = 0.2
    published = 0
    for round_number in range(1, kills + 1):
        tag = f"v{round_number}"
        sandbox.commit("r", many_files(tag, 150, generator))
        before = sandbox.find("content:marker_v0")
        started = time.monotonic()
        process = sandbox.start("index")
        delay = generator.uniform(0, seconds)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        after = sandbox.find("content:marker_v0")
        expect(after == before, f"after {delay:.3f} s the old answer changed: {len(before)} lines, now {len(after)}")
        new = sandbox.find(f"content:marker_{tag}")
        expect(len(new) in (0, 150), f"after {delay:.3f} s half of a commit is found: {len(new)} lines")
        published += len(new) == 150
        if round_number % 5 == 0 or round_number == kills:
            started = time.monotonic()
            sandbox.index()
            seconds = 0.9 * seconds + 0.1 * (time.monotonic() - started) * 1.5
            expect(len(sandbox.find(f"content:marker_{tag}")) == 150, "the run after a kill is not complete")
            named = {
                row[kind]
                for row in sandbox.manifest()["segments"]
                for kind in ("segment", "placements", "facts")
                if row.get(kind)
            }
            expect(set(sandbox.index_files()) == named, "files of dead runs are left over")
            expect(sandbox.run("doctor", "--deep").code == 0, "doctor finds faults after kills")
    sandbox.notes.append(f"{kills} kills, {published} of them after the new index was published")


def case_killed_while_finding_symbols(sandbox):
    """kill -9 after the text is searchable: it stays so, and later runs find the symbols that are missing."""
    generator = random.Random(7)
    kills = KILLS_FULL // 5 if sandbox.full else KILLS_SHORT // 3
    for round_number in range(kills):
        tag = f"s{round_number}"
        files = many_files(tag, 200, generator)
        for number, path in enumerate(sorted(files)):
            # The words are no C: in a comment they can't make a parser lose its way.
            files[path] = f"/*\n{files[path]}*/\nint fn_{tag}_{number}(void)\n{{\n\treturn {number};\n}}\n"
        if round_number == 0:
            sandbox.repository("r", files)
            sandbox.index("r", flags=["--no-symbols"])
            expect(sandbox.run("symbols", "fn_*").code == 1, "symbols are there without having been looked for")
        else:
            sandbox.commit("r", files)
            sandbox.index(flags=["--no-symbols"])
        process = sandbox.start("index")
        try:
            process.wait(generator.uniform(0, 0.5))
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        expect(len(sandbox.find(f"content:marker_{tag}")) == 200, "text is gone after a kill")
        sandbox.index()
        found = sandbox.run("symbols", f"fn_{tag}_*", "--limit", "1000")
        expect(len(found.lines) == 200, f"after a kill {len(found.lines)} of 200 symbols are found")
        expect(sandbox.run("doctor", "--deep").code == 0, "doctor finds faults after kills")


def case_interrupted(sandbox):
    """Ctrl-C ends a run with 130, and the old index stays."""
    sandbox.repository("r", {"a.txt": "alpha old\n"})
    sandbox.index("r")
    generator = random.Random(6)
    sandbox.commit("r", many_files("new", 3000, generator))
    process = sandbox.start("index")
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    outcome = Outcome(subprocess.CompletedProcess([], process.returncode, output, errors))
    expect(outcome.code in (0, 130, -signal.SIGINT), f"an interrupted run: {outcome}")
    expect(sandbox.find("content:alpha case:yes file:a.txt") == ["r:a.txt:1:alpha old"], "the old index is gone")
    sandbox.index()
    expect(len(sandbox.find("content:marker_new")) == 3000, "the next run is not complete")


def case_two_indexers(sandbox):
    """A second indexer says who holds the folder; with --wait it waits."""
    sandbox.repository("r", {"a.txt": "alpha\n"})
    sandbox.index("r")
    with open(os.path.join(sandbox.data, "lock"), "r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = sandbox.run("index", sandbox.path("r"))
        expect_match("is being indexed by|another", outcome, 2)
        expect_match("--wait", outcome)
        waiting = sandbox.start("index", "--wait", sandbox.path("r"))
        try:
            waiting.wait(0.5)
            raise AssertionError("--wait did not wait")
        except subprocess.TimeoutExpired:
            pass
        expect(sandbox.find("content:alpha") == ["r:a.txt:1:alpha"], "searches wait for an indexer")
        fcntl.flock(lock, fcntl.LOCK_UN)
    waiting.communicate(timeout=60)
    expect(waiting.returncode == 0, "the waiting indexer failed")


def case_indexers_at_once(sandbox):
    """Several indexers started together: all that wait succeed, and the index has everything."""
    names = [f"r{number}" for number in range(4)]
    for name in names:
        sandbox.repository(name, {"a.txt": f"alpha {name}\n"})
    processes = [sandbox.start("index", "--wait", sandbox.path(name)) for name in names]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        expect(process.returncode == 0, f"one of several indexers failed: {errors.decode()}")
    expect(len(sandbox.find("content:alpha")) == 4, "an indexer lost what another had added")


def case_disk_full(sandbox):
    """A full disk: a clear error, the old index intact, and the next run completes when there is room."""
    mount = sandbox.path("small")
    os.makedirs(mount)
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount]
    if os.geteuid() != 0 or subprocess.run(command, stderr=subprocess.DEVNULL).returncode != 0:
        raise Skipped("mounting a small file system needs root")
    try:
        sandbox.data = os.path.join(mount, "data")
        sandbox.repository("r", {"a.txt": "alpha old\n"})
        sandbox.index("r")
        generator = random.Random(8)
        big = {f"big{n}.txt": b"alpha new\n" + (generator.randbytes(60_000).hex().encode() + b"\n") * 4 for n in range(40)}
        sandbox.commit("r", big)
        outcome = sandbox.run("index")
        expect_match("no space|disk is full|full", outcome, 2)
        expect(sandbox.find("content:alpha") == ["r:a.txt:1:alpha old"], "the old index does not answer")
        subprocess.run(["mount", "-o", "remount,size=200m", mount], check=True)
        sandbox.index()
        expect(len(sandbox.find("content:alpha")) == 41, "the run with room is not complete")
    finally:
        subprocess.run(["umount", mount], check=False)


def case_data_folder_not_writable(sandbox):
    """A data folder that belongs to somebody else: a clear error for indexing, and searching works."""
    if os.geteuid() != 0:
        raise Skipped("becoming another user needs root")
    sandbox.repository("r", {"a.txt": "alpha\n"})
    sandbox.index("r")
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    outcome = sandbox.run("index", prefix=nobody)
    expect_match("permission denied|not writable|cannot be written", outcome, 2)
    outcome = sandbox.run("search", "alpha", prefix=nobody)
    expect(outcome.lines == ["r:a.txt:1:alpha"], f"another user cannot search: {outcome}")
