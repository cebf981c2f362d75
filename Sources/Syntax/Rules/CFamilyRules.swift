// Table: words of the languages that look like C, from their standards and reference manuals.

/// Comments that most languages of this family share.
private let slashBlocks = [LexRules.Block(open: "/*", close: "*/")]
private let nestedBlocks = [LexRules.Block(open: "/*", close: "*/", nests: true)]

extension LexRules {
  private static let cKeywords = """
    auto break case const continue default do else extern for goto if inline register restrict return sizeof
    static switch typedef volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert
    _Thread_local alignas alignof static_assert thread_local typeof typeof_unqual constexpr asm __asm__
    __attribute__ __inline __inline__ __volatile__ __extension__ __typeof__ defined
    """
  private static let cTypes = """
    void char short int long float double signed unsigned bool _Bool _Complex _Imaginary _BitInt _Decimal32
    _Decimal64 _Decimal128 FILE va_list __int128 u8 u16 u32 u64 s8 s16 s32 s64
    """

  static let c = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double, .single], prefixes: "L u U u8",
    keywords: cKeywords, typeKeywords: "struct union enum", types: cTypes,
    constants: "NULL true false nullptr stdin stdout stderr EOF errno __func__ __FILE__ __LINE__",
    hash: .directive,
    flags: [.calls, .spacedCalls, .upperConstants, .suffixT, .dots, .arrows, .labels, .digitQuotes])

  static let cpp = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double, .single],
    prefixes: "L u U u8 R LR uR UR u8R",
    keywords: cKeywords + """
       and and_eq bitand bitor catch co_await co_return co_yield compl concept const_cast consteval constinit
      decltype delete dynamic_cast explicit export final friend import module mutable namespace new noexcept
      not not_eq operator or or_eq override private protected public reinterpret_cast requires static_cast
      template throw try typeid typename using virtual xor xor_eq __global__ __device__ __host__ __shared__
      """,
    typeKeywords: "struct union enum class", values: "this",
    types: cTypes + " wchar_t char8_t char16_t char32_t string wstring string_view vector map set",
    constants: "NULL true false nullptr __func__ __FILE__ __LINE__", hash: .directive,
    flags: [
      .calls, .spacedCalls, .upperConstants, .suffixT, .dots, .arrows, .capitalTypes, .digitQuotes,
      .delimitedRaw,
      .bracketAttributes,
    ])

  static let objectiveC = LexRules(
    lineComments: ["//"], blocks: slashBlocks,
    strings: [.double, .single, Text(open: "@\"", close: "\"")],
    keywords: cKeywords + """
       in out inout bycopy byref oneway nonatomic atomic strong weak copy assign readonly readwrite retain
      nullable nonnull getter setter __weak __strong __block __bridge __kindof
      """,
    typeKeywords: "struct union enum", values: "self super",
    types: cTypes + " id instancetype Class SEL IMP BOOL",
    constants: "nil Nil YES NO NULL true false", at: .keyword, hash: .directive,
    flags: [.calls, .spacedCalls, .upperConstants, .suffixT, .dots, .arrows, .capitalTypes])

  static let csharp = LexRules(
    lineComments: ["//"], blocks: slashBlocks,
    strings: [
      .tripleDouble.raw, .double, .single, Text(open: "@\"", close: "\"", crossesLines: true).doubled,
      Text(open: "$\"", close: "\"", holes: .brace),
      Text(open: "$@\"", close: "\"", crossesLines: true, holes: .brace).doubled,
      Text(open: "@$\"", close: "\"", crossesLines: true, holes: .brace).doubled,
      Text(open: "$\"\"\"", close: "\"\"\"", escape: 0, crossesLines: true, holes: .brace),
    ],
    keywords: """
      abstract add alias and as ascending async await base break by case catch checked const continue default
      delegate descending do else equals event explicit extern file finally fixed for foreach from get global
      goto group if implicit in init internal into is join let lock nameof namespace new not notnull on
      operator or orderby out override params partial private protected public readonly ref remove required
      return scoped sealed select set sizeof stackalloc static switch throw try typeof unchecked unmanaged
      unsafe using var virtual volatile when where while with yield
      """,
    typeKeywords: "class struct interface enum record", values: "this base value",
    types: """
      bool byte sbyte char decimal double float int uint nint nuint long ulong object short ushort string
      dynamic void
      """,
    constants: "null true false", hash: .directive,
    flags: [.calls, .capitalTypes, .upperConstants, .dots, .bracketAttributes])

  static let java = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.tripleDouble, .double, .single],
    keywords: """
      abstract assert break case catch const continue default do else exports extends final finally for goto
      if implements import instanceof module native new non-sealed opens package permits private protected
      provides public requires return sealed static strictfp switch synchronized throw throws to transient try
      transitive uses var volatile when while with yield
      """,
    typeKeywords: "class interface enum record", values: "this super",
    types: "boolean byte char double float int long short void", constants: "null true false", at: .attribute,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots])

  static let kotlin = LexRules(
    lineComments: ["//"], blocks: nestedBlocks,
    strings: [
      .tripleDouble.raw.with(.dollar), .double.with(.dollar), .single,
    ],
    keywords: """
      abstract actual annotation as break by catch companion const constructor continue crossinline data
      delegate do dynamic else enum expect external final finally for get if import in infix init inline inner
      internal is lateinit noinline open operator out override package private protected public reified return
      sealed set suspend tailrec throw try val value var vararg when where while
      """,
    functionKeywords: "fun", typeKeywords: "class interface object typealias", values: "this super it",
    constants: "null true false", at: .attribute,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots])

  static let scala = LexRules(
    lineComments: ["//"], blocks: nestedBlocks,
    strings: [.tripleDouble, .tripleDouble.with(.dollar), .double, .double.with(.dollar)],
    prefixes: "s f raw",
    keywords: """
      abstract case catch derives do else end export extends extension final finally for forSome given if
      implicit import infix inline lazy macro match new opaque open override package private protected return
      sealed then throw transparent try using val var while with yield
      """,
    functionKeywords: "def", typeKeywords: "class trait object enum type", values: "this super",
    constants: "null true false", at: .attribute, quote: .character,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots])

  static let groovy = LexRules(
    lineComments: ["//"], blocks: slashBlocks,
    strings: [
      .tripleDouble.with(.dollar), .tripleSingle, .double.with(.dollar), .single,
    ],
    keywords: """
      abstract as assert break case catch const continue def default do else extends final finally for goto
      if implements import in instanceof native new package permits private protected public return sealed static
      strictfp switch synchronized threadsafe throw throws transient try var volatile while yield
      """,
    typeKeywords: "class interface trait enum record", values: "this super it",
    types: "boolean byte char double float int long short void", constants: "null true false", at: .attribute,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots, .slashRegex, .colonKeys])

  static let go = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double, .single, .backtick.raw.multiline],
    keywords: """
      break case chan const continue default defer else fallthrough for go goto if import interface map package
      range return select struct switch var
      """,
    functionKeywords: "func", typeKeywords: "type",
    types: """
      any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune
      string uint uint8 uint16 uint32 uint64 uintptr
      """,
    constants: "true false nil iota", flags: [.calls, .dots, .pointerTypes, .colonKeys])

  static let rust = LexRules(
    lineComments: ["//"], blocks: nestedBlocks, strings: [.double.multiline], prefixes: "r b br c cr",
    keywords: """
      as async await become box break const continue crate do dyn else extern final for gen if impl in let
      loop macro match mod move mut override priv pub ref return static try typeof unsafe unsized use virtual
      where while yield macro_rules
      """,
    functionKeywords: "fn", typeKeywords: "struct enum union trait type", values: "self super Self",
    types: """
      bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize
      """,
    constants: "true false None", hash: .bracket, quote: .lifetime,
    flags: [
      .calls, .capitalTypes, .capitalCalls, .upperConstants, .dots, .bangMacros, .hashedRaw, .dottedKeywords,
    ])

  static let swift = LexRules(
    lineComments: ["//"], blocks: nestedBlocks,
    strings: [.tripleDouble.with(.backslashParenthesis), .double.with(.backslashParenthesis)],
    keywords: """
      any as async associatedtype await borrowing break case catch consume consuming continue convenience copy
      default defer deinit didSet discard distributed do dynamic each else fallthrough fileprivate final for
      get guard if import in indirect infix init inout internal is isolated lazy let mutating nonisolated
      nonmutating open operator optional override package postfix precedencegroup prefix private public repeat
      required rethrows return sending set some static subscript switch throw throws try unowned unsafe var
      weak where while willSet
      """,
    functionKeywords: "func macro", typeKeywords: "class struct enum protocol extension actor typealias",
    values: "self Self super", constants: "true false nil", at: .attribute, hash: .rawString,
    flags: [.calls, .capitalTypes, .capitalCalls, .dots, .slashRegex])

  static let dart = LexRules(
    lineComments: ["//"], blocks: nestedBlocks,
    strings: [
      .tripleDouble.with(.dollar), .tripleSingle.with(.dollar), .double.with(.dollar), .single.with(.dollar),
      .tripleDouble.raw, .tripleSingle.raw, .double.raw, .single.raw,
    ],
    prefixes: "r",
    keywords: """
      abstract as assert async await base break case catch const continue covariant default deferred do else
      export extends external factory final finally for get hide if implements import in interface is late
      library native new of on operator part required rethrow return sealed set show static switch sync throw
      try typedef var when while with yield
      """,
    typeKeywords: "class mixin enum extension", values: "this super",
    types: "bool double dynamic int num void", constants: "null true false", at: .attribute,
    flags: [.calls, .capitalTypes, .capitalCalls, .upperConstants, .dots])

  static let zig = LexRules(
    lineComments: ["//"], strings: [.double, .single, Text(open: "\\\\", close: "\n")],
    keywords: """
      addrspace align allowzero and anyframe anytype asm async await break callconv catch comptime const
      continue defer else enum errdefer error export extern for if inline linksection noalias noinline
      nosuspend opaque or orelse packed pub resume return struct suspend switch test threadlocal try union
      unreachable usingnamespace var volatile while
      """,
    functionKeywords: "fn",
    types: """
      anyerror anyopaque bool comptime_float comptime_int f16 f32 f64 f80 f128 i8 i16 i32 i64 i128 isize
      noreturn type u8 u16 u32 u64 u128 usize void c_char c_short c_int c_long
      """,
    constants: "true false null undefined", at: .function,
    flags: [.calls, .capitalTypes, .dots])

  static let d = LexRules(
    lineComments: ["//"],
    blocks: [Block(open: "/+", close: "+/", nests: true), Block(open: "/*", close: "*/")],
    strings: [.double.multiline, .single, .backtick.raw.multiline, .double.multiline.raw],
    prefixes: "r q x",
    keywords: """
      abstract alias align asm assert auto body break case cast catch const continue debug default delegate
      delete deprecated do else export extern final finally for foreach foreach_reverse function goto if
      immutable import in inout invariant is lazy macro mixin module new nothrow out override package pragma
      private protected public pure ref return scope shared static switch synchronized template throw try
      typeid typeof unittest version while with
      """,
    typeKeywords: "class interface struct union enum", values: "this super",
    types: """
      bool byte char dchar double float int long real short string ubyte uint ulong ushort void wchar size_t
      """,
    constants: "null true false", at: .attribute,
    flags: [.calls, .capitalTypes, .upperConstants, .dots])

  static let glsl = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double],
    keywords: """
      attribute break buffer case cbuffer centroid coherent const continue default discard do else flat for
      groupshared highp if in inout invariant layout lowp mediump noperspective out packoffset patch precision
      readonly register restrict return sample shared smooth static subroutine switch technique uniform
      varying volatile while writeonly
      """,
    typeKeywords: "struct",
    types: """
      void bool int uint float double half vec2 vec3 vec4 bvec2 bvec3 bvec4 ivec2 ivec3 ivec4 uvec2 uvec3
      uvec4 mat2 mat3 mat4 sampler1D sampler2D sampler3D samplerCube image2D float2 float3 float4 float4x4
      int2 int3 int4 Texture2D SamplerState
      """,
    constants: "true false", hash: .directive, flags: [.calls, .upperConstants, .dots])

  static let solidity = LexRules(
    lineComments: ["//"], blocks: slashBlocks, strings: [.double, .single],
    keywords: """
      abstract anonymous as assembly break calldata case catch constant constructor continue default delete do
      else emit external fallback final for if immutable import indexed internal is let mapping memory
      modifier new override payable pragma private public pure receive return returns revert storage switch
      throw try type unchecked unicode using view virtual while
      """,
    functionKeywords: "function", typeKeywords: "contract interface library struct enum event error",
    values: "this super",
    types: "address bool bytes bytes4 bytes32 int int256 string uint uint8 uint256", constants: "true false",
    flags: [.calls, .capitalTypes, .upperConstants, .dots])
}
