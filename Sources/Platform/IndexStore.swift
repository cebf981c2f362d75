import IndexStoreTypes

/// What a compiler run wrote about one source file and those it included.
package struct IndexUnit: Sendable {
  /// A record: what is known of one file.
  package struct Record: Sendable, Hashable {
    /// Its name in the store.
    package var name: String
    /// Absolute path of the file.
    package var file: String
  }

  /// Absolute path of the file that was compiled; empty for units that stand for a module.
  package var mainFile: String
  /// The module it was compiled into, for Swift; else empty.
  package var module: String
  /// When it was written, in nanoseconds since 1970.
  package var modifiedNanoseconds: Int
  /// True for units of the system's own modules.
  package var isSystem: Bool
  package var records: [Record]
}

/// A symbol of a record. Numbers are those of indexstore.h.
package struct IndexedSymbol: Sendable {
  /// What the compiler tells it apart by, everywhere: a USR.
  package var identifier: String
  package var name: String
  package var kind: Int
  package var subkind: Int
  package var language: Int
  package var properties: UInt64
}

/// A place of a record. Numbers are those of indexstore.h.
package struct IndexedOccurrence: Sendable {
  /// The symbol's number, to be asked of ``IndexRecord/symbols``.
  package var symbol: Int
  package var roles: UInt64
  /// 1-based.
  package var line: Int
  /// 1-based, in bytes.
  package var column: Int
  /// Other symbols, and what they have to do with this place.
  package var relations: [(symbol: Int, roles: UInt64)]
}

/// What is known of one file.
package struct IndexRecord: Sendable {
  package var symbols: [IndexedSymbol] = []
  package var occurrences: [IndexedOccurrence] = []
}

/// An open index store. Use from one thread at a time.
package final class IndexStore {
  /// Its folder.
  package let path: String

  private let library: IndexStoreLibrary
  private let store: UnsafeMutableRawPointer

  /// Bytes of an identifier or name taken at most; templates of C++ can have any length.
  private static let textBytesMax = 1 << 14

  /// Opens the store in the folder `path`.
  ///
  /// - Throws: ``PlatformError`` when there is no store, or one of a version the library does not read.
  package init(_ path: String, library: IndexStoreLibrary) throws {
    self.path = path
    self.library = library
    guard fileStatus(path)?.kind == .folder else {
      throw PlatformError(.notFound, action: "open the index store", subject: path)
    }
    var fault: UnsafeMutableRawPointer?
    let store = path.withCString { library.storeCreate($0, &fault) }
    guard let store else { throw library.error(fault, action: "open the index store", subject: path) }
    self.store = store
  }

  deinit { library.storeDispose(store) }

  /// Names of all units, sorted.
  package func units() -> [String] {
    let names = Collector<String>()
    withExtendedLifetime(names) {
      _ = library.storeUnits(store, 1, Unmanaged.passUnretained(names).toOpaque()) { context, name in
        guard let context else { return false }
        Unmanaged<Collector<String>>.fromOpaque(context).takeUnretainedValue().items.append(string(name))
        return true
      }
    }
    return names.items
  }

  /// Reads a unit.
  ///
  /// - Throws: ``PlatformError`` when it is damaged or gone.
  package func unit(_ name: String) throws -> IndexUnit {
    var fault: UnsafeMutableRawPointer?
    guard let reader = name.withCString({ library.unitCreate(store, $0, &fault) }) else {
      throw library.error(fault, action: "read the unit", subject: name)
    }
    defer { library.unitDispose(reader) }
    var (seconds, nanoseconds): (Int64, Int64) = (0, 0)
    library.unitTime(reader, &seconds, &nanoseconds)
    let folder = string(library.unitFolder(reader))
    func absolute(_ path: String) -> String {
      path.isEmpty || path.hasPrefix("/") || folder.isEmpty ? path : folder + "/" + path
    }
    let visit = Visit<IndexUnit.Record>(library)
    withExtendedLifetime(visit) {
      _ = library.unitDependencies(reader, Unmanaged.passUnretained(visit).toOpaque()) {
        context, dependency in
        guard let context else { return false }
        let visit = Unmanaged<Visit<IndexUnit.Record>>.fromOpaque(context).takeUnretainedValue()
        // Kind 2 is a record; others are units and files without one.
        guard visit.library.dependencyKind(dependency) == 2 else { return true }
        visit.items.append(
          IndexUnit.Record(
            name: string(visit.library.dependencyName(dependency)),
            file: string(visit.library.dependencyFile(dependency))))
        return true
      }
    }
    return IndexUnit(
      mainFile: absolute(string(library.unitMainFile(reader))), module: string(library.unitModule(reader)),
      modifiedNanoseconds: Int(seconds) &* 1_000_000_000 &+ Int(nanoseconds),
      isSystem: library.unitIsSystem(reader),
      records: visit.items.map { IndexUnit.Record(name: $0.name, file: absolute($0.file)) })
  }

  /// Reads a record.
  ///
  /// - Throws: ``PlatformError`` when it is damaged or gone.
  package func record(_ name: String) throws -> IndexRecord {
    var fault: UnsafeMutableRawPointer?
    guard let reader = name.withCString({ library.recordCreate(store, $0, &fault) }) else {
      throw library.error(fault, action: "read the record", subject: name)
    }
    defer { library.recordDispose(reader) }
    let visit = RecordVisit(library)
    withExtendedLifetime(visit) {
      _ = library.recordOccurrences(reader, Unmanaged.passUnretained(visit).toOpaque()) {
        context, occurrence in
        guard let context else { return false }
        Unmanaged<RecordVisit>.fromOpaque(context).takeUnretainedValue().add(occurrence)
        return true
      }
    }
    return visit.record
  }

  /// Bytes that belong to the library, copied.
  fileprivate static func copy(_ text: alidade_index_text) -> String {
    guard let data = text.data, text.length > 0 else { return "" }
    return String(
      decoding: UnsafeRawBufferPointer(start: data, count: min(text.length, textBytesMax)), as: UTF8.self)
  }
}

