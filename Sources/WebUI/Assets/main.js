// Loaded on every page, without holding it up. Pages are complete without script; modules add speed and comfort.
//
// What pages say to script. Everything is found when it is needed, so a part of a page may be replaced.
//
//   main[data-repo][data-rev][data-path]   what the page is about (PageContext.subject): finder, permalinks
//   main[data-live="/search"]              typing in the search box replaces what is in main by that address + ?q=
//   .code-box pre[data-code]               its names can be asked about: i, d, u, j, k; ?at=line:column answers with #meaning, and
//                                          with &show=uses #uses, whose [data-use] a [data-filter-uses] narrows
//   form[data-parts]                       typing in it fetches its action, or the address that data-parts names, with its
//     [data-part][id]                      fields, and replaces these elements by those of the same id ("parts" event);
//       [data-said]                        in the first of them: what is announced
//   a, button [data-key="b"]               that key, or "g r" for two, activates it; its text, or data-label, is in
//                                          the ? dialog. A key means one thing per page.
//   [data-item]                            what j and k go through (cards, rows)
//     a[data-open]                         in it: what gets the focus and opens; without it the first link
//     a[data-expand]                       in it: "Show 14 more matches". x, or a click, takes the first [data-item] of
//                                          the linked page in place of this one
//   [data-stop]                            what n and p go through: a match, a hunk. Without any: the marks in main
//   [data-facets]                          f goes to its first link
//   pre[data-code]                         lines are elements with the id L12, numbers are a[data-n="12"] in them;
//                                          selected lines get the class sel
//   button[data-goto]                      opens "go to line" (l)
//   button[data-wrap]                      wraps the lines of every [data-code] (class wrap), remembered
//   button[data-copy="text"]               copies that text
//   a[data-permalink]                      y replaces the address by this one, with the lines selected
//   a[data-lines]                          gets ?L= and #L of the selected lines added (Blame, Permalink, Raw with lines)
//   button[data-toggle="tree"][aria-controls=id]   shows and hides that element, remembered; [ is tree, ] is outline
//   button[data-finder]                    opens the file finder (t) of main[data-repo]
//   [data-editor]                          buttons that open main[data-path] in an editor (e); data-editor=ask asks which
//   [data-latest="address"]                what its dd says is replaced by the newest commit of that answer of the API
//   #outline a[data-lines="3-9"]           stands above the code while lines 4 to 9 are the first in sight
//   figure[data-explain]                  its steps can be walked through (explain.js)
//   [data-status]                          role=status whose text script may replace; the results page has its own
//   textarea[data-log]                     takes a file that is dropped on it (diagnose.js)
//   .js                                    (class) controls that are of no use without script: hidden by CSS then
import { copy, find, parsed } from './dom.js';
import { bind } from './keys.js';
import './search-box.js';
import './theme.js';

// The finder is fetched when it is first asked for, everything else where a page has use for it.
const openFinder = async () => (await import('./finder.js')).openFinder();
bind('t', 'Find a file', openFinder, 'main[data-repo]');
document.addEventListener('click', event => {
  const button = event.target.closest('button');
  if (!button) return;
  if ('finder' in button.dataset) openFinder();
  else if ('copy' in button.dataset) copy(button.dataset.copy);
});

if (find('main[data-live]')) {
  import('./live.js');
  import('./results.js');
}
await parsed;
if (find('[data-item], [data-stop], main mark')) import('./results.js');
if (find('[data-code], [data-toggle], a[data-permalink]')) import('./code.js');
if (find('#outline a[data-lines]') && find('pre[data-code]')) import('./scopes.js');
if (find('[data-editor]')) import('./editor.js');
if (find('[data-latest]')) import('./latest.js');
// Names are asked about when one is first pointed at, or by a key.
const code = find('.code-box pre[data-code]');
if (code) {
  const act = name => async () => (await import('./hover.js')).acts[name]();
  code.addEventListener('pointermove', () => import('./hover.js'), { once: true, passive: true });
  for (const [key, label, name] of [['j', 'Next name', 'next'], ['k', 'Previous name', 'previous'],
    ['J', 'Names of the next line', 'below'], ['K', 'Names of the line before', 'above'], ['i', 'About the name', 'about'],
    ['d', 'Definition of the name', 'define'], ['u', 'Uses of the name', 'uses']]) bind(key, label, act(name), '.code-box pre[data-code]');
}
if (find('form[data-parts]')) import('./parts.js');
if (find('textarea[data-log]')) import('./diagnose.js');
if (find('[data-explain]')) import('./explain.js');
