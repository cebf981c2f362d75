// Made from Assets/scopes.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/scopes.js`.
  static let scopesJs: StaticString = ###"""
    // The declarations around the first line in sight stand above the code, at most five, and the outline marks the innermost
    // of them. Both come from the outline's ranges. Nothing in the page moves: the lines lie over the code.
    import { find, findAll } from './dom.js';

    const SHOWN_LIMIT = 5;
    const code = find('pre[data-code]');
    const rail = find('.side');
    // [{ link, first, last }] in the order of the file: a declaration comes before those in it.
    const scopes = findAll('#outline a[data-lines]').map(link => {
      const [first, last] = link.dataset.lines.split('-').map(Number);
      return { link, first, last };
    });
    const bar = document.createElement('div');
    bar.className = 'scopes';
    bar.setAttribute('aria-hidden', 'true');
    const lines = document.createElement('pre');
    bar.append(lines);
    if (code && scopes.length) code.before(bar);

    // The number of the line at a height of the window. Blocks first: only the one that is met is looked into, so that no
    // other is laid out.
    function at(height) {
      const inside = (list, from, to) => {
        while (from < to) {
          const middle = (from + to) >> 1;
          if (list[middle].getBoundingClientRect().bottom <= height) from = middle + 1;
          else to = middle;
        }
        return from;
      };
      const blocks = code.children;
      const block = blocks[Math.min(inside(blocks, 0, blocks.length), blocks.length - 1)];
      const rows = block?.children ?? [];
      const row = rows[Math.min(inside(rows, 0, rows.length), rows.length - 1)];
      return row ? Number(row.id.slice(1)) : 0;
    }

    // Declarations that began above a line and go on at it, from the outside in.
    const around = line => scopes.filter(({ first, last }) => first < line && line <= last);

    let shown = '', current = null, waits = false;
    function draw() {
      waits = false;
      const area = code.getBoundingClientRect();
      const top = bar.getBoundingClientRect().top;
      const height = parseFloat(getComputedStyle(code).lineHeight);
      const found = [];
      if (area.top < top && area.bottom > top) {
        // Each line that is shown covers one of the code, so the next one is asked for below it.
        while (found.length < SHOWN_LIMIT) {
          const next = around(at(top + found.length * height + 1))[found.length];
          if (!next || area.bottom < top + (found.length + 1) * height) break;
          found.push(next);
        }
      }
      const key = found.map(({ first }) => first).join();
      if (key !== shown) {
        shown = key;
        lines.replaceChildren(...found.map(({ link, first }) => {
          const own = document.getElementById(`L${first}`)?.cloneNode(true);
          if (own) {
            own.removeAttribute('id');
            own.classList.remove('sel', 'cur');
            return own;
          }
          const name = document.createElement('span');
          name.className = 'l';
          name.textContent = `${link.textContent}\n`;
          return name;
        }));
        bar.classList.toggle('on', found.length > 0);
      }
      lines.scrollLeft = code.scrollLeft;
      follow(at(top + found.length * height + 1));
    }

    // Marks the innermost declaration at a line, and keeps the mark in sight where the outline scrolls by itself.
    function follow(line) {
      const inner = scopes.findLast(({ first, last }) => first <= line && line <= last);
      if (inner?.link === current) return;
      current?.removeAttribute('aria-current');
      current = inner?.link ?? null;
      if (!current) return;
      current.setAttribute('aria-current', 'location');
      const place = current.getBoundingClientRect(), frame = rail.getBoundingClientRect();
      if (getComputedStyle(rail).position !== 'sticky' || rail.contains(document.activeElement)) return;
      if (place.top < frame.top) rail.scrollTop -= frame.top - place.top + frame.height / 3;
      else if (place.bottom > frame.bottom) rail.scrollTop += place.bottom - frame.bottom + frame.height / 3;
    }

    function later() {
      if (waits) return;
      waits = true;
      requestAnimationFrame(draw);
    }

    // Below whatever stays on top while the page scrolls.
    function place() {
      const stays = element => element && getComputedStyle(element).position === 'sticky' ? element.offsetHeight : 0;
      bar.style.top = `${stays(find('.top')) + stays(find('.file-bar'))}px`;
      later();
    }

    if (bar.isConnected) {
      addEventListener('resize', place);
      addEventListener('scroll', later, { passive: true });
      code.addEventListener('scroll', later, { passive: true });
      new ResizeObserver(later).observe(code);
      // A click on a line that stands above leads to where it is.
      bar.addEventListener('click', event => {
        const number = event.target.closest('.l')?.querySelector('[data-n]')?.dataset.n;
        if (!number || !getSelection().isCollapsed) return;
        event.preventDefault();
        document.getElementById(`L${number}`).scrollIntoView({ block: 'start' });
      });
      place();
    }

    """###
}
