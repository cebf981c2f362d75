// Made from Assets/names.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/names.css`.
  static let namesCss: StaticString = ###"""
    @layer components {
      /* A name that is pointed at, or has the focus. */
      a.name { color: inherit; text-decoration: underline; text-decoration-color: var(--border-strong); text-underline-offset: 3px; }
      a.name:hover, a.name.open { text-decoration-color: currentColor; }
      a.name:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px; border-radius: 2px; background: var(--symbol-hl); }
      ::highlight(same) { background-color: var(--symbol-hl); }
      .at { background: var(--symbol-hl); border-radius: 2px; }

      .hover-card, .meaning {
        display: grid; gap: 6px; min-width: 0; padding: 12px 16px; border: 1px solid var(--border); border-radius: var(--radius);
        background: var(--raised); font-size: 13px; line-height: 20px; overflow-wrap: anywhere;
      }
      .hover-card { position: absolute; z-index: 9; width: max-content; max-width: min(560px, calc(100vw - 16px)); box-shadow: var(--shadow); }
      .hover-card:focus { outline: none; }
      .hover-card:focus-visible { outline: 2px solid var(--focus); outline-offset: -1px; }
      :is(.hover-card, .meaning) .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 8px; font-size: 14px; }
      :is(.hover-card, .meaning) .sign { padding: 6px 8px; border-radius: 4px; background: var(--sunken); color: var(--text-code); white-space: pre-wrap; }
      :is(.hover-card, .meaning) li { padding: 2px 0; }
      :is(.hover-card, .meaning) :is(li, .ways) a { display: inline-block; min-height: 24px; line-height: 24px; }
      :is(.hover-card, .meaning) .ways { display: flex; flex-wrap: wrap; gap: 0 16px; }
      .meaning h2 { font-size: 15px; }
      .precision.exact { color: var(--ok); }
      .precision { color: var(--warn); }

      .uses-panel {
        position: fixed; inset: auto 0 0; z-index: 12; max-height: 45vh; overflow: auto; padding: 12px 24px 16px; border-top: 1px solid var(--border-strong);
        background: var(--surface); box-shadow: var(--shadow);
      }
      .uses-panel:focus { outline: none; }
      .uses-bar { position: sticky; top: -12px; z-index: 3; display: flex; justify-content: flex-end; align-items: center; gap: 12px; height: 0; }
      .uses-bar > * { translate: 0 16px; background: var(--surface); }
      .use-list { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
      .use-head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; min-height: 32px; padding-right: 160px; }
      .use-head h2 { font-size: 15px; line-height: 24px; }
      .use-list h3 { font-size: 14px; line-height: 22px; }
      .use-list h3 .muted { font-size: 13px; font-weight: 400; }
      .use-list .card h4, .symbol .card h3 { display: flex; gap: 4px 8px; align-items: baseline; margin: 0; padding: 6px 12px; font-size: 13px; line-height: 20px; font-weight: 400; overflow-wrap: anywhere; }
      .use-list .card h4 .n, .symbol .card h3 .n { margin-left: auto; color: var(--text-muted); }
      .narrow-uses { display: flex; align-items: center; gap: 8px; color: var(--text-muted); font-size: 13px; }
      .narrow-uses input { width: 220px; height: 30px; padding: 0 8px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg); color: var(--text); font-size: 13px; }
      .symbol .card h3 a { color: var(--text); text-decoration: none; }
      .symbol .card h3 a:hover { text-decoration: underline; }
      .use-list .card pre, .symbol .card pre { overflow-x: auto; }
      .symbol .filter { margin-bottom: 8px; }
      .symbol .sig { padding: 8px 12px; border-radius: var(--radius); background: var(--sunken); overflow-x: auto; }
      .symbol .doc { display: grid; gap: 8px; max-width: 80ch; margin: 12px 0; overflow-wrap: anywhere; }
      .symbol .doc pre { min-width: 0; padding: 8px 12px; border-radius: var(--radius); background: var(--sunken); overflow-x: auto; overflow-wrap: normal; }
      .symbol .doc ul { padding-left: 20px; list-style: disc; }
      .symbol .calls { display: grid; gap: 2px; }
      .symbol .calls a { display: inline-block; min-height: 24px; line-height: 24px; }
      .symbol .why { margin-left: 12px; color: var(--text-muted); font: 12px/18px var(--ui); }
      .symbol pre b.tag { margin-left: 8px; font: 12px/18px var(--ui); }
      .role { margin-left: 12px; font: 12px/18px var(--ui); }
      @media print { .hover-card, .uses-panel { display: none; } }
    }

    """###
}
