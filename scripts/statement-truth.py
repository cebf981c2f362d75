#!/usr/bin/env python3
"""Truth for `Benchmarks statements`: log lines whose statement is known, made without the matcher or its parser.

    statement-truth.py [--seed N] [--per N] [--linux DIR] [--loghub DIR] [--places NAME=FILE] [--negative REPOSITORY]
                       [--negative-log NAME=FILE] [--exclude FILE] REPOSITORY... > truth.tsv

Statements are found with `ast` (Python) and with a small reader of literals (other languages), and filled with random
values of the types that their formats ask for: some empty, some long, some that hold the text of another statement.
Lines are then cut, spaced, coloured or wrapped. --loghub adds real logs: ZooKeeper's and OpenStack's with the class that
wrote them, which is hidden, and those of systems that are not indexed. --places adds a log whose lines name file and
line, which are hidden: of ssh -o LogVerbose='*', or of zap as JSON. --negative fills statements of a repository that is not
indexed, --negative-log takes lines of a log of such a system. --exclude leaves out the statements of another file
of truth, so that one may be tuned with and the other not. One case a line: group, language, repository, path, first
and last line, literal words, tag, message, and what a header would say: level and logger."""
import argparse, ast, csv, json, os, random, re, subprocess, sys

LANGUAGES = {".c": "C", ".h": "C", ".cc": "C++", ".cpp": "C++", ".go": "Go", ".java": "Java", ".kt": "Kotlin",
             ".py": "Python", ".rb": "Ruby", ".rs": "Rust", ".php": "PHP", ".js": "JavaScript", ".ts": "TypeScript",
             ".scala": "Scala", ".swift": "Swift", ".cs": "C#"}
CALLS = {
    "C": r"\b(serverLog|printk|pr_(?:err|warn|info|debug|notice)|dev_(?:err|warn|info|dbg)|netdev_(?:err|warn|info)"
         r"|debug[123]?(?:_f|_r|_fr)?|error(?:_f|_r|_fr)?|fatal(?:_f|_r|_fr)?|logit(?:_f|_r)?|verbose(?:_f)?|fprintf|panic"
         r"|addReplyError(?:Format)?)\s*\(",
    "C++": r"\b(ROCKS_LOG_[A-Z]+|Log[A-Za-z]*|fprintf|Status::(?:Corruption|InvalidArgument|IOError|NotSupported))\s*\(",
    "Go": r"\b((?:lg|log|plog|logger|klog|fmt|errors|zap\.L\(\))\.(?:Info|Warn|Warning|Error|Fatal|Panic|Print|Errorf|New"
          r"|Infof|Warningf|Fatalf|Printf|Debug|Debugf)|panic)\s*\(",
    "Java": r"\b((?:LOG|log|logger|LOGGER)\.(?:info|warn|error|debug|trace)|new [A-Z]\w*Exception)\s*\(",
    "Kotlin": r"\b((?:LOGGER|logger|log)\.(?:info|warn|error|debug|trace)|error|[A-Z]\w*Exception|require|check)\s*\(",
    "Ruby": r"(?:\$?\b(?:log|logger)\.(?:info|warn|error|debug|trace)|\braise \w+(?:::\w+)*,)[ (]",
    "Rust": r"\b(bail|anyhow|warn|error|info|debug|panic|println|format_err|internal)!\s*\(",
    "PHP": r"((?:->writeError|->write|->warning|->error|new \\?[A-Z]\w*Exception))\s*\(",
    "JavaScript": r"\b((?:log|console|logger)\.(?:info|warn|error|debug|log)|new Error)\s*\(",
    "TypeScript": r"\b((?:log|console|logger)\.(?:info|warn|error|debug|log)|new Error)\s*\(",
    "Scala": r"\b((?:info|warn|error|debug|trace|fatal)|new [A-Z]\w*Exception)\s*\(",
    "C#": r"\b((?:_?[lL]ogger|[lL]og)\.Log(?:Information|Warning|Error|Debug|Trace|Critical)|new [A-Z]\w*Exception)\s*\(",
    "Swift": r"\b(fatalError|preconditionFailure|assertionFailure|(?:logger|log|self\.logger)\.(?:info|debug|error|warning|trace))\s*\(",
}
WORDS = re.compile(r"[A-Za-z]{2,}")


