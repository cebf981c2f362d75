#!/usr/bin/env python3
"""Makes a set for `Benchmarks templates --held-out` of logs whose lines name file and line: lines of one statement are one
group, and what names it is taken away. Templates are not known.

    log-groups.py FOLDER NAME=LOG...

A LOG is the output of `ssh -vvv -o LogVerbose='*'` or sshd with LogVerbose *, or lines of zap as JSON."""
import csv, json, os, re, sys


def lines(path):
    for line in open(path, encoding="utf-8", errors="replace"):
        line = line.strip()
        if line.startswith("{"):
            try:
                row = json.loads(line)
                yield row["caller"], row["msg"]
            except (ValueError, KeyError):
                pass
        else:
            m = re.match(r"((?:debug[123]: |fatal: |error: )?)(\S+\.c):\S+\(\):(\d+) \(pid=\d+\): (.*)", line)
            if m:
                yield f"{m[2]}:{m[3]}", m[1] + m[4]


def main():
    for item in sys.argv[2:]:
        name, path = item.split("=", 1)
        folder = os.path.join(sys.argv[1], name)
        os.makedirs(folder, exist_ok=True)
        found = [(place, text) for place, text in lines(path) if text.strip()][:20000]
        log = os.path.join(folder, f"{name}_2k.log")
        with open(log, "w", encoding="utf-8") as file:
            file.writelines(text + "\n" for _, text in found)
        with open(log + "_structured.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["LineId", "Content", "EventId"])
            writer.writerows([index + 1, text, place] for index, (place, text) in enumerate(found))
        print(name, len(found), "lines,", len({place for place, _ in found}), "statements")


main()
