// Made from Assets/editor.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/editor.js`.
  static let editorJs: StaticString = ###"""
    // A file in the reader's own editor. Editors are opened by addresses of their own; the folder of each repository and the
    // choice stay in this browser.
    import { dialog, find, make, note, recall, remember } from './dom.js';
    import { bind } from './keys.js';

    const EDITORS = {
      vscode: 'VS Code', cursor: 'Cursor', vscodium: 'VSCodium', zed: 'Zed', idea: 'IntelliJ IDEA', pycharm: 'PyCharm',
      goland: 'GoLand', webstorm: 'WebStorm', clion: 'CLion', rider: 'Rider', rustrover: 'RustRover', 'php-storm': 'PhpStorm',
    };
    const encoded = text => text.split('/').map(encodeURIComponent).join('/');

    // The address that opens a line of a file. JetBrains programs take the name of a project and a path in it.
    export function address(editor, folder, path, line) {
      const base = folder.trim().replaceAll('\\', '/').replace(/\/+$/, '');
      if (['vscode', 'cursor', 'vscodium', 'zed'].includes(editor)) {
        // A drive's letter keeps its colon.
        const whole = encoded(`${base}/${path}`.replace(/^\//, '')).replace(/^([A-Za-z])%3A/, '$1:');
        return `${editor}://file/${whole}:${line}${editor === 'zed' ? '' : ':1'}`;
      }
      const project = encodeURIComponent(base.split('/').pop());
      return `jetbrains://${editor}/navigate/reference?project=${project}&path=${encoded(path)}:${line}`;
    }

    const main = find('main');
    const control = find('[data-editor]');
    const key = `folder ${main.dataset.repo}`;

    function open(editor, folder) {
      const line = Number((find('[data-code] .sel') ?? find('[data-code] .l:target'))?.id.slice(1)) || 1;
      const link = make('a', { href: address(editor, folder, main.dataset.path, line), hidden: true });
      document.body.append(link);
      link.click();
      link.remove();
      note(`Opening in ${EDITORS[editor]}`);
    }

    function ask() {
      const editors = make('select', { name: 'editor', id: 'editor-name' },
        Object.entries(EDITORS).map(([value, name]) => make('option', { value, selected: value === recall('editor') }, name)));
      const folder = make('input', {
        name: 'folder', id: 'editor-folder', required: true, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off',
        value: recall(key) ?? control.dataset.folder ?? '', placeholder: `/home/me/${main.dataset.repo.split('/').pop()}`,
      });
      const form = make('form', { method: 'dialog' }, make('h2', {}, 'Open in an editor'),
        make('label', { for: 'editor-name' }, 'Editor'), editors,
        make('label', { for: 'editor-folder' }, `Folder of ${main.dataset.repo} on your computer`), folder,
        make('p', { class: 'muted' }, 'Both are kept in this browser only.'),
        make('p', { class: 'ways' }, make('button', { class: 'button' }, 'Open'),
          make('button', { type: 'button', class: 'quiet', 'data-close': true }, 'Cancel')));
      const box = dialog('editor', 'Open in an editor', form);
      find('[data-close]', form).addEventListener('click', () => box.close());
      form.addEventListener('submit', () => {
        remember('editor', editors.value);
        remember(key, folder.value.trim());
        name();
        open(editors.value, folder.value);
      });
    }

    function act() {
      const editor = recall('editor'), folder = recall(key);
      if (EDITORS[editor] && folder) open(editor, folder);
      else ask();
    }

    // What the menu offers says which editor it is.
    function name() {
      const chosen = EDITORS[recall('editor')];
      if (chosen && recall(key)) control.textContent = chosen;
    }

    document.addEventListener('click', event => {
      const button = event.target.closest('[data-editor]');
      if (!button) return;
      const menu = button.closest('details');
      if (menu) {
        menu.open = false;
        find('summary', menu)?.focus();
      }
      if (button.dataset.editor === 'ask') ask();
      else act();
    });
    bind('e', 'Open in editor', act, '[data-editor]');
    name();

    """###
}