def arguments(text, at):
    """The arguments behind an open bracket, and where they end; None when they do not."""
    depth, start, found, quote = 0, at, [], None
    while at < len(text) and at - start < 4000:
        c = text[at]
        if quote:
            if c == "\\" and quote != "`":
                at += 1
            elif c == quote:
                quote = None
        elif c in "\"`" or (c == "'" and text[max(0, at - 1)] in " (,+.\n\t[{:="):
            quote = c
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            if depth == 0:
                found.append(text[start:at])
                return found, at
            depth -= 1
        elif c == "," and depth == 0:
            found.append(text[start:at])
            start = at + 1
        at += 1
    return None


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def pieces(expression, language):
    """Literals as ('t', text) and everything else as ('e', source), where literals are joined by what the language has."""
    out, at, text = [], 0, expression.strip()
    joiner = "." if language == "PHP" else "+"
    while at < len(text):
        c = text[at]
        if c in "\"'`":
            end, raw = at + 1, ""
            while end < len(text) and text[end] != c:
                if text[end] == "\\" and not (c == "`" and language == "Go"):
                    if c == "'" and language in ("PHP", "Ruby"):
                        raw += text[end + 1] if text[end + 1] in "'\\" else text[end:end + 2]
                    elif text[end + 1:end + 2] in "xu":
                        return None
                    else:
                        raw += ESCAPES.get(text[end + 1:end + 2], text[end + 1:end + 2])
                    end += 2
                    continue
                raw += text[end]
                end += 1
            if end >= len(text):
                return None
            prefix = out.pop()[1] if out and out[-1] in (("e", "s"), ("e", "$")) else ""
            if prefix and language not in ("Scala", "C#"):
                return None
            interpolates = {"C#": prefix == "$", "Kotlin": c == '"', "Ruby": c == '"', "PHP": c == '"', "JavaScript": c == "`",
                            "TypeScript": c == "`", "Scala": prefix == "s", "Swift": c == '"'}.get(language, False)
            out += interpolated(raw, language) if interpolates else [("t", raw)]
            at = end + 1
        elif c.isspace() or c == joiner:
            at += 1
        elif c == "\\" and text[at:at + 2] == "\\\n":
            at += 2
        else:
            end, depth = at, 0
            while end < len(text) and (depth or (text[end] != joiner and text[end] not in "\"'`")):
                depth += text[end] in "([{"
                depth -= text[end] in ")]}"
                if depth < 0:
                    return None
                end += 1
            source = text[at:end].strip()
            if re.search(r"[?:<>=&|]|^-", source) and language not in ("Rust", "C"):
                return None
            out.append(("e", source))
            at = end
    return out


def interpolated(raw, language):
    pattern = {"C#": r"\{[^{}]*\}", "Kotlin": r"\$\{[^{}]*\}|\$\w+", "Scala": r"\$\{[^{}]*\}|\$\w+", "Ruby": r"#\{[^{}]*\}",
               "PHP": r"\{\$[^{}]*\}|\$\w+(?:->\w+)?", "Swift": r"\\\((?:[^()]|\([^()]*\))*\)"}.get(language, r"\$\{[^{}]*\}")
    out, last = [], 0
    for m in re.finditer(pattern, raw):
        out += [("t", raw[last:m.start()]), ("e", m.group())]
        last = m.end()
    return out + [("t", raw[last:])]


