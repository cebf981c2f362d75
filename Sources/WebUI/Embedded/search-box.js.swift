// Made from Assets/search-box.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/search-box.js`.
  static let searchBoxJs: StaticString = ###"""
    // The search box: coloured tokens over the input, completions and recent searches below it, switches that rewrite the
    // query. An ARIA 1.2 combobox that never chooses by itself: Enter runs, Tab takes only what is highlighted, Escape
    // closes and then leaves, and nothing happens while an input method composes.
    import { find, findAll, make, recall, remember } from './dom.js';
    import { toggled, tokens } from './tokens.js';

    const encoder = new TextEncoder(), decoder = new TextDecoder();
    const RECENT_LIMIT = 30, SHOWN_RECENT_LIMIT = 5, DELAY = 80;
    const signs = { filter: ':', value: '=', language: '=', symbol: 'ƒ', file: '/', repository: '◇', revision: '⑂', recent: '↺' };

    for (const form of findAll('form[data-searchbox]')) enhance(form);

    // Called with every query that was run.
    export function keepRecent(query) {
      const text = query.trim();
      if (text) remember('recent', [text, ...recall('recent', []).filter(q => q !== text)].slice(0, RECENT_LIMIT));
    }

    function enhance(form, number = findAll('form[data-searchbox]').indexOf(form)) {
      const input = find('input[name=q]', form);
      const field = input.parentElement;
      colour(input, field);
      const list = make('ul', { class: 'options', role: 'listbox', id: `options-${number}`, 'aria-label': 'Completions', hidden: true });
      form.append(list);
      for (const [name, value] of Object.entries({
        role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list',
      })) input.setAttribute(name, value);

      let options = [], active = -1, asked = null, timer = 0, wanted = 0;

      const isOpen = () => !list.hidden;
      function close() {
        clearTimeout(timer);
        asked?.abort();
        wanted++;
        list.hidden = true;
        list.replaceChildren();
        [options, active] = [[], -1];
        input.setAttribute('aria-expanded', 'false');
        input.removeAttribute('aria-activedescendant');
      }
      function highlight(index) {
        list.children[active]?.setAttribute('aria-selected', 'false');
        active = index;
        const option = list.children[index];
        if (!option) return input.removeAttribute('aria-activedescendant');
        option.setAttribute('aria-selected', 'true');
        input.setAttribute('aria-activedescendant', option.id);
        option.scrollIntoView({ block: 'nearest' });
      }
      function show(items) {
        options = items;
        active = -1;
        input.removeAttribute('aria-activedescendant');
        list.replaceChildren(...items.map((item, index) => make('li', {
          role: 'option', id: `${list.id}-${index}`, 'aria-selected': 'false', 'data-kind': item.kind,
        }, make('span', { class: 'sign', 'aria-hidden': 'true' }, signs[item.kind] ?? ''),
        ...texts(item),
        item.count != null && make('span', { class: 'n' }, item.count.toLocaleString('en')))));
        list.hidden = items.length === 0;
        input.setAttribute('aria-expanded', String(!list.hidden));
      }
      // Of a path the name of the file must be seen, whatever the width.
      function texts({ kind, label, detail }) {
        const cut = kind === 'file' ? label.lastIndexOf('/') + 1 : 0;
        const more = [cut && label.slice(0, cut - 1), detail].filter(Boolean).join(' · ');
        return [make('span', { class: 'label' }, label.slice(cut)), more && make('span', { class: 'detail' }, more)];
      }
      async function ask() {
        clearTimeout(timer);
        asked?.abort();
        asked = new AbortController();
        const turn = ++wanted;
        const text = input.value;
        const at = encoder.encode(text.slice(0, input.selectionStart)).length;
        let items = [];
        try {
          const reply = await fetch(`/api/v1/suggestions?q=${encodeURIComponent(text)}&at=${at}`, { signal: asked.signal });
          if (reply.ok) items = (await reply.json()).items;
        } catch { /* Without completions the box is a box. */ }
        // The reader may have gone on typing, or left.
        if (turn !== wanted || input.value !== text || document.activeElement !== input) return;
        show([...items, ...recents(text)]);
      }
      function recents(text) {
        const start = text.trimStart().toLowerCase();
        return recall('recent', []).filter(query => query.toLowerCase().startsWith(start) && query !== text.trim())
          .slice(0, SHOWN_RECENT_LIMIT).map(query => ({ kind: 'recent', label: query, insert: query, detail: 'recent search' }));
      }
      // Puts an option into the text; true when the query may be complete now.
      function accept(index) {
        const item = options[index];
        const bytes = encoder.encode(input.value);
        const [start, end] = item.kind === 'recent' ? [0, bytes.length] : [item.start, item.end];
        input.focus();
        input.setSelectionRange(decoder.decode(bytes.slice(0, start)).length, decoder.decode(bytes.slice(0, end)).length);
        close();
        // The one way to change the text that Ctrl-Z can take back.
        if (!document.execCommand('insertText', false, item.insert)) {
          input.setRangeText(item.insert, input.selectionStart, input.selectionEnd, 'end');
          input.dispatchEvent(new Event('input', { bubbles: true }));
        }
        return !/[:(]$/.test(item.insert);
      }

      function askSoon(event) {
        if (event.isComposing) return;
        clearTimeout(timer);
        wanted++;
        timer = setTimeout(ask, DELAY);
      }
      input.addEventListener('input', askSoon);
      input.addEventListener('compositionend', askSoon);
      input.addEventListener('keydown', event => {
        if (event.isComposing || event.ctrlKey || event.metaKey) return;
        const { key } = event;
        if (key === 'ArrowDown' || key === 'ArrowUp') {
          event.preventDefault();
          if (!isOpen()) return void ask();
          // One place past each end is the text itself.
          const count = options.length + 1;
          highlight((active + 1 + (key === 'ArrowDown' ? 1 : count - 1)) % count - 1);
        } else if (key === 'Tab' && !event.shiftKey && isOpen() && active >= 0) {
          event.preventDefault();
          accept(active);
        } else if (key === 'Enter') {
          if (isOpen() && active >= 0 && !accept(active)) event.preventDefault();
          else close();
        } else if (key === 'Escape') {
          event.preventDefault();
          if (isOpen()) close();
          else input.blur();
        } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) {
          if (isOpen()) close();
        }
      });
      input.addEventListener('blur', close);
      list.addEventListener('pointerdown', event => event.preventDefault());
      list.addEventListener('click', event => {
        const option = event.target.closest('li');
        if (!option) return;
        const isRecent = option.dataset.kind === 'recent';
        accept([...list.children].indexOf(option));
        if (isRecent) form.requestSubmit();
      });
      form.addEventListener('submit', () => {
        close();
        keepRecent(input.value);
      });
      // The switches change what is in the box, not what was when the page was made.
      form.addEventListener('click', event => {
        const link = event.target.closest('a[data-set]');
        if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        input.value = toggled(input.value, ...link.dataset.set.split(':'));
        input.focus();
        input.dispatchEvent(new Event('input', { bubbles: true }));
      });
    }

    // The mirror: the text once more above the input, in colours; the input's own text is transparent meanwhile.
    function colour(input, field) {
      const text = make('span', { dir: 'auto' });
      const mirror = make('span', { class: 'mirror', 'aria-hidden': 'true' }, text);
      field.append(mirror);
      const links = findAll('a[data-set]', input.form);
      const follow = () => { text.style.transform = `translateX(${-input.scrollLeft}px)`; };
      function draw() {
        const value = input.value;
        const pieces = [];
        let end = 0;
        for (const [kind, start, stop] of tokens(value)) {
          if (start > end) pieces.push(value.slice(end, start));
          // What is being typed is not a mistake yet.
          const isUnfinished = kind === 'error' && document.activeElement === input && stop >= input.selectionStart;
          pieces.push(make('span', { class: `t-${isUnfinished ? 'operator' : kind}` }, value.slice(start, stop)));
          end = stop;
        }
        text.replaceChildren(...pieces, value.slice(end));
        const query = ` ${value} `;
        for (const link of links) {
          const isOn = query.includes(` ${link.dataset.set} `);
          link.className = isOn ? 'on' : 'off';
          link.title = `${link.dataset.name}: ${isOn ? 'on' : 'off'}`;
          link.ariaLabel = `${link.dataset.name}: ${isOn ? 'on, turn off' : 'off, turn on'}`;
        }
        follow();
        requestAnimationFrame(follow);
      }
      for (const name of ['input', 'change', 'focus', 'blur']) input.addEventListener(name, draw);
      for (const name of ['scroll', 'select', 'keyup']) input.addEventListener(name, follow);
      document.addEventListener('selectionchange', follow);
      addEventListener('pageshow', draw);
      input.addEventListener('redraw', draw);
      field.classList.add('mirrored');
      draw();
    }

    """###
}
