// Table: words of functional, declarative and older languages, from their reference manuals.

extension LexRules {
  private static let slashBlocks = [Block(open: "/*", close: "*/")]

  static let haskell = LexRules(
    lineComments: ["--"], blocks: [Block(open: "{-", close: "-}", nests: true)], strings: [.double],
    keywords: """
      as case default deriving do else family forall foreign hiding if import in infix infixl infixr let mdo
      of pattern proc qualified rec then via where
      """,
    typeKeywords: "class data instance module newtype type", constants: "True False Nothing otherwise",
    quote: .character, moreInWords: "'", flags: [.capitalTypes])

  static let elm: LexRules = {
    var rules = haskell
    rules.keywords = "as case else exposing if import in infix let of port then"
    rules.typeKeywords = "module type alias"
    rules.strings = [.tripleDouble, .double]
    return rules
  }()

  static let ocaml = LexRules(
    blocks: [Block(open: "(*", close: "*)", nests: true)], strings: [.double.multiline],
    keywords: """
      and as assert asr begin constraint do done downto else end exception external for fun function functor if
      in include inherit initializer land lazy lor lsl lsr lxor match method mod mutable new nonrec of open or
      private rec sig struct then to try val virtual when while with
      """,
    functionKeywords: "let", typeKeywords: "type module class object",
    types: "int float bool char string unit list array option exn bytes", constants: "true false",
    quote: .character, moreInWords: "'", flags: [.capitalTypes, .dots])

  static let fsharp = LexRules(
    lineComments: ["//"], blocks: [Block(open: "(*", close: "*)", nests: true)],
    strings: [
      .tripleDouble.raw, .double.multiline, Text(open: "$\"", close: "\"", holes: .brace),
      Text(open: "@\"", close: "\"", crossesLines: true).doubled,
    ],
    keywords: """
      abstract and as assert base begin default delegate do done downcast downto elif else end exception extern
      finally fixed for fun function global if in inherit inline interface internal lazy match mutable new not
      of open or override private public rec return select static struct then to try upcast use val void when
      while with yield async task
      """,
    functionKeywords: "let member", typeKeywords: "type module namespace class",
    types: "int float bool char string unit list array option byte obj seq", constants: "true false null",
    hash: .directive, quote: .character, moreInWords: "'", flags: [.capitalTypes, .dots, .calls])

  static let elixir = LexRules(
    lineComments: ["#"],
    strings: [
      .tripleDouble.with(.hashBrace), .tripleSingle.with(.hashBrace), .double.multiline.with(.hashBrace),
      .single.with(.hashBrace),
    ],
    keywords: """
      after alias and case catch cond do else end fn for if import in not or quote raise receive require rescue
      super throw try unless unquote use when with
      """,
    functionKeywords: "def defp defmacro defmacrop defguard defdelegate",
    typeKeywords: "defmodule defprotocol defimpl defstruct", constants: "true false nil __MODULE__ __ENV__",
    at: .attribute, moreInWords: "?!",
    flags: [.calls, .capitalTypes, .dots, .symbols, .sigils, .colonKeys])

  static let erlang = LexRules(
    lineComments: ["%"], strings: [.double.multiline, .single],
    keywords: """
      after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let maybe not of or
      orelse receive rem try when xor else
      """,
    constants: "true false undefined ok error", flags: [.calls, .capitalVariables])

  private static let lispComments = [Block(open: "#|", close: "|#", nests: true)]

  static let clojure = LexRules(
    lineComments: [";"],
    strings: [.double.multiline, Text(open: "#\"", close: "\"", crossesLines: true, kind: .regex)],
    keywords: """
      def defonce do fn if if-let if-not import let letfn loop new ns quote recur require set! throw try catch
      finally use var when when-let when-not cond case for doseq dotimes -> ->> as-> and or not
      """,
    functionKeywords: "defn defn- defmacro defmulti defmethod",
    typeKeywords: "defrecord deftype defprotocol definterface",
    constants: "true false nil", moreInWords: "-?!*+<>=/.'", moreBeforeWords: "-*+<>=!?",
    flags: [.lispCalls, .symbols, .backslashCharacters])