class Filler:
    def __init__(self, seed, texts):
        self.random, self.texts, self.hostile = random.Random(seed), texts, False

    def word(self):
        return "".join(self.random.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(self.random.randint(3, 9)))

    def value(self):
        r = self.random
        if self.hostile:
            return r.choice([lambda: r.choice(self.texts), lambda: "", lambda: "  ".join(self.word() for _ in range(6)),
                             lambda: '{"error":"' + self.word() + ' failed","code":' + str(r.randint(1, 999)) + "}",
                             lambda: "é" * 3 + self.word(), lambda: "x" * 300, lambda: "%s {} %d"])()
        return r.choice([self.word, lambda: str(r.randint(0, 99999)), lambda: "/" + self.word() + "/" + self.word() + ".log",
                         lambda: ".".join(str(r.randint(1, 254)) for _ in range(4)) + ":" + str(r.randint(1, 65535)),
                         lambda: self.word() + "-" + str(r.randint(1, 99)), lambda: "%08x-%04x" % (r.getrandbits(32), r.getrandbits(16)),
                         lambda: self.word() + "." + self.word() + ".com", lambda: self.word() + " " + self.word(),
                         lambda: "java.io.IOException: " + self.word(), lambda: "[" + self.word() + "=" + str(r.randint(0, 9)) + "]"])()

    def number(self):
        return str(self.random.choice([0, 1, -1, 22, 404, 65535, self.random.randint(2, 10 ** 9)]))

    def verb(self, match):
        kind = match.group(2)
        if kind == "%":
            return "%"
        if kind in "diuo":
            return self.number().lstrip("-") if kind == "u" else self.number()
        if kind in "xX":
            return "%x" % self.random.getrandbits(24)
        if kind == "p":
            return "0x%x" % self.random.getrandbits(44)
        if kind in "fFeEgG":
            return "%.2f" % (self.random.random() * 100)
        if kind == "c":
            return self.random.choice("abcXYZ")
        if kind == "q":
            return '"' + self.value() + '"'
        return self.value()

    def percent(self, text):
        if re.search(r"%p[A-Za-z]", text):
            return None
        return re.sub(r"%(?:\([^)]*\))?([-+#0]*[\d*]*(?:\.[\d*]*)?(?:hh|h|ll|l|z|j|t|L)?)([a-zA-Z%])", self.verb, text)

    def braces(self, text, language):
        if language == "Rust":
            text = text.replace("{{", "\1").replace("}}", "\2")
            text = re.sub(r"\{[^{}]*\}", lambda m: "0x1f" if ":x" in m.group() or ":#x" in m.group() else self.value(), text)
            return text.replace("\1", "{").replace("\2", "}")
        return re.sub(r"\{\w*(?::[^{}]*)?\}" if language == "C#" else r"\{\}", lambda m: self.value(), text)


def statements(path, text, language):
    """(first line, last line, parts, extra arguments) of each statement of a file."""
    if language == "Python":
        yield from python_statements(text)
        return
    for m in re.finditer(CALLS[language], text):
        line_start = text.rfind("\n", 0, m.start()) + 1
        before = text[line_start:m.start()]
        if re.match(r"\s*(//|\*|#|/\*)", before) or "//" in before or '"' in before or "def " in before or "func " in before:
            continue
        if language == "Ruby":
            end = text.find("\n", m.end())
            found = arguments(text[m.end():end] + ")", 0)
            end = m.end() + found[1] if found else 0
        else:
            found = arguments(text, m.end())
            end = found[1] if found else 0
        if not found:
            continue
        args = found[0]
        if language in ("C", "C++"):
            args = [re.sub(r"\bKERN_[A-Z]+\b|\bPRI([a-z])\d+\b", lambda k: '"' + (k.group(1) or "") + '"', a) for a in args]
        index = next((i for i, a in enumerate(args[:4]) if re.match(r'\s*([s$]?"|`|\')', a)), None)
        if index is None or '"""' in args[index] or language == "PHP" and index > 0:
            continue
        if language in ("JavaScript", "TypeScript") and len(args) > index + 1 and re.match(r"\s*[\"'][^\"' ]*[\"']\s*$", args[index]):
            index += 1  # log.info("tag", "message")
        if language in ("JavaScript", "TypeScript", "Go") and ".Print" not in m.group() and len(args) > index + 1 and "f(" not in m.group():
            if language != "Go" or not m.group(1).startswith("lg"):
                continue
        found_pieces = pieces(args[index], language)
        if not found_pieces or not any(k == "t" and WORDS.search(v) for k, v in found_pieces):
            continue
        first = text.count("\n", 0, m.start()) + 1
        yield first, text.count("\n", 0, end) + 1, found_pieces, len(args) - index - 1, m.group(1) if m.re.groups else m.group()


