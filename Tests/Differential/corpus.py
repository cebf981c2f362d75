"""The files both programs search: git repositories at HEAD, and plain folders.

Contents are written once each to a flat folder under the name of their blob, as the UTF-8 text that is searched.
What is text, and how it is decoded, is decided here a second time, independently of the engine: a difference in
decoding shows as a difference in matches.
"""

import hashlib
import os
import subprocess

BINARY_PROBE = 8000
FILE_BYTES_MAX = 32 << 20
LFS_MARK = b"version https://git-lfs.github.com/spec/v1\n"


class Blob:
    """One content, wherever it stands."""

    def __init__(self, blob_id, text):
        self.id = blob_id
        self.text = text  # None when it is not searchable
        self.paths = set()


class Corpus:
    """Blobs by id, in a stable order."""

    def __init__(self):
        self.blobs = {}
        self.sources = []
        self.bytes = 0

    def searchable(self):
        return [blob for blob in self.blobs.values() if blob.text is not None]

    def add(self, blob_id, path, raw):
        blob = self.blobs.get(blob_id)
        if blob is None:
            blob = self.blobs[blob_id] = Blob(blob_id, decode(raw))
            self.bytes += len(blob.text or b"")
        blob.paths.add(path)

    def write(self, folder):
        """Writes every searchable text to `folder` under its id."""
        os.makedirs(folder, exist_ok=True)
        for blob in self.searchable():
            with open(os.path.join(folder, blob.id), "wb") as file:
                file.write(blob.text)


def decode(raw):
    """The searchable text of a file's bytes, or None."""
    if len(raw) > FILE_BYTES_MAX:
        return None
    if len(raw) < 1024 and raw.startswith(LFS_MARK):
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16-le" if raw[:2] == b"\xff\xfe" else "utf-16-be"
        whole = raw[2 : len(raw) - len(raw) % 2]
        return whole.decode(name, errors="replace").encode("utf-8")
    if b"\0" in raw[:BINARY_PROBE]:
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1").encode("utf-8")
    return raw[3:] if raw.startswith(b"\xef\xbb\xbf") else raw


def git(folder, *arguments, data=None):
    command = ["git", "-c", "safe.directory=*", "-C", folder, *arguments]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def is_repository(folder):
    return os.path.exists(os.path.join(folder, ".git"))


def repositories_below(folder):
    """Repositories directly below `folder`, or the folder itself."""
    if is_repository(folder):
        return [folder]
    children = sorted(entry.path for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False))
    return [child for child in children if is_repository(child)]


def repository_files(folder):
    """(path, blob id) of every regular file at HEAD."""
    for entry in git(folder, "ls-tree", "-r", "-z", "--full-tree", "HEAD").split(b"\0"):
        if not entry:
            continue
        facts, path = entry.split(b"\t", 1)
        mode, _, blob_id = facts.split(b" ")
        if mode in (b"100644", b"100755"):
            yield path, blob_id.decode()


def add_repository(corpus, folder):
    files = list(repository_files(folder))
    wanted = sorted({blob_id for _, blob_id in files})
    output = git(folder, "cat-file", "--batch", data="".join(name + "\n" for name in wanted).encode())
    contents = {}
    place = 0
    while place < len(output):
        end = output.index(b"\n", place)
        blob_id, _, size = output[place:end].split(b" ")
        contents[blob_id.decode()] = output[end + 1 : end + 1 + int(size)]
        place = end + 2 + int(size)
    for path, blob_id in files:
        corpus.add(blob_id, path, contents[blob_id])
    corpus.sources.append(folder)


def add_folder(corpus, folder, rg):
    """A folder without git, less what .gitignore and .ignore name; ripgrep makes the list.

    Unpacked Debian sources ignore everything in them: then nothing is left out.
    """
    command = [rg, "--files", "--null", "--hidden", "-g", "!.git"]
    rules = ["--no-require-git", "--no-ignore-parent", "--no-ignore-global"]
    names = subprocess.run([*command, *rules, folder], stdout=subprocess.PIPE).stdout
    if not names:
        names = subprocess.run([*command, "--no-ignore", folder], stdout=subprocess.PIPE, check=True).stdout
    for path in names.split(b"\0"):
        if not path or os.path.islink(path):
            continue
        with open(path, "rb") as file:
            raw = file.read()
        blob_id = hashlib.sha1(b"blob %d\0" % len(raw) + raw).hexdigest()
        corpus.add(blob_id, os.path.relpath(path, os.fsencode(folder)), raw)
    corpus.sources.append(folder)


def gather(folders, rg, bytes_max):
    """A corpus of `folders`, each a repository, a folder of repositories or a plain folder.

    Repositories are taken as long as the text stays below `bytes_max`; plain folders always.
    """
    corpus = Corpus()
    for folder in folders:
        repositories = repositories_below(folder)
        if not repositories:
            add_folder(corpus, folder, rg)
        for repository in repositories:
            if corpus.bytes < bytes_max and repository_bytes(repository) < bytes_max - corpus.bytes:
                add_repository(corpus, repository)
    return corpus


def repository_bytes(folder):
    sizes = git(folder, "ls-tree", "-r", "-l", "--full-tree", "HEAD").split(b"\n")
    return sum(int(line.split()[3]) for line in sizes if line and line.split()[3] != b"-")
