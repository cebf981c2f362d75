import Foundation
import Platform
import SearchIndex

/// Sizes of the files of an index, by section.
enum IndexFiles {
  static func sections(dataFolder: String) throws -> (sections: [Report.Section], total: Int) {
    let folder = dataFolder + "/segments"
    var sizes: [String: Int] = [:]
    var total = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let file = try MappedFile.open(folder + "/" + name)
      total += file.count
      // What is no segment is a placement file.
      if let segment = try? Segment(bytes: file.bytes, owner: file, file: name, codec: codec) {
        for section in segment.sectionSizes { sizes[section.name, default: 0] += section.byteCount }
      } else {
        sizes["placements", default: 0] += file.count
      }
    }
    let sections = sizes.map { Report.Section(name: $0.key, bytes: $0.value) }
    return (sections.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }, total)
  }

  private static let codec = loadZstd().map { library in
    TextCodec(
      compress: { library.compress($0, $1, 3) }, decompress: { library.decompress($0, $1) },
      bound: { library.compressBound($0) })
  }
}
