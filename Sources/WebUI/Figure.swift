/// The frame of every figure: a caption, the drawing, its steps, and the same numbers as a table.
enum Figure {
  /// A figure called `id`. `steps` are read in order without script; with it they can be walked through, and elements
  /// of the drawing with `data-out="3"` count as gone from the third step on, those with `data-in="3"` as there.
  static func view(
    _ id: String, caption: HTML, drawing: HTML, steps: [HTML] = [], twin: HTML? = nil,
    twinName: String = "As a table"
  ) -> HTML {
    let items = steps.map { "<li>\($0)</li>\n" as HTML }
    let list: HTML? = steps.isEmpty ? nil : "<ol class=\"steps\">\n\(items)</ol>\n"
    let table: HTML? = twin.map { "<details><summary>\(twinName)</summary>\n\($0)</details>\n" }
    let stepped = steps.isEmpty ? HTML() : HTML.attribute("data-explain", "")
    return """
      <figure class="figure" id="fig-\(id)"\(stepped)>
      <figcaption>\(caption)</figcaption>
      \(drawing)
      \(list)\(table)</figure>

      """
  }

  /// A table in a box of its own that scrolls sideways where it must.
  static func table(_ name: String, head: [HTML], rows: [HTML]) -> HTML {
    """
    <div class="table" tabindex="0" role="region" aria-label="\(name)"><table>
    <thead><tr>\(head)</tr></thead>
    <tbody>
    \(rows)</tbody></table></div>
    """
  }

  /// A heading of a column of names, and of numbers.
  static func column(_ name: String) -> HTML { "<th scope=\"col\">\(name)</th>" }
  static func numbers(_ name: String) -> HTML { "<th scope=\"col\" class=\"n\">\(name)</th>" }

  /// A number in a column.
  static func cell(_ text: String) -> HTML { "<td class=\"n\">\(text)</td>" }

  /// A decorative bar of `part` in `whole`, of one or more pieces laid end to end.
  static func bar(_ pieces: [(part: Double, style: String)], of whole: Double) -> HTML {
    var x = 0.0
    var rects = HTML()
    for piece in pieces where piece.part > 0 && whole > 0 {
      let width = Swift.max(0.4, piece.part / whole * 100)
      rects += """
        <rect class="\(piece.style)" x="\(number(x))" width="\(number(width))" height="10"/>
        """
      x += width
    }
    return """
      <svg class="bars" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">\(rects)</svg>
      """
  }

  /// A number with at most two decimals, as coordinates and people want it.
  static func number(_ value: Double) -> String {
    let hundredths = Int((abs(value) * 100).rounded())
    let rest = hundredths % 100
    let decimals = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (value < 0 && hundredths > 0 ? "-" : "") + String(hundredths / 100) + decimals
  }

  /// A share in percent, for people: `0.3 %`, `42 %`, `less than 0.1 %`.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    let value = Double(part) / Double(whole) * 100
    if part > 0, value < 0.1 { return "less than 0.1 %" }
    if part < whole, value > 99.9 { return "more than 99.9 %" }
    return value < 10 && part > 0 ? "\(number((value * 10).rounded() / 10)) %" : "\(Int(value.rounded())) %"
  }
}
