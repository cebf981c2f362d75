// Made from Assets/search.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/search.css`.
  static let searchCss: StaticString = ###"""
    @layer components {
      .results { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px 32px; }
      .results::part(bar) {
        position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px;
        grid-column: 1 / -1; min-height: 32px;
      }
      .results::part(status) { margin: 0 auto 0 0; font-variant-numeric: tabular-nums; color: var(--text-muted); }
      .results::part(stop) { margin-left: 8px; color: var(--link); }
      .results::part(link) { display: inline-flex; align-items: center; min-height: 28px; color: var(--text-muted); font-size: 13px; }
      [slot="status"] b { color: var(--text); }
      .tools { display: contents; font-size: 13px; }
      .tools > a, .tool > summary {
        display: inline-flex; align-items: center; min-height: 28px; color: var(--text-muted); font-size: 13px;
        text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 3px; cursor: pointer; list-style: none;
      }
      .tools > a:hover, .tool > summary:hover, .tool[open] > summary { color: var(--text); }
      .tool > summary::-webkit-details-marker { display: none; }
      .choice { display: inline-flex; align-items: center; padding: 1px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); color: var(--text-muted); }
      .choice > span { padding: 0 4px 0 8px; }
      .choice a, .choice b {
        display: inline-grid; place-items: center; min-width: 26px; height: 24px; padding: 0 8px; border-radius: 4px;
        color: inherit; font-variant-numeric: tabular-nums; text-decoration: none;
      }
      .choice b { background: var(--tag); color: var(--text); font-weight: 600; }
      .choice a:hover { background: var(--sunken); color: var(--text); }

      /* What a tool has to say lies over the results, so that they stay where they are. */
      .panel {
        display: grid; gap: 12px; padding: 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--raised);
      }
      .tool[open] { flex-basis: 100%; }
      .panel p { color: var(--text-muted); font-size: 13px; }
      .panel pre { padding: 8px 12px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 20px; }
      .panel button { justify-self: start; min-height: 28px; padding: 0 12px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: none; font-size: 13px; }
      .panel button:hover { background: var(--sunken); }
      @media (min-width: 720px) {
        .tool[open] { flex-basis: auto; }
        .panel { position: absolute; right: 0; top: calc(100% + 6px); z-index: 8; width: min(560px, 100%); box-shadow: var(--shadow); }
      }

      .funnel { display: grid; gap: 12px; }
      .funnel li { display: grid; grid-template-columns: 1fr auto; gap: 2px 16px; align-items: baseline; }
      .funnel .name { font-size: 13px; }
      .funnel b { font-size: 15px; font-weight: 600; }
      .funnel svg { grid-column: 1 / -1; width: 100%; height: 6px; border-radius: 3px; }
      .funnel rect { fill: var(--chart-1); }
      .funnel .rest { fill: var(--tag); }
      .funnel .note { grid-column: 1 / -1; color: var(--text-muted); font-size: 12px; line-height: 18px; }
      .times { display: flex; flex-wrap: wrap; gap: 0 20px; font-variant-numeric: tabular-nums; }
      .times b { color: var(--text); font-weight: 600; }

      .chips { display: flex; flex-wrap: wrap; gap: 6px; }
      .chips a {
        display: inline-flex; align-items: center; gap: 6px; min-height: 26px; padding: 1px 8px 1px 10px; border-radius: 13px;
        border: 1px solid var(--border); background: var(--surface); color: var(--text); font: 12.5px/20px var(--mono);
        text-decoration: none; overflow-wrap: anywhere;
      }
      .chips a::after { content: "×" / ""; flex: none; color: var(--text-muted); font: 16px/20px var(--ui); }
      .chips a:hover { border-color: var(--border-strong); background: var(--sunken); color: var(--text); }
      .chips a:hover::after { color: var(--danger); }

      [slot="notices"] { display: grid; gap: 8px; }
      [slot="notices"]:empty { display: none; }
      .scope { font-size: 13px; line-height: 20px; color: var(--text-muted); }
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
      .def { max-width: 32ch; overflow: hidden; text-overflow: ellipsis; }
      .def b { color: var(--text); font-weight: 600; }
      .list .cards { gap: 0; border: 1px solid var(--border); border-radius: var(--radius); overflow: clip; }
      .list .card { border: 0; border-radius: 0; }
      .list .card + .card { border-top: 1px solid var(--border); }
      .list .card h2 { position: static; background: none; }
      .list .cards:not(:has(li)), .count .cards { display: none; }
      .pages { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; padding: 8px 0; color: var(--text-muted); font-variant-numeric: tabular-nums; }
      .pages a { display: inline-flex; align-items: center; min-height: 34px; padding: 0 16px; border: 1px solid var(--border-strong); border-radius: var(--radius); color: var(--text); text-decoration: none; }
      .pages a:hover { background: var(--sunken); color: var(--text); }
      .card pre { border-top: 1px solid var(--border); padding: 4px 0; overflow-x: auto; line-height: 24px; color: var(--text-code); }
      .card hr { margin: 4px 0; border: 0; border-top: 1px dashed var(--border); }
      .symbols li { display: grid; grid-template-columns: 6.5rem minmax(0, 20rem) minmax(0, 1fr); gap: 0 16px; padding: 4px 12px; border-top: 1px solid var(--border); line-height: 24px; }
      .symbols .symbol-kind { color: var(--text-muted); font-size: 13px; }
      .symbols .symbol-name { overflow-wrap: anywhere; }
      .symbols b { font-weight: 600; }
      .symbols .symbol-place { margin-left: 8px; color: var(--text-muted); font-size: 13px; }
      .symbols code { overflow: hidden; text-overflow: ellipsis; white-space: pre; color: var(--text-code); }
      @media (max-width: 899px) {
        .symbols li { grid-template-columns: minmax(0, max-content) minmax(0, 1fr); }
        .symbols code { grid-column: 1 / -1; white-space: pre-wrap; overflow-wrap: anywhere; }
      }
      .symbol-form { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 12px 0; }
      .symbol-form label { color: var(--text-muted); }
      .symbol-form input { flex: 1 1 16rem; min-width: 0; max-width: 40rem; min-height: 34px; padding: 0 10px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--surface); font: 13px/20px var(--mono); }
      .symbol-form button { min-height: 34px; padding: 0 16px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: none; }
      .symbol-form button:hover { background: var(--sunken); }
      .symbol-status { margin: 8px 0; color: var(--text-muted); font-variant-numeric: tabular-nums; }
      .symbol-status b { color: var(--text); }
      .kinds { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0 12px; }
      .kinds a { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 0 10px; border: 1px solid var(--border); border-radius: 14px; background: var(--surface); color: var(--text); font-size: 13px; text-decoration: none; }
      .kinds a:hover { border-color: var(--border-strong); background: var(--sunken); }
      .kinds .n { color: var(--text-muted); }
      .kinds .on::after { content: "×" / ""; color: var(--text-muted); }
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
        .results > .chips, .results > [slot="notices"], .results > .cards, .results > .pages { grid-column: 1; }
        .results > .facets { grid-column: 2; grid-row: 2 / span 6; }
        .tools > .to-filters { display: none; }
        .card h2 { position: sticky; top: var(--header); z-index: 2; }
      }
      /* The status has its two lines from the start. */
      @media (max-width: 719px) {
        .results::part(status) { flex-basis: 100%; min-height: 44px; }
      }
      @media print {
        .tools, .tool, .pages { display: none; }
        .card { break-inside: avoid; }
      }
    }

    """###
}
