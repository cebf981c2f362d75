// Made from Assets/names.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/names.js`.
  static let namesJs: StaticString = ###"""
    // Names in code. A name becomes a link when it is pointed at or reached by a key: thousands of links in the page would
    // outweigh the code, and be thousands of stops for the Tab key. What it means is asked of the server then.
    import { find, make } from './dom.js';

    export const code = find('pre[data-code]');
    const SPOKEN = '.t-kw, .t-comment, .t-string, .t-number, .t-regex, [data-n], .cut';
    const LETTER = /[\p{L}\p{N}_$]/u;
    const bytes = text => new TextEncoder().encode(text).length;

    // The parts of a line that are text of the file.
    function texts(line) {
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT, node =>
        node.parentElement.closest('[data-n], .cut') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
      const list = [];
      while (walker.nextNode()) list.push(walker.currentNode);
      return list;
    }

    // Names may hold letters of any script; a number is none.
    function wordsOf(node) {
      if (node.parentElement.closest(SPOKEN)) return [];
      return [...node.data.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)]
        .filter(({ index }) => index === 0 || !LETTER.test(node.data[index - 1]))
        .map(({ 0: name, index }) => ({ node, start: index, end: index + name.length, name }));
    }

    // The names of a line in order.
    export const namesOf = line => texts(line).flatMap(wordsOf);

    // Where a name stands: line, and the column in bytes, both from 1.
    export function place(name) {
      const line = name.node.parentElement.closest('.l');
      let column = 1;
      for (const node of texts(line)) {
        if (node === name.node) break;
        column += bytes(node.data);
      }
      // Control characters are drawn as boxes without them.
      for (const box of line.querySelectorAll('bdi.inv')) {
        const isBefore = box.compareDocumentPosition(name.node) & Node.DOCUMENT_POSITION_FOLLOWING;
        if (isBefore && !box.textContent) column += 1;
      }
      return { line: Number(line.id.slice(1)), column: column + bytes(name.node.data.slice(0, name.start)) };
    }

    // The name at a point of the window; null between names and on words of the language.
    export function nameAt(x, y) {
      const caret = document.caretPositionFromPoint?.(x, y);
      const range = caret ? null : document.caretRangeFromPoint?.(x, y);
      const node = caret?.offsetNode ?? range?.startContainer, offset = caret?.offset ?? range?.startOffset;
      if (node?.nodeType !== Node.TEXT_NODE || !node.parentElement.closest('[data-code] .l')) return null;
      const name = wordsOf(node).find(({ start, end }) => start <= offset && offset <= end);
      if (!name) return null;
      const around = document.createRange();
      around.setStart(node, name.start);
      around.setEnd(node, name.end);
      // The caret is the nearest one; the point may be far from it.
      const { left, right, top, bottom } = around.getBoundingClientRect();
      return x >= left && x <= right && y >= top && y <= bottom ? name : null;
    }

    // The link that a name has become. There is one at a time, besides the one whose card is open.
    export function link(name) {
      const own = name.node.parentElement.closest('a.name');
      if (own) return own;
      const { line, column } = place(name);
      const made = make('a', { class: 'name', href: `${address()}?at=${line}:${column}#L${line}`, tabindex: '-1', 'data-at': `${line}:${column}` });
      const range = document.createRange();
      range.setStart(name.node, name.start);
      range.setEnd(name.node, name.end);
      range.surroundContents(made);
      return made;
    }

    // Makes it text again.
    export function unlink(made) {
      const parent = made?.parentElement;
      if (!parent || 'kept' in made.dataset) return;
      made.replaceWith(...made.childNodes);
      parent.normalize();
    }

    const address = () => location.pathname;

    // Marks a name wherever it stands in sight. The browser paints it; nothing in the page changes.
    export function mark(text) {
      if (!('highlights' in CSS)) return;
      CSS.highlights.delete('same');
      if (!text) return;
      const ranges = [];
      for (const block of code.children) {
        const { top, bottom } = block.getBoundingClientRect();
        if (bottom < -innerHeight || top > 2 * innerHeight) continue;
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const node = walker.currentNode;
          for (let at = node.data.indexOf(text); at >= 0; at = node.data.indexOf(text, at + text.length)) {
            if (LETTER.test(node.data[at - 1] ?? ' ') || LETTER.test(node.data[at + text.length] ?? ' ')) continue;
            if (node.parentElement.closest('.t-comment, .t-string')) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + text.length);
            ranges.push(range);
          }
        }
      }
      CSS.highlights.set('same', new Highlight(...ranges));
    }

    """###
}
