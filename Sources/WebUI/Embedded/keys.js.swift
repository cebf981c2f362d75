// Made from Assets/keys.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/keys.js`.
  static let keysJs: StaticString = ###"""
    // Plain keys (UX.md §4): outside of inputs, without modifiers, and off when the reader says so (WCAG 2.1.4).
    import { dialog, find, findAll, isTyping, make, note, recall, remember } from './dom.js';

    // What modules do on a key: { keys: 'j', label, act, when }. An act is offered where `when` finds an element.
    const bound = [];
    export function bind(keys, label, act, when = 'main') {
      bound.push({ keys, label, act, when });
    }

    // What can be done on this page: what modules bound, then controls with data-key, one act per key.
    function acts() {
      const list = bound.filter(({ when }) => find(when));
      for (const control of findAll('[data-key]')) {
        const keys = control.dataset.key;
        if (list.some(act => act.keys.split(', ').includes(keys))) continue;
        list.push({ keys, label: control.dataset.label ?? (control.ariaLabel || control.textContent.trim()), act: () => {
          control.focus();
          control.click();
        } });
      }
      return list;
    }

    let first = '', since = 0;
    addEventListener('keydown', event => {
      const { key } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (key.length > 1 || isTyping(event.target) || find('dialog[open]') || recall('keys') === false) return;
      // Two keys that belong together come within a second and a half.
      const pair = performance.now() - since < 1500 ? `${first} ${key}` : '';
      [first, since] = [key, performance.now()];
      const list = acts();
      const act = list.find(a => a.keys.split(', ').includes(pair)) ?? list.find(a => a.keys.split(', ').includes(key));
      if (!act || act.act(event) === false) return;
      first = '';
      event.preventDefault();
    });

    // The search box takes the selected text, otherwise it is selected for typing over.
    function search() {
      const input = find('.searchbox input');
      const selected = getSelection().toString().trim();
      input.focus();
      if (selected && selected.length < 200 && !selected.includes('\n')) {
        input.value = /[\s"()]|^[-/]|:/.test(selected) ? `"${selected.replace(/["\\]/g, '\\$&')}"` : selected;
        input.dispatchEvent(new Event('input', { bubbles: true }));
      }
      input.select();
    }

    function help() {
      const row = ({ keys, label }) => make('li', {},
        make('span', {}, keys.split(', ').flatMap((key, index) => [index ? ' or ' : '',
          key.split(' ').flatMap((part, n) => [n ? ' ' : '', make('kbd', {}, part)])]).flat()), make('span', {}, label));
      const box = make('input', { type: 'checkbox', role: 'switch', id: 'plain-keys' });
      box.checked = recall('keys') !== false;
      box.addEventListener('change', () => remember('keys', box.checked));
      const forget = make('button', { type: 'button', class: 'quiet' }, 'Forget recent searches');
      forget.addEventListener('click', () => {
        remember('recent', []);
        note('Forgotten');
      });
      const fixed = [{ keys: 'Escape', label: 'Close what is on top' }];
      dialog('keyboard', 'Keyboard shortcuts',
        make('form', { method: 'dialog' }, make('h2', {}, 'Keyboard'), make('button', { class: 'quiet', 'aria-label': 'Close' }, '✕')),
        make('ul', { class: 'keys' }, [...acts(), ...fixed].map(row)),
        make('p', { class: 'switch' }, box, make('label', { for: 'plain-keys' }, 'Keys without Ctrl or Alt act')),
        make('p', {}, forget));
    }

    bind('/, s', 'Search; takes selected text', search);
    bind('?', 'This list', help);
    bind('g h', 'Home', () => location.assign('/'));
    bind('g r', 'Repositories', () => location.assign('/repos'));
    document.addEventListener('click', event => { if (event.target.closest('[data-shortcuts]')) help(); });

    """###
}
