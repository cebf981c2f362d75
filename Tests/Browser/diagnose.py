"""The journey of a log: paste, report, evidence; a sample; a file; without script; deleted."""

LOG = """2026-11-21 10:00:00,000 INFO ready, asked by ann@example.org
2026-11-21 10:00:01,000 ERROR cannot write: No space left on device, password=hunter2
Traceback (most recent call last):
  File "/srv/app/Sources/Parser.swift", line 3, in parse
ValueError: <img src=x onerror=alert(1)>
"""


from axe_playwright_python.sync_playwright import Axe

from looks import run_axe


def paste(page, base, text):
    page.goto(base + "/diagnose?sample=none")
    page.fill("#log", text)
    page.click("button.button")
    page.wait_for_selector(".d-reply")


def check_report(page, report, what):
    text = page.inner_text("main")
    report.check("The disk is full" in text, f"{what}: the known issue is missing")
    report.check("hunter2" not in page.content() and "ann@example.org" not in page.content(), f"{what}: a secret is shown")
    report.check("<secret:1>" in page.content() or "&lt;secret:1&gt;" in page.content(), f"{what}: pseudonyms are missing")
    report.check(page.locator("main img").count() == 0, f"{what}: text of the log became markup")
    report.check(page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{what}: it scrolls sideways")


def journey(opened, base, report):
    page = opened.new_page()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    paste(page, base, LOG)
    check_report(page, report, "paste")
    run_axe(Axe(), page, report, "report")
    address = page.url
    report.check(len(address.rsplit("/", 1)[1]) == 26, "the report has no address of its own")
    page.reload()
    check_report(page, report, "reload")
    evidence = page.locator("main a.path")
    if evidence.count():
        evidence.first.click()
        report.check("/-/blob/" in page.url and "L=" in page.url, "evidence does not lead to a line")
        page.go_back()
    page.click("text=Delete now")
    page.wait_for_url("**/diagnose?sample=none")
    answer = page.goto(address)
    report.check(answer.status == 404, "a deleted report is still there")

    page.goto(base + "/diagnose")
    for sample in page.locator("a[data-sample]").all_text_contents():
        page.goto(base + "/diagnose")
        page.locator("a[data-sample]").filter(has_text=sample.strip()).click()
        report.check(len(page.input_value("#log")) > 200, f"{sample}: the box has no log")
        page.click("button.button")
        page.wait_for_selector(".d-reply")
        report.check(page.locator(".d-table tbody tr").count() > 0, f"{sample}: no template")

    page.goto(base + "/diagnose")
    page.set_input_files("input[type=file]", {"name": "app.log", "mimeType": "text/plain", "buffer": LOG.encode()})
    page.click("button.button")
    page.wait_for_selector(".d-reply")
    check_report(page, report, "file")
    report.check("app.log" in page.inner_text("main"), "the file's name is missing")
    report.check(not broken, f"scripts fail: {broken}")
    page.close()

    plain = opened.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800}).new_page()
    paste(plain, base, LOG)
    text = plain.inner_text("main")
    report.check("The disk is full" in text and "Draft reply" in text, "without script: parts are missing")
    plain.context.close()
