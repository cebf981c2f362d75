// Table: words of scripting languages, from their reference manuals.

extension LexRules {
  private static let slashBlocks = [Block(open: "/*", close: "*/")]
  private static let scriptKeywords = """
    as async await break case catch const continue debugger default delete do else export extends finally for
    from get if import in instanceof let new of return set static switch throw try typeof var void while with
    yield
    """

  static let javaScript = LexRules(
    lineComments: ["//", "#!"], blocks: slashBlocks,
    strings: [.double, .single, .backtick.multiline.with(.dollarBrace)],
    keywords: scriptKeywords, functionKeywords: "function", typeKeywords: "class", values: "this super",
    constants: "true false null undefined NaN Infinity", at: .attribute, dollar: .letter, moreInWords: "$",
    moreBeforeWords: "$#",
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots, .colonKeys, .slashRegex, .jsx])

  static let typeScript: LexRules = {
    var rules = javaScript
    rules.keywords += """
       abstract accessor asserts declare global implements infer is keyof module namespace out override package
      private protected public readonly require satisfies unique
      """
    rules.typeKeywords = "class interface enum type"
    rules.types = "any bigint boolean never number object string symbol unknown"
    rules.flags.remove(.jsx)
    return rules
  }()

  static let tsx: LexRules = {
    var rules = typeScript
    rules.flags.insert(.jsx)
    return rules
  }()

  static let python = LexRules(
    lineComments: ["#"],
    strings: [
      .tripleDouble, .tripleSingle, .double, .single,
      .tripleDouble.with(.brace), .tripleSingle.with(.brace), .double.with(.brace), .single.with(.brace),
    ],
    prefixes: "r R b B u U f F t rb rB Rb RB br bR Br BR fr fR Fr FR rf rF Rf RF",
    keywords: """
      and as assert async await break continue del elif else except finally for from global if import in is
      lambda nonlocal not or pass raise return try while with yield
      """,
    functionKeywords: "def", typeKeywords: "class", values: "self cls",
    types: "bool bytes bytearray complex dict float frozenset int list object set str tuple type",
    constants: "True False None Ellipsis NotImplemented __name__ __file__", at: .attribute,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots])

  static let ruby = LexRules(
    lineComments: ["#"], blocks: [Block(open: "=begin", close: "=end", atLineStart: true)],
    strings: [
      .double.multiline.with(.hashBrace), .single.multiline, .backtick.with(.hashBrace),
    ],
    keywords: """
      alias and begin break case defined? do else elsif end ensure extend for if in include next not or prepend
      private protected public raise redo rescue require require_relative retry return then undef unless until
      when while yield BEGIN END attr_accessor attr_reader attr_writer module_function
      """,
    functionKeywords: "def", typeKeywords: "class module", values: "self super",
    constants: "true false nil __FILE__ __LINE__ __dir__ __method__", at: .property, dollar: .variable,
    moreInWords: "?",
    flags: [
      .calls, .capitalTypes, .upperConstants, .dots, .slashRegex, .symbols, .heredocs, .percentLiterals,
      .colonKeys,
    ])

  static let php = LexRules(
    lineComments: ["//", "#"], blocks: slashBlocks,
    strings: [.double.multiline.with(.dollar), .single.multiline, .backtick.multiline],
    keywords: """
      abstract and as break callable case catch clone const continue declare default do echo else elseif empty
      enddeclare endfor endforeach endif endswitch endwhile exit extends final finally fn for foreach global
      goto if implements include include_once instanceof insteadof isset list match namespace new or print
      private protected public readonly require require_once return static switch throw try unset use var
      while xor yield
      """,
    functionKeywords: "function", typeKeywords: "class interface trait enum", values: "self parent",
    types: "array bool float int iterable mixed never null object string void",
    constants: "true false TRUE FALSE NULL __CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__ __METHOD__",
    hash: .bracket, dollar: .variable,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .arrows, .phpHeredocs, .phpTags])

  static let perl = LexRules(
    lineComments: ["#"],
    blocks: ["pod", "head1", "head2", "head3", "over", "item", "begin", "encoding"].map {
      Block(open: "=" + $0, close: "=cut", atLineStart: true)
    },
    strings: [.double.multiline.with(.dollar), .single.multiline, .backtick],
    keywords: """
      and cmp continue default do else elsif eq eval for foreach ge given gt if last le local lt my ne next no
      not or our redo require return say state unless until use when while x xor BEGIN END __END__ __DATA__
      """,
    functionKeywords: "sub", typeKeywords: "package", values: "__PACKAGE__",
    functions: """
      bless chomp chop chr close defined delete die each exists grep join keys lc length map open ord pop print
      printf push ref reverse scalar shift sort splice split sprintf substr tie uc undef unlink unshift values
      wantarray warn
      """,
    dollar: .variable,
    flags: [.calls, .upperConstants, .arrows, .slashRegex, .heredocs, .perlQuotes, .spacedComments])

  static let lua = LexRules(
    lineComments: ["--", "#!"], strings: [.double, .single],
    keywords: """
      and break continue do else elseif end for goto if in local not or repeat return then until while
      """,
    functionKeywords: "function", values: "self", constants: "true false nil _G _ENV",
    flags: [.calls, .upperConstants, .dots, .longBrackets])

  static let shell = LexRules(
    lineComments: ["#"],
    strings: [
      Text(open: "$'", close: "'", crossesLines: true), .double.multiline.with(.shell), .single.multiline.raw,
    ],
    keywords: """
      case coproc do done elif else esac export fi for if in local readonly return select then time typeset
      declare until while break continue
      """,
    functionKeywords: "function", constants: "true false",
    functions: """
      alias bg cd command echo eval exec exit fg getopts hash jobs kill let popd printf pushd pwd read set shift
      shopt source test trap type ulimit umask unalias unset wait
      """,
    dollar: .property, moreInWords: "-",
    flags: [.calls, .heredocs, .spacedComments, .backslashEscapes, .upperConstants])

  static let fish: LexRules = {
    var rules = shell
    rules.keywords = """
      and begin break builtin case command continue else end exec for if in not or return set switch while
      """
    rules.flags.remove(.heredocs)
    return rules
  }()

  static let powerShell = LexRules(
    lineComments: ["#"], blocks: [Block(open: "<#", close: "#>")],
    strings: [
      Text(open: "@\"", close: "\"@", escape: 0x60, crossesLines: true, holes: .dollar),
      Text(open: "@'", close: "'@", escape: 0, crossesLines: true),
      Text(open: "\"", close: "\"", escape: 0x60, crossesLines: true, holes: .dollarParenthesis),
      .single.multiline.doubled,
    ],
    keywords: """
      begin break catch continue data do dynamicparam else elseif end exit finally for foreach from hidden if
      in param process return static switch throw trap try until using while -and -or -not -eq -ne -gt -lt -ge
      -le -like -match -is -in -contains
      """,
    functionKeywords: "function filter", typeKeywords: "class enum", constants: "",
    dollar: .property, moreInWords: "-",
    flags: [.foldsCase, .calls, .dots])

  static let awk = LexRules(
    lineComments: ["#"], strings: [.double],
    keywords: """
      BEGIN END BEGINFILE ENDFILE break case continue default delete do else exit for getline if in next
      nextfile print printf return switch while
      """,
    functionKeywords: "function func",
    types: "", constants: "NR NF FS OFS ORS RS FILENAME FNR ARGC ARGV ENVIRON RSTART RLENGTH SUBSEP",
    functions: "length substr split index match sub gsub gensub sprintf tolower toupper system close",
    flags: [.calls, .slashRegex])

  static let tcl = LexRules(
    lineComments: ["#"], strings: [.double.multiline],
    keywords: """
      after append array break catch continue else elseif error eval expr for foreach global if incr lappend
      list namespace package puts rename return set source string switch then trace unset uplevel upvar variable
      vwait while
      """,
    functionKeywords: "proc method", typeKeywords: "class", dollar: .property,
    flags: [.spacedComments, .backslashEscapes])

  static let r = LexRules(
    lineComments: ["#"], strings: [.double.multiline, .single.multiline, .backtick],
    keywords: "break else for function if in next repeat return while library require",
    constants: """
      TRUE FALSE NULL NA NA_integer_ NA_real_ NA_character_ NaN Inf T F
      """,
    moreInWords: ".", moreBeforeWords: ".", flags: [.calls])

  static let julia = LexRules(
    lineComments: ["#"], blocks: [Block(open: "#=", close: "=#", nests: true)],
    strings: [
      .tripleDouble.with(.dollarParenthesis), .double.multiline.with(.dollarParenthesis), .tripleDouble.raw,
      .double.raw, .backtick,
    ],
    prefixes: "r b v raw",
    keywords: """
      baremodule begin break catch const continue do else elseif end export finally for global if import in isa
      let local mutable outer primitive public quote return try using where while
      """,
    functionKeywords: "function macro", typeKeywords: "struct abstract type module",
    types: "", constants: "true false nothing missing Inf NaN pi", at: .function, quote: .character,
    moreInWords: "!",
    flags: [.calls, .capitalTypes, .capitalCalls, .dots, .symbols])

  static let vim = LexRules(
    lineComments: ["\""], strings: [.double, .single.doubled],
    keywords: """
      abort augroup autocmd break call catch command const continue def echo echomsg else elseif enddef endfor
      endfunction endif endtry endwhile execute finally finish for highlight if import in let let! map nmap
      nnoremap noremap vnoremap inoremap normal return runtime set setlocal silent source syntax throw try
      unlet unmap vim9script var while
      """,
    functionKeywords: "function function! func func! def", constants: "v:true v:false v:null",
    moreInWords: ":#", flags: [.calls, .lineStartComments])

  static let batch = LexRules(
    lineComments: ["::", "rem "], strings: [.double.raw],
    keywords: """
      call cd cls copy del do echo else endlocal errorlevel exist exit for goto if in md mkdir move not nul off
      on pause popd pushd rd ren rmdir set setlocal shift start title type ver
      """,
    flags: [.foldsCase, .lineStartComments])
}
