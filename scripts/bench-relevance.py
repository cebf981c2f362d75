#!/usr/bin/env python3
"""Measures whether the file a developer wants comes first, beside zoekt and plain path order.

    scripts/bench-relevance.py --alidade .build/release/alidade [--grammars DIR] [--from TEMPLATE] [--work DIR]
        [--set held-out] [--zoekt-index PROGRAM --zoekt PROGRAM] [--json FILE] [--baseline FILE] [--show TEXT]

The queries and the commits they are for are in Benchmarks/Relevance. Every repository is fetched once at its commit
(--from says where, with {owner} and {name}; GitHub unless told) and all of them are in one index, as they would be in
a company's. A query is asked as it stands; the rank is that of the first file that is listed for it, among the best
50. Path order is the same set of files, sorted by repository and path.

What changed beside --baseline (docs/benchmarks/relevance.json unless told) is printed query by query.
"""
import argparse, datetime, json, os, subprocess, sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "Benchmarks" / "Relevance"
DEPTH = 50


def rows(name, columns):
    """The lines of a table: fields between tabs, `#` begins a comment."""
    for line in (DATA / name).read_text().splitlines():
        if line and not line.startswith("#"):
            fields = line.split("\t")
            if len(fields) != columns:
                sys.exit(f"bench-relevance: {name}: {len(fields)} fields instead of {columns}: {line}")
            yield fields


def output(command, **more):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, errors="replace", **more)
    if done.returncode not in (0, 1):
        sys.exit(f"bench-relevance: {' '.join(map(str, command))}: exit {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def check_out(folder, source, commit):
    """One commit of a repository, without its history."""
    if (folder / ".git" / "alidade-commit").exists() and (folder / ".git" / "alidade-commit").read_text() == commit:
        return
    folder.mkdir(parents=True, exist_ok=True)
    git = ["git", "-c", "init.defaultBranch=main", "-c", "advice.detachedHead=false", "-C", folder]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "fetch", "--quiet", "--depth", "1", source, commit], check=True)
    subprocess.run([*git, "checkout", "--quiet", "--force", "FETCH_HEAD"], check=True)
    (folder / ".git" / "alidade-commit").write_text(commit)


def ours(alidade, data, query, everything=False):
    """Files in the order of our ranking."""
    limit = ["--count-all"] if everything else ["--limit", "50"]
    text = output([alidade, "search", "--data", data, "--quiet", "--json", *limit, "--", query + " select:file"])
    files = []
    for line in text.splitlines():
        event = json.loads(line)
        if event["type"] == "begin":
            name = event["data"]["repo"].rsplit("/", 1)[-1] + ":" + event["data"]["path"].get("text", "")
            if name not in files:
                files.append(name)
    return files


def peers(zoekt, index, query):
    """Files in the order of zoekt's ranking."""
    text = output([zoekt, "-index_dir", index, "-l", "-r", query])
    files = []
    for line in text.splitlines():
        repository, _, path = line.partition("/") if ":" not in line.split("/", 1)[0] else line.partition(":")
        name = repository.rsplit("/", 1)[-1] + ":" + path
        if path and name not in files:
            files.append(name)
    return files


def rank(files, wanted):
    return next((place for place, name in enumerate(files[:DEPTH], 1) if name in wanted), None)


def summary(ranks):
    count = len(ranks)
    return {
        "queries": count,
        "first": sum(1 for one in ranks if one == 1),
        "five": sum(1 for one in ranks if one and one <= 5),
        "reciprocal": round(sum(1 / one for one in ranks if one) / count, 4) if count else 0,
    }


