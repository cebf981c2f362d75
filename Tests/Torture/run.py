#!/usr/bin/env python3
"""Treats the program badly and checks that it says what is wrong, loses nothing and goes on.

  Tests/Torture/run.py                 the short form, about two minutes
  Tests/Torture/run.py --full          100 kills, 400 damaged bytes, 200 tags
  Tests/Torture/run.py --only kill     cases whose name contains "kill"

Each case has a folder of its own and runs whole command lines. Cases that need root say so and are skipped for others.
The last line says how many passed.
"""

import argparse
import os
import sys
import time
import traceback

import damage
import interruptions
import queries
import sources
from sandbox import Sandbox, Skipped

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODULES = (queries, sources, damage, interruptions)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    binary = os.environ.get("ALIDADE_BINARY") or os.path.join(ROOT, ".build/release/alidade")
    if not os.path.exists(binary):
        raise SystemExit(f"{binary} is not there; `swift build -c release` makes it")
    cases = [
        (name.removeprefix("case_").replace("_", " "), function)
        for module in MODULES
        for name, function in vars(module).items()
        if name.startswith("case_") and options.only.replace(" ", "_") in name
    ]
    passed = failed = 0
    for name, function in cases:
        sandbox = Sandbox(os.path.abspath(binary), options.full)
        started = time.monotonic()
        try:
            function(sandbox)
            passed += 1
            note = "".join(f"; {note}" for note in sandbox.notes)
            print(f"ok    {name} ({time.monotonic() - started:.1f} s{note})")
        except Skipped as reason:
            print(f"skip  {name}: {reason}")
        except AssertionError as error:
            failed += 1
            print(f"FAIL  {name}: {error}")
        except Exception:
            failed += 1
            print(f"FAIL  {name}: {traceback.format_exc()}")
        finally:
            sandbox.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
