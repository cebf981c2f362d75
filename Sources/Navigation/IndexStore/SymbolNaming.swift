import Platform

/// Numbers of indexstore.h that the conversion tells apart.
enum IndexStoreNumbers {
  enum Kind {
    static let module = 1
    static let namespace = 2
    static let namespaceAlias = 3
    static let macro = 4
    static let `enum` = 5
    static let `struct` = 6
    static let `class` = 7
    static let `protocol` = 8
    static let `extension` = 9
    static let union = 10
    static let typeAlias = 11
    static let function = 12
    static let variable = 13
    static let field = 14
    static let enumConstant = 15
    static let instanceMethod = 16
    static let classMethod = 17
    static let staticMethod = 18
    static let instanceProperty = 19
    static let classProperty = 20
    static let staticProperty = 21
    static let constructor = 22
    static let destructor = 23
    static let conversion = 24
    static let parameter = 25
    static let concept = 27
    static let commentTag = 1000
  }

  /// Getters, setters, observers and addressors: parts of a property, not names of their own.
  static func isAccessor(_ subkind: Int) -> Bool {
    switch subkind {
    case 3, 4, 1000...1003, 1014...1018: true
    default: false
    }
  }

  static let prefixOperator = 1008
  static let infixOperator = 1010
  static let `subscript` = 1011
  static let associatedType = 1012
  static let typeParameter = 1013

  static let localProperty: UInt64 = 1 << 7
  static let swift = 100

  enum Role {
    static let declaration: UInt64 = 1 << 0
    static let definition: UInt64 = 1 << 1
    static let reference: UInt64 = 1 << 2
    static let read: UInt64 = 1 << 3
    static let write: UInt64 = 1 << 4
    static let implicit: UInt64 = 1 << 8
    static let childOf: UInt64 = 1 << 9
    static let baseOf: UInt64 = 1 << 10
    static let overrideOf: UInt64 = 1 << 11
    static let calledBy: UInt64 = 1 << 13
    static let extendedBy: UInt64 = 1 << 14
    static let accessorOf: UInt64 = 1 << 15
    static let containedBy: UInt64 = 1 << 16
  }
}

/// Gives symbols of an index store the names they have in SCIP.
///
/// A Swift symbol is `swift . MODULE . PATH`, its path from the demangled name; one of C, C++ or Objective-C is
/// `clang . PACKAGE . PATH`, its path from the steps of its USR. What may be overloaded has a hash of the USR behind
/// its name, so that the text depends on nothing but the symbol, and other indexes name it alike.
struct SymbolNaming {
  /// Nil where the library is missing: names are then the USRs themselves.
  let demangler: SwiftDemangler?

  /// The package of C symbols that are declared within the root.
  let packageName: String

  /// The text of a symbol; nil for one that is local to its file.
  ///
  /// - Parameter isOwn: declared within the root. Others of C belong to a package nobody can tell.
  func text(_ symbol: IndexedSymbol, isOwn: Bool) -> String? {
    if symbol.properties & IndexStoreNumbers.localProperty != 0 { return nil }
    switch symbol.kind {
    case IndexStoreNumbers.Kind.parameter, IndexStoreNumbers.Kind.commentTag: return nil
    case IndexStoreNumbers.Kind.module: return moduleText(symbol.name)
    default: break
    }
    if symbol.subkind == IndexStoreNumbers.typeParameter { return nil }
    if symbol.identifier.hasPrefix("s:") { return swiftText(symbol) }
    return clangText(symbol, isOwn: isOwn)
  }

  /// `search` of `search(_:isCancelled:)`.
  static func baseName(_ name: String) -> String {
    guard let parenthesis = name.firstIndex(of: "("), parenthesis > name.startIndex else { return name }
    return String(name[..<parenthesis])
  }

  private func moduleText(_ name: String) -> String {
    let top = name.split(separator: ".").first.map(String.init) ?? name
    return SymbolText(
      scheme: "swift", packageName: top,
      descriptors: name.split(separator: ".").map { .init(String($0), .namespace) }
    ).text
  }

  // MARK: Swift

  private func swiftText(_ symbol: IndexedSymbol) -> String? {
    let mangled = "$s" + symbol.identifier.dropFirst(2)
    guard let declaration = demangler?.declaration(mangled), let path = SwiftPath(declaration) else {
      return SymbolText(scheme: "swift", packageName: "", descriptors: [own(symbol, name: symbol.identifier)])
        .text
    }
    if path.isLocal { return nil }
    var descriptors: [SymbolText.Descriptor] = []
    if path.module != path.package { descriptors.append(.init(path.module, .namespace)) }
    var names = path.names
    if !path.endsInOperator, !names.isEmpty { names.removeLast() }
    descriptors += names.map { .init($0, .type) }
    if !path.constraint.isEmpty { descriptors.append(.init(path.constraint, .meta)) }
    let last = own(symbol, name: Self.baseName(symbol.name))
    // An instance and its type may have properties of one name.
    if path.isStatic, last.suffix == .term { descriptors.append(.init("static", .meta)) }
    if let file = path.privateFile { descriptors.append(.init(file, .meta)) }
    descriptors.append(last)
    return SymbolText(scheme: "swift", packageName: path.package, descriptors: descriptors).text
  }

