"""Files that ordinary repositories hold too rarely: every border and encoding the engine treats on its own."""

import os
import random
import subprocess

BLOCK = 4096


def contents():
    """(name, bytes) of each odd file."""
    generator = random.Random(7)
    words = ["alpha", "beta_1", "GammaDelta", "epsilon", "Zeta9", "straße", "Ωmega", "naïve", "ﬁne", "Kelvin", "日本語"]

    def line(length):
        text = ""
        while len(text) < length:
            text += generator.choice(words) + generator.choice([" ", "(", ")->", "::", ", ", ".", "\t", "==", "__"])
        return text[:length]

    plain = "\n".join(line(generator.randint(0, 120)) for _ in range(4000))
    yield "plain.txt", plain.encode()
    yield "windows.txt", plain.replace("\n", "\r\n").encode()[:60_000].decode(errors="ignore").encode()
    yield "old-mac.txt", plain.replace("\n", "\r").encode()[:20_000].decode(errors="ignore").encode()
    yield "mark.txt", b"\xef\xbb\xbf" + plain.encode()[:9000].decode(errors="ignore").encode()
    yield "utf16le.txt", b"\xff\xfe" + plain[:30_000].encode("utf-16-le")
    yield "utf16be.txt", b"\xfe\xff" + plain[:30_000].encode("utf-16-be")
    yield "utf16odd.txt", b"\xff\xfe" + plain[:500].encode("utf-16-le") + b"a"
    yield "utf16pairs.txt", b"\xff\xfe" + "a😀b\n".encode("utf-16-le") + b"\x00\xd8c\x00\n\x00"
    yield "latin1.txt", "Größe façade naïve £5 ½\nÄÖÜ straße\n".encode("latin-1") * 300
    yield "late-zero.txt", b"late zero " * 900 + b"\nhere\0it is\nafter zero\n"
    yield "early-zero.bin", b"early\0zero alpha\n" * 10
    yield "empty.txt", b""
    yield "feeds.txt", b"\n" * 10_000
    yield "one-feed.txt", b"\n"
    yield "no-end.txt", b"alpha beta\nlast line without an end"
    yield "blanks.txt", b"   \n\t\n \t \nend\n" * 50
    yield "long-line.txt", ("start " + "x" * 300_000 + " NEEDLE " + "y" * 200_000 + " end\nafter alpha\n").encode()
    yield "long-lines.txt", "\n".join(line(generator.randint(3000, 9000)) for _ in range(60)).encode()
    for delta in range(-3, 4):
        head = b"h" * (BLOCK + delta - 1) + b"\n"
        yield f"border{delta:+d}.txt", head + b"needle at border\n" + head + b"x\nneedle again" + b"\n" * 5000
    for delta in range(-6, 7):
        # A literal that lies across the end of a block's target length.
        text = (b"%07d\n" % delta) * (BLOCK // 8 - 2) + b"." * (8 + delta) + b"crossing_border_name();\n" + b"tail\n" * 2000
        yield f"cross{delta:+d}.c", text
    yield "separators.txt", "a\u0085b\u2028c\u2029d\ne\x0bf\x0cg\n".encode() * 20
    yield "folds.txt", "ſharp ſ S s\nKelvin K K k\nΣίσυφος ΣΊΣΥΦΟΣ σς\nİstanbul ıI i\nǅ ǆ Ǆ\n".encode() * 5
    yield "escapes.txt", b'"quoted" \\back\\slash /slashes/ `tick` $dollar ^caret [b] {c} (d) a|b *+?\n' * 20
    yield "repeated.txt", b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n" * 200
    yield "many.txt", b"e e e e e e e e e e e e e e e e e e e e\n" * 3000


def make_repository(folder):
    """Writes the odd files to `folder` as a repository with one commit."""
    os.makedirs(folder)
    for name, data in contents():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A", "-f"], ["commit", "-q", "-m", "odd files"]):
        subprocess.run(["git", *identity, "-C", folder, *command], check=True)
