/// Which of the languages that share an extension a text is written in.
///
/// Each rule looks for what only one of them has at the start of lines; what is asked follows linguist's
/// heuristics.yml, written as prefix and substring checks. nil leaves the choice to the caller.
enum SharedExtensions {
  static func language(_ ext: String, _ head: TextHead) -> String? { rules[ext]?(head) }

  private typealias Rule = @Sendable (TextHead) -> String?

  private static let rules: [String: Rule] = {
    var rules = systems.merging(scripting) { $1 }.merging(functional) { $1 }.merging(markup) { $1 }
      .merging(others) { $1 }
    for section in 1...9 { rules[".\(section)"] = { manual($0) ?? "Text" } }
    for ext in [".1in", ".1m", ".1x", ".3in", ".3m", ".3p", ".3pm", ".3qt", ".3x", ".man", ".mdoc"] {
      rules[ext] = { manual($0) ?? "Roff" }
    }
    return rules
  }()

  private static func manual(_ head: TextHead) -> String? {
    var isRoff = false
    let isManual = head.anyLine { line in
      guard line.indent == 0, line.first == UInt8(ascii: ".") || line.first == UInt8(ascii: "'") else {
        return false
      }
      isRoff = true
      return line.starts(".TH ") || line.starts(".Dd ") || line.starts(".Dt ") || line.starts("'TH ")
    }
    return isManual ? "Roff Manpage" : isRoff ? "Roff" : nil
  }

  /// Headers decide on Objective-C before C++, and are C otherwise.
  private static func header(_ head: TextHead) -> String? {
    var isCPlusPlus = false
    let isObjectiveC = head.anyLine { line in
      switch line.first {
      case UInt8(ascii: "@"): return objectiveCWord(line)
      case UInt8(ascii: "#"):
        if line.starts("#import ") { return true }
        isCPlusPlus = isCPlusPlus || includesCPlusPlus(line)
      default: isCPlusPlus = isCPlusPlus || isCPlusPlusLine(line)
      }
      return false
    }
    return isObjectiveC ? "Objective-C" : isCPlusPlus ? "C++" : "C"
  }

  private static func objectiveCWord(_ line: TextHead.Line) -> Bool {
    line.starts(anyWord: "@interface @class @protocol @property @end @implementation @import @selector")
  }

  private static func includesCPlusPlus(_ line: TextHead.Line) -> Bool {
    guard line.starts("#include <") || line.starts("# include <") else { return false }
    // Headers of the C++ library have no extension; of C's, all have.
    return line.contains(">") && !line.contains(".") && !line.contains("/")
  }

