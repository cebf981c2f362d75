import Platform
import Syntax
import TestSupport
import Testing

private let library = TreeSitterLibrary(folder: Checkout.grammars)

/// A pattern and a text in which every match stands between « and »; captures after the text.
struct StructureSample: CustomTestStringConvertible, Sendable {
  let language: String
  let pattern: String
  let marked: String
  let captures: String?
  var testDescription: String { "\(language): \(pattern)" }

  init(_ language: String, _ pattern: String, _ marked: String, _ captures: String? = nil) {
    (self.language, self.pattern, self.marked, self.captures) = (language, pattern, marked, captures)
  }

  /// The text without marks, and the ranges between them in the order of their starts.
  var unmarked: (text: [UInt8], ranges: [Range<Int>]) {
    var text: [UInt8] = []
    var open: [Int] = []
    var ranges: [Range<Int>] = []
    for character in marked {
      switch character {
      case "«": open.append(text.count)
      case "»": ranges.append(open.removeLast()..<text.count)
      default: text += Array(String(character).utf8)
      }
    }
    return (text, ranges.sorted { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) })
  }
}

func structurePlan(_ pattern: String, _ language: String) throws -> (StructurePlan, StructuralPattern, String)
{
  let grammar = try #require(LanguageTable.named(language)?.patternGrammarName)
  let library = try #require(library)
  let parsed = try StructuralPattern(parsing: pattern)
  let plan = try StructurePlan(parsed, grammar: grammar) { text in
    text.withUnsafeBytes { library.parse($0, grammar: grammar, marksMissing: true) }
  }
  return (plan, parsed, grammar)
}

