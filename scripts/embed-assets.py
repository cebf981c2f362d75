#!/usr/bin/env python3
"""Writes the files of Sources/WebUI/Assets into Swift, one source file for each, as Sources/WebUI/Embedded.

Style sheets and scripts are compiled in so that the program stays one file that runs from anywhere. SwiftPM's own
`.embedInCode` costs a tenth of a second of compiling per kilobyte; string literals cost none.

    embed-assets.py            writes what has changed
    embed-assets.py --check    changes nothing; fails when something would change
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
ASSETS = ROOT / "Sources/WebUI/Assets"
EMBEDDED = ROOT / "Sources/WebUI/Embedded"


def identifier(name):
    """`search-box.js` is `searchBoxJs`."""
    words = name.replace("-", ".").split(".")
    return words[0] + "".join(word.capitalize() for word in words[1:])


def swift(name, text):
    if '"""###' in text or not text.endswith("\n"):
        sys.exit(f'{name}: holds """### or lacks a line break at its end, so it cannot be embedded')
    body = "\n".join("    " + line if line else "" for line in text[:-1].split("\n"))
    return f"""// Made from Assets/{name} by scripts/embed-assets.py; edit that file.
extension Assets {{
  /// `Assets/{name}`.
  static let {identifier(name)}: StaticString = ###\"\"\"
{body}

    \"\"\"###
}}
"""


def main():
    wanted = {}
    for path in sorted(ASSETS.iterdir()):
        if not path.name.startswith("."):
            wanted[EMBEDDED / f"{path.name}.swift"] = swift(path.name, path.read_text(encoding="utf-8"))
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    stale += [path for path in EMBEDDED.glob("*.swift") if path not in wanted]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what Assets holds; run scripts/embed-assets.py")
        return 1 if stale else 0
    EMBEDDED.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(wanted[path]) if path in wanted else path.unlink()
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


sys.exit(main())
