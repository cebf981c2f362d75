#!/usr/bin/env python3
"""Differential fuzz: random patterns and texts, this engine against RE2 (PyPI: google-re2).

  scripts/fuzz-regex.py [--seconds N] [--seed S] [--driver PATH]

The other half is the executable `regex-driver` of this package (swift build -c release --product regex-driver).
All matches and the groups of the first one must be equal. Prints the number of cases and every difference; exit 1
when there is one, 2 when something is missing.

Where the two differ on purpose (docs/regex.md), each gets its own spelling of the same thing: \\w \\d \\s \\b are
ASCII for RE2 and Unicode for us.
"""
import argparse
import pathlib
import random
import struct
import subprocess
import sys
import time

try:
    import re2
except ImportError:
    print("fuzz-regex: google-re2 is missing: pip install google-re2", file=sys.stderr)
    sys.exit(2)

LETTERS = ["a", "b", "c", "k", "s", "_", "0", "7", " ", "\n", "-", ".", "é", "ß", "σ", "ς", "Σ", "K", "中", "😀"]
# Pairs: our spelling, RE2's.
ATOMS = [(c, c) for c in ["a", "b", "c", "k", "s", "_", "0", " ", "é", "σ", "中", "😀", "."]] + [
    ("ab", "ab"), ("foo", "foo"), ("\\.", "\\."), ("\\n", "\\n"), ("\\x61", "\\x61"), ("\\x{3c3}", "\\x{3c3}"),
    ("[0-9A-Za-z_]", "\\w"), ("[^0-9A-Za-z_]", "\\W"), ("[0-9]", "\\d"), ("[^0-9]", "\\D"),
    ("[\\t\\n\\f\\r ]", "\\s"), ("[^\\t\\n\\f\\r ]", "\\S"),
    ("[ab]", "[ab]"), ("[^a]", "[^a]"), ("[a-c]", "[a-c]"), ("[^a-cé\\n]", "[^a-cé\\n]"), ("[σ-ω]", "[σ-ω]"),
    ("[[:alpha:]]", "[[:alpha:]]"), ("[[:^digit:]]", "[[:^digit:]]"), ("[]a]", "[]a]"), ("[a-]", "[a-]"),
    ("\\pL", "\\pL"), ("\\PL", "\\PL"), ("\\p{Greek}", "\\p{Greek}"), ("\\p{Lu}", "\\p{Lu}"), ("\\pN", "\\pN"),
    ("(?i:k)", "(?i:k)"), ("(?i:s)", "(?i:s)"), ("(?i:[a-l])", "(?i:[a-l])"), ("(?s:.)", "(?s:.)"),
    ("\\Qa.b\\E", "\\Qa.b\\E"),
]
LOOKS = [("^", "^"), ("$", "$"), ("\\A", "\\A"), ("\\z", "\\z"), ("(?-u:\\b)", "\\b"), ("(?-u:\\B)", "\\B")]
BOUNDED = ["?", "??", "{2}", "{0,2}", "{1,3}?", "{0}"]
UNBOUNDED = ["*", "+", "*?", "+?", "{2,}", "{1,}"]
FLAGS = ["i", "m", "s", "U", "-m", "-s", "i-m", "-i"]


class Pattern:
    """A pattern in both spellings."""

    def __init__(self, ours, theirs, can_be_empty, loops_on_empty=False):
        self.ours, self.theirs, self.can_be_empty = ours, theirs, can_be_empty
        # A loop around what can be empty. Such loops in loops, greedy and lazy mixed, have no agreed meaning: RE2,
        # ripgrep and Perl give three answers for (?:(?:a??)*)+? on "aa". They are not made.
        self.loops_on_empty = loops_on_empty

    def wrapped(self, before, after):
        return Pattern(before + self.ours + after, before + self.theirs + after, self.can_be_empty, self.loops_on_empty)


def joined(parts, separator):
    return Pattern(
        separator.join(p.ours for p in parts), separator.join(p.theirs for p in parts),
        (any if separator else all)(p.can_be_empty for p in parts), any(p.loops_on_empty for p in parts))


