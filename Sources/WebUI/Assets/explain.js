// Figures whose steps can be walked through: Previous, Next, Play and a slider. Nothing moves until it is asked to.
//
//   figure[data-explain]
//     ol.steps > li         the steps, all of them to be read without script
//     [data-out="3"]        counts as gone from the third step on (class gone)
//     [data-in="3"]         is there from the third step on (class later until then)
//     svg.blocks            its squares are named under it, for the pointer and the arrow keys
import { find, findAll, make } from './dom.js';

const STEP_MS = 1600;

function walk(figure) {
  const list = find('ol.steps', figure);
  const steps = findAll('li', list);
  const last = steps.length;
  const changing = findAll('[data-out], [data-in]', figure);
  let step = last, timer = 0;

  const slider = make('input', { type: 'range', min: '1', max: String(last), value: String(last), 'aria-label': 'Step' });
  const back = make('button', { type: 'button' }, 'Previous');
  const play = make('button', { type: 'button', 'aria-pressed': 'false' }, 'Play');
  const next = make('button', { type: 'button' }, 'Next');
  const place = make('output', {}, '');
  list.before(make('div', { class: 'walk', role: 'group', 'aria-label': 'Steps of this figure' }, back, play, next, slider, place));

  function show(number) {
    step = Math.min(last, Math.max(1, number));
    slider.value = String(step);
    slider.setAttribute('aria-valuetext', `step ${step} of ${last}: ${steps[step - 1].textContent}`);
    place.textContent = `${step} of ${last}`;
    back.disabled = step === 1;
    next.disabled = step === last;
    for (const element of changing) {
      const { out, in: since } = element.dataset;
      element.classList.toggle('gone', out !== undefined && step >= Number(out));
      element.classList.toggle('open', out !== undefined && step < Number(out));
      element.classList.toggle('later', since !== undefined && step < Number(since));
    }
    steps.forEach((item, index) => {
      item.classList.toggle('ahead', index >= step);
      if (index === step - 1) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    });
    figure.classList.toggle('midway', step < last);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = 'Play';
    play.setAttribute('aria-pressed', 'false');
  }

  function start() {
    if (step === last) show(1);
    play.textContent = 'Pause';
    play.setAttribute('aria-pressed', 'true');
    timer = setInterval(() => {
      show(step + 1);
      if (step === last) stop();
    }, STEP_MS);
  }

  play.addEventListener('click', () => timer ? stop() : start());
  back.addEventListener('click', () => { stop(); show(step - 1); });
  next.addEventListener('click', () => { stop(); show(step + 1); });
  slider.addEventListener('input', () => { stop(); show(Number(slider.value)); });
  show(last);
}

// The square under the pointer, or the one the arrow keys have come to, in words below the drawing.
function name(drawing) {
  const squares = findAll('rect', drawing);
  const line = make('p', { class: 'named muted' }, 'Point at a square, or press an arrow key here, to see what it is.');
  const box = drawing.parentElement;
  box.after(line);
  box.setAttribute('aria-label', 'Squares of blocks, one at a time with the arrow keys');
  let current = -1;
  function show(index, reveals = true) {
    squares[current]?.classList.remove('current');
    current = Math.min(squares.length - 1, Math.max(0, index));
    squares[current].classList.add('current');
    if (reveals && box.scrollWidth > box.clientWidth) squares[current].scrollIntoView({ block: 'nearest', inline: 'nearest' });
    line.textContent = find('title', squares[current])?.textContent ?? '';
  }
  drawing.addEventListener('pointermove', event => {
    const index = squares.indexOf(event.target);
    if (index >= 0 && index !== current) show(index, false);
  });
  const columns = 40;
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
  box.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves)) return;
    event.preventDefault();
    line.setAttribute('role', 'status');
    show(current < 0 ? 0 : current + moves[event.key]);
  });
}

for (const figure of findAll('figure[data-explain]')) {
  walk(figure);
  for (const drawing of findAll('svg.blocks', figure)) name(drawing);
}
