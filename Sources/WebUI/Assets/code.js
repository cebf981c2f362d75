// Files: the selected lines are in the address, #L10-L20 or several with commas. A click on a number selects a line,
// with Shift up to there, with Ctrl or Cmd one more.
import { dialog, find, findAll, make, note, recall, remember } from './dom.js';
import { bind } from './keys.js';

const LINE_LIMIT = 1e6;
let ranges = [], anchor = 0;

// [[10, 20], [25, 25]] of `#L10-L20,L25`; columns are passed over.
function parse(text) {
  const list = [];
  for (const match of text.matchAll(/(?:^#?|,)L?(\d+)(?::\d+)?(?:-L?(\d+)(?::\d+)?)?(?=,|$)/g)) {
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])].sort((a, b) => a - b);
    if (first > 0 && last < LINE_LIMIT) list.push([first, last]);
  }
  return list;
}
const written = () => ranges.map(([first, last]) => first === last ? `L${first}` : `L${first}-L${last}`).join(',');
const line = number => document.getElementById(`L${number}`);

function mark() {
  for (const element of findAll('[data-code] .sel')) element.classList.remove('sel');
  for (const [first, last] of ranges) {
    // A part of a long file may begin after the first line of the range.
    for (let number = first, isIn = false; number <= last; number++) {
      const element = line(number);
      if (isIn && !element) break;
      isIn ||= element !== null;
      element?.classList.add('sel');
    }
  }
  // Links that keep the lines: to blame, to the permalink.
  const [range] = ranges;
  for (const link of findAll('a[data-lines], a[data-permalink]')) {
    const url = new URL(link.href);
    url.hash = written();
    if (link.dataset.lines === 'query') {
      url.searchParams.delete('L');
      if (range) url.searchParams.set('L', range[0] === range[1] ? range[0] : range.join('-'));
    }
    link.href = url;
  }
}

function choose(list) {
  ranges = list;
  // The browser must not jump, and ?L= would tell something else from now on.
  const url = new URL(location);
  url.searchParams.delete('L');
  url.hash = written();
  history.replaceState(history.state, '', url);
  mark();
}

function go(list) {
  choose(list);
  const element = list.length && line(list[0][0]);
  if (!element) return note('There is no such line');
  element.scrollIntoView({ block: 'center' });
  element.closest('[data-code]').focus({ preventScroll: true });
}

document.addEventListener('click', event => {
  const link = event.target.closest('[data-code] a[data-n]');
  if (!link || event.button) return;
  event.preventDefault();
  const number = Number(link.dataset.n);
  const [first, last] = [Math.min(anchor || number, number), Math.max(anchor || number, number)];
  if (event.shiftKey) {
    getSelection().removeAllRanges();
    return choose([...ranges.slice(0, -1), [first, last]]);
  }
  anchor = number;
  const isChosen = ranges.some(([a, b]) => a === number && b === number);
  if (event.ctrlKey || event.metaKey) {
    choose(isChosen ? ranges.filter(([a, b]) => a !== number || b !== number) : [...ranges, [number, number]]);
  } else choose(isChosen && ranges.length === 1 ? [] : [[number, number]]);
});

function read() {
  const hash = parse(decodeURIComponent(location.hash));
  const wanted = hash.length ? hash : parse(new URLSearchParams(location.search).get('L') ?? '');
  if (!wanted.length) return;
  ranges = wanted;
  anchor = wanted[0][0];
  mark();
  const url = new URL(location);
  if (hash.length && !line(anchor) && find('.pager') && Number(url.searchParams.get('L')) !== anchor) {
    // The line is in another part, and only the server knows in which.
    url.searchParams.delete('part');
    url.searchParams.set('L', anchor);
    return location.replace(url);
  }
  // The browser finds #L10 itself, but nothing called L10-L20. Where the reader was before a reload is better still.
  if (location.hash.length > 1 ? !document.getElementById(location.hash.slice(1)) : scrollY === 0) {
    line(anchor)?.scrollIntoView({ block: 'center' });
  }
}

function ask() {
  const field = make('input', { name: 'line', inputmode: 'numeric', autocomplete: 'off', placeholder: '120 or 120-140', 'aria-label': 'Line or lines' });
  const form = make('form', { method: 'dialog' }, make('label', {}, 'Line ', field), make('button', { class: 'button' }, 'Go'));
  const box = dialog('goto', 'Go to line', form);
  form.addEventListener('submit', () => {
    const wanted = parse(field.value.trim());
    box.addEventListener('close', () => go(wanted), { once: true });
  });
}

function wrap(isOn) {
  for (const code of findAll('[data-code]')) code.classList.toggle('wrap', isOn);
  for (const button of findAll('button[data-wrap]')) button.setAttribute('aria-pressed', String(isOn));
}

function toggle(button, isShown) {
  const part = document.getElementById(button.getAttribute('aria-controls'));
  if (!part) return;
  part.hidden = !isShown;
  button.setAttribute('aria-expanded', String(isShown));
}

document.addEventListener('click', event => {
  const button = event.target.closest('button, a[data-permalink]');
  if (!button) return;
  const { dataset } = button;
  if ('goto' in dataset) ask();
  else if ('wrap' in dataset) {
    const isOn = button.getAttribute('aria-pressed') !== 'true';
    wrap(isOn);
    remember('wrap', isOn);
  } else if ('toggle' in dataset) {
    const isShown = button.getAttribute('aria-expanded') !== 'true';
    toggle(button, isShown);
    remember(`shows ${dataset.toggle}`, isShown);
  } else if ('permalink' in dataset && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.replaceState(history.state, '', button.href);
    note('The address is the permalink now');
  }
});

bind('l', 'Go to line', ask, '[data-code] [id]');
bind('[', 'Files', () => find('[data-toggle=tree]').click(), '[data-toggle=tree]');
bind(']', 'Outline', () => find('[data-toggle=outline]').click(), '[data-toggle=outline]');

for (const code of findAll('[data-code]')) code.classList.add('live');
for (const button of findAll('button[data-toggle]')) {
  const isShown = recall(`shows ${button.dataset.toggle}`);
  if (isShown !== null) toggle(button, isShown);
}
if (find('[data-wrap]') && recall('wrap') !== null) wrap(recall('wrap'));
addEventListener('hashchange', read);
if (find('[data-code]')) read();
