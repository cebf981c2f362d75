// Made from Assets/hover.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/hover.js`.
  static let hoverJs: StaticString = ###"""
    // What a name means: a card after a moment of pointing, or with i; its definition with d or a click; its uses with u, in a
    // panel below. The answers are the server's; what is by name only is never shown as certain.
    import { adopt, find, isTyping, make, note, page, reveal, say } from './dom.js';
    import { code, link, mark, nameAt, namesOf, unlink } from './names.js';
    import { show } from './uses.js';

    const REST = 300, GRACE = 250, KEPT_ANSWERS = 200;
    const answers = new Map();   // line:column → a promise of what the server says
    let pointed = null;          // the link under the pointer
    let card = null, owner = null;   // the open card, and the name it is about
    let timer = 0, leaving = 0, returns = null;

    // --- the server ---

    // What the server says of the name at a place, asked for once: the part of a page of its own.
    function ask(at) {
      if (!answers.has(at)) {
        if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value);
        answers.set(at, page(`${location.pathname}?at=${at}&show=meaning`).then(other => {
          const part = find('#meaning', other);
          if (!part) throw new Error('no answer');
          return part;
        }));
        // A failure is not remembered.
        answers.get(at).catch(() => answers.delete(at));
      }
      return answers.get(at);
    }

    const uses = own => `${location.pathname}?at=${own.dataset.at}&show=uses`;

    // --- the card ---

    function place() {
      const { left, top, bottom } = owner.getBoundingClientRect();
      const height = card.offsetHeight, width = card.offsetWidth;
      const below = bottom + 6 + height < innerHeight || top < height + 70;
      card.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - width - 8)) + scrollX}px`;
      card.style.top = `${(below ? bottom + 6 : top - height - 6) + scrollY}px`;
    }

    async function open(own, takesFocus) {
      clearTimeout(timer);
      if (card && owner === own) {
        if (takesFocus) card.focus();
        return;
      }
      let part;
      try {
        part = await ask(own.dataset.at);
      } catch {
        if (takesFocus) note('This cannot be told now');
        return;
      }
      if (!own.isConnected || (!takesFocus && pointed !== own)) return;
      close();
      owner = own;
      own.classList.add('open');
      // A link whose one definition is known leads there, in a new tab too.
      if (part.dataset.to) own.href = part.dataset.to;
      card = make('div', { class: 'hover-card', role: 'dialog', 'aria-label': `About ${own.textContent}`, tabindex: '-1' }, [...adopt(part).childNodes]);
      card.addEventListener('pointerenter', () => clearTimeout(leaving));
      card.addEventListener('pointerleave', leave);
      document.body.append(card);
      place();
      mark(own.textContent);
      if (takesFocus) {
        returns = own;
        card.focus({ preventScroll: true });
      }
    }

    function close(givesBack) {
      if (!card) return;
      const had = card.contains(document.activeElement);
      card.remove();
      owner.classList.remove('open');
      if ((had || givesBack) && returns?.isConnected) returns.focus({ preventScroll: true });
      else if (owner !== pointed && owner !== document.activeElement) unlink(owner);
      card = owner = returns = null;
      if (!document.activeElement?.matches('a.name')) mark('');
    }

    function leave() {
      clearTimeout(leaving);
      if (card?.contains(document.activeElement)) return;
      leaving = setTimeout(close, GRACE);
    }

    // --- pointing ---

    function release() {
      const own = pointed;
      pointed = null;
      clearTimeout(timer);
      if (own && own !== owner && own !== document.activeElement) unlink(own);
    }

    let waits = false;
    code.addEventListener('pointermove', event => {
      // While text is being selected its nodes stay as they are.
      if (event.pointerType !== 'mouse' || event.buttons || waits) return;
      waits = true;
      requestAnimationFrame(() => {
        waits = false;
        const { clientX: x, clientY: y } = event;
        const name = document.elementFromPoint(x, y)?.closest('.scopes') ? null : nameAt(x, y);
        const own = name?.node.parentElement.closest('a.name');
        if (own && own === pointed) return clearTimeout(leaving);
        release();
        if (!name || !getSelection().isCollapsed) return leave();
        pointed = link(name);
        clearTimeout(leaving);
        const wanted = pointed;
        timer = setTimeout(() => open(wanted, false), REST);
        if (card && owner !== wanted) leave();
      });
    });
    code.addEventListener('pointerleave', () => {
      release();
      leave();
    });

    // --- keys ---

    function focus(name) {
      const own = link(name);
      own.focus({ preventScroll: true });
      reveal(own);
      mark(name.name);
      say(name.name);
    }

    function firstLine() {
      const chosen = find('[data-code] .sel');
      const inSight = element => {
        const { top, bottom } = element.getBoundingClientRect();
        return bottom > 160 && top < innerHeight;
      };
      if (chosen && inSight(chosen)) return chosen;
      const block = [...code.children].find(inSight);
      return block && [...block.children].find(inSight);
    }

    const beside = (line, by) => document.getElementById(`L${Number(line.id.slice(1)) + by}`);

    // The next name, or with `wholeLine` the first of the next line that has one.
    function step(by, wholeLine = false) {
      const here = document.activeElement.closest?.('a.name');
      let line = here?.closest('.l') ?? firstLine();
      if (!line) return;
      let names = namesOf(line);
      let index = here ? names.findIndex(({ node }) => node.parentElement === here) + by : by > 0 ? 0 : names.length - 1;
      if (here && wholeLine) index = by > 0 ? names.length : -1;
      while (!names[index]) {
        line = beside(line, by);
        if (!line) return;
        names = namesOf(line);
        index = by > 0 || wholeLine ? 0 : names.length - 1;
      }
      focus(names[index]);
    }

    code.addEventListener('focusout', event => {
      const own = event.target;
      if (!own.matches?.('a.name')) return;
      // The focus is on its way; a name whose card opens stays.
      setTimeout(() => {
        if (own === owner || own === returns || own === pointed || own === document.activeElement) return;
        unlink(own);
        if (!document.activeElement?.matches('a.name')) mark('');
      });
    });

    const current = () => document.activeElement.closest?.('a.name') ?? owner ?? pointed;

    // The one definition; where several are equally good, the reader chooses from the card.
    async function define(own) {
      let part;
      try {
        part = await ask(own.dataset.at);
      } catch {
        return note('This cannot be told now');
      }
      if (part.dataset.to) location.assign(part.dataset.to);
      else open(own, true);
    }

    // Its uses, in the panel below; the name has the focus again when that closes.
    function list(own) {
      returns = null;
      show(uses(own), own.textContent, own);
      if (card) close();
    }

    document.addEventListener('click', event => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target.closest('.hover-card a[data-uses]') && owner) {
        event.preventDefault();
        return list(owner);
      }
      const own = event.target.closest('[data-code] a.name');
      if (own) {
        event.preventDefault();
        define(own);
      } else if (card && !event.target.closest('.hover-card')) close();
    });

    addEventListener('keydown', event => {
      if (event.key !== 'Escape' || event.defaultPrevented || !card || isTyping(event.target)) return;
      close(true);
      event.preventDefault();
    });
    addEventListener('scroll', () => { if (card) place(); }, { passive: true });
    addEventListener('resize', () => { if (card) place(); });

    const about = act => {
      const own = current();
      if (own) act(own);
      else note('Choose a name first: j and k go through them');
    };

    // What keys do, by the names that main.js knows.
    export const acts = {
      next: () => step(1), previous: () => step(-1), below: () => step(1, true), above: () => step(-1, true),
      about: () => about(own => open(own, true)), define: () => about(define), uses: () => about(list),
    };

    """###
}