private func string(_ text: alidade_index_text) -> String { IndexStore.copy(text) }

extension IndexStoreLibrary {
  fileprivate func error(
    _ fault: UnsafeMutableRawPointer?, action: String, subject: String
  ) -> PlatformError {
    guard let fault else {
      return PlatformError(.other("the library does not say why"), action: action, subject: subject)
    }
    defer { errorDispose(fault) }
    let text = errorMessage(fault).map { String(cString: $0) } ?? "the library does not say why"
    return PlatformError(.other(text), action: action, subject: subject)
  }
}

private class Collector<Item> {
  var items: [Item] = []
}

private final class Visit<Item>: Collector<Item> {
  let library: IndexStoreLibrary
  init(_ library: IndexStoreLibrary) { self.library = library }
}

/// Gathers a record. Symbols are told apart by their address, which is theirs while the record's reader lives.
private final class RecordVisit {
  let library: IndexStoreLibrary
  var record = IndexRecord()
  private var numbers: [UnsafeMutableRawPointer: Int] = [:]
  private var relations: [(symbol: Int, roles: UInt64)] = []

  init(_ library: IndexStoreLibrary) { self.library = library }

  func add(_ occurrence: UnsafeMutableRawPointer) {
    guard let symbol = library.occurrenceSymbol(occurrence) else { return }
    var (line, column): (CUnsignedInt, CUnsignedInt) = (0, 0)
    library.occurrencePlace(occurrence, &line, &column)
    relations.removeAll(keepingCapacity: true)
    _ = library.occurrenceRelations(occurrence, Unmanaged.passUnretained(self).toOpaque()) {
      context, relation in
      guard let context else { return false }
      let visit = Unmanaged<RecordVisit>.fromOpaque(context).takeUnretainedValue()
      guard let symbol = visit.library.relationSymbol(relation) else { return true }
      visit.relations.append((visit.number(symbol), visit.library.relationRoles(relation)))
      return true
    }
    record.occurrences.append(
      IndexedOccurrence(
        symbol: number(symbol), roles: library.occurrenceRoles(occurrence), line: Int(line),
        column: Int(column),
        relations: relations))
  }

  private func number(_ symbol: UnsafeMutableRawPointer) -> Int {
    if let number = numbers[symbol] { return number }
    let number = record.symbols.count
    numbers[symbol] = number
    record.symbols.append(
      IndexedSymbol(
        identifier: string(library.symbolIdentifier(symbol)), name: string(library.symbolName(symbol)),
        kind: Int(library.symbolKind(symbol)), subkind: Int(library.symbolSubkind(symbol)),
        language: Int(library.symbolLanguage(symbol)), properties: library.symbolProperties(symbol)))
    return number
  }
}
