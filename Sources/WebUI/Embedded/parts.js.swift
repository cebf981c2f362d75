// Made from Assets/parts.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/parts.js`.
  static let partsJs: StaticString = ###"""
    // Figures that follow a form: typing fetches the page for the new values and takes its [data-part] elements, by id, in
    // place of ours. The address follows, so that a reload shows the same.
    import { adopt, find, findAll, page, say } from './dom.js';

    const DELAY = 250, PATIENCE = 400;

    for (const form of findAll('form[data-parts]')) {
      let timer = 0, running = null, shown = values();

      function values() {
        return String(new URLSearchParams(new FormData(form)));
      }
      async function run() {
        running?.abort();
        const turn = running = new AbortController(), wanted = values();
        const address = `${form.dataset.parts || form.getAttribute('action')}?${wanted}`;
        const slow = setTimeout(() => findAll('[data-part]').forEach(part => part.setAttribute('aria-busy', 'true')), PATIENCE);
        try {
          const other = await page(address, turn.signal);
          if (turn.signal.aborted) return;
          for (const part of findAll('[data-part][id]')) {
            const next = other.getElementById(part.id);
            if (next) part.replaceWith(adopt(next));
          }
          shown = wanted;
          history.replaceState(history.state, '', address);
          document.dispatchEvent(new Event('parts'));
          say((find('[data-part] [data-said]') ?? find('[data-part]'))?.textContent.trim().slice(0, 120) ?? '');
        } catch { /* What is shown stays. */ }
        clearTimeout(slow);
        if (running === turn) findAll('[data-part][aria-busy]').forEach(part => part.removeAttribute('aria-busy'));
      }
      function later(event) {
        if (event.isComposing) return;
        clearTimeout(timer);
        running?.abort();
        if (values() !== shown) timer = setTimeout(run, DELAY);
      }
      for (const name of ['input', 'change', 'compositionend']) form.addEventListener(name, later);
      // A form that only has parts to show needs no page of its own.
      form.addEventListener('submit', event => {
        if (form.dataset.parts) return;
        event.preventDefault();
        clearTimeout(timer);
        run();
      });
    }

    """###
}
