// Made from Assets/pages.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/pages.css`.
  static let pagesCss: StaticString = ###"""
    @layer pages {
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

      .error { display: grid; align-content: center; max-width: 1080px; }
      .fault { display: flex; flex-wrap: wrap-reverse; align-items: center; justify-content: space-between; gap: 24px 64px; }
      .fault > div { flex: 1 1 420px; max-width: 60ch; }
      .fault > div > * + * { margin-top: 12px; }
      .fault .status-code { font: 600 13px/20px var(--mono); color: var(--brass); letter-spacing: .06em; text-transform: uppercase; }
      .fault h1 { margin-top: 4px; font-size: clamp(26px, 4vw, 36px); line-height: 1.2; letter-spacing: -.02em; text-wrap: balance; }
      .fault .lead { font-size: 17px; line-height: 26px; color: var(--text-muted); }
      .ways { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 8px; }
      .ways a { display: inline-flex; align-items: center; gap: 6px; min-height: 36px; text-decoration: none; overflow-wrap: anywhere; }
      .ways .button:hover { color: var(--on-accent); }
      .dial { flex: none; width: min(320px, 80vw); height: auto; margin-inline: auto; }
      .dial .rim { stroke: var(--border); }
      .dial .ticks { stroke: var(--border-strong); }
      .dial .target { stroke: var(--text-muted); }
      .dial .solid { fill: var(--brass); }
      .dial .hole { fill: var(--bg); }
      @media (max-width: 719px) {
        .dial { width: 200px; }
        .error { align-content: start; }
      }

      /* On paper: light, the whole text, the address that stays valid, and nothing to click. */
      @media print {
        :root, :root[data-theme] { color-scheme: light; }
        .top, .foot, .skip, .tools, .facets, .chips, .more, .rail, #note, button { display: none; }
        main { max-width: none; padding: 0; }
        pre, .table { overflow: visible; white-space: pre-wrap; overflow-wrap: anywhere; }
        .block { width: auto; content-visibility: visible; }
        .card { break-inside: avoid-page; }
        pre .l { padding-left: 64px; text-indent: -64px; }
        pre .l > a:first-child, pre .l > i:first-child { position: static; text-indent: 0; }
        a[data-permalink]::after { content: " " attr(href); }
      }
    }

    """###
}
