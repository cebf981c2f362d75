#!/usr/bin/env python3
"""Looks at every page in a real browser (UX.md §15, suites 1 to 5).

Indexes two small repositories made for it, serves them, and checks with Debian's Chromium: accessibility (axe), reflow
at 320 px and 200 %, both themes, forced colours, print, no script, every key, what scripts add, copying, finding,
bytes and times, strict HTML, links, the policy, and a repository in which every name is markup.

    run.py                      with the binary that ALIDADE_BINARY names, or .build/release/alidade
    run.py --url URL            against a server that runs already (skips what needs the made files)
    run.py --screenshots DIR    also keeps a picture of every page
    run.py --only NAME          only the groups of checks whose name holds NAME

With ALIDADE_ASSETS=1 scripts and styles come from Sources/WebUI/Assets: they can be tried without a build.
"""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import tempfile
import time

import budgets
import diagnose
import keyboard
import looks
import markup
import names
import reading
import scripts
from fixture import ROOT, Report, Server, browser, chromium
from pages import PAGES, STATUS


def chunks(pages, count):
    names = list(pages)
    return [{n: pages[n] for n in names[k::count]} for k in range(count)]


def looking(base, report, pages, width, pictures):
    with browser() as opened:
        looks.look(opened, base, report, pages, width, pictures)


def modes(base, report, pages, pictures):
    with browser() as opened:
        looks.look_in_other_modes(opened, base, report, pages, pictures)
        looks.space_text(opened, base, report, pages)


def plain(base, report, pages):
    with browser() as opened:
        looks.look_without_script(opened, base, report, pages)


def keys(base, report, pages):
    with browser() as opened:
        keyboard.journey(opened, base, report)
        keyboard.focus_is_never_hidden(opened, base, report, pages)
        keyboard.press_keys(opened, base, report)
        keyboard.press_file_keys(opened, base, report)


def adding(base, report):
    with browser() as opened:
        scripts.search_box(opened, base, report)
        scripts.live_results(opened, base, report)
        scripts.lines(opened, base, report)
        scripts.other_view(opened, base, report)
        scripts.finder(opened, base, report)
        scripts.parts(opened, base, report)
        reading.scopes(opened, base, report)
        reading.editor(opened, base, report)
        reading.latest(opened, base, report)
        reading.pinned(opened, base, report)


def naming(base, report):
    with browser() as opened:
        names.names(opened, base, report)


def diagnosing(base, report):
    with browser() as opened:
        diagnose.journey(opened, base, report)


def text(base, report, pages):
    markup.check_styles(report)
    markup.check_pages(base, report, pages, STATUS)


def hostile(base, report):
    addresses = markup.check_hostile(base, report)
    with browser() as opened:
        markup.run_hostile(opened, base, report, addresses)


def measuring(base, report, pages, made_files):
    print("  bytes, compressed:", budgets.weigh(base, report, pages), file=sys.stderr)
    budgets.first_chunk(base, report, pages["results"])
    if made_files:
        print("  at full size:", budgets.weigh_large(base, report), file=sys.stderr)
        budgets.first_chunk(base, report, budgets.LARGE["results at full size"][0])
    with browser() as opened:
        budgets.observe(opened, base, report, pages, slow=False)
        budgets.observe(opened, base, report, pages, slow=True)


def run(name, function, arguments):
    """One group of checks in a process of its own: its failures, and how long it took."""
    report, start = Report(), time.perf_counter()
    try:
        function(arguments[0], report, *arguments[1:])
    except Exception as error:  # A check that cannot go on has failed, and the others go on.
        report.check(False, f"{name}: {type(error).__name__}: {error}")
    return name, report.failures, time.perf_counter() - start


def groups(base, pages, made_files, pictures):
    """The groups that run beside each other, the longest first."""
    jobs = [(f"looks {w} px {k}", looking, (base, part, w, pictures)) for w in (1440, 320) for k, part in
            enumerate(chunks(pages, 2))]
    jobs.append(("modes", modes, (base, pages, pictures)))
    if made_files:
        jobs += [("hostile", hostile, (base,)), ("keys", keys, (base, pages)), ("scripts", adding, (base,)),
                 ("markup", text, (base, pages)), ("names", naming, (base,)), ("diagnose", diagnosing, (base,)), ("no script", plain, (base, pages))]
    return jobs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a server that runs already")
    parser.add_argument("--screenshots", type=pathlib.Path, help="where to keep pictures")
    parser.add_argument("--only", default="", help="a part of the names of the groups to run")
    options = parser.parse_args()
    if options.screenshots:
        options.screenshots.mkdir(parents=True, exist_ok=True)
    if not chromium():
        sys.exit("no Chromium found; on Debian: apt-get install chromium")
    failures, start = [], time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        server = None
        if not options.url:
            server = Server(os.environ.get("ALIDADE_BINARY", str(ROOT / ".build/release/alidade")), pathlib.Path(name))
        base = options.url or server.url
        # Commits have their names only now; a server that runs already has other ones.
        commits = server.commits if server else {"head": "HEAD", "first": "HEAD", "hostile": "HEAD"}
        pages = {page: path.format(**commits) for page, path in PAGES.items()}
        jobs = groups(base, pages, server is not None, options.screenshots)
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            running = [pool.submit(run, *job) for job in jobs if options.only in job[0]]
            for done in concurrent.futures.as_completed(running):
                group, found, seconds = done.result()
                failures += found
                print(f"{group}: {len(found) or 'no'} failures, {seconds:.0f} s", flush=True)
        if options.only in "budgets":
            # Alone: it measures time.
            group, found, seconds = run("budgets", measuring, (base, pages, server is not None))
            failures += found
            print(f"{group}: {len(found) or 'no'} failures, {seconds:.0f} s", flush=True)
        if server and not server.stop():
            failures.append("the server does not end with status 0")
    print(f"{len(failures)} failures" if failures else "all pages are fine", f"({time.perf_counter() - start:.0f} s)")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
