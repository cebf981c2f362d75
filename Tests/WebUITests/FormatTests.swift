import Testing
import WebUI

@Suite struct `Numbers for people` {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1234, "-1,234"),
  ])
  func `counts have separators`(_ number: Int, _ text: String) {
    #expect(Format.count(number) == text)
  }

  @Test(arguments: [
    (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9940, "9.9 kB"), (9960, "10 kB"),
    (999_400, "999 kB"), (999_600, "1.0 MB"), (947_000_000, "947 MB"), (1_300_000_000, "1.3 GB"),
  ])
  func `sizes have three digits at most`(_ number: Int, _ text: String) {
    #expect(Format.bytes(number) == text)
  }

  @Test(arguments: [
    (Duration.nanoseconds(60_400), "60 µs"), (.microseconds(1234), "1.2 ms"), (.milliseconds(43), "43 ms"),
    (.milliseconds(9970), "10 s"), (.seconds(1.25), "1.3 s"), (.seconds(120), "2 min"),
  ])
  func `durations have a fitting unit`(_ duration: Duration, _ text: String) {
    #expect(Format.duration(duration) == text)
  }

  @Test(arguments: [
    (0, "just now"), (59, "just now"), (60, "1 min ago"), (7200, "2 h ago"), (86_400, "1 day ago"),
    (86_400 * 59, "59 days ago"), (86_400 * 90, "3 months ago"), (86_400 * 800, "2 years ago"),
    (-5, "just now"),
  ])
  func `ages are told in one unit`(_ seconds: Int, _ text: String) {
    #expect(Format.ago(1_800_000_000 - seconds, now: 1_800_000_000) == text)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
    (1_795_229_839, "2026-11-21T02:57:19Z"),
    (-1, "1969-12-31T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
  ])
  func `timestamps are UTC`(_ time: Int, _ text: String) {
    #expect(Format.timestamp(time) == text)
  }
}
