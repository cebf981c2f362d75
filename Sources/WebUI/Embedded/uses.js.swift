// Made from Assets/uses.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/uses.js`.
  static let usesJs: StaticString = ###"""
    // Where a name is used: a panel below the code, taken from the page that says the same. Escape closes it and gives the focus
    // back; words narrow it.
    import { adopt, find, findAll, make, note, page, say } from './dom.js';

    let panel = null, back = null;

    export async function show(address, name, from) {
      let other;
      try {
        other = await page(address);
      } catch {
        // The page can say why.
        return location.assign(address);
      }
      const part = find('#uses', other);
      if (!part) return note(`No use of ${name} is known`);
      panel?.remove();
      panel = make('div', { class: 'uses-panel', tabindex: '-1' },
        make('p', { class: 'uses-bar' }, make('a', { href: address }, 'As a page'),
          make('button', { type: 'button', class: 'icon', 'data-close-uses': true, 'aria-label': 'Close' }, '✕')),
        adopt(part));
      if (back) delete back.dataset.kept;
      back = from;
      // It stays a link, to be returned to.
      back.dataset.kept = '';
      // After the code: what follows in the document follows for the Tab key too.
      find('main').append(panel);
      panel.focus({ preventScroll: true });
      say(find('h2', panel)?.textContent ?? '');
    }

    function hide() {
      panel.remove();
      panel = null;
      delete back.dataset.kept;
      (back?.isConnected ? back : find('pre[data-code]')).focus({ preventScroll: true });
    }

    document.addEventListener('input', event => {
      const field = event.target.closest('[data-filter-uses]');
      if (!field) return;
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of findAll('[data-use]', field.closest('#uses'))) {
        item.hidden = !words.every(word => item.textContent.toLowerCase().includes(word));
      }
    });
    document.addEventListener('click', event => { if (event.target.closest('[data-close-uses]')) hide(); });
    addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.defaultPrevented || !panel || find('dialog[open]')) return;
      event.preventDefault();
      hide();
    });

    """###
}
