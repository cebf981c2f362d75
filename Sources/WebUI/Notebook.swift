import Foundation

/// A Jupyter notebook, as far as it is shown: cells with their text, outputs as text and pictures.
///
/// - Source: nbformat 4.5; older ones keep their cells in `worksheets`.
struct Notebook {
  /// One cell.
  struct Cell {
    /// What a cell holds.
    enum Kind { case markdown, code, raw }

    var kind: Kind
    var text: String
    /// The number it was run with.
    var count: Int?
    var outputs: [Output]
  }

  /// What running a cell left.
  enum Output {
    case text(String)
    case error(String)
    /// Base64 of a PNG, JPEG or GIF.
    case picture(type: String, base64: String)
  }

  var cells: [Cell]
  /// The language of its code.
  var language: String?

  /// Cells shown at most.
  private static let cellLimit = 1000
  /// Bytes of text of one output.
  private static let textLimit = 20_000
  /// Bytes of one picture, and of all, in base64.
  private static let pictureLimit = 2 << 20

  /// Reads the JSON; nil when it is none, or no notebook.
  init?(_ bytes: [UInt8]) {
    // The parser bounds the depth by itself.
    guard let root = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] else {
      return nil
    }
    let sheets = root["worksheets"] as? [[String: Any]]
    guard let list = root["cells"] as? [[String: Any]] ?? sheets?.first?["cells"] as? [[String: Any]] else {
      return nil
    }
    let metadata = root["metadata"] as? [String: Any]
    language =
      (metadata?["language_info"] as? [String: Any])?["name"] as? String
      ?? (metadata?["kernelspec"] as? [String: Any])?["language"] as? String
    var pictures = Self.pictureLimit
    cells = list.prefix(Self.cellLimit).map { Self.cell($0, &pictures) }
  }

  private static func cell(_ cell: [String: Any], _ pictures: inout Int) -> Cell {
    let kind: Cell.Kind =
      switch cell["cell_type"] as? String {
      case "markdown", "heading": .markdown
      case "code": .code
      default: .raw
      }
    var outputs: [Output] = []
    for output in (cell["outputs"] as? [[String: Any]] ?? []).prefix(100) {
      if let shown = self.output(output, &pictures) { outputs.append(shown) }
    }
    return Cell(
      kind: kind, text: text(cell["source"] ?? cell["input"]),
      count: cell["execution_count"] as? Int ?? cell["prompt_number"] as? Int, outputs: outputs)
  }

  private static func output(_ output: [String: Any], _ pictures: inout Int) -> Output? {
    switch output["output_type"] as? String {
    case "stream": return .text(cut(text(output["text"])))
    case "error", "pyerr":
      let trace = (output["traceback"] as? [String])?.joined(separator: "\n") ?? ""
      return .error(cut(plain(trace.isEmpty ? "\(text(output["ename"])): \(text(output["evalue"]))" : trace)))
    default: break
    }
    let data = output["data"] as? [String: Any] ?? output
    for type in ["image/png", "image/jpeg", "image/gif"] {
      let base64 = text(data[type] ?? data[String(type.dropFirst(6))]).filter { !$0.isWhitespace }
      let isSound = base64.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x2B || byte == 0x2F
          || byte == 0x3D
      }
      guard !base64.isEmpty, isSound, base64.utf8.count <= pictures else { continue }
      pictures -= base64.utf8.count
      return .picture(type: type, base64: base64)
    }
    let plain = text(data["text/plain"] ?? data["text"])
    return plain.isEmpty ? nil : .text(cut(plain))
  }

  /// Text, or lines of text.
  private static func text(_ value: Any?) -> String {
    if let text = value as? String { return text }
    return (value as? [Any])?.compactMap { $0 as? String }.joined() ?? ""
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= textLimit ? text : String(decoding: text.utf8.prefix(textLimit), as: UTF8.self) + "\n…"
  }

  /// Without the colour codes of terminals.
  private static func plain(_ text: String) -> String {
    var output = ""
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      guard scalar == "\u{1B}", scalars.first == "[" else {
        output.unicodeScalars.append(scalar)
        continue
      }
      while let next = scalars.popFirst(), next == "[" || !(("@"..."~").contains(next)) {}
    }
    return output
  }
}
