#!/usr/bin/env python3
"""Compares the API with its description.

Indexes a few files made for it, serves them, checks that the OpenAPI document is valid, and lets schemathesis ask
every operation with good and bad parameters: answers must have the documented status, type and shape, and what is
not allowed must be refused. The seed is fixed, so the same tree passes or fails alike.

    run.py                  with the binary that ALIDADE_BINARY names, or .build/release/alidade
    run.py --seconds 300    for longer, --seed N with other questions
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

from openapi_spec_validator import validate

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

FILES = {
    "README.md": "# Notes\n\nHow to parse.\n",
    "Sources/Parser.swift": "/// Parses.\nstruct Parser {\n  func parse() {}\n}\n",
    "Sources/lexer.c": "int lex(void);\n\nint parse(void) { return lex(); }\n",
    "Sources/a b & c.txt": "parse\n",
    "binary.dat": bytes(range(256)) * 4,
    "latin.txt": "parse d\u00e9j\u00e0\n".encode("latin-1"),
    "empty": "",
}


def make_index(folder, binary):
    """Indexes a git repository called demo/notes; returns the data folder."""
    repository = folder / "demo" / "notes"
    for name, content in FILES.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git = ["git", "-C", str(repository), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    for command in (
        ["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "First"],
        ["mv", "empty", "nothing"], ["commit", "-q", "-m", "Rename"], ["branch", "next"],
        ["remote", "add", "origin", "https://example.org/demo/notes.git"],
    ):
        subprocess.run(git + command, check=True)
    data = folder / "data"
    command = [binary, "index", str(repository), "--rev", "main", "--rev", "next", "--data", str(data), "--quiet"]
    subprocess.run(command, check=True)
    return data


TOKEN = "0123456789abcdef0123456789abcdef"


def serve(binary, data):
    """Starts a server on a port of the system's choice; returns the process and its address."""
    token = data.parent / "token"
    token.write_text(TOKEN + "\n")
    process = subprocess.Popen(
        [binary, "serve", "--data", str(data), "--port", "0", "--quiet", "--rate-limit", "0",
         "--scip-token-file", str(token)], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="the longest it may take")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int, default=40, help="questions per operation and phase")
    arguments = parser.parse_args()
    binary = os.environ.get("ALIDADE_BINARY", str(ROOT / ".build/release/alidade"))
    with tempfile.TemporaryDirectory(prefix="alidade-api-") as folder:
        process, address = serve(binary, make_index(pathlib.Path(folder), binary))
        try:
            with urllib.request.urlopen(f"{address}/api/v1/openapi.json", timeout=10) as answer:
                validate(json.load(answer))
            # The data base of found failures would make runs differ.
            environment = dict(os.environ, HYPOTHESIS_STORAGE_DIRECTORY=folder)
            command = [
                str(pathlib.Path(sys.executable).parent / "schemathesis"), "--config-file",
                str(HERE / "schemathesis.toml"), "run", f"{address}/api/v1/openapi.json",
                "--header", f"Authorization: Bearer {TOKEN}",
                "--seed", str(arguments.seed), "--max-examples", str(arguments.examples),
                "--max-time", str(arguments.seconds), "--phases", "examples,coverage,fuzzing",
                "--request-timeout", "10", "--generation-database", ":memory:",
            ]
            return subprocess.run(command, cwd=folder, env=environment, check=False).returncode
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
