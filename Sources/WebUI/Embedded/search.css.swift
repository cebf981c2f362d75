// Made from Assets/search.css by scripts/embed-assets.py; edit that file.
extension Assets {
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
