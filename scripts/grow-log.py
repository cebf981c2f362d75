#!/usr/bin/env python3
"""Grows a log of Loghub-2k to any size: its lines again and again, each time with fresh digits in their messages.

    grow-log.py FOLDER/NAME/NAME_2k.log MEGABYTES > big.log"""
import csv, random, re, sys


def main():
    path, size = sys.argv[1], int(sys.argv[2]) * 1_000_000
    r = random.Random(7)
    pool = "".join(r.choice("0123456789") for _ in range(1 << 16))
    raw = open(path, encoding="utf-8", errors="replace").read().split("\n")
    rows = list(csv.DictReader(open(path + "_structured.csv", encoding="utf-8", errors="replace")))
    lines = []
    for line, row in zip(raw, rows):
        at = line.rfind(row["Content"])
        if at < 0:
            continue
        pieces, lengths, last = [], [], 0
        for m in re.finditer(r"\d+", line[at:]):
            pieces.append(line[at + last:at + m.start()])
            lengths.append(min(12, len(m.group())))
            last = m.end()
        lines.append((line[:at], pieces, lengths, line[at + last:] + "\n"))
    written, place, randrange, out = 0, 0, r.randrange, sys.stdout
    while written < size:
        block = []
        for head, pieces, lengths, tail in lines:
            text = head
            for piece, length in zip(pieces, lengths):
                place = (place * 75 + 74) % 65521
                text += piece + pool[place:place + length]
            block.append(text + tail)
        joined = "".join(block)
        written += len(joined)
        out.write(joined)


main()
