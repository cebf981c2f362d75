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
        display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px;
        min-height: var(--header); padding: 8px 24px;
        background: var(--surface); border-bottom: 1px solid var(--border);
      }
      .brand {
        display: inline-flex; align-items: center; gap: 8px; min-height: 32px; margin-right: 8px;
        color: var(--text); font-size: 17px; font-weight: 650; letter-spacing: -.01em; text-decoration: none;
      }
      .brand:hover { color: var(--text); }
      .brand .mark { color: var(--brass); }
      .top .searchbox { flex: 1 1 320px; min-width: 0; max-width: 820px; }
      .places { display: flex; gap: 4px; margin-left: auto; }
      .places a, .pop a {
        display: inline-flex; align-items: center; min-height: 32px; padding: 0 10px; border-radius: var(--radius);
        color: var(--text-muted); text-decoration: none; white-space: nowrap; font-size: 14px;
      }
      .places a:hover { background: var(--sunken); color: var(--text); }
      .places [aria-current] { color: var(--text); box-shadow: inset 0 -2px var(--brass); border-radius: var(--radius) var(--radius) 0 0; }

      .menu { position: relative; }
      .menu summary {
        display: grid; place-items: center; width: 32px; height: 32px; border-radius: var(--radius);
        color: var(--text-muted); cursor: pointer; list-style: none;
      }
      .menu summary::-webkit-details-marker { display: none; }
      .menu summary:hover, .menu[open] summary { background: var(--sunken); color: var(--text); }
      .pop {
        position: absolute; right: 0; top: 40px; z-index: 15; display: grid; min-width: 176px; padding: 4px;
        background: var(--raised); border: 1px solid var(--border); border-radius: var(--radius); box-shadow: var(--shadow);
      }
      .pop button, .pop a {
        display: flex; align-items: center; justify-content: space-between; min-height: 34px; padding: 0 12px; border: 0;
        border-radius: 4px; background: none; color: var(--text); font-size: 14px; text-align: left;
      }
      .pop button:hover, .pop a:hover { background: var(--tag); }
      .pop [aria-pressed]::after, .pop [aria-current]::after { content: "✓"; color: var(--brass); }

      main { flex: 1; width: 100%; max-width: 1480px; margin: 0 auto; padding: 24px; }
      .page > * + * { margin-top: 16px; }
      .page > section { margin-top: 32px; }
      .page > section > h2 { margin-bottom: 8px; }
      .narrow { max-width: 800px; }

      .foot {
        display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 32px; padding: 16px 24px 24px;
        margin-top: 24px; border-top: 1px solid var(--border); color: var(--text-muted); font-size: 13px;
      }
      .foot ul { display: flex; flex-wrap: wrap; gap: 4px 24px; }
      .foot li { min-height: 24px; line-height: 24px; }
      .foot a { display: inline-block; min-width: 24px; min-height: 24px; color: inherit; }
      .foot a:hover { color: var(--text); }
      .foot b { font-weight: 600; color: var(--text); }

      @media (min-width: 1024px) {
        .narrow-only { display: none; }
      }
      @media (max-width: 1023px) {
        .places { display: none; }
        .narrow-only { margin-left: auto; }
      }
      @media (min-width: 720px) and (min-height: 480px) {
        .top { position: sticky; top: 0; z-index: 10; flex-wrap: nowrap; height: var(--header); }
      }
      @media (max-width: 719px) {
        .top { padding: 8px 16px; }
        .top .searchbox { order: 5; flex-basis: 100%; }
        main { padding: 16px; }
        .foot { padding: 16px; }
        .toggles { padding-left: 0; }
        .toggles a, .large .toggles a { min-width: 28px; margin: 0; font-size: 12px; }
        .large .field input, .large .mirror { font-size: 16px; }
        html { scroll-padding-top: 16px; }
      }
      @media (pointer: coarse) {
        .brand, .places a, .menu summary, .pop a, .pop button, .searchbox .go, .toggles a, .foot li, .foot a, .foot button,
        .button, .quiet { min-height: 44px; }
        .menu summary, .toggles a { min-width: 44px; }
        .foot a, .foot button { display: inline-flex; align-items: center; min-width: 44px; }
        .foot li { display: flex; align-items: center; }
        .facets li a, .chips a, .options li, .finder li a { min-height: 44px; align-items: center; }
        .field input, .mirror { height: 44px; line-height: 44px; font-size: 16px; }
      }
    }

    @layer components {
      .searchbox {
        position: relative; display: flex; align-items: center; min-height: 38px; padding: 2px;
        background: var(--bg); border: 1px solid var(--border-strong); border-radius: var(--radius);
      }
      .searchbox:focus-within { border-color: var(--focus); box-shadow: 0 0 0 1px var(--focus); }
      .field { position: relative; display: flex; flex: 1; min-width: 0; }
      .field input, .mirror {
        width: 100%; height: 32px; padding: 0 4px; border: 0; font: 14px/32px var(--mono); font-variant-ligatures: none;
        letter-spacing: normal; word-spacing: normal; tab-size: 4;
      }
      .field input { min-width: 0; background: none; color: var(--text); }
      .field input:focus { outline: none; }
      .field input::placeholder { color: var(--text-muted); opacity: 1; }
      .hint { position: absolute; right: 4px; top: 5px; display: none; border-color: var(--border); background: none; color: var(--text-muted); }
      .large .hint { top: 8px; }
      @media (min-width: 720px) and (scripting: enabled) and (pointer: fine) {
        .field input:placeholder-shown:not(:focus) ~ .hint { display: block; }
      }
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

      /* The text of the input once more, in colours; only the fill of the input's own is transparent, so that what reads
         computed colours still finds one, and forced colours show the input as it is. */
      .mirror {
        position: absolute; inset: 0; overflow: hidden; white-space: pre; pointer-events: none; color: var(--text);
      }
      .mirror > span { display: block; width: max-content; min-width: 100%; }
      .t-name { color: var(--kw); }
      .t-value { color: var(--func); }
      .t-operator { color: var(--accent); font-weight: 600; }
      .t-quoted { color: var(--string); }
      .t-regex { color: var(--regex); }
      .t-error { color: var(--danger); text-decoration: underline wavy var(--danger) 1px; text-underline-offset: 3px; }
      @media not (forced-colors: active) {
        .mirrored input { -webkit-text-fill-color: transparent; }
        .mirrored input::placeholder { -webkit-text-fill-color: var(--text-muted); }
      }
      @media (forced-colors: active) {
        .mirror { display: none; }
      }

      .options {
        position: absolute; z-index: 15; top: calc(100% + 4px); left: -1px; right: -1px; max-height: min(420px, 60vh);
        overflow-y: auto; padding: 4px; background: var(--raised); border: 1px solid var(--border); border-radius: var(--radius);
        box-shadow: var(--shadow);
      }
      .options li {
        display: flex; align-items: baseline; gap: 10px; min-height: 30px; padding: 4px 8px; border-radius: 4px; cursor: pointer;
      }
      .options .sign { flex: none; width: 14px; color: var(--text-muted); font: 13px/20px var(--mono); text-align: center; }
      .options .label { flex: none; max-width: 70%; overflow: hidden; font: 13px/20px var(--mono); text-overflow: ellipsis; white-space: nowrap; }
      .options [data-kind="filter"] .label { color: var(--kw); }
      .options .detail {
        flex: 1; min-width: 0; overflow: hidden; color: var(--text-muted); font-size: 13px; text-overflow: ellipsis; white-space: nowrap;
      }
      .options .n { margin-left: auto; color: var(--text-muted); font-size: 13px; }
      .options li:hover { background: var(--line-hover); }
      .options [aria-selected="true"], .finder [aria-selected="true"] { background: var(--tag); outline: 2px solid var(--focus); outline-offset: -2px; }

      .large { min-height: 52px; padding: 6px; border-width: 1.5px; background: var(--surface); border-radius: 8px; }
      .large .field input, .large .mirror { height: 38px; font-size: 17px; line-height: 38px; }
      .large .go { width: 40px; height: 38px; }
      .large .toggles a { height: 34px; min-width: 36px; }

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

      @media (scripting: none) { .js { display: none !important; } }
      @media (scripting: enabled) { .noscript { display: none !important; } }
      .foot button { height: 24px; padding: 0; vertical-align: top; line-height: 24px; border: 0; background: none; text-decoration: underline; text-underline-offset: 3px; }
      .foot button:hover { color: var(--text); }

      .button {
        min-height: 34px; padding: 0 16px; border: 0; border-radius: var(--radius); background: var(--accent);
        color: var(--on-accent); font-weight: 550;
      }
      .button:hover { background: var(--accent-hover); }
      .quiet {
        min-width: 32px; min-height: 32px; padding: 0 10px; border: 1px solid var(--border); border-radius: var(--radius);
        background: none; color: var(--text-muted);
      }
      .quiet:hover { border-color: var(--border-strong); color: var(--text); }
      kbd {
        display: inline-block; min-width: 24px; padding: 0 6px; border: 1px solid var(--border-strong); border-bottom-width: 2px;
        border-radius: 4px; background: var(--surface); color: var(--text); font-size: 12px; line-height: 20px; text-align: center;
      }
      #note {
        position: fixed; z-index: 30; left: 50%; bottom: 32px; padding: 8px 16px; translate: -50%; border-radius: var(--radius);
        background: var(--text); color: var(--bg); font-size: 14px; box-shadow: var(--shadow);
      }
      .dialog {
        width: min(560px, calc(100vw - 32px)); max-height: min(680px, calc(100vh - 64px)); padding: 0 24px 20px; overflow: auto;
        border: 1px solid var(--border); border-radius: 10px; background: var(--raised); color: var(--text); box-shadow: var(--shadow);
      }
      .dialog::backdrop { background: rgb(9 14 22 / 45%); }
      .keyboard form {
        position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; padding: 16px 0 12px;
        background: var(--raised);
      }
      .keyboard p { margin-top: 16px; }
      .keys li {
        display: grid; grid-template-columns: 120px 1fr; gap: 12px; padding: 5px 0; border-top: 1px solid var(--border);
        color: var(--text-muted);
      }
      .keys li > span:last-child { color: var(--text); }
      .switch { display: flex; align-items: center; gap: 8px; }
      .switch input { flex: none; width: 20px; height: 20px; margin: 2px; accent-color: var(--accent); }
      .editor form { display: grid; gap: 8px; padding-top: 20px; }
      .editor h2 { margin-bottom: 4px; }
      .editor label { margin-top: 8px; color: var(--text-muted); font-size: 13px; }
      .editor :is(input, select) { width: 100%; height: 36px; padding: 0 10px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg); color: var(--text); font-size: 14px; }
      .editor input { font-family: var(--mono); }
      .editor p { font-size: 13px; }
      .editor .ways { display: flex; gap: 8px; margin-top: 8px; }
      .goto { width: auto; padding: 20px 24px; }
      .goto form { display: flex; flex-wrap: wrap; align-items: center; gap: 12px; }
      .goto input, .finder > input {
        height: 36px; padding: 0 10px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg);
        font-family: var(--mono); font-size: 14px;
      }
      .goto input { margin-left: 8px; width: 160px; }
      .finder { width: min(760px, calc(100vw - 32px)); margin-top: 10vh; padding: 16px; }
      .finder[open] { display: flex; flex-direction: column; overflow: hidden; }
      .finder > input { flex: none; width: 100%; height: 42px; }
      .finder ul { flex: 1; min-height: 0; margin: 12px -8px 8px; overflow-y: auto; }
      .finder li { border-radius: 4px; }
      .finder li a {
        display: block; padding: 5px 12px; color: var(--text); font: 13px/20px var(--mono); text-decoration: none; overflow-wrap: anywhere;
      }
      .finder li a span { color: var(--text-muted); }
      .finder li:hover { background: var(--line-hover); }
      .finder > p { font-size: 13px; }
    }

    """###
}
