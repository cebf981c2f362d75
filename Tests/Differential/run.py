#!/usr/bin/env python3
"""Compares Alidade's answers with ripgrep's on the same files, line by line and match by match.

  Tests/Differential/run.py                       the package checkouts and a repository of odd files
  Tests/Differential/run.py --queries 5000 --seed 3 --source ~/src --source /usr/src/linux

Queries are made from the files' own text with a fixed seed. Any difference is printed with the query, the file and the
line, and the exit code is 1. The last line says how many passed.
"""

import argparse
import base64
import concurrent.futures
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

import corpus as corpora
import oddities
import queries as makers

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Lines of an answer that are compared; queries with more are replaced by others, since reading them takes seconds.
LINES_MAX = 40_000
# Differences printed for one query.
SHOWN_MAX = 5
SECONDS_PER_QUERY = 120


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=340)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", action="append", help="a repository, a folder of repositories or a plain folder")
    parser.add_argument("--data", help="keep the index here, and use the one that is there")
    parser.add_argument("--max-mb", type=int, default=30, help="text taken from folders of repositories")
    parser.add_argument("--compact", action="store_true", help="index with compressed contents")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--only", help="only queries of this kind")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


class Ripgrep:
    """Answers terms; remembers them, since several queries share terms."""

    def __init__(self, program, folder, paths):
        self.command = [
            program, "--json", "--no-config", "--no-ignore", "--hidden", "-a", "--encoding", "none", "--threads", "1",
        ]
        self.folder = folder
        self.paths = b"\n".join(paths)
        self.known = {}

    def find_paths(self, term):
        """The paths that match."""
        command = [self.command[0], "--no-config", "-a", "--encoding", "none", *term.arguments(), "-"]
        return set(subprocess.run(command, input=self.paths, stdout=subprocess.PIPE).stdout.split(b"\n"))

    def find(self, term):
        """{blob: {line: [(start, end)]}}, or None when there are too many lines or the pattern is refused."""
        if term.key not in self.known:
            self.known[term.key] = self.run(term)
        return self.known[term.key]

    def run(self, term):
        found = {}
        lines = 0
        command = [*self.command, *term.arguments(), "./"]
        with subprocess.Popen(
            command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            for message in process.stdout:
                if not message.startswith(b'{"type":"match"'):
                    continue
                data = json.loads(message)["data"]
                lines += 1
                if lines > LINES_MAX:
                    process.kill()
                    return None
                ranges = [(match["start"], match["end"]) for match in data["submatches"]]
                of_blob = found.setdefault(data["path"]["text"][2:], {})
                if term.across:
                    of_blob.update(lines_of(data["lines"]["text"].encode(), data["line_number"], ranges))
                else:
                    of_blob[data["line_number"]] = ranges
            refusal = process.stderr.read().decode(errors="replace")
        if process.returncode not in (0, 1):
            raise SystemExit(f"ripgrep failed on {term.text!r}: {refusal}")
        return found


def lines_of(text, number, ranges):
    """The lines that matches across lines touch, without ranges; an empty match touches the line it stands on."""
    for start, end in ranges:
        first = text.count(b"\n", 0, start)
        for line in range(first, first + text.count(b"\n", start, max(start, end - 1)) + 1):
            yield number + line, None


class Alidade:
    """Runs queries against an index."""

    def __init__(self, program, data):
        self.program = program
        self.data = data

    def run(self, command, flags):
        return subprocess.run(
            [self.program, command, "--data", self.data, *flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=SECONDS_PER_QUERY)

    def find(self, arguments):
        """({blob: {line: [(start, end)] or None}}, {blob: path}, {blob: matches}), or the text of an error."""
        result = self.run("search", ["--json", "--count-all", "--timeout", "60s", "--strict", *arguments])
        if result.returncode not in (0, 1):
            return f"exit {result.returncode}: {result.stderr.decode(errors='replace').strip()}"
        found, paths, matches = {}, {}, {}
        blob = None
        for message in result.stdout.splitlines():
            parsed = json.loads(message)
            data = parsed["data"]
            if parsed["type"] == "begin":
                blob = data["blob"]
                if blob in found:
                    return f"content {blob} is in two results"
                found[blob] = {}
                paths[blob] = text(data["path"])
            elif parsed["type"] == "match":
                # Ranges of a line that is shown in part are not compared.
                ranges = [(match["start"], match["end"]) for match in data["submatches"]]
                found[blob][data["line_number"]] = None if "cut" in data else ranges
            elif parsed["type"] == "end":
                matches[blob] = data["stats"]["matches"]
        return found, paths, matches


def text(value):
    return value["text"].encode() if "text" in value else base64.b64decode(value["bytes"])


def expected(query, ripgrep, corpus):
    """What the query should find, or None when that is too much to compare."""
    answers = [ripgrep.find(term) for term in query.terms]
    if any(answer is None for answer in answers):
        return None
    if query.combine == "any":
        blobs = set().union(*answers)
    elif query.combine == "without":
        blobs = set(answers[0]) - set(answers[1])
        answers = answers[:1]
    else:
        blobs = set(answers[0]).intersection(*answers[1:])
    if query.path:
        blobs = {blob for blob in blobs if any(query.path(path) for path in corpus.blobs[blob].paths)}
    if query.in_paths:
        paths = ripgrep.find_paths(query.terms[0])
        blobs |= {blob.id for blob in corpus.blobs.values() if not blob.paths.isdisjoint(paths)}
    if len(answers) == 1:
        return {blob: answers[0].get(blob, {}) for blob in blobs}
    return {blob: {line: None for answer in answers for line in answer.get(blob, ())} for blob in blobs}


def differences(query, wanted, answer, corpus):
    """Lines of text that say how the answer differs from what is wanted."""
    if isinstance(answer, str):
        return [answer]
    found, paths, matches = answer
    faults = []

    def name(blob):
        blob_paths = corpus.blobs[blob].paths if blob in corpus.blobs else {b"(not in the corpus) " + paths[blob]}
        return min(blob_paths).decode(errors="replace")

    def show(blob, line):
        lines = (corpus.blobs[blob].text or b"").split(b"\n") if blob in corpus.blobs else []
        return repr(lines[line - 1][:160].decode(errors="replace")) if line <= len(lines) else "(no such line)"

    if query.in_paths:
        # Symbolic links have a path and no text of their own.
        found = {blob: lines for blob, lines in found.items() if lines or blob in corpus.blobs}
    for blob in sorted(set(wanted) | set(found)):
        if blob in found and blob in corpus.blobs and paths[blob] not in corpus.blobs[blob].paths:
            faults.append(f"{paths[blob]!r} is not a path of {name(blob)}")
        ours, theirs = found.get(blob, {}), wanted.get(blob, {})
        for line in sorted(set(ours) ^ set(theirs)):
            fault = "missing" if line in theirs else "wrong"
            faults.append(f"{fault}: {name(blob)}:{line}: {show(blob, line)}")
        if not ours and not theirs:
            fault = "missing" if blob in wanted else "wrong"
            if (blob in wanted) != (blob in found):
                faults.append(f"{fault} file without lines: {name(blob)}")
        if len(query.terms) != 1:
            continue
        looks_behind = "\\b" in query.terms[0].text.lower()
        for line in sorted(set(ours) & set(theirs)):
            if looks_behind and ours[line] and theirs[line]:
                theirs[line] = with_neighbours(theirs[line], ours[line])
            if ours[line] is None or theirs[line] is None or has_empty(ours[line]) or has_empty(theirs[line]):
                continue
            if ours[line] != theirs[line]:
                faults.append(
                    f"ranges: {name(blob)}:{line}: {ours[line][:4]}, ripgrep {theirs[line][:4]}: {show(blob, line)}")
        if looks_behind or None in theirs.values() or any(map(has_empty, theirs.values())):
            continue
        count = sum(len(ranges) for ranges in theirs.values())
        if blob in matches and matches[blob] != count:
            faults.append(f"count: {name(blob)}: {matches[blob]} matches, ripgrep {count}")
    return faults


def with_neighbours(theirs, ours):
    """Adds our matches that begin where another ends: there ripgrep 13 looks behind as if the text began."""
    ends = {end for _, end in ours}
    return sorted(set(theirs) | {match for match in ours if match[0] in ends})


def has_empty(ranges):
    # Which empty matches are reported is a matter of taste; their lines are compared.
    return any(start == end for start, end in ranges)


def check_lists(alidade, corpus):
    """Both sides must agree on which contents are searchable."""
    result = alidade.find(["lang:skipped"])
    if isinstance(result, str):
        return [result]
    ours = set(result[0])
    theirs = {blob.id for blob in corpus.blobs.values() if blob.text is None}
    faults = [f"not searched, but text: {result[1][blob]!r}" for blob in sorted(ours - theirs) if blob in corpus.blobs]
    return faults + [f"searched, but not text: {min(corpus.blobs[blob].paths)!r}" for blob in sorted(theirs - ours)]


def program(name, variable=None, fallback=None):
    path = os.environ.get(variable or "") or shutil.which(name) or fallback
    if fallback and not os.environ.get(variable or ""):
        path = fallback
    if not path or not os.path.exists(path):
        raise SystemExit(f"{name} is not there; ./scripts/setup installs what tests need, `swift build -c release` the rest")
    return path


def main():
    options = arguments()
    sys.stdout.reconfigure(line_buffering=True)
    started = time.monotonic()
    binary = program("alidade", "ALIDADE_BINARY", os.path.join(ROOT, ".build/release/alidade"))
    rg = program("rg")
    work = tempfile.mkdtemp(prefix="alidade-differential-")
    try:
        return compare(options, binary, rg, work, started)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def compare(options, binary, rg, work, started):
    odd = os.path.join(work, "odd")
    oddities.make_repository(odd)
    folders = options.source or [os.path.join(ROOT, ".build/checkouts")]
    folders = [os.path.abspath(folder) for folder in folders if os.path.isdir(folder)]
    corpus = corpora.gather([odd, *folders], rg, options.max_mb << 20)
    texts = os.path.join(work, "texts")
    corpus.write(texts)
    alidade = Alidade(binary, os.path.abspath(options.data) if options.data else os.path.join(work, "data"))
    # In two steps, so that there is more than one segment.
    half = len(corpus.sources) // 2
    for sources in (corpus.sources[:half], corpus.sources[half:]):
        flags = ["--quiet", *(["--compact"] if options.compact else [])]
        built = alidade.run("index", [*flags, *sources]) if sources else None
        if built and built.returncode != 0:
            print(f"alidade index failed: {built.stderr.decode(errors='replace')}")
            print("0 passed, 1 failed")
            return 1
    print(
        f"{len(corpus.searchable())} contents, {corpus.bytes / 1e6:.0f} MB of text, "
        f"{len(corpus.sources)} sources; ready after {time.monotonic() - started:.1f} s")
    paths = {path for blob in corpus.blobs.values() for path in blob.paths}
    ripgrep = Ripgrep(rg, texts, sorted(paths))
    maker = makers.Maker(corpus, random.Random(options.seed))
    wanted = [query for query in maker.queries(options.queries) if options.only in (None, query.kind)]

    def judge(query):
        answer = expected(query, ripgrep, corpus)
        if answer is None:
            return query, None, 0
        faults = differences(query, answer, alidade.find(query.arguments), corpus)
        return query, faults, sum(map(len, answer.values()))

    failed = passed = lines = 0
    skipped = []
    for fault in check_lists(alidade, corpus):
        failed += 1
        print(f"FAIL file lists: {fault}")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for query, faults, count in pool.map(judge, wanted):
            lines += count
            if faults is None:
                skipped.append(query)
            elif faults:
                failed += 1
                print(f"FAIL {query.kind}: alidade search {query}")
                for fault in faults[:SHOWN_MAX]:
                    print(f"  {fault}")
                if len(faults) > SHOWN_MAX:
                    print(f"  and {len(faults) - SHOWN_MAX} more")
            else:
                passed += 1
                if options.verbose:
                    print(f"ok   {query.kind}: {count} lines: {query}")
    print(f"{lines} matching lines compared in {time.monotonic() - started:.1f} s")
    if skipped:
        print(f"{len(skipped)} queries matched more than {LINES_MAX} lines and were not compared")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
