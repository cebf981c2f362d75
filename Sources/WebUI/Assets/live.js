// Results as you type. The page of the query is fetched like any other and its main takes the place of ours, so
// results look the same however they came. While typing, one entry of the history is written over; Enter, or two
// seconds of rest, keep it.
import { adopt, find, findAll, page, say } from './dom.js';
import { keepRecent } from './search-box.js';

const DELAY = 150, FAULT_DELAY = 800, REST = 2000, PATIENCE = 400, KEPT_PAGES = 20;

const main = find('main');
const input = find('form[data-searchbox] input');
let shown = input.value;      // the query whose results are in main
let isSettled = true;         // whether the current entry of the history is to be kept
let entry = history.state?.entry ?? 0;
let running = null, timer = 0, rest = 0;
const kept = new Map();       // entry → what main held, for back and forward

history.replaceState({ ...history.state, entry }, '');
if (!find('.query-fault', main)) keepRecent(input.value);

function address(query) {
  const url = new URL(main.dataset.live, location);
  url.searchParams.set('q', query);
  const now = new URLSearchParams(location.search);
  for (const name of ['ctx', 'view']) if (now.has(name)) url.searchParams.set(name, now.get(name));
  return url;
}

// Puts the main of another document in the place of ours.
function put(other) {
  const from = find('main', other);
  for (const { name } of [...main.attributes]) if (name.startsWith('data-') || name === 'class') main.removeAttribute(name);
  for (const { name, value } of from.attributes) if (name.startsWith('data-') || name === 'class') main.setAttribute(name, value);
  main.replaceChildren(...[...from.childNodes].map(adopt));
  document.title = other.title;
  for (const link of findAll('link[rel=alternate]')) link.remove();
  document.head.append(...findAll('link[rel=alternate]', other).map(adopt));
}

async function run() {
  clearTimeout(timer);
  running?.abort();
  const query = input.value, turn = running = new AbortController();
  const status = find('[slot=status]'), before = status ? [...status.childNodes] : [];
  const slow = setTimeout(() => status?.replaceChildren('Searching…'), PATIENCE);
  let other = null;
  try {
    other = await page(address(query), turn.signal);
  } catch {
    // A newer one runs, or there is no connection: the results stay as they are.
    status?.replaceChildren(...before);
  }
  clearTimeout(slow);
  if (!other || turn.signal.aborted) return;
  running = null;
  // A filter without its value is a fault only when nothing more comes.
  if (other.status >= 400) await new Promise(done => setTimeout(done, FAULT_DELAY));
  if (input.value !== query || turn.signal.aborted) return;
  if (isSettled) {
    keep();
    history.pushState({ entry: entry = Date.now() }, '', address(query));
    isSettled = false;
  } else history.replaceState({ entry }, '', address(query));
  put(other);
  shown = query;
  for (const field of findAll('input[name=to]')) field.value = location.pathname + location.search;
  if (scrollY > 0) scrollTo({ top: 0, behavior: 'instant' });
  say((find('[slot=status]') ?? find('h1')).textContent);
  clearTimeout(rest);
  rest = setTimeout(settle, REST);
}

// Other lines around the matches, another view: the same results, so the one that was on top stays there.
async function turn(link) {
  running?.abort();
  const own = running = new AbortController(), { href } = link, name = link.textContent;
  link.setAttribute('aria-busy', 'true');
  let other = null;
  try {
    other = await page(href, own.signal);
  } catch {
    if (!own.signal.aborted) location.assign(href);
  }
  if (!other || own.signal.aborted) return;
  running = null;
  const item = findAll('[data-item]').find(card => card.getBoundingClientRect().bottom > 80);
  const place = item && find('a[data-open]', item)?.pathname, top = item?.getBoundingClientRect().top;
  settle();
  keep();
  history.pushState({ entry: entry = Date.now() }, '', href);
  put(other);
  const same = findAll('[data-item]').find(card => find('a[data-open]', card)?.pathname === place);
  if (same) scrollBy({ top: same.getBoundingClientRect().top - top, behavior: 'instant' });
  // What was followed is no link any more, but still where the focus is.
  const chosen = findAll('.choice [aria-current]').find(one => one.textContent === name);
  chosen?.setAttribute('tabindex', '-1');
  chosen?.focus({ preventScroll: true });
  say(find('[slot=status]')?.textContent ?? '');
}

document.addEventListener('click', event => {
  const link = event.target.closest('[slot=views] .choice a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  turn(link);
});

function settle() {
  clearTimeout(rest);
  if (!isSettled && !find('.query-fault', main)) keepRecent(shown);
  isSettled = true;
}

function keep() {
  const nodes = document.createDocumentFragment();
  const scroll = scrollY;
  nodes.append(...main.childNodes);
  kept.delete(entry);
  kept.set(entry, { nodes, scroll, title: document.title, query: shown });
  if (kept.size > KEPT_PAGES) kept.delete(kept.keys().next().value);
}

input.addEventListener('input', event => {
  if (event.isComposing) return;
  clearTimeout(timer);
  running?.abort();
  if (input.value.trim() !== shown.trim()) timer = setTimeout(run, DELAY);
});
input.addEventListener('compositionend', () => { timer = setTimeout(run, DELAY); });

// Enter keeps what is shown. What is not shown yet is loaded as a page, whose results stream.
input.form.addEventListener('submit', event => {
  if (running || input.value !== shown) {
    clearTimeout(timer);
    running?.abort();
    return;
  }
  event.preventDefault();
  settle();
});

addEventListener('popstate', async event => {
  // A fragment of the same page is the browser's business.
  const to = event.state?.entry;
  if (to === undefined || to === entry) return;
  running?.abort();
  clearTimeout(timer);
  clearTimeout(rest);
  keep();
  isSettled = true;
  entry = to;
  const before = kept.get(to);
  const query = new URLSearchParams(location.search).get('q') ?? '';
  shown = input.value = before?.query ?? query;
  input.dispatchEvent(new Event('redraw'));
  if (before) {
    main.replaceChildren(before.nodes);
    document.title = before.title;
    scrollTo({ top: before.scroll, behavior: 'instant' });
  } else {
    try {
      put(await page(location.href));
    } catch {
      location.reload();
    }
  }
});
