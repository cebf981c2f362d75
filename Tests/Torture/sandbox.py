"""A folder of its own for each case, with repositories to index and the program under test."""

import json
import os
import re
import shutil
import subprocess
import tempfile

IDENTITY = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "gc.auto=0", "-c", "commit.gpgsign=false"]
SECONDS_MAX = 120


class Skipped(Exception):
    """The case needs something this machine does not have."""


class Outcome:
    """How a command ended."""

    def __init__(self, result):
        self.code = result.returncode
        self.output = result.stdout
        self.errors = result.stderr.decode(errors="replace")

    @property
    def lines(self):
        return self.output.decode(errors="replace").splitlines()

    def __str__(self):
        return f"exit {self.code}\n{self.output.decode(errors='replace')[-800:]}\n{self.errors[-1200:]}"


class Sandbox:
    """Runs programs in a temporary folder that is removed in the end."""

    def __init__(self, binary, full):
        self.binary = binary
        self.full = full  # the long form of cases that come in two
        self.root = tempfile.mkdtemp(prefix="alidade-torture-")
        os.chmod(self.root, 0o755)
        self.data = self.path("data")
        self.notes = []

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.root, *parts)

    # Files and repositories

    def write(self, path, data):
        path = os.path.join(os.fsencode(self.root), path if isinstance(path, bytes) else os.fsencode(path))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())

    def git(self, repository, *arguments, check=True):
        environment = dict(os.environ, GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL=os.devnull)
        return subprocess.run(
            ["git", *IDENTITY, "-C", self.path(repository), *arguments], env=environment, check=check,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout

    def repository(self, name, files=(), init=()):
        """Makes a repository with one commit of `files`, a mapping of names to contents."""
        os.makedirs(self.path(name), exist_ok=True)
        self.git(name, "init", "-q", "-b", "main", *init)
        if files:
            self.commit(name, files)

    def commit(self, name, files, remove=()):
        for path, data in dict(files).items():
            root = os.fsencode(name) + b"/"
            self.write(root + (path if isinstance(path, bytes) else os.fsencode(path)), data)
        for path in remove:
            os.remove(self.path(name, path))
        self.git(name, "add", "-A", "-f")
        self.git(name, "commit", "-q", "--allow-empty", "-m", "change")

    # The program

    def start(self, command, *arguments, **options):
        arguments = [os.fsencode(argument) for argument in arguments]
        return subprocess.Popen(
            [self.binary, command, "--data", self.data, *arguments], cwd=self.root, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, command, *arguments, prefix=(), data=None):
        """Runs alidade to its end. A crash fails the case, whatever it is about."""
        arguments = [os.fsencode(argument) for argument in arguments]
        result = subprocess.run(
            [*prefix, self.binary, command, "--data", data or self.data, *arguments], cwd=self.root,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS_MAX)
        outcome = Outcome(result)
        expect(outcome.code in (0, 1, 2, 130), f"alidade {command} {arguments[:3]} died: {outcome}")
        return outcome

    def index(self, *sources, code=0, flags=()):
        outcome = self.run("index", *flags, *[self.path(source) for source in sources])
        expect(outcome.code == code, f"index ended with {outcome.code}, not {code}: {outcome}")
        return outcome

    def index_report(self, *sources, flags=()):
        return json.loads(self.index(*sources, flags=["--json", *flags]).output)

    def find(self, query):
        """The lines of an exhaustive search, sorted, as the program prints them."""
        outcome = self.run("search", "--count-all", "--strict", "--", query)
        expect(outcome.code in (0, 1), f"search for {query!r}: {outcome}")
        return sorted(outcome.lines)

    def index_files(self):
        folder = os.path.join(self.data, "segments")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def manifest(self):
        with open(os.path.join(self.data, "manifest"), "rb") as file:
            return json.loads(file.read().split(b"\n", 1)[1])


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def expect_match(pattern, outcome, code=None):
    if code is not None:
        expect(outcome.code == code, f"exit code {outcome.code}, not {code}: {outcome}")
    expect(re.search(pattern, outcome.errors, re.IGNORECASE), f"nothing like {pattern!r} in the message: {outcome}")
