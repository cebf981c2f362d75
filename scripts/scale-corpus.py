#!/usr/bin/env python3
"""Makes the corpus of the scale benchmark: the text of some 850 Debian source packages, a bare git repository each.

    scripts/scale-corpus.py FOLDER [--gigabytes 1,3,10] [--mirror URL] [--suite bookworm] [--jobs 2]
    scripts/scale-corpus.py --groups 1,10,100 FOLDER TARGET

Benchmarks/Scale/packages.tsv names the packages and the versions that the published report measured. They are fetched
with apt-get into a folder of their own (the system's lists are not touched), read as archives without being unpacked,
and written with git fast-import: no file but the repository is left. What has a NUL byte in its first 8,000 bytes or is
longer than 8 MB is left out, so that what is counted is text. Repositories that are there already are kept, so a run
that was ended goes on where it was. A package that the mirror has in a newer version is taken as it is, with a note.

FOLDER/1, FOLDER/2 and FOLDER/3 hold what the index grows by in each step; FOLDER/corpus.tsv says how much that is.
With --groups the small packages are joined, or divided, to as many repositories as told, out of the same objects (hard
links).
"""
import argparse, concurrent.futures, heapq, os, re, shutil, subprocess, sys, tarfile, tempfile, threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "Benchmarks" / "Scale" / "packages.tsv"
FILE_MAX = 8 << 20
HEAD = 8000
BATCH = 60
# Small packages of each step.
SMALL = [150, 300, 510]
ARCHIVE = re.compile(r"_[^_]+?\.(?:orig(?:-(?P<part>[\w-]+))?\.|debian\.|)tar\.(?:xz|gz|bz2|lzma)$")


def table():
    for line in TABLE.read_text().splitlines():
        if line and not line.startswith("#"):
            step, kind, name, version = line.split("\t")
            yield int(step), kind, name, version


def run(command, **more):
    return subprocess.run([str(one) for one in command], check=True, **more)