private let samples: [StructureSample] = [
  // Data and markup.
  .init("CSS", "$S { color: $C; }", "a { color: red; margin: 0 }\n«b { color: blue; }»", "S=b C=blue"),
  .init("CSS", "display: none;", "a { «display: none;» color: red; }\n.b { display: block; }"),
  .init("SCSS", "@include $M($$$);", "a { «@include wide(2px);» color: red; }", "M=wide"),
  .init(
    "HTML", "<a href=\"$H\">$$$</a>", "<p>«<a href=\"x\">one <b>two</b></a>» <a id=\"q\">no</a></p>", "H=x"),
  .init(
    "JSON", "{ $$$, \"name\": $N, $$$ }", "[«{\"a\": 1, \"name\": \"x\", \"b\": []}», {\"c\": 2}]", "N=\"x\""),
  .init(
    "JSON", "\"version\": \"$V\"", "{«\"version\": \"1.2\"», \"b\": {«\"version\": \"3\"»}}", "V=1.2 V=3"),
  .init("TOML", "version = $V", "[a]\n«version = \"1\"»\nb = 2\n", "V=\"1\""),
  .init(
    "SQL", "SELECT $A FROM $T", "«SELECT a FROM b»;\nselect a from b;\n«SELECT a, c FROM b»;\n",
    "A=a T=b A=a, c T=b"),
  // C: calls, arguments, names that come twice, comments.
  .init(
    "C", "kfree($X)", "void f(void) { «kfree(p)»; if (q) «kfree(q->r)»; kfree(a, b); kfree; }", "X=p X=q->r"),
  .init("C", "f($A, $A)", "int x = «f(a, a)» + f(a, b) + «f(g(1), g( 1 ))»;", "A=a A=g(1)"),
  .init("C", "f($$$A, $B)", "int x = «f(1, 2, 3)» + «f(1)» + f();", "A=1, 2 B=3 A= B=1"),
  .init("C", "f($$$, last)", "int x = «f(1, /* c */ last)» + f(last, 1) + «f(last)»;"),
  .init("C", "f($_, $_)", "int x = «f(1, 2)» + f(1);"),
  .init("C", "kfree /* the */ ( $X )", "void f(void) { «kfree // c\n (p)»; }"),
  .init(
    "C", "if ($X == NULL) { $$$ }",
    "void f(void) { «if (p == NULL) { a(); return; }» if (p != NULL) { } «if (q == NULL) {}» }", "X=p X=q"),
  .init(
    "C", "if ($X == NULL) return $Y;",
    "int f(void) { «if (p == NULL) return -1;» if (p == NULL) { return 1; } }", "X=p Y=-1"),
  .init(
    "C", "for ($I = 0; $I < $N; $I++) { $$$ }",
    "void f(void) { «for (i = 0; i < n; i++) { g(i); }» for (i = 0; j < n; i++) { } }", "I=i N=n"),
  .init(
    "C", "static int $F($$$) { $$$ }",
    "«static int a(void) { return 1; }»\nint b(void) { return 1; }\n«static int c(int x, int y)\n{\n}»",
    "F=a F=c"),
  .init("C", "$X = $X + $Y;", "void f(void) { «a = a + 1;» a = b + 1; }", "X=a Y=1"),
  .init("C", "a($X); b($X);", "void f(void) { «a(1); b(1);» a(1); b(2); «a(3); /* c */ b(3);» }", "X=1 X=3"),
  .init(
    "C", "lock($L); $$$ unlock($L);", "void f(void) { «lock(a); x(); y(); unlock(a);» lock(b); z(); }", "L=a"),
  .init("C", "struct $S { $$$ };", "«struct a { int x; }»; struct b;", "S=a"),
  .init(
    "C", "struct $S { $$$ int count; $$$ };",
    "struct a { int x; };\n«struct b { char c; int count; long l; }»;", "S=b"),
  .init(
    "C", "$T *$P = kmalloc($$$);",
    "void f(void) { «struct a *p = kmalloc(sizeof(*p), GFP_KERNEL);» int q = kmalloc(1); }", "T=struct a P=p"),
  .init("C", "#define $N 0", "«#define A 0»\n#define B 1\n", "N=A"),
  .init(
    "C", "case $X: return 0;", "int f(int x) { switch (x) { «case 1: return 0;» case 2: return 1; } }", "X=1"),
  .init("C", "printf(\"%d\", $X)", "void f(void) { «printf(\"%d\", a)»; printf(\"%s\", a); }", "X=a"),
  .init("C", "do { $$$ } while (0)", "void f(void) { «do { x(); } while (0);» }"),
  .init("C", "sizeof($X) * $Y", "int a = «sizeof(b) * 3» + sizeof(b);"),
  .init(
    "C", "list_for_each_entry($A, $H, $M) { $$$ }",
    "void f(void) { «list_for_each_entry(p, &h, list) { g(p); }» if (x) { } }", "A=p H=&h M=list"),
  .init("C", "return $X where $X ~ /^-E/", "int f(void) { «return -EINVAL;» }"),
  // Conditions on other code.
  .init(
    "C", "kfree($X) inside `if ($X) { $$$ }`",
    "void f(void) { if (p) { «kfree(p)»; } if (p) { kfree(q); } kfree(p); }", "X=p"),
  .init(
    "C", "kfree($X) not inside `if ($X) { $$$ }`", "void f(void) { if (p) { kfree(p); } «kfree(q)»; }", "X=q"),
  .init(
    "C", "if ($C) { $$$ } has `return $R;`", "void f(void) { «if (a) { return 1; }» if (b) { c(); } }",
    "C=a R=1"),
  .init(
    "C", "if ($C) { $$$ } not has `return $R;`", "void f(void) { if (a) { return 1; } «if (b) { c(); }» }",
    "C=b"),
  // C++.
  .init("C++", "std::move($X)", "void f() { g(«std::move(a)», move(b)); }", "X=a"),
  .init("C++", "class $C : public $B { $$$ };", "«class A : public B { int x; }»; class C { };", "C=A B=B"),
  .init(
    "C++", "for (auto $V : $X) { $$$ }", "void f() { «for (auto v : xs) { g(v); }» for (int i : xs) { } }",
    "V=v X=xs"),
  .init("C++", "$X->$M($$$)", "void f() { «a->b(1)»; a.b(1); }", "X=a M=b"),
  // Go.
  .init(
    "Go", "if err != nil { return $$$ }",
    "package p\nfunc f() error {\n\t«if err != nil {\n\t\treturn nil, err\n\t}»\n\tif x != nil {\n\t\treturn err\n\t}\n}\n"
  ),
  .init(
    "Go", "fmt.Errorf($F, $$$)",
    "package p\nvar a = «fmt.Errorf(\"x\")»\nvar b = «fmt.Errorf(\"x %v\", 1, 2)»\n", "F=\"x\" F=\"x %v\""),
  .init(
    "Go", "func ($R *$T) $M($$$) error { $$$ }",
    "package p\n«func (a *A) B(x int) error { return nil }»\nfunc C() error { return nil }\n", "R=a T=A M=B"),
  .init("Go", "defer $M.Unlock()", "package p\nfunc f() { «defer m.Unlock()»; m.Unlock() }\n", "M=m"),
  .init("Go", "$X, err := $F($$$)", "package p\nfunc f() { «a, err := g(1)»; b := g(2) }\n", "X=a F=g"),
  // Python.
  .init("Python", "def $F($$$): $$$", "«def a(x, y=1):\n    z = x\n    return z»\n\nclass C: pass\n", "F=a"),
  .init("Python", "except $E: pass", "try:\n    a()\n«except ValueError:\n    pass»\n", "E=ValueError"),
  .init("Python", "isinstance($X, str)", "a = «isinstance(b, str)» or isinstance(b, int)\n", "X=b"),
  .init("Python", "$X == None", "if «a == None»: pass\n", "X=a"),
  .init(
    "Python", "if $X is None: $X = $Y", "«if a is None:\n    a = 1»\nif b is None:\n    a = 1\n", "X=a Y=1"),
  .init("Python", "print($$$)", "«print()»\n«print(1, 2)»\n"),
  .init("Python", "for $K, $V in $D.items(): $$$", "«for k, v in d.items():\n    print(k)»\n", "K=k V=v D=d"),
  // Rust.
  .init("Rust", "$X.unwrap()", "fn f() { let a = «b.unwrap()»; let c = «d(1).unwrap()»; }", "X=b X=d(1)"),
  .init(
    "Rust", "fn $F($$$) -> Result<$T, $E> { $$$ }", "«fn a(x: u8) -> Result<u8, E> { Ok(x) }»\nfn b() {}\n",
    "F=a T=u8 E=E"),
  .init(
    "Rust", "match $X { $$$ None => $N, $$$ }",
    "fn f() { «match a { Some(x) => x, None => 0, }»; match b { Some(_) => 1, _ => 2 }; }", "X=a N=0"),
  .init(
    "Rust", "if let Some($P) = $X { $$$ }", "fn f() { «if let Some(p) = q { g(p) }» if let Ok(p) = q { } }",
    "P=p X=q"),
  .init("Rust", "impl $T for $S { $$$ }", "«impl Display for A { fn f() {} }»\nimpl A {}\n", "T=Display S=A"),
  .init("Rust", "unsafe { $$$ }", "fn f() { «unsafe { g() }» }"),
  .init("Rust", "println!($$$)", "fn f() { «println!(\"{}\", a)»; eprintln!(); }"),
  // JavaScript and TypeScript.
  .init("JavaScript", "console.log($$$)", "«console.log(1, 2)»; console.warn(1); «console.log()»"),
  .init(
    "JavaScript", "function $F($$$) { $$$ }", "«function a(x) { return x }»\n«async function b() {}»\n",
    "F=a F=b"),
  .init("JavaScript", "$X === undefined || $X === null", "if («a === undefined || a === null») {}", "X=a"),
  .init(
    "JavaScript", "const $N = require($M)", "«const a = require('b');»\nlet c = require('d')", "N=a M='b'"),
  .init("JavaScript", "($$$) => { $$$ }", "f(«(a, b) => { g() }»); h(() => 1)"),
  .init("JavaScript", "{ $$$, type: $T }", "f(«{ a: 1, type: 'x' }», «{ type: 2 }», { a: 1 })", "T='x' T=2"),
  .init("TypeScript", "interface $I { $$$ }", "«interface A { x: number; y(): void }»", "I=A"),
  .init("TypeScript", "$X as any", "const a = «b as any», c = d as string", "X=b"),
  .init(
    "TypeScript", "export function $F($$$): $T { $$$ }",
    "«export function a(x: number): string { return '' }»", "F=a T=string"),
  .init("TSX", "<$C $$$ />", "const a = «<B x={1} y />»; const c = <D></D>", "C=B"),
  // Swift.
  .init(
    "Swift", "guard let $X = $Y else { $$$ }", "func f() {\n  «guard let a = b() else { return }»\n}",
    "X=a Y=b()"),
  .init("Swift", "try! $X", "let a = «try! b()»\nlet c = try d()\n", "X=b()"),
  .init("Swift", "func $F($$$) throws { $$$ }", "«func a(x: Int) throws { b() }»\nfunc c() { }\n", "F=a"),
  .init("Swift", "if $X == nil { $$$ }", "«if a == nil { b() }»\nif c == d { }\n", "X=a"),
  .init("Swift", "$X.append($Y)", "a.b()\n«c.append(1)»\n", "X=c Y=1"),
  // Others.
  .init("Java", "System.out.println($$$);", "class A { void f() { «System.out.println(1);» } }"),
  .init(
    "Java", "public void $M($$$) { $$$ }", "class A { «public void a(int x) { b(); }» void c() {} }", "M=a"),
  .init(
    "Java", "try { $$$ } catch ($E $V) { }", "class A { void f() { «try { a(); } catch (E e) { }» } }",
    "E=E V=e"),

  .init("Kotlin", "fun $F($$$): Int { $$$ }", "«fun a(x: Int): Int { return x }»\nfun b() {}\n", "F=a"),
  .init("PHP", "count($X) == 0", "<?php if («count($a) == 0») {}", "X=$a"),
  .init("Ruby", "$X.each do |$Y| $$$ end", "«a.each do |b|\n  puts b\nend»\n", "X=a Y=b"),
  .init("Lua", "local $F = require($M)", "«local a = require(\"b\")»\n", "F=a M=\"b\""),
  .init("Scala", "def $F($$$): $T = { $$$ }", "object A { «def a(x: Int): Int = { x }» }", "F=a T=Int"),
  .init("Shell", "grep $$$", "«grep -r a b»\nls\n"),
]

