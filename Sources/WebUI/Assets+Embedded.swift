// Made from Assets/ by `make golden`; a test holds it to them. Edit the files there.
//
// Style sheets are compiled in so that the program stays one file that runs from anywhere. SwiftPM's own
// `.embedInCode` costs a tenth of a second of compiling per kilobyte; string literals cost none.
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
        --line-sel: light-dark(#FFF4CF, #2C2710);
        --chart-1: light-dark(#327194, #7EA8FF);

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
      input, button { font: inherit; color: inherit; }
      button { cursor: pointer; }
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

  /// `Assets/code.css`.
  static let codeCss: StaticString = ###"""
    @layer components {
      .l { display: block; }
      .l > a:first-child, .l > i:first-child {
        position: sticky; left: 0; display: inline-block; min-width: 56px; padding-right: 12px; margin-right: 8px;
        background: var(--code-bg); color: var(--lineno); font-style: normal; text-align: right; text-decoration: none;
        font-variant-numeric: tabular-nums; user-select: none; -webkit-user-select: none;
      }
      .l > a:first-child:hover { color: var(--link); text-decoration: underline; }
      .card .l > a:first-child { color: var(--text); font-weight: 500; }
      .card .l > a:first-child:hover { color: var(--link); }
      .c { color: var(--text-muted); }
      .cut { color: var(--text-muted); font-style: normal; padding: 0 2px; user-select: none; -webkit-user-select: none; }

      .file-head { display: grid; gap: 4px; margin-bottom: 16px; }
      .file-head h1 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; font-size: 19px; line-height: 28px; font-weight: 400; }
      .file-head h1 a { color: var(--text-muted); text-decoration: none; overflow-wrap: anywhere; }
      .file-head h1 a:hover { color: var(--link); text-decoration: underline; }
      .file-head .path { overflow-wrap: anywhere; }
      .file-facts { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--text-muted); font-size: 13px; font-variant-numeric: tabular-nums; }
      .actions { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-left: auto; }
      .source {
        padding: 8px 0; overflow-x: auto; border: 1px solid var(--border); border-radius: var(--radius);
        background: var(--code-bg); color: var(--text-code); line-height: 20px;
      }
      /* A hundred lines of 20 px: the browser lays out only the blocks in sight, find-in-page still reaches all. */
      .block { display: block; width: max-content; min-width: 100%; content-visibility: auto; contain-intrinsic-height: auto 2000px; }
      .short { content-visibility: visible; }
      .source .l > a:first-child::before { content: attr(data-n); }
      .source .l:hover > a:first-child { color: var(--text); }
      .sel, .l:target { background: var(--line-sel); }
      .sel > a:first-child, .l:target > a:first-child { background: var(--line-sel); color: var(--brass); }
      .l:target { scroll-margin-top: 30vh; }
      .file > .notice { margin-bottom: 12px; }
      .pager { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 8px 0; font-variant-numeric: tabular-nums; }
    }
    """###

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

  /// `Assets/mark.svg`.
  static let markSvg: StaticString = ###"""
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>:root{color:#8A6004}@media (prefers-color-scheme:dark){:root{color:#E3B264}}</style><circle cx="16" cy="16" r="10.6" fill="none" stroke="currentColor" stroke-width="2"/><g transform="rotate(-35 16 16)" fill="currentColor"><path d="M0 15.1h32v1.8H0zM3 10.6h2.6v4.6H3zM26.4 10.6h2.6v4.6h-2.6z"/><circle cx="16" cy="16" r="3"/></g></svg>
    """###

  /// `Assets/pages.css`.
  static let pagesCss: StaticString = ###"""
    @layer pages {
      .landing { max-width: 1080px; }
      .landing > * + * { margin-top: 48px; }
      .hero { padding-top: clamp(16px, 6vh, 72px); }
      .hero h1 { font-size: clamp(28px, 5vw, 44px); line-height: 1.15; letter-spacing: -.025em; max-width: 22ch; text-wrap: balance; }
      .hero p { margin: 16px 0 32px; max-width: 62ch; font-size: 17px; line-height: 26px; color: var(--text-muted); }
      .examples { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 16px; }
      .examples a {
        display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; padding: 4px 12px; border: 1px solid var(--border); border-radius: var(--radius);
        background: var(--surface); color: var(--text); text-decoration: none; font-size: 13px;
      }
      .examples a:hover { border-color: var(--border-strong); }
      .examples code { overflow-wrap: anywhere; }
      .examples span { color: var(--text-muted); }
      .landing .facts { padding: 20px 0; border-block: 1px solid var(--border); gap: 12px 64px; }
      .repositories h2, .help h2 { margin-bottom: 12px; }
      .repositories ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 0 32px; }
      .repositories li {
        display: flex; justify-content: space-between; gap: 16px; padding: 6px 0; border-bottom: 1px solid var(--border);
      }
      .repositories li a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-decoration: none; font-weight: 500; }
      .repositories li a:hover { text-decoration: underline; }
      .repositories .n { color: var(--text-muted); font-size: 13px; white-space: nowrap; }
      .repositories p { margin-top: 12px; }
      .help ul { display: grid; gap: 0; }
      .help li { display: flex; flex-wrap: wrap; gap: 0 16px; padding: 6px 0; border-bottom: 1px solid var(--border); }
      .help a { flex: 0 0 min(100%, 280px); text-decoration: none; }
      .help a:hover { text-decoration: underline; }
      .help span { color: var(--text-muted); }

      .query-fault { padding: 12px 16px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); white-space: pre-wrap; overflow-wrap: anywhere; font-size: 14px; line-height: 26px; }
      .query-fault u { text-decoration: underline wavy var(--danger) 1.5px; text-underline-offset: 5px; text-decoration-skip-ink: none; color: var(--danger); font-weight: 600; white-space: pre-wrap; }
      .reason { font-weight: 550; }
      .fix { color: var(--text-muted); }

      .trace { padding: 12px 16px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); color: var(--text-code); overflow-x: auto; line-height: 20px; }
      .fit { width: max-content; max-width: 100%; }
      .plan + .plan { margin-top: 20px; }
      .plan h3 { overflow-wrap: anywhere; }
      .plan .table { margin-top: 8px; }
      .unused th, .unused td { color: var(--text-muted); }
      .unused rect { fill: var(--border-strong); }
      .lead { max-width: 80ch; }
      .files { columns: 300px auto; column-gap: 40px; font: 13px/24px var(--mono); }
      .files > div { padding-bottom: 12px; }
      .files h3 { color: var(--text-muted); font: 600 13px/24px var(--ui); break-after: avoid; overflow-wrap: anywhere; }
      .files a, .revisions a { text-decoration: none; overflow-wrap: anywhere; }
      .files a:hover, .revisions a:hover { text-decoration: underline; }
      .files li { break-inside: avoid; }
      .revisions { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 0 32px; }
      .revisions li { display: flex; gap: 12px; align-items: baseline; padding: 3px 0; border-bottom: 1px solid var(--border); }
      .revisions li a { margin-right: auto; }
      .revisions [aria-current] { font-weight: 600; color: var(--text); }
      .revisions code, .revisions time { color: var(--text-muted); font-size: 12px; }
      .error .status-code { font: 600 48px/56px var(--mono); color: var(--brass); }
    }
    """###

  /// `Assets/search.css`.
  static let searchCss: StaticString = ###"""
    @layer components {
      .results { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px 32px; }
      .results::part(bar) {
        display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 24px;
        grid-column: 1 / -1; min-height: 28px;
      }
      .results::part(status) { margin: 0; font-variant-numeric: tabular-nums; color: var(--text-muted); }
      [slot="status"] b { color: var(--text); }
      .tools { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; font-size: 13px; }
      .tools > a { color: var(--text-muted); padding: 2px 0; }
      .tools > a:hover { color: var(--text); }
      .context { display: inline-flex; align-items: baseline; color: var(--text-muted); }
      .context span { margin-right: 4px; }
      .context a, .context b {
        display: inline-block; min-width: 24px; padding: 1px 4px; border-radius: 4px; text-align: center; color: inherit;
        font-variant-numeric: tabular-nums;
      }
      .context b { background: var(--tag); color: var(--text); font-weight: 600; }
      .context a:hover { background: var(--sunken); color: var(--text); }

      .chips { display: flex; flex-wrap: wrap; gap: 6px; }
      .chips a {
        display: inline-flex; align-items: center; gap: 6px; min-height: 26px; padding: 1px 8px 1px 10px; border-radius: 13px;
        border: 1px solid var(--border); background: var(--surface); color: var(--text); font: 12.5px/20px var(--mono);
        text-decoration: none; overflow-wrap: anywhere;
      }
      .chips a svg { flex: none; color: var(--text-muted); }
      .chips a:hover { border-color: var(--border-strong); background: var(--sunken); color: var(--text); }
      .chips a:hover svg { color: var(--danger); }

      [slot="notices"] { display: grid; gap: 8px; }
      [slot="notices"]:empty { display: none; }
      .skipped { font-size: 13px; color: var(--text-muted); }
      .nothing { padding: 24px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
      .nothing > * + * { margin-top: 12px; }
      .nothing li { padding: 3px 0; }
      .nothing code { overflow-wrap: anywhere; }

      .cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; align-content: start; }
      .card { border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); overflow: clip; }
      .card h2 {
        display: flex; flex-wrap: wrap; align-items: baseline; gap: 2px 8px; padding: 6px 12px;
        background: var(--line-hover); font-size: 14px; line-height: 22px; font-weight: 400;
      }
      .card h2 a { text-decoration: none; overflow-wrap: anywhere; }
      .card h2 a:hover { text-decoration: underline; }
      .card .repo { color: var(--text-muted); }
      .card .sep, .file-head .sep { color: var(--text-muted); }
      .path { color: var(--text); }
      .path > span { color: var(--text-muted); }
      .path > b { font-weight: 600; }
      .card .path:hover { color: var(--link); }
      .card .path:visited > b { color: var(--link-visited); }
      .card h2 .n { margin-left: auto; color: var(--text-muted); font-size: 13px; white-space: nowrap; }
      .card h2 .tag { align-self: center; }
      .card pre { border-top: 1px solid var(--border); padding: 4px 0; overflow-x: auto; line-height: 24px; color: var(--text-code); }
      .card hr { margin: 4px 0; border: 0; border-top: 1px dashed var(--border); }
      .card .more {
        display: block; padding: 4px 12px; border-top: 1px solid var(--border); font-size: 13px; text-decoration: none;
      }
      .card .more:hover { background: var(--line-hover); text-decoration: underline; }
      .copies { border-top: 1px solid var(--border); font-size: 13px; color: var(--text-muted); }
      .copies summary { padding: 4px 12px; cursor: pointer; }
      .copies summary:hover { background: var(--line-hover); color: var(--text); }
      .copies ul { padding: 0 12px 8px 26px; }
      .copies li { min-height: 24px; overflow-wrap: anywhere; }
      .copies .tag { margin-left: 8px; }

      .facets { display: grid; gap: 20px; align-content: start; font-size: 13px; }
      .facets > h2 { font-size: 15px; line-height: 22px; }
      .facets h3 { padding-bottom: 4px; color: var(--text-muted); }
      .facets li a {
        display: flex; justify-content: space-between; gap: 12px; min-height: 26px; padding: 2px 8px; margin: 0 -8px;
        border-radius: 4px; color: var(--text); text-decoration: none;
      }
      .facets li span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .facets li .n { color: var(--text-muted); }
      .facets li a:hover { background: var(--sunken); }
      .facets li a:hover span:first-child { text-decoration: underline; }

      @media (min-width: 900px) {
        .results { grid-template-columns: minmax(0, 1fr) 232px; }
        .results > .chips, .results > [slot="notices"], .results > .cards { grid-column: 1; }
        .results > .facets { grid-column: 2; grid-row: 2 / span 6; }
        .to-filters { display: none; }
        .card h2 { position: sticky; top: var(--header); z-index: 2; }
      }
    }
    """###
}
