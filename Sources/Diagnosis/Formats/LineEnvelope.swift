/// What a container runtime puts before each line of a program. The line inside has a format of its own.
enum LineEnvelope: CaseIterable {
  /// `2024-05-01T10:00:00.123456789Z stdout F message`: containerd and CRI-O.
  case cri
  /// `[pod/web-1/nginx] message`: kubectl logs --prefix.
  case kubectl
  /// `web_1  | message`: docker compose.
  case compose

  struct Reading {
    var body: Int
    /// Which container wrote the line; lines of different ones are not joined.
    var stream = LogHeader.Field()
    /// CRI splits long lines; this one goes on in the next.
    var isPartial = false
    var time: LogTime?
  }

  func read(_ line: UnsafeBufferPointer<UInt8>) -> Reading? {
    guard let bytes = line.baseAddress else { return nil }
    let end = line.count
    switch self {
    case .cri:
      guard let time = TimeScanner.scan(bytes, 0, end), time.end &+ 9 <= end else { return nil }
      let at = time.end
      guard bytes[at] == 0x20, bytes[at &+ 1] == UInt8(ascii: "s"), bytes[at &+ 2] == UInt8(ascii: "t"),
        bytes[at &+ 3] == UInt8(ascii: "d"), bytes[at &+ 7] == 0x20,
        bytes[at &+ 8] == UInt8(ascii: "F") || bytes[at &+ 8] == UInt8(ascii: "P")
      else { return nil }
      return Reading(
        body: min(at &+ 10, end), isPartial: bytes[at &+ 8] == UInt8(ascii: "P"), time: time.time)
    case .kubectl:
      guard end > 5, bytes[0] == UInt8(ascii: "["), bytes[1] == UInt8(ascii: "p"),
        bytes[2] == UInt8(ascii: "o"),
        bytes[3] == UInt8(ascii: "d"), bytes[4] == UInt8(ascii: "/")
      else { return nil }
      var at = 5
      while at < end, at < 300, bytes[at] != UInt8(ascii: "]"), bytes[at] > 0x20 { at &+= 1 }
      guard at < end, bytes[at] == UInt8(ascii: "]") else { return nil }
      return Reading(
        body: min(at &+ 1 &+ (at &+ 1 < end && bytes[at &+ 1] == 0x20 ? 1 : 0), end), stream: .init(1, at))
    case .compose:
      var at = 0
      while at < end, at < 80, bytes[at] > 0x20, bytes[at] != UInt8(ascii: "|") { at &+= 1 }
      let name = at
      guard name > 0, name < end, bytes[name] == 0x20 else { return nil }
      while at < end, at < 120, bytes[at] == 0x20 { at &+= 1 }
      guard at < end, bytes[at] == UInt8(ascii: "|"), at &+ 1 == end || bytes[at &+ 1] == 0x20 else {
        return nil
      }
      return Reading(body: min(at &+ 2, end), stream: .init(0, name))
    }
  }
}