  static let lisp = LexRules(
    lineComments: [";"], blocks: lispComments, strings: [.double.multiline],
    keywords: """
      and begin block case catch cond cond-expand condition-case declare defconstant define define-library
      defparameter defvar defcustom defgroup delay do dolist dotimes else eq eval-when export flet for guard if
      in-package import interactive labels lambda let let* let-values letrec letrec* loop multiple-value-bind not
      or parameterize prog1 prog2 progn provide quasiquote quote require return return-from save-excursion set!
      setf setq syntax-rules tagbody the throw unless unquote unwind-protect when while with-slots
      """,
    functionKeywords: """
      defun defmacro defmethod defgeneric define-syntax defsubst define-minor-mode defadvice cl-defun
      """,
    typeKeywords: "defclass defstruct define-record-type deftype defpackage define-module struct",
    constants: "nil t", moreInWords: "-?!*+<>=/.%&^~", moreBeforeWords: "-*+<>=!?%&",
    flags: [.lispCalls, .symbols, .foldsCase])

  static let nim = LexRules(
    lineComments: ["#"], blocks: [Block(open: "#[", close: "]#", nests: true)],
    strings: [.tripleDouble.raw, .double, .double.raw], prefixes: "r fmt",
    keywords: """
      addr and as asm bind block break case cast concept const continue defer discard distinct div do elif else
      end enum except export finally for from if import in include interface is isnot let mixin mod nil not
      notin object of or out ptr raise ref return shl shr static try tuple using var when while xor yield
      """,
    functionKeywords: "proc func method template macro iterator converter", typeKeywords: "type",
    types: "int int8 int16 int32 int64 uint float float32 float64 bool char string cstring seq array void",
    constants: "true false nil result", quote: .character, flags: [.calls, .capitalTypes, .dots])

  static let nix = LexRules(
    lineComments: ["#"], blocks: slashBlocks,
    strings: [
      .double.multiline.with(.dollarBrace),
      Text(open: "''", close: "''", escape: 0, crossesLines: true, holes: .dollarBrace),
    ],
    keywords: "assert else if in inherit let or rec then with", constants: "true false null",
    functions: "import builtins map toString throw abort fetchurl fetchTarball derivation",
    moreInWords: "-'", flags: [.dots, .lineKeys])

  static let hcl = LexRules(
    lineComments: ["#", "//"], blocks: slashBlocks, strings: [.double.with(.dollarBrace)],
    keywords: """
      data else endfor endif for if in locals module moved output provider required_providers resource terraform
      variable dynamic import check removed backend lifecycle provisioner
      """,
    values: "var local each count self path", types: "string number bool list map set object tuple any",
    constants: "true false null", moreInWords: "-", flags: [.calls, .dots, .heredocs, .lineKeys])