class Apt:
    """apt-get with lists and settings of its own."""

    def __init__(self, folder, mirror, suite):
        self.folder = folder
        for name in ("lists/partial", "cache/archives/partial", "etc"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "etc" / "source.sources").write_text(
            f"Types: deb-src\nURIs: {mirror}\nSuites: {suite}\nComponents: main\n"
            "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n")
        (folder / "apt.conf").write_text(
            f'Dir::Etc::sourcelist "/dev/null";\nDir::Etc::sourceparts "{folder}/etc";\n'
            f'Dir::State::lists "{folder}/lists";\nDir::Cache "{folder}/cache";\nAPT::Sandbox::User "root";\n')
        self.environment = dict(os.environ, APT_CONFIG=str(folder / "apt.conf"))
        run(["apt-get", "-qq", "update"], env=self.environment)

    def fetch(self, packages, target):
        """Downloads archives of (name, version) pairs to `target`. What a mirror lacks is not there afterwards."""
        command = ["apt-get", "-qq", "source", "--download-only"]
        quiet = dict(cwd=target, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([*command, *(f"{name}={version}" for name, version in packages)], **quiet)
        missing = [name for name, _ in packages if not any(target.glob(f"{name}_*.tar.*"))]
        # A version that the mirror does not know ends apt-get before it fetches anything.
        if len(missing) == len(packages):
            for name in missing: subprocess.run([*command, name], **quiet)


def texts(archive, prefix):
    """Path and bytes of the text files of an archive, its single top folder taken off."""
    with tarfile.open(archive, "r|*") as members:
        for member in members:
            if not member.isreg() or not 0 < member.size <= FILE_MAX: continue
            parts = [part for part in member.name.encode("utf-8", "surrogateescape").split(b"/") if part not in (b"", b".")]
            if prefix != b"debian/": parts = parts[1:] or parts
            elif parts[:1] == [b"debian"]: parts = parts[1:]
            if not parts or any(part in (b"..", b".git") or b"\n" in part for part in parts): continue
            data = members.extractfile(member).read()
            if b"\0" not in data[:HEAD]:
                yield prefix + b"/".join(parts), data


def write(name, archives, repository):
    """A bare repository of one commit; the number of its files and their bytes."""
    temporary = repository.with_suffix(".part")
    shutil.rmtree(temporary, ignore_errors=True)
    run(["git", "init", "-q", "--bare", "--template=", "-b", "main", temporary])
    importer = subprocess.Popen(
        ["git", "-c", "core.compression=1", "-c", "fastimport.unpackLimit=0", "-C", temporary, "fast-import", "--quiet",
         "--depth=0"], stdin=subprocess.PIPE)
    message = f"Import {name}".encode()
    stream = importer.stdin
    stream.write(b"commit refs/heads/main\ncommitter Debian <debian@example.org> 1700000000 +0000\ndata %d\n%s\n" % (
        len(message), message))
    files = total = 0
    for archive in archives:
        match = ARCHIVE.search(archive.name)
        if not match: continue
        prefix = b"debian/" if ".debian." in archive.name else ((match["part"] or "").encode() + b"/" if match["part"] else b"")
        for path, data in texts(archive, prefix):
            quoted = b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
            stream.write(b"M 100644 inline %s\ndata %d\n" % (quoted, len(data)))
            stream.write(data)
            stream.write(b"\n")
            files += 1
            total += len(data)
    stream.write(b"\n")
    stream.close()
    if importer.wait() != 0: raise RuntimeError(f"git fast-import ended with {importer.returncode}")
    temporary.rename(repository)
    return files, total


def make(options):
    folder = options.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    ledger = folder / "corpus.tsv"
    done = {line.split("\t")[2]: int(line.split("\t")[5]) for line in ledger.read_text().splitlines()} if ledger.exists() else {}
    limits = [int(float(one) * 1e9) for one in options.gigabytes.split(",")]
    apt = Apt(folder / "apt", options.mirror, options.suite)
    lock = threading.Lock()
    total, taken = sum(done.values()), 0

    def convert(step, kind, name, version, archives):
        nonlocal total, taken
        if kind == "small" and taken >= SMALL[step - 1]: return
        try:
            files, size = write(name, archives, folder / str(step) / f"{name}.git")
        except Exception as error:  # One package that cannot be read is not worth ending for.
            print(f"{name}: {error}", file=sys.stderr)
            return
        with lock:
            total += size
            taken += kind == "small"
            with ledger.open("a") as out:
                out.write(f"{step}\t{kind}\t{name}\t{version}\t{files}\t{size}\n")

    for step, limit in enumerate(limits, 1):
        (folder / str(step)).mkdir(exist_ok=True)
        wanted = [row for row in table() if row[0] == step and row[2] not in done]
        small = [row for row in wanted if row[1] == "small"]
        taken = len([one for one in table() if one[:2] == (step, "small") and one[2] in done])
        batches = [small[at:at + BATCH] for at in range(0, len(small), BATCH)]
        batches += [[row] for row in wanted if row[1] != "small"]

        def handle(batch, step=step, limit=limit):
            # Small packages are taken until there are enough, large ones until there is enough text.
            if batch[0][1] == "small" and taken >= SMALL[step - 1]: return
            if batch[0][1] != "small" and total >= limit: return
            with tempfile.TemporaryDirectory(dir=folder, prefix="download-") as target:
                target = Path(target)
                apt.fetch([(name, version) for _, _, name, version in batch], target)
                for _, kind, name, version in batch:
                    archives = sorted(
                        (one for one in target.iterdir() if one.name.startswith(name + "_") and not one.name.endswith(".asc")),
                        key=lambda one: (".orig.tar" not in one.name, one.name))
                    if any(".orig" in one.name or one.name.count(".debian.") == 0 for one in archives if ".tar." in one.name):
                        convert(step, kind, name, version, archives)
                    else:
                        print(f"{name}: the mirror does not have it", file=sys.stderr)
            print(f"{total / 1e9:6.2f} GB  {batch[-1][2]}", flush=True)

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for future in [pool.submit(handle, batch) for batch in batches]: future.result()
        print(f"step {step}: {total / 1e9:.2f} GB of text", flush=True)


def pieces(packages, count):
    """At least `count` (package, entries of its root) pairs: those with the most entries are halved."""
    heap = []
    for package in packages:
        listing = subprocess.run(["git", "-C", package, "ls-tree", "-z", "main"], check=True, capture_output=True).stdout
        entries = listing.split(b"\0")[:-1]
        heapq.heappush(heap, (-len(entries), package.name, package, entries))
    while len(heap) < count and heap[0][0] < -1:
        _, name, package, entries = heapq.heappop(heap)
        half = len(entries) // 2
        for part in (entries[:half], entries[half:]):
            heapq.heappush(heap, (-len(part), f"{name}-{len(heap)}", package, part))
    return [(package, entries) for _, _, package, entries in sorted(heap, key=lambda one: one[1])]


def groups(options):
    """The small packages as N repositories of the same objects."""
    folder, target = options.folder.resolve(), options.target.resolve()
    packages = sorted(one for step in "123" for one in (folder / step).glob("*.git"))
    small = {row[2] for row in table() if row[1] == "small"}
    packages = [one for one in packages if one.name[:-4] in small]
    for count in (int(one) for one in options.groups.split(",")):
        base = target / str(count)
        shutil.rmtree(base, ignore_errors=True)
        parts = pieces(packages, count)
        for group in range(count):
            members = parts[group::count]
            repository = base / f"group-{group:05}.git"
            (repository / "objects" / "pack").mkdir(parents=True)
            (repository / "refs" / "heads").mkdir(parents=True)
            (repository / "HEAD").write_text("ref: refs/heads/main\n")
            (repository / "config").write_text("[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
            trees = b""
            for number, (package, entries) in enumerate(members):
                for one in (package / "objects" / "pack").iterdir():
                    link = repository / "objects" / "pack" / one.name
                    if not link.exists(): os.link(one, link)
                git = ["git", "-C", repository]
                tree = run([*git, "mktree", "-z", "--missing"], input=b"".join(one + b"\0" for one in entries), capture_output=True)
                name = package.name[:-4].encode() + (b"" if count <= len(packages) else b"-%d" % number)
                trees += b"040000 tree %s\t%s\0" % (tree.stdout.strip(), name)
            git = ["git", "-C", repository, "-c", "user.name=D", "-c", "user.email=d@example.org"]
            if len(members) > 1: run([*git, "multi-pack-index", "write", "--no-progress"])
            tree = run([*git, "mktree", "-z", "--missing"], input=trees, capture_output=True).stdout.decode().strip()
            commit = run([*git, "commit-tree", "-m", "All", tree], capture_output=True).stdout.decode().strip()
            (repository / "refs" / "heads" / "main").write_text(commit + "\n")
        print(f"{count} repositories of {len(packages)} packages in {base}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("target", type=Path, nargs="?")
    parser.add_argument("--gigabytes", default="1,3,10")
    parser.add_argument("--groups")
    parser.add_argument("--mirror", default="http://deb.debian.org/debian")
    parser.add_argument("--suite", default="bookworm")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    groups(options) if options.groups else make(options)
