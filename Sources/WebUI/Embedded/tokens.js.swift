// Made from Assets/tokens.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/tokens.js`.
  static let tokensJs: StaticString = ###"""
    // The pieces of a query text, for colours in the search box. The server's lexer decides what a query means; this one
    // only has to agree with it about ordinary queries.

    // The words that are fields before a colon: a test compares them with the server's table.
    const fields = new Set(('repo r rev branch b file f path lang l language content c struct in sym symbol def kind ref emits level repo.has ' +
      'file.has fork archived visibility patterntype case word type select count timeout sort author committer message before ' +
      'after commit owner').split(' '));

    // [kind, start, end], ascending; blanks are in no piece.
    export function tokens(text) {
      const list = [], groups = [];
      const regexp = /(^|\s)patterntype:regexp(\s|$)/.test(text);
      if (/(^|\s)patterntype:literal(\s|$)/.test(text)) {
        for (const match of text.matchAll(/\S+/g)) push(field(match.index) ? null : 'word', match.index, match.index + match[0].length);
        return list;
      }
      let at = 0;
      while (at < text.length) {
        const rest = text.slice(at);
        let match;
        if ((match = /^\s+/.exec(rest))) at += match[0].length;
        else if (rest[0] === '(' && rest[1] !== ')' && !regexp) {
          groups.push(list.length);
          push('operator', at, at += 1);
        } else if (rest[0] === ')' && !regexp) push(groups.pop() === undefined ? 'error' : 'operator', at, at += 1);
        else if (rest[0] === '"') at = quoted(at);
        else if (/^-(?![-\s>=\d)]|$)/.test(rest)) push('operator', at, at += 1);
        else if ((match = /^(AND|OR|NOT)(?=[\s()]|$)/.exec(rest))) push('operator', at, at += match[0].length);
        else if (field(at)) at = list.at(-1)[2];
        else if ((match = /^\/(?:\\.|[^/\\])+\/(?=[\s)]|$)/.exec(rest))) push('regex', at, at += match[0].length);
        else push(regexp ? 'regex' : 'word', at, at = word(at));
      }
      for (const index of groups) list[index][0] = 'error';
      return list;

      function push(kind, start, end) {
        if (kind) list.push([kind, start, end]);
      }
      function quoted(start) {
        const match = /^"(?:\\.|[^"\\])*"?/s.exec(text.slice(start))[0];
        const isOpen = match.length < 2 || !match.endsWith('"') || /[^\\](\\\\)*\\"$/.test(match);
        push(isOpen ? 'error' : 'quoted', start, start + match.length);
        return start + match.length;
      }
      // A bare word ends at a blank, or at a parenthesis that closes a group it did not open.
      function word(start) {
        let depth = 0, end = start;
        for (; end < text.length && !/\s/.test(text[end]); end++) {
          if (text[end] === '(') depth++;
          else if (text[end] === ')' && --depth < 0 && groups.length) break;
        }
        return Math.max(end, start + 1);
      }
      function field(start) {
        const name = /^([a-z.]+):/.exec(text.slice(start));
        if (!name || !fields.has(name[1])) return false;
        const from = start + name[0].length;
        push('name', start, from);
        if (text[from] === '"') quoted(from);
        else {
          const end = from < text.length && !/\s/.test(text[from]) ? word(from) : from;
          if (end > from) push(/^(content|c)$/.test(name[1]) && text[from] === '/' ? 'regex' : 'value', from, end);
        }
        return true;
      }
    }

    // The query with `name:value` taken out when it is there, put in otherwise, in place of another value.
    export function toggled(text, name, value) {
      const list = tokens(text);
      const index = list.findIndex(([kind, start, end]) => kind === 'name' && text.slice(start, end) === `${name}:`);
      const wanted = `${name}:${value}`;
      if (index < 0) return text.trim() ? `${text.trimEnd()} ${wanted}` : wanted;
      const start = list[index][1];
      const next = list[index + 1];
      const end = next && next[1] === list[index][2] ? next[2] : list[index][2];
      const isOn = text.slice(start, end) === wanted;
      return `${text.slice(0, start).trimEnd()} ${isOn ? '' : `${wanted} `}${text.slice(end).trimStart()}`.trim();
    }

    """###
}
