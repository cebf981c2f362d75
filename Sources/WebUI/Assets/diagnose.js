// The box for a log: a file that is dropped on it is the one that is sent, and its first lines are shown.
import { find } from './dom.js';

const box = find('textarea[data-log]');
const file = box?.form.elements.file;
const show = dropped => {
  dropped.slice(0, 20000).text().then(text => {
    if (!text.includes('\0')) box.value = text;
  });
};
box?.addEventListener('dragover', event => {
  if (!event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  box.classList.add('over');
});
box?.addEventListener('dragleave', () => box.classList.remove('over'));
box?.addEventListener('drop', event => {
  box.classList.remove('over');
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  file.files = event.dataTransfer.files;
  show(file.files[0]);
});
// Who types wants the box to be read, not the file of before.
box?.addEventListener('input', () => { if (file.value) file.value = ''; });
