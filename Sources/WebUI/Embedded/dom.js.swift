// Made from Assets/dom.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/dom.js`.
  static let domJs: StaticString = ###"""
    // Small tools of the other modules. Nothing here, or in them, makes markup of text: the policy of the pages forbids it.

    export const find = (selector, root = document) => root.querySelector(selector);
    export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

    // Scripts start as soon as they are there, since results may come in for seconds. They need the header and main's tag.
    export const parsed = document.readyState === 'loading'
      ? new Promise(done => document.addEventListener('DOMContentLoaded', done, { once: true })) : Promise.resolve();
    if (!find('main')) await parsed;

    // An element with attributes (true sets an empty one, false and null leave it out) and children.
    export function make(name, attributes = {}, ...children) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (value !== false && value != null) element.setAttribute(key, value === true ? '' : value);
      }
      element.append(...children.flat().filter(child => child != null && child !== false));
      return element;
    }

    // What this browser remembers; private windows may refuse.
    export function recall(key, otherwise = null) {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? otherwise;
      } catch {
        return otherwise;
      }
    }
    export function remember(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch { /* Nothing is remembered then. */ }
    }

    // A page of ours as a document that runs nothing. XMLHttpRequest is the one parser of HTML that the policy allows
    // (require-trusted-types-for): it makes a document of an answer of this server, never of a text.
    export function page(address, signal) {
      return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open('GET', address);
        request.responseType = 'document';
        request.onload = () => {
          if (!request.response?.querySelector('main')) return reject(new Error('no page'));
          resolve(Object.assign(request.response, { status: request.status }));
        };
        request.onerror = () => reject(new Error('no connection'));
        request.onabort = () => reject(signal.reason);
        signal?.addEventListener('abort', () => request.abort());
        request.send();
      });
    }

    // Nodes of another document as our own. Its templates for shadow roots are only templates: parsers do that for
    // documents they show.
    export function adopt(node) {
      const own = document.importNode(node, true);
      const templates = own.querySelectorAll?.('template[shadowrootmode]') ?? [];
      for (const template of templates) {
        template.parentElement.attachShadow({ mode: 'open' }).append(template.content);
        template.remove();
      }
      return own;
    }

    // Says something to people who listen, at most once a second, the last thing at any rate.
    let spoken = 0, waiting = 0;
    export function say(text) {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        spoken = performance.now();
        find('#said').textContent = text;
      }, Math.max(50, spoken + 1000 - performance.now()));
    }

    // A short note that everybody sees and hears.
    let noted = 0;
    export function note(text) {
      const place = find('#note');
      place.textContent = text;
      place.hidden = false;
      clearTimeout(noted);
      noted = setTimeout(() => { place.hidden = true; }, 2500);
    }

    export const isTyping = node => node?.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]');

    // Scrolls when the element is out of sight or behind the header.
    export function reveal(element, block = 'nearest') {
      const top = element.getBoundingClientRect().top;
      const header = find('.top');
      const covered = header && getComputedStyle(header).position === 'sticky' ? header.offsetHeight : 0;
      if (top < covered + 8 && block === 'nearest') block = 'start';
      element.scrollIntoView({ block, inline: 'nearest' });
    }

    export async function copy(text) {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        // Without TLS there is no clipboard; a selected text can still be copied.
        const field = make('textarea', { class: 'vh', readonly: true, 'aria-hidden': 'true' });
        field.value = text;
        document.body.append(field);
        field.select();
        document.execCommand('copy');
        field.remove();
      }
      note('Copied');
    }

    // A dialog that leaves the document when it closes and gives the focus back.
    export function dialog(name, title, ...children) {
      const box = make('dialog', { class: `dialog ${name}`, 'aria-label': title }, children);
      box.addEventListener('click', event => { if (event.target === box) box.close(); });
      box.addEventListener('close', () => box.remove());
      document.body.append(box);
      box.showModal();
      return box;
    }

    """###
}
