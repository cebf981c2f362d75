"""Queries made from the corpus itself, with what each means in terms of ripgrep patterns."""

import re

ESCAPE = re.compile(r"([.^$*+?()\[\]{}|\\])")
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")

# Patterns without a usable literal, or of a shape that text rarely suggests.
FIXED_REGEXES = [
    r"^$", r"^\s*$", r"^.{0,3}$", r".{200,}", r"[0-9]{6,}", r"\b[A-Z]{3}\b", r"[[:upper:]]{8}", r"[^\x00-\x7F]",
    r"\p{Greek}", r"\p{Lu}\p{Ll}\p{Lu}", r"\s+$", r"^\s+\S$", r"0x[0-9a-fA-F]{8}\b", r"[a-f0-9]{8}-[a-f0-9]{4}",
    r"\bfunc\s+\w+\(", r"(?i)error|warning|fatal", r"return\s+(true|false|nil)\b", r"\w+\.\w+\(\)$", r"^(#|//)",
    r"(a|e|i|o|u){4}", r"(foo|ba[rz])+", r"\d+\.\d+\.\d+", r"[[:punct:]]{5,}", r"\B_\B", r"^import \w+$",
    r"(?i)straße", r"(?i)kelvin", r"(?i)σίσυφος", r"(?i)ǆ", r"ſ|K", r"\w{40,}", r"[\u{3040}-\u{9FFF}]", r"a{20,}b",
    r"(?:ab?){3}", r"x*needle", r"\bneedle\b.*$", r"(?-i:NEEDLE)", r"(?i)needle", r"\x61lpha", r"[[:alpha:]]+_1",
    r"(start|end)", r"^(alpha|beta)", r"e{2,3}\b", r"[^a-z\s]{12}", r"\.(h|c|swift)\b", r"^\t+\w", r"(?i)\bTODO\b",
    r"\w+::\w+", r"a.c", r"\b\b", r"$", r"\r$", r"crossing.border",
    r"border_name\(\);$", r"(?U)a.*e", r"e e", r"[eE] ", r"\pN\pN\pL", r"\D\d{3}\D", r"(?x) a l p h a # name",
]


# Patterns that see more than a line: ripgrep runs them with -U.
ACROSS_LINES = [
    r"\Aimport", r"end\z", r"(?s)a.b", r"\A[ \t]*[#/]", r"(?s)alpha.{0,30}beta", r"\{\n\n", r"\n\}\n\z", r"^\n\n$",
    r";\n\s*return\b", r"(?s:\)\s*\{.)\s+if", r"needle\n", r"\A(?:.*\n){3}.*import",
]


def quoted_regex(pattern):
    return "/" + re.sub(r"(?<!\\)((?:\\\\)*)/", r"\1\\/", pattern) + "/"


