#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Turns mangled names of Swift into declarations, with the toolchain's own library.
package struct SwiftDemangler: Sendable {
  private typealias Demangle =
    @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<CChar>?, Int) -> Int

  private let demangle: Demangle

  /// The longest declaration taken; others are as good as none.
  private static let bytesMax = 1 << 14

  /// Loads libswiftDemangle from the folder of another library of the toolchain; nil where it is not there.
  package init?(besideLibrary path: String) {
    #if canImport(Darwin)
      let name = "libswiftDemangle.dylib"
    #else
      let name = "libswiftDemangle.so"
    #endif
    // Never closed: the function lives as long as the process.
    guard let handle = dlopen(parentFolder(of: path) + "/" + name, RTLD_NOW | RTLD_LOCAL),
      let symbol = dlsym(handle, "swift_demangle_getDemangledName")
    else { return nil }
    demangle = unsafeBitCast(symbol, to: Demangle.self)
  }

  /// The declaration that a mangled name ("$s…") stands for; nil when it stands for none.
  package func declaration(_ name: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Self.bytesMax)
    let length = name.withCString { demangle($0, &buffer, buffer.count) }
    guard length > 0, length < buffer.count else { return nil }
    return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
