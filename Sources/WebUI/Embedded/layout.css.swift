// Made from Assets/layout.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/layout.css`.
  static let layoutCss: StaticString = ###"""
    @layer layout {
      .skip {
        position: absolute; left: 16px; top: -100px; z-index: 20; padding: 8px 16px; border-radius: var(--radius);
        background: var(--accent); color: var(--on-accent);
      }
      .skip:focus { top: 8px; color: var(--on-accent); }

      .top {
        display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px;
        min-height: var(--header); padding: 8px 24px;
        background: var(--surface); border-bottom: 1px solid var(--border);
      }
      .brand {
        display: inline-flex; align-items: center; gap: 8px; min-height: 32px;
        color: var(--text); font-size: 17px; font-weight: 650; letter-spacing: -.01em; text-decoration: none;
      }
      .brand .mark { color: var(--brass); }
      .top nav { margin-left: auto; }
      .top nav a {
        display: inline-block; padding: 5px 8px; border-radius: var(--radius); color: var(--text-muted); text-decoration: none;
      }
      .top nav a:hover { background: var(--sunken); color: var(--text); }
      .top .searchbox { flex: 1 1 320px; min-width: 0; max-width: 860px; }

      .menu { position: relative; }
      .menu summary {
        display: grid; place-items: center; width: 32px; height: 32px; border-radius: var(--radius);
        color: var(--text-muted); cursor: pointer; list-style: none;
      }
      .menu summary::-webkit-details-marker { display: none; }
      .menu summary:hover, .menu[open] summary { background: var(--sunken); color: var(--text); }
      .menu form {
        position: absolute; right: 0; top: 38px; z-index: 15; display: grid; min-width: 160px; padding: 4px;
        background: var(--raised); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: var(--shadow);
      }
      .menu button {
        padding: 6px 12px; border: 0; border-radius: 4px; background: none; text-align: left;
      }
      .menu button:hover { background: var(--tag); }
      .menu button[aria-pressed]::after { content: "✓"; float: right; color: var(--brass); }

      main { flex: 1; width: 100%; max-width: 1480px; margin: 0 auto; padding: 24px; }
      .page > * + * { margin-top: 16px; }
      .page > section { margin-top: 32px; }
      .page > section > h2 { margin-bottom: 8px; }
      .narrow { max-width: 800px; }

      .foot { padding: 16px 24px 24px; border-top: 1px solid var(--border); color: var(--text-muted); font-size: 13px; }
      .foot ul { display: flex; flex-wrap: wrap; gap: 4px 24px; max-width: 1432px; margin: 0 auto; }
      .foot li { min-height: 24px; }
      .foot a { color: inherit; }
      .foot a:hover { color: var(--text); }

      @media (min-width: 720px) and (min-height: 480px) {
        .top { position: sticky; top: 0; z-index: 10; flex-wrap: nowrap; }
      }
      @media (max-width: 719px) {
        .top { padding: 8px 16px; }
        .top .searchbox { order: 5; flex-basis: 100%; }
        main { padding: 16px; }
        .foot { padding: 16px; }
        html { scroll-padding-top: 16px; }
      }
      @media print {
        :root { color-scheme: light; }
        .top, .foot, .skip, .tools, .facets, .chips { display: none; }
      }
    }

    @layer components {
      .searchbox {
        display: flex; align-items: center; min-height: 38px; padding: 2px;
        background: var(--bg); border: 1px solid var(--border-strong); border-radius: var(--radius);
      }
      .searchbox:focus-within { border-color: var(--focus); box-shadow: 0 0 0 1px var(--focus); }
      .searchbox input {
        flex: 1; min-width: 0; height: 32px; padding: 0 4px; border: 0; background: none;
        font: 14px/20px var(--mono); font-variant-ligatures: none; color: var(--text);
      }
      .searchbox input:focus { outline: none; }
      .searchbox input::placeholder { color: var(--text-muted); opacity: 1; }
      .searchbox .go {
        display: grid; place-items: center; flex: none; width: 34px; height: 32px; padding: 0; border: 0; border-radius: 4px;
        background: none; color: var(--text-muted);
      }
      .searchbox .go:hover { color: var(--text); background: var(--sunken); }
      .toggles { display: flex; flex: none; gap: 2px; padding-left: 4px; }
      .toggles a {
        display: grid; place-items: center; min-width: 32px; height: 28px; border-radius: 4px; border: 1px solid transparent;
        color: var(--text-muted); font: 13px/20px var(--mono); text-decoration: none; margin-right: 1px;
      }
      .toggles a:hover { background: var(--sunken); color: var(--text); }
      .toggles .on { background: var(--accent); color: var(--on-accent); }
      .toggles .on:hover { background: var(--accent-hover); color: var(--on-accent); }
      .large { min-height: 52px; padding: 6px; border-width: 1.5px; background: var(--surface); border-radius: 8px; }
      .large input { font-size: 17px; height: 38px; }
      .large .go { width: 40px; height: 38px; }

      .tag {
        display: inline-block; padding: 0 6px; border-radius: 4px; background: var(--tag); color: var(--text-muted);
        font: 12px/18px var(--ui); white-space: nowrap; text-decoration: none;
      }
      .tag.rev { font-family: var(--mono); color: var(--brass); }
      a.tag:hover { color: var(--text); text-decoration: underline; }

      .notice {
        padding: 8px 16px; border: 1px solid var(--border); border-left: 3px solid var(--info); border-radius: var(--radius);
        background: var(--surface); max-width: 92ch;
      }
      .notice.warn { border-left-color: var(--warn); }
      .notice.danger { border-left-color: var(--danger); }

      .facts { display: flex; flex-wrap: wrap; gap: 8px 40px; }
      .facts div { display: flex; flex-direction: column-reverse; }
      .facts dt { color: var(--text-muted); font-size: 13px; line-height: 18px; }
      .facts dd { font-size: 24px; line-height: 30px; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }

      .table { overflow-x: auto; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); }
      table { width: 100%; border-collapse: collapse; }
      th, td { padding: 8px 16px; text-align: left; font-weight: 400; vertical-align: baseline; }
      thead th { color: var(--text-muted); font-size: 13px; white-space: nowrap; }
      tbody tr { border-top: 1px solid var(--border); }
      tbody tr:hover { background: var(--line-hover); }
      th[scope="row"] { font-weight: 500; }
      th .tag, td .tag { margin-left: 6px; }
      td .tag:first-child { margin-left: 0; }
      td.n, th.n { text-align: right; }
      .bar rect { fill: var(--chart-1); }
      .bar svg { display: block; }

      .filter { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
      .filter input {
        height: 34px; padding: 0 10px; margin-left: 6px; border: 1px solid var(--border-strong); border-radius: var(--radius);
        background: var(--surface);
      }
      .filter button {
        height: 34px; padding: 0 16px; border: 0; border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
        font-weight: 550;
      }
      .filter button:hover { background: var(--accent-hover); }
    }

    """###
}