def quoted_text(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Term:
    """One pattern, as ripgrep takes it."""

    def __init__(self, text, is_regex=False, case=True, word=False, across=False):
        self.text = text
        self.across = across
        self.is_regex = is_regex
        self.case = case
        self.word = word

    @property
    def key(self):
        return (self.text, self.is_regex, self.case, self.word)

    def arguments(self):
        flags = ["-s" if self.case else "-i"] + ([] if self.is_regex else ["-F"]) + (["-w"] if self.word else [])
        flags += ["-U"] if self.across else []
        return [*flags, "-e", self.text]

    def query(self):
        return "content:" + (quoted_regex(self.text) if self.is_regex else quoted_text(self.text))


class Query:
    """Arguments for alidade, and the terms that define the answer."""

    def __init__(self, kind, arguments, terms, combine="all", path=None, in_paths=False):
        self.kind = kind
        self.arguments = arguments
        self.terms = terms
        self.combine = combine  # all, any, first without second
        self.path = path  # takes a path in bytes, or None
        self.in_paths = in_paths  # bare words: files are found by their paths too

    def __str__(self):
        return " ".join(repr(argument) if " " in argument else argument for argument in self.arguments)


class Maker:
    """Draws queries from the lines of a corpus."""

    def __init__(self, corpus, generator):
        self.generator = generator
        self.blobs = [blob for blob in corpus.searchable() if blob.text]
        self.fixed = [(pattern, False) for pattern in FIXED_REGEXES] + [(pattern, True) for pattern in ACROSS_LINES]
        generator.shuffle(self.fixed)
        self.paths = sorted({path for blob in self.blobs for path in blob.paths})

    def line(self, least=1):
        """A line of a random file with at least `least` characters."""
        while True:
            text = self.generator.choice(self.blobs).text
            place = self.generator.randrange(len(text))
            start = text.rfind(b"\n", 0, place) + 1
            end = text.find(b"\n", place)
            line = text[start : end if end >= 0 else len(text)][:2000].decode(errors="ignore")
            # A zero byte cannot stand on a command line; a query is one line.
            if len(line.strip()) >= least and not re.search(r"[\0\r\x85\u2028\u2029]", line):
                return line

    def word(self):
        while True:
            words = IDENTIFIER.findall(self.line(4))
            if words:
                return self.generator.choice(words)[:60]

    def slice(self, least, most):
        line = self.line(least).strip()
        length = min(self.generator.randint(least, most), len(line))
        start = self.generator.randint(0, len(line) - length)
        return line[start : start + length]

    def case(self):
        return self.generator.random() < 0.6

    def single(self, kind, term):
        flags = ["-s" if term.case else "-i"] + (["-w"] if term.word else [])
        return Query(kind, [*flags, "--", term.query()], [term])

    def recased(self, text):
        return "".join(c.swapcase() if self.generator.random() < 0.4 and len(c.swapcase()) == 1 else c for c in text)

    # Kinds

    def make_word(self):
        return self.single("word", Term(self.word(), case=self.case()))

    def make_whole_word(self):
        return self.single("whole word", Term(self.word(), case=self.case(), word=True))

    def make_substring(self):
        return self.single("substring", Term(self.slice(4, 12), case=self.case()))

    def make_short(self):
        return self.single("short", Term(self.slice(1, 3), case=self.case()))

    def make_phrase(self):
        return self.single("phrase", Term(self.slice(12, 60), case=self.case()))

    def make_literal_flag(self):
        term = Term(re.sub(r"\s+", " ", self.slice(6, 40)).strip(), case=self.case())
        if ":" in term.text or not term.text:
            return self.make_word()
        return Query("-F", ["-F", "-s" if term.case else "-i", "--", term.text], [term], in_paths=True)

    def make_recased(self):
        return self.single("recased", Term(self.recased(self.slice(4, 20)), case=False))

    def make_miss(self):
        text = list(self.word())
        text.insert(self.generator.randrange(len(text)), self.generator.choice("qzxQ7_"))
        return self.single("miss", Term("".join(text), case=self.case()))

    def make_fixed(self):
        if not self.fixed:
            return self.make_regex()
        pattern, across = self.fixed.pop()
        kind = "across lines" if across else "fixed regex"
        return self.single(kind, Term(pattern, is_regex=True, case=self.generator.random() < 0.8, across=across))

    def make_regex(self):
        pattern = self.loosened(self.slice(5, 30))
        return self.single("regex", Term(pattern, is_regex=True, case=self.case()))

    def make_regex_flag(self):
        pattern = self.loosened(self.word())
        if not re.fullmatch(r"[\w\[\]+*.\\^$?-]+", pattern) or pattern.startswith("-"):
            return self.make_regex()
        term = Term(pattern, is_regex=True, case=self.case())
        return Query("-e", ["-e", "-s" if term.case else "-i", "--", pattern], [term], in_paths=True)

    def make_template(self):
        first, second = self.word(), self.word()
        template = self.generator.choice([
            "{0}|{1}", "({0}|{1})\\b", "\\b{0}\\b", "^\\s*{0}", "{0}.*;?$", "{0}\\s*[(]", "{0}\\W+\\w+", "\\w+{1}",
            "[A-Z]\\w*{0}", "{0}(?:_\\w+)?", "({0})+", "{0}?\\b", "{0}.{{0,20}}\\w", "(?i){0}|{1}\\b", "\\B{1}",
            "{0}[^;]*;", "(^|\\s){0}($|\\s)", "{0}{{1,2}}", "(?:{0}|{1}|zz+)\\d*", "\\b\\w*{0}\\w*\\b",
        ])
        return self.single("template", Term(template.format(first[:12], second[:12]), is_regex=True, case=self.case()))

    def loosened(self, text):
        """A regex that matches `text`, with some characters made general."""
        draw = self.generator.random
        pattern = ""
        for character in text:
            exact = ESCAPE.sub(r"\\\1", character)
            if draw() < 0.65:
                pattern += exact
            elif character.isdigit():
                pattern += self.generator.choice([r"\d", r"[0-9]+", r"\d+", "[^a-z]"])
            elif character.isalpha():
                choices = [r"\w", ".", r"\pL", "[" + character + "x]", exact + "+", "(?:" + exact + "|zz)"]
                if character.isascii():
                    choices += ["[a-z]" if character.islower() else "[A-Z]", "[[:alpha:]]"]
                pattern += self.generator.choice(choices)
            elif character == " ":
                pattern += self.generator.choice([r"\s", r"\s+", " +", "[ \t]"])
            else:
                pattern += self.generator.choice([exact, exact + "?" + exact, ".", r"\W", "(" + exact + ")"])
        ends = ["{}", "{}", "{}", "^.*{}", "{}$", r"\b{}", r"{}\b", "(?i){}", "{}.*", "({})", "(?:{}|qqq)"]
        return self.generator.choice(ends).replace("{}", pattern)

    def make_both(self):
        line = IDENTIFIER.findall(self.line(10)) or [self.word()]
        first, second = Term(self.generator.choice(line), case=True), Term(self.word(), case=True)
        if self.generator.random() < 0.5:
            second = Term(self.generator.choice(line)[:8], case=True)
        return Query("AND", ["-s", "--", first.query(), second.query()], [first, second])

    def make_either(self):
        first, second = Term(self.word(), case=True), Term(self.loosened(self.word()), is_regex=True, case=True)
        return Query("OR", ["-s", "--", first.query(), "OR", second.query()], [first, second], "any")

    def make_without(self):
        first, second = Term(self.word(), case=True), Term(self.slice(2, 5), case=True)
        query = [first.query(), "NOT", second.query()]
        return Query("NOT", ["-s", "--", *query], [first, second], "without")

    def make_path(self):
        term = Term(self.slice(3, 10), case=self.case())
        path = self.generator.choice(self.paths).decode(errors="ignore")
        name = path.rsplit("/", 1)[-1]
        ending = "." + name.rsplit(".", 1)[-1]
        part = re.sub(r"\W", "", name)[:6] or "a"
        if re.fullmatch(r"\.\w+", ending) and self.generator.random() < 0.5:
            value = "*" + ending
            accepts = lambda p: p.lower().endswith(ending.lower().encode())
        else:
            value = part + (r"\w*\." if self.generator.random() < 0.5 else "")
            compiled = re.compile(value.encode(), re.IGNORECASE | re.ASCII)
            accepts = lambda p: compiled.search(p) is not None
        flags = ["-s" if term.case else "-i"]
        if term.case:
            # case:yes is for paths too.
            if value.startswith("*"):
                accepts = lambda p: p.endswith(ending.encode())
            else:
                exact = re.compile(value.encode(), re.ASCII)
                accepts = lambda p: exact.search(p) is not None
        if self.generator.random() < 0.25:
            inner = accepts
            return Query("-file:", [*flags, "--", term.query(), "-file:" + value], [term], path=lambda p: not inner(p))
        return Query("file:", [*flags, "--", term.query(), "file:" + value], [term], path=accepts)

    WEIGHTS = [
        ("make_word", 8), ("make_whole_word", 5), ("make_substring", 10), ("make_short", 5), ("make_phrase", 9),
        ("make_literal_flag", 3), ("make_recased", 6), ("make_miss", 3), ("make_fixed", 17), ("make_regex", 16),
        ("make_regex_flag", 4), ("make_template", 14), ("make_both", 5), ("make_either", 4), ("make_without", 4),
        ("make_path", 7),
    ]

    def queries(self, count):
        """`count` queries, every kind at its share."""
        names = [name for name, weight in self.WEIGHTS for _ in range(weight)]
        order = []
        while len(order) < count:
            self.generator.shuffle(names)
            order += names
        return [getattr(self, name)() for name in order[:count]]