private let faults: [(language: String, pattern: String, description: String, range: Range<Int>)] = [
  ("C", "if ($X == ) {", "the code can't go on with “)” here", 10..<11),
  ("Python", "def f(:", "", 0..<0),
  ("C", "$X", "the pattern is a hole and nothing else", 0..<2),
  ("C", "f($X) inside `$Y`", "the pattern is a hole and nothing else", 14..<16),
]

@Suite(.enabled(if: library != nil, "scripts/setup has not got the grammars"))
struct `Patterns of code` {
  @Test(arguments: samples) func `match where the marks are`(_ sample: StructureSample) throws {
    let (plan, pattern, grammar) = try structurePlan(sample.pattern, sample.language)
    let (text, ranges) = sample.unmarked
    let found = try text.withUnsafeBytes { buffer in
      let tree = try #require(library?.parse(buffer, grammar: grammar))
      return findStructures(plan, in: tree, text: buffer)
    }
    // Conditions on the text of holes are for the searcher, which has regexes.
    guard pattern.conditions.isEmpty else { return }
    #expect(found.matches.map { show($0.range, text) } == ranges.map { show($0, text) })
    guard let captures = sample.captures else { return }
    let shown = found.matches.flatMap { match in
      match.captures.map { "\(pattern.names[$0.variable])=\(show($0.range, text))" }
    }
    #expect(shown.joined(separator: " ") == captures)
  }

