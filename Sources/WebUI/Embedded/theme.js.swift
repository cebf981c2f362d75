// Made from Assets/theme.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/theme.js`.
  static let themeJs: StaticString = ###"""
    // The menus of the header: a theme without loading the page again, Escape and a click elsewhere close them.
    import { find, findAll } from './dom.js';

    document.addEventListener('click', event => {
      for (const menu of findAll('.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
      const button = event.target.closest('.menu button[name=set]');
      if (!button) return;
      event.preventDefault();
      const theme = button.value;
      if (theme === 'system') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
      for (const other of findAll('button', button.form)) other.toggleAttribute('aria-pressed', false);
      button.setAttribute('aria-pressed', 'true');
      button.closest('details').open = false;
      find('summary', button.closest('details')).focus();
      // The server keeps it in a cookie that scripts cannot read.
      fetch(`/theme?set=${theme}&to=/livez`);
    });

    document.addEventListener('keydown', event => {
      const menu = event.key === 'Escape' && event.target.closest?.('.menu[open]');
      if (!menu) return;
      menu.open = false;
      find('summary', menu).focus();
      event.preventDefault();
    });

    """###
}