def python_statements(text):
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    def parts(node):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return [("t", node.value)]
        if isinstance(node, ast.JoinedStr):
            return [p for v in node.values for p in (parts(v) if isinstance(v, ast.Constant) else [("e", "")])]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return parts(node.left)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "_LI", "_LW", "_LE") and node.args:
            return parts(node.args[0])
        return None
    for node in ast.walk(tree):
        call = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            if node.func.value.id.lower() in ("log", "logging", "logger") and node.func.attr in (
                    "debug", "info", "warning", "warn", "error", "exception", "critical"):
                call = node
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
            call = node.exc
        if call is None or not call.args:
            continue
        found = parts(call.args[0])
        if found and any(k == "t" and WORDS.search(v) for k, v in found):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else "raise"
            yield node.lineno, node.end_lineno, found, len(call.args) - 1, name


LEVELS = {"trace": "trace", "debug": "debug", "info": "info", "information": "info", "notice": "notice", "warn": "warning",
          "warning": "warning", "error": "error", "err": "error", "exception": "error", "critical": "fatal", "fatal": "fatal"}


def header(path, language, callee):
    """Level and logger as loggers of the language write them; empty where they write none."""
    name = re.sub(r"^pr_|^dev_|^netdev_|_f?r?$", "", re.split(r"[.>]|::", callee)[-1].strip("( "))
    name = re.sub(r"^Log(?=[A-Z])", "", name)
    name = name if language == "C" else re.sub(r"(?<=[a-z])f$", "", name)
    level = LEVELS.get(name.lower().rstrip("123"), "")
    stem = os.path.splitext(path)[0]
    if language in ("Java", "Kotlin", "Scala"):
        return level, re.split(r"(?:^|/)(?:java|kotlin|scala|src|main|app|jvm)/(?!.*/(?:java|kotlin|scala|src|main|app|jvm)/)", stem)[-1].replace("/", ".")
    if language == "Python":
        return level, re.sub(r"^(src|lib)/", "", stem).replace("/", ".")
    if language == "Rust":
        return level, "::".join(part.replace("-", "_") for part in stem.split("/") if part not in ("src", "crates", "lib", "main", "mod"))
    return level, ""


def message(found, language, filler, extra):
    out = ""
    braces = language in ("Java", "Kotlin", "Scala", "C#") and extra > 0 or language == "Rust"
    percent = language in ("C", "C++", "Go") or language == "Python" or (language in ("PHP", "Ruby") and extra > 0)
    for kind, value in found:
        if kind == "e":
            if language in ("C", "C++", "Rust"):
                return None
            out += filler.value()
        elif braces:
            out += filler.braces(value, language)
        elif percent:
            value = filler.percent(value)
            if value is None:
                return None
            out += value
        else:
            out += value
    return out


def spoil(text, r):
    """A line as it may look at the other end."""
    kind = r.choice(["truncated", "spaced", "coloured", "wrapped", "suffixed"])
    if kind == "truncated" and len(text) > 60:
        return kind, text[:r.randint(int(len(text) * 0.6), len(text) - 1)]
    if kind == "spaced":
        return kind, text.replace(" ", "  ", 2)
    if kind == "coloured":
        return kind, "\x1b[31m" + text + "\x1b[0m"
    if kind == "wrapped":
        return kind, r.choice(["[instance: 4f1c-22] ", "error: ", "(worker 3) ", "worker-2: "]) + text
    return kind, text + r.choice([" [preauth]", " [node-7]"])


