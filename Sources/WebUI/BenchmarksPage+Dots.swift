extension BenchmarksPage {
  /// Two shares of each row on a scale from 0 to 100 percent, and the same as a table: circles and squares.
  func dots(
    _ id: String, rows: [(name: String, first: Double, second: Double)], caption: HTML,
    names: (row: String, first: String, second: String)
  ) -> HTML {
    let (left, width, rowHeight) = (110, 720, 30)
    let height = rows.count * rowHeight + 32
    func x(_ percent: Double) -> String {
      Figure.number(Double(left) + max(0, min(100, percent)) / 100 * Double(width - left - 24))
    }
    var marks = HTML()
    for percent in stride(from: 0, through: 100, by: 20) {
      marks += """
        <path class="grid-line" d="M\(x(Double(percent))) 0V\(height - 24)"/>\
        <text class="label" x="\(x(Double(percent)))" y="\(height - 8)">\(percent) %</text>
        """
    }
    for (index, row) in rows.enumerated() {
      let y = index * rowHeight + 16
      marks += """
        <text class="label end" x="\(left - 10)" y="\(y + 4)">\(row.name)</text>\
        <path class="spread m2" d="M\(x(min(row.first, row.second))) \(y)H\(x(max(row.first, row.second)))"/>\
        <rect class="m2" x="\(Figure.number((Double(x(row.second)) ?? 0) - 4.5))" y="\(y - 5)" width="9" height="9"/>\
        <circle class="m1" cx="\(x(row.first))" cy="\(y)" r="5"/>
        """
    }
    func percent(_ value: Double) -> HTML { Figure.cell(Figure.number((value * 10).rounded() / 10) + " %") }
    return Figure.view(
      id, caption: caption,
      drawing: """
        <div class="draw" tabindex="0" role="region" aria-label="Chart of \(names.first) and \(names.second)">\
        <svg viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
        aria-label="\(names.first) and \(names.second); the table below has the numbers">\(marks)</svg></div>
        """,
      twin: Figure.table(
        "\(names.first) and \(names.second)",
        head: [Figure.column(names.row), Figure.numbers(names.first), Figure.numbers(names.second)],
        rows: rows.map { "<tr><th scope=\"row\">\($0.name)</th>\(percent($0.first))\(percent($0.second))</tr>\n" as HTML }))
  }
}
