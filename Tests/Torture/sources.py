"""Things to index that are empty, broken, forbidden, endless or named badly."""

import os
import random
import re
import shutil
import subprocess
import time

from sandbox import Skipped, expect, expect_match


def case_nothing_to_index(sandbox):
    """An empty folder, a repository without commits, an empty commit, a missing path, a file."""
    os.makedirs(sandbox.path("empty"))
    sandbox.repository("unborn")
    sandbox.repository("void")
    sandbox.commit("void", {})
    for name in ("empty", "unborn", "void"):
        sandbox.index(name)
        expect(sandbox.find("content:alpha") == [], f"{name} has matches")
    expect_match("does not exist", sandbox.index("missing", code=1))
    sandbox.write("file.txt", "alpha")
    expect_match("not a folder", sandbox.index("file.txt", code=1))
    # A repository that gets its first commit is an ordinary one from then on.
    sandbox.commit("unborn", {"a.txt": "alpha\n"})
    sandbox.index("unborn")
    expect(sandbox.find("content:alpha") == ["unborn:a.txt:1:alpha"], "the first commit is not found")
    expect_match("nothing to index", sandbox.run("index", data=sandbox.path("fresh")), 2)
    expect_match("holds no index", sandbox.run("search", "alpha", data=sandbox.path("fresh")), 2)