  /// `class` and `try` begin sentences of comments too: a line of code ends or goes on otherwise.
  private static func isCPlusPlusLine(_ line: TextHead.Line) -> Bool {
    let isCode = [
      UInt8(ascii: "{"), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "}"),
    ]
    .contains(line.last ?? 0)
    switch line.first {
    case UInt8(ascii: "c"):
      return (line.starts("class ") && isCode) || line.starts("constexpr ") || line.starts("catch (")
    case UInt8(ascii: "n"): return line.starts("namespace ") && (isCode || !line.contains("."))
    case UInt8(ascii: "p"):
      return isCode && (line.starts("public:") || line.starts("private:") || line.starts("protected:"))
    case UInt8(ascii: "t"):
      return line.starts("template<") || line.starts("template <") || line.starts("try {")
    case UInt8(ascii: "u"): return line.starts("using ") && line.last == UInt8(ascii: ";")
    case UInt8(ascii: "*"), UInt8(ascii: "/"): return false
    default: return line.contains("std::")
    }
  }

  private static func isXML(_ head: TextHead) -> Bool { head.begins("<?xml") || head.begins("<!") }

  private static func isObjectiveC(_ head: TextHead) -> Bool {
    head.anyLine { objectiveCWord($0) || $0.starts("#import ") || $0.starts("#include ") || $0.starts("//") }
  }

  private static let systems: [String: Rule] = [
    ".h": { header($0) },
    ".hh": { $0.contains("<?hh") ? "Hack" : "C++" },
    ".m": { head in
      if head.anyLine({ objectiveCWord($0) || $0.starts("#import ") }) { return "Objective-C" }
      if head.contains(":- module") { return "Mercury" }
      if head.anyLine({ $0.indent == 0 && $0.starts(": ") }) { return "MUF" }
      if head.anyLine(": module") { return "Limbo" }
      if head.contains("(*"), head.contains("*)") { return "Wolfram Language" }
      if head.anyLine({ $0.first == UInt8(ascii: "%") || $0.starts(anyWord: "function classdef end") }) {
        return "MATLAB"
      }
      if head.anyLine({ $0.first == UInt8(ascii: ";") }) { return "M" }
      return isObjectiveC(head) ? "Objective-C" : nil
    },
    ".mm": { $0.begins("<") ? "XML" : "Objective-C++" },
    ".v": { head in
      if head.anyLine(word: "Require Theorem Lemma Definition Proof Qed Inductive Fixpoint From") {
        return "Rocq Prover"
      }
      if head.anyLine({
        $0.first == UInt8(ascii: "`") || $0.starts(anyWord: "module always initial assign endmodule")
      }) {
        return head.anyLine(word: "fn pub") ? "V" : "Verilog"
      }
      return head.anyLine(word: "fn pub import struct $if") ? "V" : "Verilog"
    },
    ".s": {
      $0.anyLine(word: "move.l move.w move.b movem.l moveq dbra") ? "Motorola 68K Assembly" : "Unix Assembly"
    },
    ".asm": {
      $0.anyLine(word: "move.l move.w move.b movem.l moveq dbra") ? "Motorola 68K Assembly" : "Assembly"
    },
    ".nas": { $0.anyLine(word: "var func import") ? "Nasal" : "Assembly" },
    ".d": { head in
      if head.anyLine({
        $0.starts("#pragma D ") || $0.starts("provider ") || $0.starts("BEGIN") || $0.contains(":::")
      }) {
        return "DTrace"
      }
      return head.anyLine({ $0.contains(".o:") || ($0.contains(": ") && $0.last == UInt8(ascii: "\\")) })
        ? "Makefile" : "D"
    },
    ".rs": { head in
      if isXML(head) { return "XML" }
      return head.anyLine({ $0.starts("#include") || $0.starts("#pragma") }) ? "RenderScript" : "Rust"
    },
    ".inc": { head in
      if head.anyLine("<?") { return "PHP" }
      if head.begins("<") { return "HTML" }
      if head.anyLine(word: "methodmap native") { return "SourcePawn" }
      if head.anyLine(word: "#declare #local #macro") { return "POV-Ray SDL" }
      if head.anyLine({ $0.starts("#include") || $0.starts("#define") || $0.starts("//") || $0.starts("/*") })
      {
        return "C++"
      }
      if head.anyLine({ $0.starts("end;") || $0.starts("end.") || $0.starts("{$") }) { return "Pascal" }
      if head.anyLine(word: "inherit SRC_URI DEPENDS require LICENSE") { return "BitBake" }
      if head.anyLine(word: "mov db dw section .globl") { return "Assembly" }
      return nil
    },
    ".cl": { head in
      if head.anyLine({ $0.starts("(defun") || $0.starts("(in-package") || $0.starts("(defpackage") }) {
        return "Common Lisp"
      }
      return head.anyLine({ $0.indent == 0 && $0.starts("class ") }) ? "Cool" : "OpenCL"
    },
    ".fs": { head in
      if head.anyLine({ $0.indent == 0 && $0.starts(": ") }) { return "Forth" }
      if head.anyLine(word: "#version precision uniform varying") { return "GLSL" }
      return head.anyLine({ $0.starts("#include") || $0.starts("#pragma") }) ? "Filterscript" : "F#"
    },
    ".f": {
      $0.anyLine({ $0.indent == 0 && $0.starts(": ") })
        ? "Forth" : $0.contains("flowop") ? "Filebench WML" : "Fortran"
    },
    ".for": { $0.anyLine({ $0.indent == 0 && $0.starts(": ") }) ? "Forth" : "Fortran" },
    ".fpp": { $0.anyLine(word: "active passive queued topology instance port") ? "FPP" : "Fortran" },
    ".i": { $0.anyLine("%") ? "SWIG" : $0.anyLine(word: "mov db dw") ? "Assembly" : nil },
    ".re": {
      $0.anyLine({ $0.starts("#include") || $0.starts("#define") || $0.starts("template") })
        ? "C++" : "Reason"
    },
    ".mod": { head in
      if head.contains("<!ENTITY ") { return "XML" }
      if head.anyLine(word: "MODULE DEFINITION IMPLEMENTATION") { return "Modula-2" }
      if head.anyLine(word: "NEURON UNITS INITIAL") { return "NMODL" }
      return head.anyLine(word: "param set var minimize maximize") ? "AMPL" : "Linux Kernel Module"
    },
    ".x": { head in
      if head.begins("xof 0") { return "DirectX 3D File" }
      if head.anyLine(word: "%hook %end %ctor %group") { return "Logos" }
      return head.anyLine(word: "SECTIONS OUTPUT_ARCH OUTPUT_FORMAT") ? "Linker Script" : "RPC"
    },
  ]

  private static func isPerl(_ head: TextHead) -> Bool {
    head.anyLine { line in
      (line.starts("use ") && !line.starts("use v6")) || line.starts("#!/usr/bin/perl")
        || line.starts("#!/usr/bin/env perl")
        || line.starts("my $") || line.starts("my @") || (line.starts("package ") && line.contains(";"))
    }
  }

  private static let scripting: [String: Rule] = [
    ".ts": { $0.begins("<") && $0.contains("<TS") ? "XML" : "TypeScript" },
    ".tsx": { isXML($0) ? "XML" : "TSX" },
    ".gts": { $0.begins("G0") ? "Gerber Image" : "Glimmer TS" },
    ".pl": { head in
      if head.anyLine("use v6") { return "Raku" }
      if isPerl(head) { return "Perl" }
      return head.anyLine({ $0.first != UInt8(ascii: "#") && $0.contains(":-") }) ? "Prolog" : "Perl"
    },
    ".pm": { head in
      if head.contains("/* XPM */") { return "X PixMap" }
      return head.anyLine({ $0.starts("use v6") || $0.starts("unit ") }) ? "Raku" : "Perl"
    },
    ".t": { head in
      if head.anyLine("use v6") { return "Raku" }
      if isPerl(head) { return "Perl" }
      return head.anyLine(word: "terra local")
        ? "Terra" : head.anyLine({ $0.first == UInt8(ascii: "%") }) ? "Turing" : "Perl"
    },
    ".al": {
      $0.anyLine(word: "codeunit page pageextension table tableextension enum report") ? "AL" : "Perl"
    },
    ".pod": { $0.anyLine("=begin pod") ? "Pod 6" : "Pod" },
    ".php": { $0.contains("<?hh") ? "Hack" : "PHP" },
    ".cgi": { shebangLanguage($0)?.name ?? "Perl" },
    ".fcgi": { shebangLanguage($0)?.name ?? "Perl" },
    ".trigger": { shebangLanguage($0)?.name ?? "Apex" },
    ".spec": { head in
      if head.anyLine({ $0.starts("describe ") || $0.starts("require ") || $0.starts("Gem::") }) {
        return "Ruby"
      }
      return head.contains("Analysis(") ? "Python" : "RPM Spec"
    },
    ".rpy": {
      $0.anyLine(word: "label scene menu init define screen")
        ? "Ren'Py" : $0.anyLine(word: "import from class def") ? "Python" : "Ren'Py"
    },
    ".pluginspec": { $0.begins("<") ? "XML" : "Ruby" },
    ".es": {
      $0.anyLine({ $0.starts("%%") || ($0.starts("main(") && $0.contains("->")) }) ? "Erlang" : "JavaScript"
    },
    ".gs": { head in
      if head.anyLine("#version") { return "GLSL" }
      if head.anyLine({ $0.starts("uses java.") || $0.starts("uses gw.") }) { return "Gosu" }
      return head.begins("[indent=") ? "Genie" : "JavaScript"
    },
    ".frag": { $0.anyLine(word: "function var let const") ? "JavaScript" : "GLSL" },
    ".nu": { $0.anyLine(word: "import export module def let let-env use") ? "Nushell" : "Nu" },
    ".ls": { $0.anyLine("package ") ? "LoomScript" : "LiveScript" },
    ".qs": { $0.anyLine(word: "namespace operation") ? "Q#" : "Qt Script" },
    ".gd": { $0.anyLine({ $0.starts("Declare") || $0.starts("BindGlobal") }) ? "GAP" : "GDScript" },
    ".g": {
      $0.anyLine({ $0.starts("Declare") || $0.starts("BindGlobal") || $0.starts("Install") }) ? "GAP" : nil
    },
    ".r": { head in
      if head.contains("REBOL [") || head.contains("Rebol [") { return "Rebol" }
      return head.contains("Types.r\"") || head.contains("Carbon.r") ? "Rez" : "R"
    },
    ".mask": { $0.contains("tag:unity3d.com") ? "Unity3D Asset" : "Mask" },
    ".uc": { $0.anyLine(word: "let import export {%") ? "ucode" : "UnrealScript" },
    ".star": { $0.anyLine("loop_") ? "STAR" : "Starlark" },
    ".tl": { $0.anyLine(word: "local function end record global") ? "Teal" : "Type Language" },
    ".bas": { head in
      if head.anyLine("Attribute VB_Name") { return "Visual Basic 6.0" }
      if head.anyLine(word: "#include #define #ifdef #pragma #lang") { return "FreeBASIC" }
      return head.contains("B4J=true") || head.contains("B4A=true") ? "B4X" : "BASIC"
    },
    ".cls": { head in
      if head.anyLine({
        $0.starts("\\ProvidesClass") || $0.starts("\\NeedsTeXFormat") || $0.first == UInt8(ascii: "%")
      }) {
        return "TeX"
      }
      if head.begins("VERSION 1.0 CLASS") { return "Visual Basic 6.0" }
      return head.anyLine({ $0.indent == 0 && $0.starts("Class ") }) ? "ObjectScript" : "Apex"
    },
    ".frm": { $0.begins("VERSION ") ? "Visual Basic 6.0" : $0.begins("TYPE=VIEW") ? "INI" : "VBA" },
    ".vba": { $0.anyLine("UseVimball") ? "Vim script" : "VBA" },
  ]

  private static let functional: [String: Rule] = [
    ".ex": { $0.anyLine(word: "include procedure atom sequence") ? "Euphoria" : "Elixir" },
    ".e": { head in
      if head.anyLine(word: "include procedure atom sequence namespace") { return "Euphoria" }
      return head.anyLine({ $0.starts("def ") || $0.starts("to ") }) ? "E" : "Eiffel"
    },
    ".lean": { head in
      head.anyLine({ $0.starts("import ") && ($0.contains("import data") || $0.contains("import tactic")) })
        ? "Lean" : "Lean 4"
    },
    ".lisp": { $0.anyLine("(define ") ? "NewLisp" : "Common Lisp" },
    ".lsp": { $0.anyLine("(define ") ? "NewLisp" : "Common Lisp" },
    ".l": { head in
      if head.anyLine({ $0.starts("(defun ") || $0.starts("(defmacro ") }) { return "Common Lisp" }
      if head.anyLine({ $0.starts("(de ") || $0.starts("(class ") }) { return "PicoLisp" }
      return head.anyLine({ $0.starts("%{") || $0.starts("%%") || $0.starts("%option") })
        ? "Lex" : manual(head) ?? "Lex"
    },
    ".ml": { head in
      let isOCaml = head.contains("let rec ") || head.anyLine(word: "module open let")
      return !isOCaml && head.anyLine(word: "structure signature functor fun val") ? "Standard ML" : "OCaml"
    },
    ".sc": {
      $0.anyLine({ $0.starts("~") || $0.contains("SynthDef") || $0.contains("^this.") })
        ? "SuperCollider" : "Scala"
    },
    ".scm": { head in
      head.anyLine({ $0.contains(") @") || $0.contains("] @") || $0.starts("(#") || $0.starts("@") })
        ? "Tree-sitter Query" : "Scheme"
    },
    ".sls": { $0.anyLine("(library") ? "Scheme" : "Salt" },
    ".bb": { $0.anyLine("(def") ? "Clojure" : $0.contains("End Function") ? "BlitzBasic" : "BitBake" },
    ".fr": { $0.anyLine(word: "import module package data") ? "Frege" : $0.anyLine(": ") ? "Forth" : "Text" },
    ".plt": { $0.anyLine(":-") ? "Prolog" : "Gnuplot" },
    ".p": { $0.anyLine(word: "plot splot") || $0.anyLine("set term") ? "Gnuplot" : "OpenEdge ABL" },
    ".pro": { head in
      if head.anyLine("-keep") { return "Proguard" }
      if head.anyLine({ $0.first != UInt8(ascii: "#") && $0.contains(":-") }) { return "Prolog" }
      if head.anyLine(word: "function pro compile_opt FUNCTION PRO") { return "IDL" }
      return head.contains("last_client=") ? "INI" : "QMake"
    },
    ".q": {
      $0.anyLine(word: "SELECT CREATE ALTER DROP INSERT select create drop insert set") ? "HiveQL" : "q"
    },
    ".st": { $0.contains("::=") ? "StringTemplate" : "Smalltalk" },
    ".cs": { $0.contains("methodsFor:") ? "Smalltalk" : "C#" },
    ".ecl": { $0.contains(":-") ? "ECLiPSe" : "ECL" },
  ]

  private static let markup: [String: Rule] = [
    ".md": { head in
      head.anyLine({ $0.indent == 0 && $0.starts("(define_") }) && !head.anyLine("# ")
        ? "GCC Machine Description" : "Markdown"
    },
    ".txt": { $0.begins("[Adblock") || $0.begins("[uBlock") ? "Adblock Filter List" : "Text" },
    ".sql": { head in
      if head.contains("plpgsql") || head.contains("PLPGSQL") { return "PLpgSQL" }
      if head.contains("[dbo]") || head.anyLine({ $0.starts("GO") && $0.end - $0.start == 2 }) {
        return "TSQL"
      }
      return head.contains("XMLTYPE") || head.contains("AUTHID ") ? "PLSQL" : "SQL"
    },
    ".ddl": { _ in "SQL" },
    ".prc": { _ in "SQL" },
    ".plist": { $0.begins("<") ? "XML Property List" : "OpenStep Property List" },
    ".properties": { $0.begins("[") || $0.begins(";") ? "INI" : "Java Properties" },
    ".asc": { $0.begins("-----BEGIN") || $0.begins("ssh-") ? "Public Key" : "AsciiDoc" },
    ".scd": { $0.anyLine(word: "# NAME") || $0.anyLine("# SYNOPSIS") ? "Markdown" : "SuperCollider" },
    ".toc": { $0.anyLine("## ") ? "World of Warcraft Addon Data" : "TeX" },
    ".tpl": { $0.contains("{{") ? "Go Template" : "Smarty" },
    ".typ": { $0.begins("<") ? "XML" : "Typst" },
    ".yy": { $0.begins("{") ? "JSON" : "Yacc" },
    ".ice": { $0.begins("{") || $0.begins("[{") ? "JSON" : "Slice" },
    ".tact": { $0.begins("{\"") ? "JSON" : "Tact" },
    ".ftl": { $0.contains("<#") || $0.contains("${") ? "FreeMarker" : "Fluent" },
    ".csl": { isXML($0) ? "XML" : "Kusto" },
    ".gml": {
      isXML($0) ? "XML" : $0.anyLine(word: "graph node") ? "Graph Modeling Language" : "Game Maker Language"
    },
    ".gst": { $0.begins("<") ? "XML" : "Gosu" },
    ".res": { $0.begins("<") ? "XML" : "ReScript" },
    ".sw": { isXML($0) ? "XML" : "Sway" },
    ".mojo": { isXML($0) ? "XML" : "Mojo" },
    ".workflow": { $0.begins("<") ? "XML" : "HCL" },
    ".vhost": { $0.contains("<VirtualHost") ? "ApacheConf" : "Nginx" },
    ".sch": { head in
      if head.contains("EESchema") || head.begins("(kicad") { return "KiCad Schematic" }
      return head.begins("<") ? head.contains("eagle") ? "Eagle" : "XML" : "Scheme"
    },
    ".brd": { $0.begins("<") ? "Eagle" : "KiCad Legacy Layout" },
    ".vcf": { $0.begins("##fileformat=VCF") ? "TSV" : "vCard" },
    ".srt": { $0.contains("-->") ? "SubRip Text" : "SRecode Template" },
    ".tag": { $0.contains("<%") ? "Java Server Pages" : nil },
    ".url": { $0.begins("[InternetShortcut]") ? "INI" : nil },
    ".network": { $0.begins("[") || $0.anyLine("[") ? "INI" : nil },
    ".target": { $0.begins("[") || $0.anyLine("[") ? "INI" : nil },
    ".resource": { $0.anyLine("*** ") ? "RobotFramework" : nil },
    ".stl": { $0.begins("solid") ? "STL" : nil },
    ".nb": { _ in "Wolfram Language" },
  ]

  private static let others: [String: Rule] = [
    ".sol": { $0.contains("pragma solidity") || $0.contains("contract ") ? "Solidity" : nil },
    ".app": { $0.begins("{application") ? "Erlang" : nil },
    ".msg": {
      $0.anyLine(word: "packet message cplusplus")
        ? "OMNeT++ MSG" : $0.anyLine(word: rosTypes) ? "ROS Interface" : nil
    },
    ".srv": { $0.anyLine(word: "---") ? "ROS Interface" : nil },
    ".action": { $0.anyLine(word: "---") && $0.anyLine(word: rosTypes) ? "ROS Interface" : nil },
    ".cfg": { $0.anyLine(word: "frontend backend listen") ? "HAProxy" : "INI" },
    ".cue": {
      $0.anyLine({ $0.starts("FILE \"") || $0.starts("TRACK ") || $0.starts("REM ") }) ? "Cue Sheet" : "CUE"
    },
    ".dsc": {
      $0.anyLine({ $0.starts("Format:") || $0.starts("Source:") })
        ? "Debian Package Control File" : "DenizenScript"
    },
    ".dsp": { $0.contains("Microsoft Developer Studio") ? "Microsoft Developer Studio Project" : "Faust" },
    ".fx": { $0.anyLine(word: "source plugin") ? "FLUX" : "HLSL" },
    ".jq": { $0.anyLine(word: "declare xquery jsoniq") ? "JSONiq" : "jq" },
    ".ks": {
      $0.anyLine(word: "%packages %post lang timezone rootpw bootloader") ? "Kickstart" : "KerboScript"
    },
    ".lp": {
      $0.anyLine(word: "symbol rule require")
        ? "Lambdapi" : $0.contains(":-") ? "Answer Set Programming" : "Linear Programming"
    },
    ".m4": {
      $0.contains("AC_DEFUN") || $0.contains("AC_INIT") || $0.contains("AC_PREREQ") ? "M4Sugar" : "M4"
    },
    ".mc": { $0.anyLine("MessageId=") ? "Win32 Message File" : $0.anyLine("dnl") ? "M4" : "Monkey C" },
    ".mo": { $0.anyLine(word: "actor import func let") ? "Motoko" : "Modelica" },
    ".mps": { $0.contains("<persistence") ? "JetBrains MPS" : "Mathematical Programming System" },
    ".ms": { head in
      if head.anyLine(word: ".globl .global .include") { return "Unix Assembly" }
      if head.anyLine({ $0.indent == 0 && $0.first == UInt8(ascii: ".") }) { return "Roff" }
      return head.anyLine({ $0.starts("end if") || $0.starts("end while") || $0.starts("end function") })
        ? "MiniScript" : "MAXScript"
    },
    ".n": {
      $0.anyLine({ $0.indent == 0 && ($0.first == UInt8(ascii: ".") || $0.first == UInt8(ascii: "'")) })
        ? "Roff" : "Nemerle"
    },
    ".ncl": {
      isXML($0) ? "XML" : $0.anyLine({ $0.starts("let ") || $0.contains("std.") }) ? "Nickel" : "NCL"
    },
    ".nl": { $0.begins("g3 ") || $0.begins("b3 ") ? "NL" : "NewLisp" },
    ".nr": { $0.anyLine({ $0.indent == 0 && $0.first == UInt8(ascii: ".") }) ? "Roff" : "Noir" },
    ".odin": { $0.contains("package ") || $0.contains(":: proc") ? "Odin" : "Object Data Instance Notation" },
    ".pbt": { _ in "Protocol Buffer Text Format" },
    ".pc": { $0.anyLine("Name:") && $0.anyLine("Version:") ? "pkg-config" : "Pro*C" },
    ".pkl": { $0.anyLine(word: "module import amends extends local class open abstract") ? "Pkl" : "Pickle" },
    ".pp": {
      $0.contains("=>")
        ? "Puppet"
        : $0.anyLine({ $0.starts("end.") || $0.starts("end;") || $0.starts("unit ") }) ? "Pascal" : "Puppet"
    },
    ".rno": { $0.anyLine(".\\\"") ? "Roff" : "RUNOFF" },
    ".rsc": { $0.anyLine(word: "module import") ? "Rascal" : "RouterOS Script" },
    ".shader": { $0.anyLine("Shader ") ? "ShaderLab" : "GLSL" },
    ".svx": { $0.begins(";") || $0.begins("*") ? "Survex data" : "mdsvex" },
    ".tsp": { $0.anyLine({ $0.starts("NAME") || $0.starts("DIMENSION") }) ? "TSPLIB data" : "TypeSpec" },
    ".tst": { $0.contains("gap> ") ? "GAP" : "Scilab" },
    ".w": { $0.contains("&ANALYZE-SUSPEND") ? "OpenEdge ABL" : "CWeb" },
    ".b": { $0.contains("implement ") ? "Limbo" : $0.contains(">+") ? "Brainfuck" : "B" },
    ".bf": { $0.anyLine("using ") ? "Beef" : $0.contains("fprintf") ? "HyPhy" : "Brainfuck" },
    ".as": { $0.anyLine(word: "package import public private class") ? "ActionScript" : nil },
    ".asy": { $0.anyLine("SymbolType") ? "LTspice Symbol" : "Asymptote" },
    ".bs": {
      $0.contains("<pre class")
        ? "Bikeshed" : $0.anyLine(word: "sub function end") ? "BrighterScript" : "Bluespec BH"
    },
    ".bst": { $0.contains("ENTRY") ? "BibTeX Style" : "BuildStream" },
    ".j": { $0.anyLine(word: ".class .super .method") ? "Jasmin" : $0.anyLine("@") ? "Objective-J" : "JASS" },
    ".k": {
      $0.anyLine(word: "schema import")
        ? "KCL" : $0.anyLine(word: "syntax endmodule requires") ? "KFramework" : "KCL"
    },
    ".cairo": {
      $0.contains("%lang") || $0.contains("%builtins") || $0.contains("from starkware.")
        ? "Cairo Zero" : "Cairo"
    },
  ]

  private static let rosTypes: StaticString =
    "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float32 float64 string Header std_msgs"
}
