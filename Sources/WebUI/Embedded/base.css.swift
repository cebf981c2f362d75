// Made from Assets/base.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/base.css`.
  static let baseCss: StaticString = ###"""
    /* Order of the layers: a later one wins over an earlier one whatever its selectors. */
    @layer tokens, base, layout, components, pages;

    @layer tokens {
      :root {
        color-scheme: light dark;

        --bg: light-dark(#FAF8F3, #0D131D);
        --surface: light-dark(#FFFFFF, #131B28);
        --sunken: light-dark(#F2EFE7, #090E16);
        --raised: light-dark(#FFFFFF, #1A2435);
        --code-bg: light-dark(#FFFFFF, #0F1622);
        --tag: light-dark(#EEE9DC, #212C40);
        --line-hover: light-dark(#F7F4EC, #172133);

        --text: light-dark(#26292F, #EAEEF4);
        --text-muted: light-dark(#555B65, #9FA5AE);
        --text-code: light-dark(#3A3E45, #EBF0F8);
        --lineno: light-dark(#6D6961, #898F97);
        --link: light-dark(#0162AA, #65A2E0);
        --link-visited: light-dark(#774BA3, #B18FD9);

        --border: light-dark(#DDD9D0, #252E3D);
        --border-strong: light-dark(#8C877E, #6A7078);
        --focus: light-dark(#017FDA, #5EA7F0);

        --accent: light-dark(#236FB4, #6DA9E7);
        --accent-hover: light-dark(#035B9E, #87BEF7);
        --on-accent: light-dark(#FFFFFF, #0D131D);
        --brass: light-dark(#8A6004, #E3B264);

        --ok: light-dark(#127637, #61A470);
        --warn: light-dark(#995600, #C68951);
        --danger: light-dark(#BF302C, #E67469);
        --info: light-dark(#056D98, #539EC7);

        --match: light-dark(#FFE08A, #4A3604);
        --match-cur: light-dark(#FFC94D, #6A4B00);
        --line-sel: light-dark(#FFF4CF, #2C2710);
        --symbol-hl: light-dark(#E3F0FA, #15314A);
        --add: light-dark(#E3F5E1, #10291C);
        --del: light-dark(#FDE7E4, #371A1D);
        --add-word: light-dark(#BCE7B8, #1B4B2F);
        --del-word: light-dark(#F9C9C3, #672A2E);

        --kw: light-dark(#7A4ABA, #AE90E3);
        --type: light-dark(#086F74, #5AABAF);
        --func: light-dark(#1863B7, #6FA1E1);
        --string: light-dark(#23722C, #76AB77);
        --number: light-dark(#A54801, #D88C64);
        --comment: light-dark(#6F695D, #9B978D);
        --const: light-dark(#B33741, #E28485);
        --attr: light-dark(#766203, #AF9E5E);
        --regex: light-dark(#A63A7F, #D685B3);
        --prop: light-dark(#226A8E, #76A5C0);
        --punct: light-dark(#656A73, #93979D);

        --chart-1: light-dark(#327194, #7EA8FF);
        --chart-2: light-dark(#BD7701, #D4A075);
        --chart-3: light-dark(#9D3902, #77F3FF);
        --chart-4: light-dark(#9271F1, #AB5E01);
        --chart-5: light-dark(#3B2DA5, #EDE527);
        --chart-6: light-dark(#61284E, #6660DC);
        --chart-other: light-dark(#7A818D, #7D8590);
        --seq-1: light-dark(#E6F2FD, #0E293D);
        --seq-2: light-dark(#B4D6F3, #174365);
        --seq-3: light-dark(#73B1E6, #236292);
        --seq-4: light-dark(#3286C5, #428CC7);
        --seq-5: light-dark(#035F97, #7FBEF3);
        --on-seq-light: #0D131D;
        --on-seq-dark: #FFFFFF;

        --ui: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
        --mono: ui-monospace, "SF Mono", Menlo, "Cascadia Code", Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
        --radius: 6px;
        --header: 56px;
        --shadow: 0 6px 24px light-dark(rgb(38 41 47 / 18%), rgb(0 0 0 / 55%));
      }
      :root[data-theme="light"] { color-scheme: light; }
      :root[data-theme="dark"] { color-scheme: dark; }
    }

    @layer base {
      *, ::before, ::after { box-sizing: border-box; }
      html {
        scroll-padding-top: calc(var(--header) + 16px);
        -webkit-text-size-adjust: 100%;
        text-size-adjust: 100%;
      }
      body {
        margin: 0;
        min-height: 100vh;
        display: flex;
        flex-direction: column;
        background: var(--bg);
        color: var(--text);
        font: 15px/22px var(--ui);
        overflow-wrap: break-word;
      }
      h1, h2, h3, p, ul, ol, dl, dd, pre, figure { margin: 0; padding: 0; }
      ul, ol { list-style: none; }
      h1 { font-size: 24px; line-height: 32px; font-weight: 650; letter-spacing: -.01em; }
      h2 { font-size: 19px; line-height: 26px; font-weight: 650; }
      h3 { font-size: 13px; line-height: 20px; font-weight: 650; }
      a { color: var(--link); text-underline-offset: 3px; text-decoration-thickness: 1px; }
      a:hover { color: var(--accent-hover); }
      code, pre, kbd { font-family: var(--mono); font-size: 13px; font-variant-ligatures: none; tab-size: 4; }
      mark {
        background: var(--match);
        color: var(--text-code);
        border-bottom: 2px solid var(--brass);
        border-radius: 2px 2px 0 0;
      }
      mark.cur, .cur mark { background: var(--match-cur); }
      [hidden] { display: none !important; }
      input, button { font: inherit; color: inherit; }
      button { cursor: pointer; }
      summary { min-height: 24px; }
      time { white-space: nowrap; }
      :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
      main:focus { outline: none; }
      .muted { color: var(--text-muted); }
      .n { font-variant-numeric: tabular-nums; }
      .vh {
        position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
        clip-path: inset(50%); white-space: nowrap;
      }
      /* A character that cannot be seen, with its name in its place. */
      .inv {
        display: inline-block; margin: 0 1px; padding: 0 3px; border: 1px solid var(--danger); border-radius: 3px;
        color: var(--danger); font: 600 10px/14px var(--mono); vertical-align: 1px; user-select: text;
      }
      .inv::before { content: attr(data-c); }
      @media (prefers-reduced-motion: no-preference) {
        a, button, input, summary { transition: color 120ms, background-color 120ms, border-color 120ms; }
      }
    }

    """###
}