  /// The last step of a symbol's path.
  private func own(_ symbol: IndexedSymbol, name: String) -> SymbolText.Descriptor {
    let name = name.isEmpty ? "anonymous" : name
    switch symbol.kind {
    case IndexStoreNumbers.Kind.enum, IndexStoreNumbers.Kind.struct, IndexStoreNumbers.Kind.class,
      IndexStoreNumbers.Kind.protocol, IndexStoreNumbers.Kind.union, IndexStoreNumbers.Kind.typeAlias,
      IndexStoreNumbers.Kind.extension, IndexStoreNumbers.Kind.concept:
      return .init(name, .type)
    case IndexStoreNumbers.Kind.namespace, IndexStoreNumbers.Kind.namespaceAlias:
      return .init(name, .namespace)
    case IndexStoreNumbers.Kind.macro where symbol.language != IndexStoreNumbers.swift:
      return .init(name, .macro)
    case IndexStoreNumbers.Kind.variable, IndexStoreNumbers.Kind.field, IndexStoreNumbers.Kind.enumConstant,
      IndexStoreNumbers.Kind.classProperty, IndexStoreNumbers.Kind.staticProperty:
      return .init(name, .term)
    case IndexStoreNumbers.Kind.instanceProperty where symbol.subkind != IndexStoreNumbers.subscript:
      return .init(name, .term)
    case IndexStoreNumbers.Kind.function where symbol.language == 0: return .init(name, .method)
    default: return .init(name, .method, disambiguator: Self.hash(symbol.identifier))
    }
  }

  /// Eight hexadecimal digits of FNV-1a: enough to tell overloads apart.
  static func hash(_ text: String) -> String {
    var hash: UInt32 = 0x811C_9DC5
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  // MARK: C, C++, Objective-C

  private func clangText(_ symbol: IndexedSymbol, isOwn: Bool) -> String? {
    let path = ClangPath(symbol.identifier)
    if path.isLocal { return nil }
    var descriptors = path.context
    descriptors.append(own(symbol, name: Self.baseName(symbol.name)))
    return SymbolText(
      scheme: "clang", packageName: isOwn ? packageName : "", descriptors: descriptors
    ).text
  }
}

/// The way to a symbol of C, C++ or Objective-C, from its USR: steps such as `@S@client@FI@fd`, each a letter or
/// two for what it is and a name.
struct ClangPath {
  /// The steps before the last.
  private(set) var context: [SymbolText.Descriptor] = []
  /// Within a function: nobody else can name it.
  private(set) var isLocal = false

  init(_ identifier: String) {
    var parts = identifier.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return }
    // "c:" or "c:file.c", then for static symbols of C a place in the file.
    let head = parts.removeFirst()
    let file = head.hasPrefix("c:") ? String(head.dropFirst(2)) : ""
    if !file.isEmpty {
      context.append(.init(file, .namespace))
      if let first = parts.first, !first.isEmpty, first.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        parts.removeFirst()
      }
    }
    var steps: [SymbolText.Descriptor] = []
    var index = 0
    while index < parts.count {
      let tag = parts[index]
      guard let suffix = Self.suffixes[tag], index + 1 < parts.count else {
        steps.append(.init(tag, .term))
        index += 1
        continue
      }
      // The types of parameters follow a "#".
      let name =
        parts[index + 1].split(separator: "#", omittingEmptySubsequences: false).first.map(String.init) ?? ""
      steps.append(.init(name.isEmpty ? "anonymous" : name, suffix))
      index += 2
    }
    steps.removeLast(min(1, steps.count))
    isLocal = steps.contains { $0.suffix == .method }
    context += steps
  }

  private static let suffixes: [String: SymbolText.Suffix] = [
    "F": .method, "FT": .method, "S": .type, "SA": .type, "U": .type, "UA": .type, "E": .type, "EA": .type,
    "Ea": .type, "T": .type, "CT": .type, "ST": .type, "SP": .type, "N": .namespace, "Na": .namespace,
    "aN": .namespace,
    "FI": .term, "macro": .macro, "C": .type, "M": .namespace,
  ]
}