  @Test(arguments: samples) func `only parts of the tree give the same`(_ sample: StructureSample) throws {
    let (plan, _, grammar) = try structurePlan(sample.pattern, sample.language)
    let (text, _) = sample.unmarked
    let library = try #require(library)
    try text.withUnsafeBytes { buffer in
      let tree = try #require(library.parse(buffer, grammar: grammar))
      let language = try #require(LanguageTable.named(sample.language))
      let pruned = findStructures(in: buffer, plan: plan, library: library, language: language)
      #expect(pruned == findStructures(plan, in: tree, text: buffer))
    }
  }

  @Test(arguments: samples) func `every match holds the texts of the plan in order`(_ sample: StructureSample)
    throws
  {
    let (plan, _, _) = try structurePlan(sample.pattern, sample.language)
    let (text, ranges) = sample.unmarked
    for run in plan.runs where !ranges.isEmpty {
      for token in run {
        #expect(show(0..<text.count, text).contains(String(decoding: token.text, as: UTF8.self)))
      }
    }
  }

  @Test(arguments: faults.indices) func `what is no code is told`(_ index: Int) throws {
    let fault = faults[index]
    do {
      _ = try structurePlan(fault.pattern, fault.language)
      Issue.record("\(fault.pattern) is code")
    } catch let error as StructuralPatternError {
      guard !fault.description.isEmpty else { return }
      #expect(error.description == fault.description)
      #expect(error.range == fault.range)
    }
  }

  private func show(_ range: Range<Int>, _ text: [UInt8]) -> String {
    String(decoding: text[range], as: UTF8.self)
  }
}
