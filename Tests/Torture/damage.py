"""Index files that were changed by something else: every command says so, and indexing mends it."""

import os
import random
import shutil

from sandbox import expect, expect_match

DAMAGES_SHORT = 40
DAMAGES_FULL = 400


def corpus(sandbox):
    text = "".join(f"line {number} alpha beta_{number % 97} {{ return {number}; }}\n" for number in range(3000))
    sandbox.repository("r", {f"src/f{n}.c": f"// file {n}\n{text[n * 1000:n * 1000 + 20000]}" for n in range(6)})
    sandbox.commit("r", {"README.md": "alpha read me\n", "bin.dat": b"\0\1\2" * 100})
    sandbox.index("r")


QUERIES = ["content:alpha", "beta_13", "/return \\d+1;/", "file:readme alpha", "lang:c zzz", "content:e"]


def answers(sandbox):
    return [sandbox.find(query) for query in QUERIES]


def files_by_kind(sandbox):
    names = sandbox.index_files()
    return {
        "manifest": os.path.join(sandbox.data, "manifest"),
        "segment": next(os.path.join(sandbox.data, "segments", name) for name in names if name.endswith(".seg")),
        "placements": next(os.path.join(sandbox.data, "segments", name) for name in names if name.endswith(".plc")),
    }


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    # A new file, as a copy or a restored backup would be: mapped ones are never cut short in place.
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.replace(path + ".new", path)


WHOLE_FILE_DAMAGES = {
    "empty": lambda data: b"",
    "cut in half": lambda data: data[: len(data) // 2],
    "one byte short": lambda data: data[:-1],
    "one byte more": lambda data: data + b"x",
    "foreign": lambda data: b"\x7fELF" + b"something else entirely " * 500,
    "zeros": lambda data: bytes(len(data)),
    "missing": None,
}


def case_damaged_files(sandbox):
    """Manifest, segment and placement file cut short, empty, foreign or missing: a clear error, mended by indexing."""
    corpus(sandbox)
    wanted = answers(sandbox)
    backup = sandbox.path("backup")
    shutil.copytree(sandbox.data, backup)
    for kind in ("manifest", "segment", "placements"):
        for name, damage in WHOLE_FILE_DAMAGES.items():
            shutil.rmtree(sandbox.data)
            shutil.copytree(backup, sandbox.data)
            path = files_by_kind(sandbox)[kind]
            if damage is None:
                os.remove(path)
            else:
                write(path, damage(read(path)))
            what = f"{kind}, {name}"
            outcome = sandbox.run("search", "--count-all", "--strict", "--", "content:alpha")
            expect(outcome.code == 2, f"{what}: search ended with {outcome.code}: {outcome}")
            named = "index|manifest" if kind == "manifest" else os.path.basename(path)
            expect_match(named, outcome)
            expect_match("alidade (index|doctor)", outcome)
            doctor = sandbox.run("doctor")
            expect(doctor.code != 0, f"{what}: doctor finds nothing: {doctor}")
            flags = [sandbox.path("r")] if kind == "manifest" else []
            mended = sandbox.run("index", *flags)
            expect(mended.code in (0, 1), f"{what}: index ended with {mended.code}: {mended}")
            expect(answers(sandbox) == wanted, f"{what}: answers differ after indexing again: {mended}")
            expect(sandbox.run("doctor", "--deep").code == 0, f"{what}: doctor still finds faults")


def case_damaged_facts(sandbox):
    """A facts file cut short, foreign or missing: searches answer as before, doctor tells, indexing mends it."""
    corpus(sandbox)
    sandbox.commit("r", {"src/named.c": "int named_one(void)\n{\n\treturn 1;\n}\n"})
    sandbox.index()
    wanted = answers(sandbox)
    backup = sandbox.path("backup")
    shutil.copytree(sandbox.data, backup)
    # So many bytes that not all are padding.
    flip = lambda data: data[:512] + bytes(byte ^ 4 for byte in data[512:712]) + data[712:]
    for name, damage in {**WHOLE_FILE_DAMAGES, "flipped": flip}.items():
        shutil.rmtree(sandbox.data)
        shutil.copytree(backup, sandbox.data)
        for file in [name for name in sandbox.index_files() if name.endswith(".facts")]:
            path = os.path.join(sandbox.data, "segments", file)
            if damage is None:
                os.remove(path)
            else:
                write(path, damage(read(path)))
        expect(answers(sandbox) == wanted, f"{name}: searches answer otherwise")
        sandbox.run("symbols", "named_one")
        expect(sandbox.run("doctor", "--deep").code != 0, f"{name}: doctor finds nothing")
        mended = sandbox.run("index")
        expect(mended.code in (0, 1), f"{name}: index ended with {mended.code}: {mended}")
        expect(sandbox.run("symbols", "named_one").code == 0, f"{name}: the symbol is not found after indexing")
        expect(sandbox.run("doctor", "--deep").code == 0, f"{name}: doctor still finds faults")


def case_flipped_bits(sandbox):
    """Single bytes changed anywhere: nothing crashes, and doctor --deep finds each."""
    corpus(sandbox)
    wanted = answers(sandbox)
    generator = random.Random(9)
    quiet = 0
    for number in range(DAMAGES_FULL if sandbox.full else DAMAGES_SHORT):
        kind = generator.choice(["manifest", "segment", "segment", "placements"])
        path = files_by_kind(sandbox)[kind]
        original = read(path)
        place = generator.randrange(len(original))
        if number % 3 == 0:
            # Headers, tables and the footer are what a reader follows.
            place = generator.choice([generator.randrange(min(200, len(original))), len(original) - 1 - place % 300])
            place = max(0, place)
        changed = bytearray(original)
        changed[place] ^= 1 << generator.randrange(8)
        write(path, bytes(changed))
        what = f"{kind}, byte {place} of {len(original)}"
        for query in QUERIES:
            outcome = sandbox.run("search", "--count-all", "--", query)
            expect(outcome.code in (0, 1, 2), f"{what}: {outcome}")
        sandbox.run("files")
        sandbox.run("show", "r:README.md")
        doctor = sandbox.run("doctor", "--deep")
        if doctor.code == 0:
            # Padding between sections belongs to none.
            expect(answers(sandbox) == wanted, f"{what}: doctor --deep does not see it, and answers differ")
            quiet += 1
        write(path, original)
    expect(answers(sandbox) == wanted, "the restored index answers otherwise")
    sandbox.notes.append(f"{quiet} changes touched nothing that is read")


def case_foreign_data_folder(sandbox):
    """A data folder that is a file, or full of other things."""
    sandbox.repository("r", {"a.txt": "alpha\n"})
    sandbox.write("data", "not a folder")
    expect_match("data", sandbox.run("index", sandbox.path("r")), 2)
    expect_match("data", sandbox.run("search", "alpha"), 2)
    os.remove(sandbox.path("data"))
    sandbox.write("data/segments/holiday.jpg", b"\xff\xd8\xff")
    sandbox.write("data/notes.txt", "mine")
    sandbox.index("r")
    expect(sandbox.find("content:alpha") == ["r:a.txt:1:alpha"], "a strange file in the folder spoils the index")
    expect(os.path.exists(sandbox.path("data/notes.txt")), "somebody's file was removed")
