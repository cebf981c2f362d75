// Made from Assets/results.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/results.js`.
  static let resultsJs: StaticString = ###"""
    // Lists of results: j and k go through cards, n and p through matches, x and "Show more" expand a card in place.
    import { adopt, find, findAll, isTyping, note, page, reveal, say } from './dom.js';
    import { bind } from './keys.js';

    const opener = item => find('a[data-open]', item) ?? find('a[href]', item);

    function step(by) {
      const items = findAll('[data-item]');
      const here = document.activeElement.closest('[data-item]');
      // Without a card that has the focus, the first one in sight is next.
      const next = here ? items[items.indexOf(here) + by]
        : items.find(item => item.getBoundingClientRect().bottom > 80) ?? items[0];
      if (!next) return;
      opener(next)?.focus({ preventScroll: true });
      reveal(next);
    }

    // The matches or hunks; a line with several marks is one stop.
    function stops() {
      const named = findAll('main [data-stop]');
      if (named.length) return named;
      return [...new Set(findAll('main mark').map(mark => mark.closest('.l') ?? mark))];
    }

    let current = null;
    function stop(by) {
      const list = stops();
      if (!list.length) return note('Nothing to go to on this page');
      let index = list.indexOf(current);
      if (index < 0 || !current.isConnected) {
        const below = list.findIndex(element => element.getBoundingClientRect().top > 72);
        index = by > 0 ? (below < 0 ? 0 : below) : (below < 0 ? list.length - 1 : below - 1);
      } else index += by;
      index = (index + list.length) % list.length;
      current?.classList.remove('cur');
      current = list[index];
      current.classList.add('cur');
      const link = current.matches('a[href], [tabindex]') ? current : find('a[href]:not([tabindex="-1"])', current);
      link?.focus({ preventScroll: true });
      current.scrollIntoView({ block: 'center' });
      say(`${index + 1} of ${list.length}`);
    }

    async function expand(link) {
      const item = link.closest('[data-item]');
      link.setAttribute('aria-busy', 'true');
      try {
        const other = await page(link.href);
        const whole = find('[data-item]', other);
        if (!whole) throw new Error('no card');
        const own = adopt(whole);
        const had = item.contains(document.activeElement);
        item.replaceWith(own);
        if (had) opener(own)?.focus({ preventScroll: true });
        say(find('.n', own)?.textContent ?? 'All matches are shown');
      } catch {
        // The link leads to the same lines.
        location.assign(link.href);
      }
    }

    document.addEventListener('click', event => {
      const link = event.target.closest('a[data-expand]');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      expand(link);
    });

    // o is what Enter does on the link that has the focus; from elsewhere in a card it opens the card.
    function open() {
      const item = document.activeElement.closest('[data-item]');
      if (!item) return false;
      (document.activeElement.closest('a[href]') ?? opener(item)).click();
    }

    bind('j', 'Next result', () => step(1), '[data-item]');
    bind('k', 'Previous result', () => step(-1), '[data-item]');
    bind('o', 'Open the result; Enter too', open, '[data-item]');
    bind('x', 'All matches of the file', () => {
      const item = document.activeElement.closest('[data-item]') ?? find('[data-item]:has(a[data-expand])');
      const link = item && find('a[data-expand]', item);
      if (link) expand(link);
    }, '[data-expand]');
    bind('f', 'First filter', () => {
      const link = find('[data-facets] a');
      link.focus();
      reveal(link);
    }, '[data-facets] a');
    bind('n', 'Next match or change', () => stop(1), 'main :is([data-stop], mark)');
    bind('p', 'Previous match or change', () => stop(-1), 'main :is([data-stop], mark)');

    """###
}