def pattern(rng, depth):
    kind = rng.random()
    if depth == 0 or kind < 0.25:
        if rng.random() < 0.85:
            return Pattern(*rng.choice(ATOMS), False)
        return Pattern(*rng.choice(LOOKS), True)
    if kind < 0.50:
        return joined([pattern(rng, depth - 1) for _ in range(rng.randint(2, 4))], "")
    if kind < 0.65:
        empty = Pattern("", "", True)
        parts = [pattern(rng, depth - 1) if rng.random() < 0.9 else empty for _ in range(rng.randint(2, 3))]
        return joined(parts, "|").wrapped("(?:", ")")
    inner = pattern(rng, depth - 1)
    if kind < 0.85:
        repeat = rng.choice(BOUNDED if inner.loops_on_empty else BOUNDED + UNBOUNDED)
        result = inner.wrapped("(?:", f"){repeat}")
        result.loops_on_empty |= inner.can_be_empty and repeat in UNBOUNDED
        result.can_be_empty |= repeat[0] in "*?" or repeat.startswith("{0")
        return result
    if kind < 0.95:
        return inner.wrapped("(", ")")
    return inner.wrapped(f"(?{rng.choice(FLAGS)}:", ")")


def haystack(rng):
    letters = rng.sample(LETTERS, rng.randint(2, 6)) + ["a", "b"]
    length = rng.choice([0, 1, 2, 3, 5, 8, 13, 40, 120])
    return "".join(rng.choice(letters) for _ in range(length)).encode()


def spans_of_re2(expression, text):
    """Every match as the engine reports them: no empty one after a match, nor inside a character."""
    result, groups, position, previous_end = [], None, 0, -1
    while position <= len(text):
        match = expression.search(text, position)
        if match is None:
            break
        start, end = match.span()
        inside = start < len(text) and text[start] & 0xC0 == 0x80
        if start == end and (start == previous_end or inside):
            position = end + 1
            continue
        if groups is None:
            groups = [match.span(i) for i in range(expression.groups + 1)]
        result.append((start, end))
        position = previous_end = end
    return result, groups or []


def show(span):
    return "-" if span[0] < 0 else f"{span[0]}-{span[1]}"


def batch(rng, count):
    options = re2.Options()
    options.log_errors = False
    cases = []
    while len(cases) < count:
        made = pattern(rng, rng.randint(1, 4))
        flags = rng.choice([0, 0, 0, 1, 2, 4, 8])
        prefix = ("" if flags & 2 else "(?m)") + "".join(
            f"(?{letter})" for bit, letter in ((1, "i"), (4, "s"), (8, "U")) if flags & bit)
        try:
            expression = re2.compile((prefix + made.theirs).encode(), options)
        except re2.error:
            continue
        for _ in range(4):
            text = haystack(rng)
            spans, groups = spans_of_re2(expression, text)
            wanted = " ".join([show(s) for s in spans] + ["|"] + [show(g) for g in groups])
            cases.append((flags, made.ours, prefix + made.theirs, text, wanted))
    return cases


def run(driver, cases):
    data = b"".join(
        bytes([flags]) + struct.pack("<I", len(p.encode())) + p.encode() + struct.pack("<I", len(text)) + text
        for flags, p, _, text, _ in cases)
    done = subprocess.run([driver], input=data, stdout=subprocess.PIPE, timeout=600)
    answers = done.stdout.decode().split("\n")[:-1]
    if done.returncode != 0 or len(answers) != len(cases):
        bad = cases[len(answers)] if len(answers) < len(cases) else None
        print(f"fuzz-regex: the driver ended with {done.returncode} after {len(answers)} of {len(cases)} cases; "
              f"its output is buffered, so the fault is at or after {bad}")
        sys.exit(1)
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=None, help="printed, so that a run can be repeated")
    parser.add_argument("--driver", type=pathlib.Path, default=root / ".build/release/regex-driver")
    arguments = parser.parse_args()
    if not arguments.driver.exists():
        print(f"fuzz-regex: {arguments.driver} is missing: swift build -c release --product regex-driver",
              file=sys.stderr)
        sys.exit(2)
    seed = arguments.seed if arguments.seed is not None else int(time.time())
    rng = random.Random(seed)
    start, count, matched, differences = time.monotonic(), 0, 0, 0
    while time.monotonic() - start < arguments.seconds and differences < 50:
        cases = batch(rng, 2000)
        for (flags, ours, theirs, text, wanted), answer in zip(cases, run(arguments.driver, cases)):
            count += 1
            matched += not answer.startswith("|")
            if answer == wanted:
                continue
            differences += 1
            print(f"pattern {ours!r} (RE2: {theirs!r}) options {flags} text {text!r}\n  RE2  {wanted}\n  ours {answer}")
    print(f"fuzz-regex: seed {seed}: {count} cases, {matched} with a match, {differences} differences")
    sys.exit(1 if differences else 0)


main()
