#!/usr/bin/env python3
"""Writes Sources/RegexEngine/UnicodeTables.swift from the files of the Unicode Character Database.

  scripts/generate-unicode-tables.py --ucd FOLDER

FOLDER holds, as published at https://www.unicode.org/Public/<version>/ucd/: CaseFolding.txt,
DerivedCoreProperties.txt, DerivedGeneralCategory.txt, GraphemeBreakProperty.txt, PropList.txt,
PropertyAliases.txt, PropertyValueAliases.txt, ScriptExtensions.txt, Scripts.txt and emoji-data.txt.

The output is one string, because a literal of thousands of ranges takes the Swift compiler minutes. Its
format is described in UnicodeData.swift, which decodes it.
"""
import argparse
import collections
import pathlib
import re
import sys

LAST = 0x10FFFF
GROUPS = {
    "L": ["Lu", "Ll", "Lt", "Lm", "Lo"], "LC": ["Lu", "Ll", "Lt"], "M": ["Mn", "Mc", "Me"],
    "N": ["Nd", "Nl", "No"], "P": ["Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po"],
    "S": ["Sm", "Sc", "Sk", "So"], "Z": ["Zs", "Zl", "Zp"], "C": ["Cc", "Cf", "Cs", "Co", "Cn"],
}


def rows(path):
    """The fields of each data line, comments removed."""
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def scalars(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def properties(path):
    """Property value -> set of scalars, for files of `range ; value` lines."""
    result = collections.defaultdict(set)
    for fields in rows(path):
        if len(fields) == 2:
            result[fields[1]].update(scalars(fields[0]))
    return result


def loose(name):
    return re.sub(r"[ _-]", "", name).lower()


def ranges(members):
    # Surrogates are no scalars: no UTF-8 holds them.
    members = sorted(m for m in members if not 0xD800 <= m <= 0xDFFF)
    result = []
    for m in members:
        if result and result[-1][1] + 1 == m:
            result[-1][1] = m
        else:
            result.append([m, m])
    return result


def number(value):
    """Base 32, most significant digit first; 32 is added to every digit but the last."""
    digits = [value & 31]
    value >>= 5
    while value:
        digits.append((value & 31) | 32)
        value >>= 5
    return "".join(chr(0x30 + d) for d in reversed(digits))


def encode_ranges(members):
    out, position = [], 0
    for first, last in ranges(members):
        out.append(number(first - position) + number(last - first))
        position = last + 1
    return "".join(out)


def encode_orbits(path):
    fold = {}
    for fields in rows(path):
        if fields[1] in "CS":
            fold[int(fields[0], 16)] = int(fields[2], 16)
    orbits = collections.defaultdict(set)
    for source, target in fold.items():
        orbits[target] |= {source, target}
    out, position = [], 0
    for orbit in sorted(sorted(o) for o in orbits.values()):
        out.append(number(len(orbit) - 2) + number(orbit[0] - position))
        position = orbit[0]
        out.extend(number(b - a) for a, b in zip(orbit, orbit[1:]))
    return "".join(out)


def entries(ucd):
    """Pairs of header and data."""
    value_names = collections.defaultdict(dict)  # property -> short value name -> every name
    for fields in rows(ucd / "PropertyValueAliases.txt"):
        value_names[fields[0]][fields[1]] = sorted({loose(f) for f in fields[1:]})
    property_names = {}
    for fields in rows(ucd / "PropertyAliases.txt"):
        for name in fields:
            property_names[name] = sorted({loose(f) for f in fields})

    categories = properties(ucd / "DerivedGeneralCategory.txt")
    for group, parts in GROUPS.items():
        categories[group] = set().union(*(categories[p] for p in parts))
    for short in sorted(categories):
        yield "gc:" + ",".join(value_names["gc"][short]), encode_ranges(categories[short])

    long_to_short = {names_long: short for short, names in value_names["sc"].items() for names_long in names}
    scripts = {long_to_short[loose(n)]: s for n, s in properties(ucd / "Scripts.txt").items()}
    extended = {name: set(members) for name, members in scripts.items()}
    for fields in rows(ucd / "ScriptExtensions.txt"):
        members = set(scalars(fields[0]))
        for name in ("Zyyy", "Zinh"):
            extended[name] -= members
        for name in fields[1].split():
            extended[name] |= members
    for short in sorted(scripts):
        names = ",".join(value_names["sc"][short])
        yield "sc:" + names, encode_ranges(scripts[short])
        if extended[short] != scripts[short]:
            yield "scx:" + names, encode_ranges(extended[short])

    binary = {}
    for file in ("DerivedCoreProperties.txt", "PropList.txt", "emoji-data.txt"):
        binary.update(properties(ucd / file))
    for name in sorted(binary):
        yield "b:" + ",".join(property_names.get(name, [loose(name)])), encode_ranges(binary[name])

    breaks = properties(ucd / "GraphemeBreakProperty.txt")
    for names in value_names["GCB"].values():
        for name, members in breaks.items():
            if loose(name) in names:
                yield "gcb:" + ",".join(names), encode_ranges(members)

    # The characters of \w: letters, marks, digits, connectors and joiners (Unicode Technical Standard 18).
    word = binary["Alphabetic"] | categories["M"] | categories["Nd"] | categories["Pc"] | binary["Join_Control"]
    yield "perl:word", encode_ranges(word)
    yield "fold:orbits", encode_orbits(ucd / "CaseFolding.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ucd", type=pathlib.Path, required=True)
    target = pathlib.Path(__file__).resolve().parent.parent / "Sources/RegexEngine/UnicodeTables.swift"
    parser.add_argument("--output", type=pathlib.Path, default=target)
    arguments = parser.parse_args()
    first = (arguments.ucd / "CaseFolding.txt").read_text(encoding="utf-8").splitlines()[0]
    version = re.search(r"-([0-9.]+)\.txt", first).group(1)
    lines = [
        f"// Generated by scripts/generate-unicode-tables.py from Unicode {version}. Do not edit.",
        "",
        "/// Every Unicode property the engine knows, encoded as `UnicodeData` describes.",
        "let unicodeTables: StaticString = #\"\"\"",
    ]
    for header, data in entries(arguments.ucd):
        text = f"!{header}|"
        assert len(text) <= 108, text
        lines.append("  " + text)
        lines.extend("  " + data[i:i + 108] for i in range(0, len(data), 108))
    lines += ["  !", "  \"\"\"#", ""]
    arguments.output.write_text("\n".join(lines), encoding="utf-8")
    print(f"{arguments.output}: Unicode {version}, {sum(map(len, lines))} bytes", file=sys.stderr)


main()