def difference(old, new):
    """Lines that say which queries' ranks changed."""
    before = {row["query"]: row["rank"] for row in old.get("queries", [])}
    lines = []
    for row in new["queries"]:
        if row["query"] in before and before[row["query"]] != row["rank"]:
            word = lambda place: f"{place}" if place else "none"
            lines.append(f"  {word(before[row['query']]):>4} -> {word(row['rank']):<4} {row['kind']:<8} {row['query']}")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alidade", required=True)
    parser.add_argument("--grammars")
    parser.add_argument("--set", choices=["queries", "held-out"], default="queries")
    parser.add_argument("--from", dest="source", default="https://github.com/{owner}/{name}")
    parser.add_argument("--work", type=Path, default=ROOT / ".build" / "relevance")
    parser.add_argument("--zoekt-index")
    parser.add_argument("--zoekt")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--baseline", type=Path, default=ROOT / "docs" / "benchmarks" / "relevance.json")
    parser.add_argument("--show", help="print the best five files of queries that contain this")
    options = parser.parse_args()

    tables = {"queries": "repositories.tsv", "held-out": "held-out-repositories.tsv"}
    repositories = list(rows(tables[options.set], 4))
    folders = []
    for name, full, commit, _ in repositories:
        folders.append(options.work / "src" / name)
        owner, short = full.split("/")
        check_out(folders[-1], options.source.format(owner=owner, name=short), commit)

    data = options.work / "data"
    grammars = ["--grammars", options.grammars] if options.grammars else []
    output([options.alidade, "index", "--quiet", "--data", data, *grammars, *folders])
    index = options.work / "zoekt"
    if options.zoekt_index and not index.exists():
        for folder in folders:
            output([options.zoekt_index, "-index", index, folder])

    report = {
        "name": options.set,
        "repositories": [{"name": n, "source": f, "commit": c, "language": l} for n, f, c, l in repositories],
        "queries": [],
    }
    languages = {name: language for name, _, _, language in repositories}
    for kind, query, expected in rows(f"{options.set}.tsv", 3):
        wanted = expected.split()
        files = ours(options.alidade, data, query)
        row = {
            "kind": kind, "query": query, "wanted": wanted, "language": languages[wanted[0].split(":")[0]],
            "rank": rank(files, wanted), "files": len(files),
            "pathRank": rank(sorted(ours(options.alidade, data, query, True)), wanted),
        }
        if options.zoekt:
            row["zoektRank"] = rank(peers(options.zoekt, index, query), wanted)
        report["queries"].append(row)
        if options.show is not None and options.show in query:
            print(f"{query}: wanted {expected}, rank {row['rank']}")
            for file in files[:5]:
                print(f"    {file}")

    ways = [("rank", "Alidade")] + ([("zoektRank", "zoekt")] if options.zoekt else []) + [("pathRank", "path order")]
    groups = [("all", lambda row: True)]
    groups += [(kind, lambda row, kind=kind: row["kind"] == kind) for kind in dict.fromkeys(r["kind"] for r in report["queries"])]
    groups += [(l, lambda row, l=l: row["language"] == l) for l in sorted({r["language"] for r in report["queries"]})]
    report["summary"] = []
    for name, chosen in groups:
        for key, who in ways:
            ranks = [row[key] for row in report["queries"] if chosen(row)]
            report["summary"].append({"group": name, "by": who, **summary(ranks)})
    print(f"{'group':<12} {'ranked by':<12} {'queries':>7} {'first':>7} {'in 5':>7} {'MRR':>7}")
    for line in report["summary"]:
        print(f"{line['group']:<12} {line['by']:<12} {line['queries']:>7} {line['first']:>7} {line['five']:>7} "
              f"{line['reciprocal']:>7.3f}")
    misses = [row for row in report["queries"] if row["rank"] != 1]
    print(f"\nnot first ({len(misses)}):")
    for row in misses:
        print(f"  {row['rank'] or 'none':>4} of {row['files']:<5} {row['kind']:<8} {row['query']}  ({row['wanted'][0]})")
    if options.baseline.exists():
        for old in json.loads(options.baseline.read_text())["sets"]:
            if old["name"] == options.set:
                changes = difference(old, report)
                print(f"\nchanged beside {options.baseline.name} ({len(changes)}):")
                print("\n".join(changes))
    if options.json:
        write(options.json, report)


def write(path, report):
    """Puts a set into the report at `path`, in place of the same set of an older run; a query a line."""
    old = json.loads(path.read_text())["sets"] if path.exists() else []
    whole = {
        "date": datetime.date.today().isoformat(),
        "commit": output(["git", "-C", ROOT, "rev-parse", "--short=10", "HEAD"]).strip(),
        "sets": sorted([one for one in old if one["name"] != report["name"]] + [report],
                       key=lambda one: one["name"], reverse=True),
    }
    text = json.dumps(whole, ensure_ascii=False)
    for start in ('{"kind": ', '{"group": ', '{"name": '):
        text = text.replace(start, "\n " + start)
    path.write_text(text.replace(" \n", "\n") + "\n")


if __name__ == "__main__":
    main()