def files(repository, linux=False):
    if linux:
        names = []
        for top in ("drivers/net/ethernet/intel", "drivers/scsi", "drivers/usb/core", "fs", "net", "kernel", "mm"):
            for base, _, found in os.walk(os.path.join(repository, top)):
                names += [os.path.relpath(os.path.join(base, f), repository) for f in found if f.endswith(".c")]
        for name in names:
            yield name, open(os.path.join(repository, name), encoding="utf-8", errors="replace").read()
        return
    git = ["git", "-C", repository]
    listing = subprocess.run(git + ["ls-tree", "-r", "--name-only", "HEAD"], capture_output=True, text=True).stdout.split("\n")
    wanted = [n for n in listing if os.path.splitext(n)[1] in LANGUAGES and not re.search(r"(^|/)(t|tests?|testing|spec|mock|examples?|deps|vendor|java-test|regress|selftests|fixtures)(/|$)|(^|/)test_[^/]*\.py|_test\.|(Test|Tests|Spec)\.|\.min\.", n)]
    random.Random(5).shuffle(wanted)
    reader = subprocess.Popen(git + ["cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for name in wanted[:1500]:
        reader.stdin.write(f"HEAD:{name}\n".encode())
        reader.stdin.flush()
        head = reader.stdout.readline().split()
        if len(head) < 3 or head[1] != b"blob":
            continue
        text = reader.stdout.read(int(head[2]) + 1)[:-1]
        yield name, text.decode("utf-8", "replace")


def places(text, r):
    """(file, line, message) of the different lines of a log that names them."""
    seen, found = set(), []
    for line in text.split("\n"):
        if line.startswith("{"):
            try:
                row = json.loads(line)
                file, number = row["caller"].rsplit(":", 1)
                message = row["msg"]
            except (ValueError, KeyError):
                continue
        else:
            m = re.match(r"(?:\S+ +\d+ [\d:]+ )?(?:debug[123]: |fatal: |error: )?(\S+\.c):(\S+)\(\):\d+ \(pid=\d+\): (.*)", line.strip())
            if not m:
                continue
            file, number, message = m.groups()
        # Of lines that another system gave to an adapter the statement is elsewhere.
        if not file.startswith("grpclog/") and (file, number, message) not in seen and len(WORDS.findall(message)) > 0:
            seen.add((file, number, message))
            found.append((file, number, message))
    r.shuffle(found)
    count, kept = {}, []
    for file, number, message in found:
        count[file, number] = count.get((file, number), 0) + 1
        if count[file, number] <= 3:
            kept.append((file, number, message))
    return kept


def emit(group, language, repository, path, first, last, words, tag, text, level="", logger=""):
    text = text.replace("\t", " ").split("\n")[0] if "\n" in text.strip("\n") else text.replace("\t", " ").strip("\n")
    if text.strip():
        print("\t".join([group, language, repository, path, str(first), str(last), str(words), tag, text, level, logger]))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--per", type=int, default=80)
    options.add_argument("--linux")
    options.add_argument("--loghub")
    options.add_argument("--places", action="append", default=[])
    options.add_argument("--negative", action="append", default=[])
    options.add_argument("--negative-log", action="append", default=[])
    options.add_argument("--exclude", action="append", default=[])
    options.add_argument("--systems", default="BGL,HPC,Proxifier,Android,Mac,Windows,HealthApp,Apache,Spark,HDFS")
    options.add_argument("repositories", nargs="*")
    options = options.parse_args()
    r = random.Random(options.seed)
    rows = [line.rstrip("\n").split("\t") for path in options.exclude for line in open(path, encoding="utf-8")]
    used = {(row[2].split("/")[-1], row[3], int(row[4])) for row in rows if not row[0].startswith("negative")}
    # Statements of one text are one.
    pool = {}
    indexed = options.repositories + ([options.linux] if options.linux else [])
    for repository in indexed + options.negative:
        plain = repository.rstrip("/")
        name = os.path.basename(os.path.dirname(plain)).replace("+", "/") if os.path.basename(plain) == "repo" else os.path.basename(plain)
        found = []
        for path, text in files(repository, repository == options.linux):
            language = LANGUAGES[os.path.splitext(path)[1]]
            found += [(path, language) + s for s in statements(path, text, language)]
        r.shuffle(found)
        pool[name] = found
    def texts(names):
        return [v.strip() for name in names for s in pool[name][:300] for k, v in s[4]
                if k == "t" and 10 < len(v) < 60 and "%" not in v and "{" not in v and "\n" not in v] or ["nothing here"]
    negative = list(pool)[len(indexed):]
    # Text of a system that is indexed has a source, wherever it stands.
    fillers = {True: Filler(options.seed, texts(negative)), False: Filler(options.seed, texts(list(pool)[:len(indexed)]))}
    for name, found in pool.items():
        count = 0
        seen_texts = {tuple(s[4]) for s in found if (name.split("/")[-1], s[0], s[2]) in used}
        filler = fillers[name in negative]
        for path, language, first, last, parts, extra, callee in found:
            if tuple(parts) in seen_texts:
                continue
            filler.hostile = r.random() < 0.25
            seen_texts.add(tuple(parts))
            text = message(parts, language, filler, extra)
            if text is None or "\n" in text.strip():
                continue
            words = len(WORDS.findall(" ".join(re.sub(r"%[-\d.*]*[a-zA-Z]+|\{[^}]*\}", " ", v) for k, v in parts if k == "t")))
            if words == 0:
                continue
            tag, text = ("hostile", text) if filler.hostile else spoil(text, r) if r.random() < 0.2 else ("plain", text)
            if name in negative:
                emit("negative", "", "", "", 0, 0, words, name.split("/")[-1], text, *header(path, language, callee))
                count += 1
                if count >= options.per:
                    break
                continue
            emit("synthetic", language, name.split("/")[-1] if "/" not in name else name, path, first, last, words, tag, text,
                 *header(path, language, callee))
            count += 1
            if count >= options.per:
                break
    for item in options.places:
        name, path = item.split("=", 1)
        for file, line, text in places(open(path, encoding="utf-8", errors="replace").read(), r):
            # Distributions patch files, so that lines move: where the log names a function, that is what counts.
            number = int(line) if line.isdigit() else 0
            emit("real-place", LANGUAGES[os.path.splitext(file)[1]], name, file, max(0, number - 12), number and number + 12,
                 len(WORDS.findall(text)), "real" if number else "in " + line, text)
    for item in options.negative_log:
        name, path = item.split("=", 1)
        lines = sorted({re.sub(r"\d+", "0", line): line for line in open(path, encoding="utf-8", errors="replace").read().split("\n")}.values())
        for line in r.sample(lines, min(80, len(lines))):
            emit("negative", "", "", "", 0, 0, 0, name, line)
    if options.loghub:
        loghub(options.loghub, options.systems.split(","), r)


def loghub(folder, systems, r):
    def rows(system):
        with open(os.path.join(folder, system, f"{system}_2k.log_structured.csv"), encoding="utf-8", errors="replace") as file:
            seen, found = {}, []
            for row in csv.DictReader(file):
                seen[row["EventId"]] = seen.get(row["EventId"], 0) + 1
                if seen[row["EventId"]] <= 3:
                    found.append(row)
            return found
    for row in rows("Zookeeper") if "BGL" in systems else []:
        cls = (row.get("Component") or "").split(":")[-1].split("$")[0]
        emit("real", "Java", "apache/zookeeper", cls + ".java", 0, 0, len(WORDS.findall(row["EventTemplate"])), "real", row["Content"],
             LEVELS.get(row["Level"].lower(), ""), (row.get("Component") or "").split(":")[-1])
    for row in rows("OpenStack") if "BGL" in systems else []:
        module = row["Component"].replace(".", "/")
        # The logger of the WSGI server is named for an option, not for its module.
        if module.startswith("nova/") and "wsgi" not in module:
            emit("real", "Python", "openstack/nova", module + ".py", 0, 0, len(WORDS.findall(row["EventTemplate"])), "real", row["Content"],
                 LEVELS.get(row["Level"].lower(), ""), row["Component"])
    for row in rows("OpenSSH") if "BGL" in systems else []:
        emit("real-openssh", "C", "openssh/openssh-portable", "", 0, 0, len(WORDS.findall(row["EventTemplate"])), "", row["Content"])
    for system in systems:
        lines = [row for row in rows(system) if system not in ("Thunderbird", "Linux") or row.get("PID")]
        for row in r.sample(lines, min(40, len(lines))):
            emit("negative", "", "", "", 0, 0, 0, system, row["Content"], LEVELS.get((row.get("Level") or "").lower(), ""), row.get("Component") or "")


main()
