import IndexStoreTypes

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The toolchain's reader of index stores, libIndexStore, loaded at run time.
///
/// - Source: indexstore.h of the LLVM of swift.org, format 5: a C interface that is stable by intent.
package struct IndexStoreLibrary: Sendable {
  typealias Pointer = UnsafeMutableRawPointer
  typealias Fault = UnsafeMutablePointer<UnsafeMutableRawPointer?>
  typealias Open = @convention(c) (UnsafePointer<CChar>, Fault) -> Pointer?
  typealias OpenIn = @convention(c) (Pointer, UnsafePointer<CChar>, Fault) -> Pointer?
  typealias Dispose = @convention(c) (Pointer) -> Void
  typealias Message = @convention(c) (Pointer) -> UnsafePointer<CChar>?
  typealias Visit = @convention(c) (Pointer?, Pointer) -> Bool
  typealias Each = @convention(c) (Pointer, Pointer?, Visit) -> Bool
  typealias Flag = @convention(c) (Pointer) -> Bool
  typealias Number = @convention(c) (Pointer) -> CUnsignedInt
  typealias Bits = @convention(c) (Pointer) -> UInt64
  typealias Object = @convention(c) (Pointer) -> Pointer?
  typealias Place =
    @convention(c) (Pointer, UnsafeMutablePointer<CUnsignedInt>, UnsafeMutablePointer<CUnsignedInt>) -> Void
  typealias Time = @convention(c) (Pointer, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Int64>) -> Void
  typealias Text = alidade_index_text_of
  typealias Units = alidade_index_units

  /// Where it was found.
  package let path: String

  let errorMessage: Message
  let errorDispose: Dispose
  let storeCreate: Open
  let storeDispose: Dispose
  let storeUnits: Units
  let unitCreate: OpenIn
  let unitDispose: Dispose
  let unitIsSystem: Flag
  let unitMainFile: Text
  let unitModule: Text
  let unitFolder: Text
  let unitTime: Time
  let unitDependencies: Each
  let dependencyKind: Number
  let dependencyIsSystem: Flag
  let dependencyFile: Text
  let dependencyName: Text
  let recordCreate: OpenIn
  let recordDispose: Dispose
  let recordOccurrences: Each
  let occurrenceSymbol: Object
  let occurrenceRoles: Bits
  let occurrencePlace: Place
  let occurrenceRelations: Each
  let relationRoles: Bits
  let relationSymbol: Object
  let symbolKind: Number
  let symbolSubkind: Number
  let symbolLanguage: Number
  let symbolProperties: Bits
  let symbolName: Text
  let symbolIdentifier: Text

  /// Loads the library at `path`, or the one beside `swift` or `clang` in PATH.
  ///
  /// - Throws: ``PlatformError`` of kind `notFound` where there is none.
  package static func load(path: String? = nil) throws -> IndexStoreLibrary {
    let candidates = path.map { [$0] } ?? candidates(environmentVariable("PATH") ?? "")
    for candidate in candidates where fileStatus(candidate)?.kind == .file {
      // Never closed: the functions live as long as the process.
      guard let handle = dlopen(candidate, RTLD_NOW | RTLD_LOCAL) else {
        let reason = dlerror().map { String(cString: $0) } ?? "it is no library"
        throw PlatformError(.other(reason), action: "load", subject: candidate)
      }
      guard let library = IndexStoreLibrary(handle: handle, path: candidate) else {
        throw PlatformError(
          .other("functions are missing: is it libIndexStore?"), action: "load", subject: candidate)
      }
      return library
    }
    throw PlatformError(
      path != nil
        ? .notFound
        : .other(
          "it was found beside neither swift nor clang in PATH; install a toolchain of swift.org or name the file "
            + "with --library"),
      action: "load", subject: path ?? fileName)
  }

  #if canImport(Darwin)
    private static let fileName = "libIndexStore.dylib"
  #else
    private static let fileName = "libIndexStore.so"
  #endif

  /// Toolchains keep libraries in `lib` beside the `bin` of their programs.
  private static func candidates(_ searchPath: String) -> [String] {
    var found: [String] = []
    for folder in searchPath.split(separator: ":") where folder.hasPrefix("/") {
      for program in ["swift", "clang"] {
        guard let real = realPath("\(folder)/\(program)") else { continue }
        let candidate = parentFolder(of: parentFolder(of: real)) + "/lib/" + fileName
        if !found.contains(candidate) { found.append(candidate) }
      }
    }
    return found
  }

  private init?(handle: UnsafeMutableRawPointer, path: String) {
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      dlsym(handle, "indexstore_" + name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let errorMessage = symbol("error_get_description", as: Message.self),
      let errorDispose = symbol("error_dispose", as: Dispose.self),
      let storeCreate = symbol("store_create", as: Open.self),
      let storeDispose = symbol("store_dispose", as: Dispose.self),
      let storeUnits = symbol("store_units_apply_f", as: Units.self),
      let unitCreate = symbol("unit_reader_create", as: OpenIn.self),
      let unitDispose = symbol("unit_reader_dispose", as: Dispose.self),
      let unitIsSystem = symbol("unit_reader_is_system_unit", as: Flag.self),
      let unitMainFile = symbol("unit_reader_get_main_file", as: Text.self),
      let unitModule = symbol("unit_reader_get_module_name", as: Text.self),
      let unitFolder = symbol("unit_reader_get_working_dir", as: Text.self),
      let unitTime = symbol("unit_reader_get_modification_time", as: Time.self),
      let unitDependencies = symbol("unit_reader_dependencies_apply_f", as: Each.self),
      let dependencyKind = symbol("unit_dependency_get_kind", as: Number.self),
      let dependencyIsSystem = symbol("unit_dependency_is_system", as: Flag.self),
      let dependencyFile = symbol("unit_dependency_get_filepath", as: Text.self),
      let dependencyName = symbol("unit_dependency_get_name", as: Text.self),
      let recordCreate = symbol("record_reader_create", as: OpenIn.self),
      let recordDispose = symbol("record_reader_dispose", as: Dispose.self),
      let recordOccurrences = symbol("record_reader_occurrences_apply_f", as: Each.self),
      let occurrenceSymbol = symbol("occurrence_get_symbol", as: Object.self),
      let occurrenceRoles = symbol("occurrence_get_roles", as: Bits.self),
      let occurrencePlace = symbol("occurrence_get_line_col", as: Place.self),
      let occurrenceRelations = symbol("occurrence_relations_apply_f", as: Each.self),
      let relationRoles = symbol("symbol_relation_get_roles", as: Bits.self),
      let relationSymbol = symbol("symbol_relation_get_symbol", as: Object.self),
      let symbolKind = symbol("symbol_get_kind", as: Number.self),
      let symbolSubkind = symbol("symbol_get_subkind", as: Number.self),
      let symbolLanguage = symbol("symbol_get_language", as: Number.self),
      let symbolProperties = symbol("symbol_get_properties", as: Bits.self),
      let symbolName = symbol("symbol_get_name", as: Text.self),
      let symbolIdentifier = symbol("symbol_get_usr", as: Text.self)
    else { return nil }
    self.path = path
    (self.errorMessage, self.errorDispose) = (errorMessage, errorDispose)
    (self.storeCreate, self.storeDispose, self.storeUnits) = (storeCreate, storeDispose, storeUnits)
    (self.unitCreate, self.unitDispose, self.unitIsSystem) = (unitCreate, unitDispose, unitIsSystem)
    (self.unitMainFile, self.unitModule, self.unitFolder) = (unitMainFile, unitModule, unitFolder)
    (self.unitTime, self.unitDependencies) = (unitTime, unitDependencies)
    (self.dependencyKind, self.dependencyIsSystem) = (dependencyKind, dependencyIsSystem)
    (self.dependencyFile, self.dependencyName) = (dependencyFile, dependencyName)
    (self.recordCreate, self.recordDispose) = (recordCreate, recordDispose)
    (self.recordOccurrences, self.occurrenceSymbol) = (recordOccurrences, occurrenceSymbol)
    (self.occurrenceRoles, self.occurrencePlace) = (occurrenceRoles, occurrencePlace)
    (self.occurrenceRelations, self.relationRoles) = (occurrenceRelations, relationRoles)
    (self.relationSymbol, self.symbolKind) = (relationSymbol, symbolKind)
    (self.symbolSubkind, self.symbolLanguage) = (symbolSubkind, symbolLanguage)
    (self.symbolProperties, self.symbolName) = (symbolProperties, symbolName)
    self.symbolIdentifier = symbolIdentifier
  }
}