  static let protobuf = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double, .single],
    keywords: """
      edition extend extensions import map max oneof option optional package public repeated required reserved
      returns stream syntax to weak
      """,
    functionKeywords: "rpc", typeKeywords: "message enum service group",
    types: """
      bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 string uint32 uint64
      """,
    constants: "true false", flags: [.capitalTypes, .upperConstants])

  static let thrift = LexRules(
    lineComments: ["//", "#"], blocks: slashBlocks, strings: [.double, .single],
    keywords: """
      const cpp_include extends include namespace oneway optional required throws typedef async
      """,
    typeKeywords: "struct union exception enum service",
    types: "bool byte i8 i16 i32 i64 double string binary list map set void uuid", constants: "true false",
    flags: [.calls, .capitalTypes, .upperConstants])

  static let graphQL = LexRules(
    lineComments: ["#"], strings: [.tripleDouble, .double],
    keywords: """
      directive extend implements on query mutation subscription repeatable schema
      """,
    typeKeywords: "type interface union enum input scalar fragment",
    types: "Int Float String Boolean ID", constants: "true false null", at: .attribute, dollar: .variable,
    flags: [.capitalTypes, .colonKeys, .upperConstants, .calls])

  static let sql = LexRules(
    lineComments: ["--"], blocks: slashBlocks,
    strings: [.single.multiline.doubled, Text(open: "\"", close: "\"", kind: .property), .backtick],
    keywords: """
      add after all alter analyze and any as asc authorization before begin between both by call cascade case
      cast check cluster collate column commit concurrently conflict constraint copy create cross cube current
      cursor cycle database declare default deferrable delete desc distinct do domain drop each else elsif end
      escape except exception execute exists explain extension fetch filter following for foreign from full
      grant group grouping having if ilike in index inherits inner insert instead intersect into is join key
      language last lateral leading left like limit lock loop materialized merge natural next no not nothing
      nulls of offset on only option or order outer over owner partition perform policy preceding primary
      procedure raise range recursive references refresh rename replace restrict return returning returns
      revoke right rollback rollup row rows savepoint schema select sequence session set show similar some
      start table tablesample temp temporary then ties to trailing transaction trigger truncate type unbounded
      union unique unlogged update using vacuum values view volatile when where while window with within
      without work
      """,
    functionKeywords: "function",
    types: """
      array bigint bigserial binary bit blob boolean bool bytea char character clob date datetime dec decimal
      double enum float int integer interval json jsonb mediumtext numeric nvarchar precision real serial
      smallint text time timestamp timestamptz tinyint uuid varbinary varchar varchar2 varying xml
      """,
    constants: "true false null unknown current_date current_time current_timestamp",
    flags: [.foldsCase, .calls])

  static let cmake = LexRules(
    lineComments: ["#"], blocks: [Block(open: "#[[", close: "]]")],
    strings: [.double.multiline.with(.dollarBrace)],
    keywords: """
      break continue else elseif endforeach endfunction endif endmacro endwhile foreach function if include macro
      return while and or not strequal equal less greater matches exists defined target command policy in items
      lists version_less version_greater version_equal
      """,
    constants: "on off true false public private interface required",
    dollar: .property, flags: [.foldsCase, .calls, .spacedCalls, .upperConstants])

  static let dockerfile = LexRules(
    lineComments: ["#"], strings: [.double.with(.shell), .single],
    keywords: """
      ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL
      USER VOLUME WORKDIR
      """,
    dollar: .property, moreInWords: "-.", flags: [.spacedComments, .backslashEscapes, .heredocs])

  static let assembly = LexRules(
    lineComments: ["//", "#", ";", "@ "], blocks: slashBlocks, strings: [.double, .single],
    keywords: """
      .align .ascii .asciz .balign .bss .byte .cfi_endproc .cfi_startproc .code .comm .data .double .else
      .elseif .endif .endm .equ .extern .file .fill .float .func .global .globl .hidden .if .ifdef .ifndef
      .include .incbin .int .intel_syntax .local .long .macro .org .p2align .popsection .previous .pushsection
      .quad .rept .section .set .short .size .skip .space .string .text .type .weak .word .xword section global
      extern db dw dd dq resb resw resd resq equ times bits org
      """,
    hash: .directive, moreInWords: ".$", moreBeforeWords: ".%",
    flags: [.spacedComments, .commands, .labels])

  static let verilog = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double],
    keywords: """
      always always_comb always_ff always_latch assert assign automatic begin bind break case casex casez
      clocking const constraint continue cover default defparam disable do edge else end endcase endclass
      endclocking endfunction endgenerate endinterface endmodule endpackage endprogram endproperty endtask enum
      export extends extern final for forever fork forever foreach generate genvar if iff import initial inout
      input inside join local localparam logic modport negedge new nonblocking or output packed parameter
      posedge priority property protected pure rand ref repeat return sequence signed static struct super
      supply0 supply1 this timeprecision timeunit typedef union unique unsigned virtual wait while with
      """,
    functionKeywords: "function task", typeKeywords: "module interface package class program",
    types: "bit byte int integer logic longint real realtime reg shortint string time tri void wand wire wor",
    dollar: .letter, moreInWords: "$", moreBeforeWords: "$`",
    flags: [.calls, .upperConstants, .dots, .digitQuotes])

  static let vhdl = LexRules(
    lineComments: ["--"], blocks: slashBlocks, strings: [.double.doubled],
    keywords: """
      abs access after alias all and array assert attribute begin block body buffer bus case component
      configuration constant disconnect downto else elsif end exit file for generate generic group guarded if
      impure in inertial inout is label library linkage literal loop map mod nand new next nor not null of on
      or open others out port postponed pure range record register reject rem report return rol ror select
      severity shared signal sla sll sra srl subtype then to transport type unaffected units until use variable
      wait when while with xnor xor process
      """,
    functionKeywords: "function procedure", typeKeywords: "entity architecture package",
    types:
      "bit bit_vector boolean integer natural positive real std_logic std_logic_vector string time unsigned signed",
    constants: "true false", quote: .character, flags: [.foldsCase, .calls])

  static let pascal = LexRules(
    lineComments: ["//"], blocks: [Block(open: "{", close: "}"), Block(open: "(*", close: "*)")],
    strings: [.single.doubled],
    keywords: """
      abstract and array as asm begin break case const constructor destructor div do downto else end except
      exports external file finalization finally for forward goto if implementation in inherited initialization
      inline interface is label library mod not object of on operator or out overload override packed private
      procedure program property protected public published raise record repeat set shl shr string then to try
      type unit until uses var virtual while with xor
      """,
    functionKeywords: "function procedure", typeKeywords: "class",
    types: "boolean byte cardinal char double extended integer int64 longint real shortint single word",
    constants: "true false nil", flags: [.foldsCase, .calls, .dots])

  static let ada = LexRules(
    lineComments: ["--"], strings: [.double.doubled],
    keywords: """
      abort abs abstract accept access aliased all and array at begin body case constant declare delay delta
      digits do else elsif end entry exception exit for generic goto if in interface is limited loop mod new
      not of or others out overriding parallel pragma private protected raise range record rem renames requeue
      return reverse select separate some subtype synchronized tagged task terminate then type until use when
      while with xor
      """,
    functionKeywords: "function procedure", typeKeywords: "package",
    types: "boolean character float integer natural positive string duration", constants: "true false null",
    quote: .character, flags: [.foldsCase, .dots])

  static let fortran = LexRules(
    lineComments: ["!"], strings: [.double.doubled, .single.doubled],
    keywords: """
      abstract allocatable allocate associate asynchronous backspace bind block call case class close common
      concurrent contains continue cycle data deallocate default dimension do else elseif elsewhere end enddo
      endif entry equivalence error exit external final flush forall format generic go goto if implicit import
      in include inquire inout intent interface intrinsic is kind len none nullify only open optional out
      parameter pass pause pointer print private procedure program protected public pure read recursive result
      return rewind save select sequence stop subroutine target then to use value volatile wait where while
      write
      """,
    functionKeywords: "function subroutine", typeKeywords: "module type",
    types: "character complex double integer logical precision real",
    flags: [.foldsCase, .calls])

  static let visualBasic = LexRules(
    lineComments: ["'"], strings: [.double.doubled],
    keywords: """
      addhandler addressof alias and andalso as byref byval call case catch const continue declare default
      delegate dim do each else elseif end endif enum erase error event exit finally for friend get gettype
      global gosub goto handles if implements imports in inherits is isnot let lib like loop mod mustinherit
      mustoverride namespace narrowing new next not notinheritable notoverridable of on operator option optional
      or orelse overloads overridable overrides paramarray partial private property protected public raiseevent
      readonly redim rem removehandler resume return select set shadows shared static step stop then throw to
      try typeof using wend when while widening with withevents writeonly xor
      """,
    functionKeywords: "function sub", typeKeywords: "class interface module structure", values: "me mybase",
    types: "boolean byte char date decimal double integer long object short single string variant",
    constants: "true false nothing", hash: .directive, flags: [.foldsCase, .calls, .dots])

  static let matlab = LexRules(
    lineComments: ["%"], blocks: [Block(open: "%{", close: "%}", atLineStart: true)],
    strings: [.double.doubled],
    keywords: """
      break case catch classdef continue else elseif end enumeration events for function global if methods otherwise
      parfor persistent properties return spmd switch try while
      """,
    constants: "true false pi Inf NaN", flags: [.calls, .dots])

  static let llvm = LexRules(
    lineComments: [";"], strings: [.double],
    keywords: """
      add alloca and ashr attributes bitcast br call constant declare define dso_local eq external extractvalue
      fadd fcmp fdiv fmul fpext fptosi fptrunc fsub getelementptr global icmp inbounds insertvalue internal
      inttoptr invoke landingpad load lshr metadata mul ne noundef nounwind nsw nuw or phi private ptrtoint ret
      sdiv select sext shl sitofp source_filename srem store sub switch target to trunc type udiv unnamed_addr
      unreachable urem xor zext
      """,
    types: "void i1 i8 i16 i32 i64 i128 float double ptr half label",
    constants: "true false null undef poison",
    at: .function, moreInWords: ".", moreBeforeWords: "%!", flags: [])

  static let prolog = LexRules(
    lineComments: ["%"], blocks: slashBlocks, strings: [.double, .single],
    keywords: "is mod rem not dynamic discontiguous module use_module", flags: [.calls])

  static let yacc: LexRules = {
    var rules = c
    rules.keywords += " token left right nonassoc union start define expect parse lex-param parse-param"
    return rules
  }()

  /// What is unknown: strings and numbers only, in whatever comments are likeliest.
  static let plain = LexRules(strings: [.double], flags: [])
}