def case_corrupt_pack(sandbox):
    """Objects that cannot be read: what can be read is indexed, the rest is named; lost refs keep the old index."""
    text = "".join(f"alpha {number}\n" for number in range(2000))
    sandbox.repository("r", {f"f{n}.txt": f"unique{n}\n" + text[n * 300 : n * 300 + 9000] for n in range(40)})
    sandbox.git("r", "repack", "-adq")
    sandbox.git("r", "prune-packed", "-q")
    whole = sandbox.path("whole")
    shutil.copytree(sandbox.path("r"), whole)
    pack = next(name for name in os.listdir(sandbox.path("r/.git/objects/pack")) if name.endswith(".pack"))
    path = sandbox.path("r/.git/objects/pack", pack)
    os.chmod(path, 0o644)
    with open(path, "r+b") as file:
        file.seek(0, os.SEEK_END)
        file.seek(file.tell() // 2)
        file.write(b"\xaa" * 40)
    outcome = sandbox.index("r", code=1)
    expect_match("warning: .*(corrupt|unpack|damaged|inflate|object)", outcome)
    found = len(sandbox.find("/unique\\d+/"))
    expect(0 < found < 40, f"{found} of 40 files are found in a pack with one damaged place")
    expect(len(sandbox.run("search", "-l", "lang:skipped").lines) >= 40 - found, "the lost files are not listed")
    # The pack is cut short: not even the commit can be read any more.
    with open(path, "r+b") as file:
        file.truncate(100)
    sandbox.git("r", "update-ref", "refs/heads/other", sandbox.git("whole", "rev-parse", "HEAD").decode().strip(), check=False)
    outcome = sandbox.index("r", code=1, flags=["--rev", "other"])
    expect_match("warning: ", outcome)
    expect(len(sandbox.find("/unique\\d+/")) == found, "what was indexed before the damage is gone")
    shutil.rmtree(sandbox.path("r"))
    shutil.move(whole, sandbox.path("r"))
    sandbox.commit("r", {"new.txt": "unique40\n"})
    sandbox.index("r")
    expect("r:new.txt:1:unique40" in sandbox.find("/unique\\d+/"), "the mended repository is not read")


def case_unreadable_folder(sandbox):
    """Folders and files of somebody else are named and left out."""
    if os.geteuid() != 0:
        raise Skipped("becoming another user needs root")
    sandbox.write("plain/open/a.txt", "alpha open\n")
    sandbox.write("plain/closed/b.txt", "alpha closed\n")
    sandbox.write("plain/open/secret.txt", "alpha secret\n")
    os.chmod(sandbox.path("plain/closed"), 0o700)
    os.chmod(sandbox.path("plain/open/secret.txt"), 0o600)
    os.makedirs(sandbox.data)
    os.chown(sandbox.data, 65534, 65534)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    outcome = sandbox.run("index", sandbox.path("plain"), prefix=nobody)
    expect(outcome.code in (0, 1), f"{outcome}")
    lines = sandbox.run("search", "--count-all", "content:alpha", prefix=nobody).lines
    expect(lines == ["plain:open/a.txt:1:alpha open"], f"{lines}")
    said = outcome.errors + outcome.output.decode() + sandbox.run("repos", "--json", prefix=nobody).output.decode()
    said += sandbox.run("search", "-l", "lang:skipped", prefix=nobody).output.decode()
    expect("closed" in said, f"nobody says that a folder was left out: {said}")
    expect("secret.txt" in said or "1 not searchable" in said, f"nobody says that a file was left out: {said}")


def case_symlinks(sandbox):
    """Loops and links out of the folder are not followed."""
    for kind in ("plain", "repo"):
        sandbox.write(f"{kind}/a/x.txt", "alpha\n")
        sandbox.write(f"outside-{kind}/y.txt", "alpha outside\n")
        os.symlink("..", sandbox.path(kind, "a/up"))
        os.symlink("self", sandbox.path(kind, "self"))
        os.symlink("../..", sandbox.path(kind, "a/far"))
        os.symlink(sandbox.path(f"outside-{kind}"), sandbox.path(kind, "out"))
        os.symlink("a/x.txt", sandbox.path(kind, "same.txt"))
    sandbox.repository("repo")
    sandbox.commit("repo", {})
    sandbox.index("plain", "repo")
    # One content at two places is one result.
    lines = sandbox.find("content:alpha")
    expect(lines in (["plain:a/x.txt:1:alpha"], ["repo:a/x.txt:1:alpha"]), f"links were followed: {lines}")
    # A folder above itself, as a source.
    sandbox.index("plain/a/up/a")


def case_file_names(sandbox):
    """Newlines, quotes, controls, bytes that are not UTF-8, long names, in a repository and in a plain folder."""
    names = [b"new\nline.txt", b"bad\xff\xfe.txt", b"tab\tquote\"back\\slash.txt", b" lead", b"trail ", b"-dash", b"--", b"*?[a]",
             b"\xc3\xa9.txt", b"e\xcc\x81.txt", b"esc\x1b[31mred", b"deep/" * 80 + b"x", b"n" * 255, b"con", b".hidden/.file",
             "\u202egpj.exe".encode(), b"a:b:c", b"%41%2F", b"<script>", b"dollar$HOME`id`"]
    files = {name: b"alpha %d\n" % number for number, name in enumerate(names)}
    sandbox.repository("repo", files)
    for name, data in files.items():
        sandbox.write(b"plain/" + name, data)
    for source in ("repo", "plain"):
        sandbox.data = sandbox.path("data-" + source)
        report = sandbox.index_report(source)
        expect(report["new_documents"] == len(names), f"{source}: {report}")
        listed = sandbox.run("files", "-0").output.split(b"\0")[:-1]
        expect(sorted(listed) == sorted(source.encode() + b":" + name for name in names), f"{source}: {sorted(listed)}")
        found = sandbox.run("search", "--count-all", "-l", "-0", "content:alpha").output.split(b"\0")[:-1]
        expect(sorted(found) == sorted(listed), f"{source}: found {sorted(found)}")
        for name, data in files.items():
            shown = sandbox.run("show", "--", source.encode() + b":" + name)
            expect(shown.output == data or b":" in name or b"\xff" in name or b"@" in name, f"show {name!r}: {shown}")
        expect(sandbox.run("search", "--json", "--count-all", "content:alpha").code == 0, "JSON")
        # On a terminal, names must not be able to do anything.
        colored = sandbox.run("search", "--color", "always", "--heading", "--count-all", "content:alpha").output
        expect(b"\x1b[31mred" not in colored, "an escape sequence in a name reaches the terminal")


def case_long_line(sandbox):
    """One line of 100 MB: skipped with a reason by default, searched when asked for, shown in part."""
    generator = random.Random(3)
    chunk = " ".join(generator.choices(["alpha", "beta", "gamma", "delta"], k=20_000)).encode()
    os.makedirs(sandbox.path("plain"))
    with open(sandbox.path("plain/long.txt"), "wb") as file:
        size = 0
        while size < 100_000_000:
            size += file.write(chunk + b" ")
        file.write(b"needle_at_the_end")
    outcome = sandbox.index("plain")
    expect(b"1 not searchable" in outcome.output, f"{outcome}")
    listed = sandbox.run("search", "-l", "lang:skipped", "-v")
    expect(listed.lines == ["plain:long.txt"], f"{listed}")
    expect_match("larger than", listed)
    sandbox.index("plain", flags=["--max-file-size", "1G"])
    for query in ("needle_at_the_end", "/ needle_\\w+$/", "content:needle_at"):
        outcome = sandbox.run("search", "--json", "--", query)
        expect(outcome.code == 0 and len(outcome.output) < 100_000, f"{query}: {str(outcome)[:2000]}")
    outcome = sandbox.run("search", "--timeout", "30s", "-c", "content:alpha")
    expect(outcome.lines == ["plain:long.txt:1"], f"{str(outcome)[:2000]}")


def case_encodings(sandbox):
    """UTF-16 and Latin-1 are searched as text and shown as they are; binary files are listed as such."""
    text = "Grüße alpha\nzweite Zeile\n"
    files = {
        "utf16le.txt": b"\xff\xfe" + text.encode("utf-16-le"), "utf16be.txt": b"\xfe\xff" + text.encode("utf-16-be"),
        "latin1.txt": text.encode("latin-1"), "utf8.txt": text.encode(), "bom.txt": b"\xef\xbb\xbf" + text.encode(),
        "binary.bin": b"alpha\0" * 10,
    }
    sandbox.repository("r", files)
    sandbox.index("r")
    found = sandbox.run("search", "--count-all", "-l", "--", '"Grüße alpha"').lines
    expect(sorted(found) == [f"r:{name}" for name in sorted(files) if name != "binary.bin"], f"{found}")
    expect(sandbox.run("search", "-l", "lang:skipped").lines == ["r:binary.bin"], "the binary file is not listed")
    for name, data in files.items():
        shown = sandbox.run("show", f"r:{name}")
        expect(shown.output == data, f"{name} is shown changed: {shown}")


def case_sha256(sandbox):
    """A repository with SHA-256 object names beside one with SHA-1."""
    sandbox.repository("old", {"a.txt": "alpha old\n", "same.txt": "alpha same\n"})
    sandbox.repository("new", {"b.txt": "alpha new\n", "same.txt": "alpha same\n"}, init=["--object-format=sha256"])
    sandbox.index("old", "new")
    lines = sandbox.find("content:alpha")
    expect({"old:a.txt:1:alpha old", "new:b.txt:1:alpha new"} <= set(lines), f"{lines}")


def case_deleted_references(sandbox):
    """A branch that is deleted, and a repository that is, disappear from the answers and from the index."""
    sandbox.repository("r", {"a.txt": "alpha main\n"})
    sandbox.git("r", "checkout", "-q", "-b", "topic")
    sandbox.commit("r", {"b.txt": "alpha topic\n"})
    sandbox.git("r", "checkout", "-q", "main")
    sandbox.index("r", flags=["--rev", "topic", "--rev", "v*"])
    expect(sandbox.find("content:alpha rev:topic file:b.txt") == ["r@topic:b.txt:1:alpha topic"], f"{sandbox.find('content:alpha rev:topic')}")
    sandbox.git("r", "branch", "-q", "-D", "topic")
    report = sandbox.index_report()
    expect(report["removed_revisions"] == 1, f"{report}")
    expect(sandbox.find("content:topic rev:*") == [], "a deleted branch is still found")
    expect_match("topic", sandbox.run("search", "alpha rev:topic"), 1)
    sandbox.repository("group/one", {"c.txt": "alpha one\n"})
    sandbox.repository("group/two", {"d.txt": "alpha two\n"})
    sandbox.index("group")
    expect(len(sandbox.find("content:alpha")) == 3, "a folder of repositories")
    shutil.rmtree(sandbox.path("group/two"))
    sandbox.index()
    expect(len(sandbox.find("content:alpha")) == 2, "a deleted repository is still found")


def case_many_tags(sandbox):
    """Tags cost their changed blobs: 60 tags (200 in the long form), each changing 5 % of the files."""
    generator = random.Random(4)
    count = 200 if sandbox.full else 60
    
    def content(number, version):
        lines = [f"line {generator.random()} alpha" for _ in range(60)]
        return "\n".join([f"file {number} version {version}", *lines, ""])

    sandbox.repository("r", {f"f{n}.c": content(n, 0) for n in range(200)})
    sandbox.index("r")
    one = sum(os.path.getsize(os.path.join(sandbox.data, "segments", name)) for name in sandbox.index_files())
    for tag in range(1, count + 1):
        sandbox.commit("r", {f"f{n}.c": content(n, tag) for n in generator.sample(range(200), 10)})
        sandbox.git("r", "tag", f"v{tag}")
    report = sandbox.index_report("r", flags=["--rev", "v*"])
    expect(report["new_documents"] == 10 * count, f"{count} tags with 10 changes each: {report}")
    for tag in (1, count // 2, count):
        revision = f"v{tag}"
        wanted = sandbox.git("r", "grep", "-h", "-o", "-E", "^file [0-9]+ version [0-9]+", revision).decode().splitlines()
        lines = sandbox.find(f"content:/^file \\d+ version \\d+/ rev:{revision}")
        found = sorted(re.sub(r"^.*:1:", "", line) for line in lines)
        expect(found == sorted(wanted), f"{revision} has other files than git says: {len(found)}, {len(wanted)}")
    all_of_it = sum(os.path.getsize(os.path.join(sandbox.data, "segments", name)) for name in sandbox.index_files())
    sandbox.notes.append(f"index of one revision {one >> 10} KB, of {count + 1}: {all_of_it >> 10} KB")
    again = sandbox.index_report("r")
    expect(again["new_documents"] == 0, f"{again}")


def case_incremental(sandbox):
    """A commit costs its new blobs, and a run with nothing new nothing."""
    sandbox.repository("r", {f"f{n}.txt": f"alpha {n}\n" for n in range(100)})
    expect(sandbox.index_report("r")["new_documents"] == 100, "the first run")
    expect(sandbox.index_report("r")["new_documents"] == 0, "a run with nothing new")
    # A new file, a changed one, a copy, a move and a removal: two new contents.
    sandbox.commit("r", {"new.txt": "alpha new\n", "f1.txt": "alpha changed\n", "copy.txt": "alpha 2\n", "moved.txt": "alpha 3\n"},
                   remove=["f3.txt", "f4.txt"])
    report = sandbox.index_report()
    expect(report["new_documents"] == 2, f"{report}")
    lines = sandbox.find("content:alpha")
    for line in ("r:new.txt:1:alpha new", "r:f1.txt:1:alpha changed", "r:moved.txt:1:alpha 3"):
        expect(line in lines, f"{line} is missing")
    for line in ("r:f1.txt:1:alpha 1", "r:f4.txt:1:alpha 4", "r:f3.txt:1:alpha 3"):
        expect(line not in lines, f"{line} is still there")
    # History is rewritten: back to the first commit, whose contents are partly known.
    sandbox.git("r", "reset", "-q", "--hard", "HEAD~1")
    sandbox.index()
    expect(len(sandbox.find("content:alpha")) == 100, "a branch that was reset")
    expect(sandbox.find("content:changed") == [], "a branch that was reset shows the future")


def case_many_repositories(sandbox):
    """A hundred repositories: a run with nothing new takes well under a second on an idle machine."""
    count = 100 if sandbox.full else 30
    for number in range(count):
        sandbox.repository(f"all/r{number}", {"a.txt": f"alpha {number}\n"})
    expect(sandbox.index_report("all")["repositories"] == count, "the first run")
    started = time.monotonic()
    report = sandbox.index_report()
    sandbox.notes.append(f"nothing new in {count} repositories: {time.monotonic() - started:.2f} s")
    expect(report["new_documents"] == 0, f"{report}")


def case_git_url(sandbox):
    """A mirror of a file URL follows pushes and forced pushes."""
    sandbox.repository("origin", {"a.txt": "alpha one\n"})
    url = "file://" + sandbox.path("origin")
    expect(sandbox.run("index", url).code == 0, "the first clone")
    expect(len(sandbox.find("content:alpha")) == 1, "the mirror")
    sandbox.commit("origin", {"b.txt": "alpha two\n"})
    sandbox.index()
    expect(len(sandbox.find("content:alpha")) == 2, "the fetched commit")
    sandbox.git("origin", "reset", "-q", "--hard", "HEAD~1")
    sandbox.index()
    expect(len(sandbox.find("content:alpha")) == 1, "the forced push")
    shutil.rmtree(sandbox.path("origin"))
    outcome = sandbox.run("index")
    expect(outcome.code == 1 and "warning" in outcome.errors, f"an origin that is gone: {outcome}")
    expect(len(sandbox.find("content:alpha")) == 1, "what was mirrored stays")
    outcome = sandbox.run("index", "ext::sh -c 'touch pwned'", data=sandbox.path("other"))
    expect(outcome.code != 0 and not os.path.exists(sandbox.path("pwned")), f"{outcome}")


def case_worktrees_and_submodules(sandbox):
    """Submodules are links, worktrees are the same repository, hooks and filters do not run."""
    sandbox.repository("inner", {"i.txt": "alpha inner\n"})
    sandbox.repository("outer", {"o.txt": "alpha outer\n"})
    sandbox.git("outer", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "sub")
    sandbox.commit("outer", {".gitattributes": "*.txt filter=evil\n"})
    sandbox.git("outer", "config", "filter.evil.smudge", f"touch {sandbox.path('pwned')}; cat")
    sandbox.git("outer", "config", "core.fsmonitor", f"touch {sandbox.path('pwned')}")
    sandbox.git("outer", "worktree", "add", "-q", sandbox.path("tree"))
    # Our own git ran them just now.
    if os.path.exists(sandbox.path("pwned")):
        os.remove(sandbox.path("pwned"))
    sandbox.index("outer")
    lines = sandbox.find("content:alpha file:txt")
    expect("outer:o.txt:1:alpha outer" in lines, f"{lines}")
    sandbox.index("tree")
    expect(not os.path.exists(sandbox.path("pwned")), "a command of the repository's configuration was run")
