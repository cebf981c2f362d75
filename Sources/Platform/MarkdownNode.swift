/// A piece of a Markdown document: CommonMark with GitHub's tables, task lists, strikethrough and autolinks.
///
/// What the writer typed, without judgement: addresses and raw HTML are as they stand in the text.
package struct MarkdownNode: Sendable, Equatable {
  /// What a piece can be.
  package enum Kind: Sendable, Equatable {
    case document
    case paragraph
    /// Levels 1 to 6.
    case heading(level: Int)
    case quote
    /// `start` is the first number of an ordered list. In a tight list, paragraphs of items stand as plain text.
    case list(start: Int?, isTight: Bool)
    /// `isChecked` is nil for an item that is no task.
    case item(isChecked: Bool?)
    /// `info` is what follows the fence, usually a language; empty for an indented block.
    case codeBlock(info: String, text: String)
    /// HTML over whole lines.
    case htmlBlock(String)
    case rule
    /// One alignment for each column.
    case table([Alignment])
    case row(isHeader: Bool)
    case cell
    case text(String)
    case softBreak
    case lineBreak
    case code(String)
    /// One tag, comment or declaration.
    case html(String)
    case emphasis
    case strong
    case strikethrough
    case link(address: String, title: String)
    case image(address: String, title: String)
    /// Something of a newer library; its children count.
    case other
  }

  /// How a table's column is set.
  package enum Alignment: Sendable, Equatable { case none, left, centre, right }

  /// What it is.
  package var kind: Kind
  /// Its parts in order.
  package var children: [MarkdownNode]

  /// A piece with its parts.
  package init(_ kind: Kind, _ children: [MarkdownNode] = []) {
    self.kind = kind
    self.children = children
  }

  /// The text a reader sees, without any formatting: for titles, anchors and image descriptions.
  package var plainText: String {
    switch kind {
    case .text(let text), .code(let text): text
    case .softBreak, .lineBreak: " "
    case .codeBlock(_, let text): text
    default: children.map(\.plainText).joined()
    }
  }
}
