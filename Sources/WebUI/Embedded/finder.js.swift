// Made from Assets/finder.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/finder.js`.
  static let finderJs: StaticString = ###"""
    // The file finder of a repository, loaded with its first use. What fits one answer of the server, some 20,000 paths, is
    // ranked here as one types; of a larger repository the server looks for the words and ranks.
    import { dialog, find, make } from './dom.js';

    const FOUND_LIMIT = 200, SHOWN_LIMIT = 50, DELAY = 120, KEPT_LISTS = 20;
    const lists = new Map();   // address → { paths, small, url, total, isWhole }

    async function load(repository, revision, text = '') {
      const query = new URLSearchParams(text ? { q: text, limit: FOUND_LIMIT } : { view: 'paths' });
      if (revision) query.set('rev', revision);
      const address = `/api/v1/repos/${path(repository)}/-/files?${query}`;
      if (lists.has(address)) return lists.get(address);
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      const { files, paths = files.map(file => file.path), base, total, isComplete } = await reply.json();
      const list = {
        paths, small: paths.map(one => one.toLowerCase()), total, isWhole: !text && isComplete,
        url: index => text ? files[index].url : `${base}/${path(paths[index])}`,
      };
      if (lists.size > KEPT_LISTS) lists.delete(lists.keys().next().value);
      lists.set(address, list);
      return list;
    }

    // Symbols whose names hold the words, best first, by the search of the server.
    async function loadSymbols(repository, revision, text) {
      const scope = `repo:^${repository.replace(/[\\^$.|?*+()[\]{}"]/g, '\\$&').replace(/\s/g, '\\s')}$`;
      const words = text.split(/\s+/).filter(Boolean).map(word => `"${word.replace(/["\\]/g, '\\$&')}"`).join(' ');
      const q = `${words} type:symbol ${scope}${revision ? ` rev:${revision}` : ''} count:${SHOWN_LIMIT}`;
      const reply = await fetch(`/api/v1/search?q=${encodeURIComponent(q)}`);
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      const { files, done } = await reply.json();
      const found = files.flatMap(file => (file.symbols ?? []).map(symbol => ({
        ...symbol, path: file.path, url: `${file.url}#L${symbol.line}`,
      })));
      return { found: found.slice(0, SHOWN_LIMIT), total: done.matches, isAll: done.isComplete };
    }

    // A name in an address: slashes stay.
    const path = text => text.split('/').map(encodeURIComponent).join('/');

    // How well a path fits, higher is better; 0 when it lacks a letter. Letters count more at the start of words, next to
    // each other, and in the file's name; places is filled with where they are.
    export function fit(small, original, wanted, places) {
      let score = 1, at = small.length, last = -1;
      const name = small.lastIndexOf('/') + 1;
      places.length = 0;
      // A run of the whole text wins, the last one first: file names are at the end.
      const whole = small.lastIndexOf(wanted);
      if (whole >= 0) {
        for (let n = 0; n < wanted.length; n++) places.push(whole + n);
        score += wanted.length * 8 + (whole >= name ? 24 : 0) + (isStart(original, whole) ? 16 : 0);
        return score + 20 * wanted.length / small.length;
      }
      // From the end, so that the file's name gets the letters first.
      for (let n = wanted.length - 1; n >= 0; n--) {
        at = small.lastIndexOf(wanted[n], at - 1);
        if (at < 0 || (at === 0 && n > 0)) return 0;
        places.push(at);
        score += (at >= name ? 3 : 1) + (isStart(original, at) ? 4 : 0) + (last === at + 1 ? 5 : 0);
        last = at;
      }
      places.reverse();
      return score + 10 * wanted.length / small.length;
    }

    function isStart(text, at) {
      if (at === 0) return true;
      const before = text[at - 1], here = text[at];
      return /[/_.\- ]/.test(before) || (before === before.toLowerCase() && here !== here.toLowerCase());
    }

    // The paths that have every word of the text, in any order; a list that the server made keeps its order.
    function best(list, text) {
      const words = text.toLowerCase().split(/\s+/).filter(Boolean);
      const found = [], places = [];
      for (let index = 0; index < list.small.length; index++) {
        let score = 1, all = [];
        for (const word of words) {
          const one = fit(list.small[index], list.paths[index], word, places);
          if (!one) { score = 0; break; }
          score += one;
          all = all.concat(places);
        }
        if (score) found.push({ index, path: list.paths[index], score: list.isWhole && words.length ? score : 0, places: all });
        if (!words.length && found.length === SHOWN_LIMIT) break;
      }
      return found.sort((a, b) => b.score - a.score || (a.score && a.path.length - b.path.length)).slice(0, SHOWN_LIMIT)
        .map(file => ({ ...file, url: list.url(file.index) }));
    }

    export function openFinder() {
      const main = find('main[data-repo]');
      const { repo, rev } = main.dataset;
      const input = make('input', {
        type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'found', 'aria-autocomplete': 'list',
        'aria-label': 'Find a file', placeholder: 'Find a file, or @name for a symbol', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off',
      });
      const list = make('ul', { role: 'listbox', id: 'found', 'aria-label': 'Files' });
      const status = make('p', { role: 'status', class: 'muted' }, 'Loading…');
      const box = dialog('finder', `Find a file in ${repo}`, input, list, status);
      let active = 0, shown = [], all = null, timer = 0;

      function highlight(index) {
        list.children[active]?.setAttribute('aria-selected', 'false');
        active = index;
        const option = list.children[index];
        option?.setAttribute('aria-selected', 'true');
        option?.scrollIntoView({ block: 'nearest' });
        if (option) input.setAttribute('aria-activedescendant', option.id);
        else input.removeAttribute('aria-activedescendant');
      }
      function show(files, { total }) {
        shown = files;
        list.replaceChildren(...files.map((file, index) => {
          const marks = new Set(file.places);
          const name = file.path.lastIndexOf('/') + 1;
          // Neighbouring letters of one kind are one node.
          const parts = [];
          for (let at = 0; at < file.path.length;) {
            let end = at + 1;
            while (end < file.path.length && end !== name && marks.has(end) === marks.has(at)) end++;
            const part = file.path.slice(at, end);
            parts.push(marks.has(at) ? make('mark', {}, part) : at < name ? make('span', {}, part) : part);
            at = end;
          }
          return make('li', { role: 'option', id: `found-${index}`, 'aria-selected': 'false' },
            make('a', { href: file.url, tabindex: '-1' }, parts));
        }));
        status.textContent = files.length ? `${total.toLocaleString('en')} ${total === 1 ? 'file' : 'files'}` : 'No such file';
        highlight(0);
      }
      function showSymbols({ found, total, isAll }) {
        shown = found;
        list.replaceChildren(...found.map((symbol, index) => make('li', { role: 'option', id: `found-${index}`, 'aria-selected': 'false' },
          make('a', { href: symbol.url, tabindex: '-1' },
            make('span', {}, `${symbol.kind} `), [...symbol.containers, symbol.name].join('.'),
            make('span', {}, ` ${symbol.path}:${symbol.line}`)))));
        status.textContent = found.length ? `${total.toLocaleString('en')}${isAll ? '' : '+'} ${total === 1 ? 'symbol' : 'symbols'}` : 'No such symbol';
        highlight(0);
      }
      async function look() {
        const text = input.value;
        if (text.startsWith('@')) {
          const name = text.slice(1).trim();
          list.setAttribute('aria-label', 'Symbols');
          if (!name) {
            [shown, status.textContent] = [[], 'Type the name of a symbol, or a part of it'];
            return list.replaceChildren();
          }
          const symbols = await loadSymbols(repo, rev, name);
          if (input.value === text) showSymbols(symbols);
          return;
        }
        list.setAttribute('aria-label', 'Files');
        let from = all;
        if (!all.isWhole && text.trim()) from = await load(repo, rev, text.trim());
        if (input.value === text) show(best(from, text), from);
      }
      input.addEventListener('input', () => {
        clearTimeout(timer);
        if (all) timer = setTimeout(() => look().catch(fail), all.isWhole && !input.value.startsWith('@') ? 0 : DELAY);
      });
      input.addEventListener('keydown', event => {
        if (event.isComposing) return;
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by && shown.length) {
          event.preventDefault();
          highlight((active + by + shown.length) % shown.length);
        } else if (event.key === 'Enter' && shown[active]) {
          event.preventDefault();
          location.assign(shown[active].url);
        }
      });
      const fail = () => { status.textContent = 'The files cannot be listed now.'; };
      load(repo, rev).then(found => {
        all = found;
        return look();
      }).catch(fail);
      input.focus();
      return box;
    }

    """###
}
