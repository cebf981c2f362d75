// Made from Assets/reading.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/reading.css`.
  static let readingCss: StaticString = ###"""
    @layer components {
      /* Markdown: readmes and the manual. */
      .prose { max-width: 78ch; font-size: 15px; line-height: 24px; overflow-wrap: break-word; }
      .prose > * + * { margin-top: 12px; }
      .prose :is(h1, h2, h3, h4, h5, h6) { margin-top: 32px; line-height: 1.3; text-wrap: balance; }
      .prose > :first-child { margin-top: 0; }
      .prose h2 { font-size: 24px; letter-spacing: -.01em; }
      .prose h3 { font-size: 19px; }
      .prose h4 { font-size: 15px; }
      .prose :is(h5, h6) { font-size: 13px; color: var(--text-muted); }
      .prose :is(h2, h3) + * { margin-top: 8px; }
      .prose .anchor { margin-left: 8px; color: var(--text-muted); font-weight: 400; text-decoration: none; opacity: 0; }
      .prose :hover > .anchor, .prose .anchor:focus-visible { opacity: 1; }
      .prose :is(ul, ol) { padding-left: 24px; list-style: disc; }
      .prose ol { list-style: decimal; }
      .prose li + li { margin-top: 4px; }
      .prose li > :is(p, ul, ol, pre) { margin-top: 4px; }
      .prose .todo { list-style: none; }
      .prose .task { display: inline-block; width: 20px; margin-left: -20px; color: var(--brass); }
      .prose code { padding: 1px 4px; border-radius: 4px; background: var(--tag); font-size: 13px; }
      .prose pre, .cell pre {
        padding: 12px 16px; overflow-x: auto; border: 1px solid var(--border); border-radius: var(--radius);
        background: var(--code-bg); color: var(--text-code); line-height: 20px;
      }
      .prose pre code { padding: 0; background: none; }
      .asis.asis { border: 0; padding: 0; background: none; white-space: pre-wrap; color: inherit; overflow-wrap: anywhere; }
      .prose blockquote { padding-left: 16px; border-left: 3px solid var(--border-strong); color: var(--text-muted); }
      .prose blockquote > * + *, .prose .notice > * + * { margin-top: 8px; }
      .prose hr { height: 1px; margin-block: 24px; border: 0; background: var(--border); }
      .prose img { max-width: 100%; height: auto; vertical-align: middle; }
      .prose .table { width: fit-content; max-width: 100%; }
      .prose :is(th, td) { padding: 6px 12px; }
      .prose thead th { font-weight: 600; }
      .prose .centre { text-align: center; }
      .prose .right { text-align: right; }
      .prose .remote { padding: 0 6px; border-radius: 4px; background: var(--tag); font-size: 13px; }

      /* Where one is: breadcrumb and actions, in reach while one scrolls. */
      .file-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; min-height: 48px; padding: 6px 0; }
      .crumbs { font-size: 15px; line-height: 24px; font-weight: 400; letter-spacing: 0; overflow-wrap: anywhere; }
      .crumbs :is(a, b) { display: inline-block; }
      .crumbs a { color: var(--text-muted); text-decoration: none; }
      .crumbs a:hover { color: var(--link); text-decoration: underline; }
      .crumbs b { font-weight: 650; }
      .crumbs .sep { margin: 0 6px; color: var(--border-strong); }
      .crumbs .tag { margin-left: 8px; vertical-align: 1px; }
      .icon {
        display: inline-grid; place-items: center; flex: none; width: 32px; height: 32px; padding: 0; border: 0;
        border-radius: var(--radius); background: none; color: var(--text-muted);
      }
      .icon:hover, .icon[aria-expanded="true"] { background: var(--sunken); color: var(--text); }
      .file-bar .actions { align-items: center; gap: 6px; }
      .file-bar .quiet { display: inline-flex; align-items: center; min-height: 32px; font-size: 13px; text-decoration: none; cursor: pointer; white-space: nowrap; }
      .menu.open summary, .menu.pick summary { display: inline-flex; width: auto; border: 1px solid var(--border); font-size: 13px; }
      .menu.pick summary { gap: 6px; padding: 0 10px; }
      .menu.pick summary:hover, .menu.pick[open] summary { border-color: var(--border-strong); }
      .menu .rev { max-width: 22ch; overflow: hidden; color: var(--text); font: 13px/20px var(--mono); text-overflow: ellipsis; white-space: nowrap; }
      .pick .pop { left: 0; right: auto; width: min(340px, calc(100vw - 48px)); max-height: min(480px, 70vh); padding: 12px; overflow-y: auto; }
      .pick form { display: flex; align-items: end; gap: 8px; }
      .pick label { flex: 1; min-width: 0; color: var(--text-muted); font-size: 13px; }
      .pick input { width: 100%; height: 34px; padding: 0 8px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg); font: 13px/20px var(--mono); }
      .pop .button { justify-content: center; background: var(--accent); color: var(--on-accent); }
      .pop .button:hover { background: var(--accent-hover); }
      .pick h2 { margin: 12px 0 2px; color: var(--text-muted); font-size: 12px; line-height: 18px; }
      .pick li a { padding: 0 8px; font: 13px/20px var(--mono); overflow-wrap: anywhere; white-space: normal; }
      .pick li .muted { font: 12px/18px var(--ui); }
      .pick p { margin-top: 8px; font-size: 13px; }
      .pick p a { padding: 0 8px; }

      .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px 32px; align-items: start; }
      .body { min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; align-content: start; }
      .rail { min-width: 0; font-size: 13px; line-height: 20px; }
      .rail h2 { margin: 20px 0 6px; font-size: 13px; line-height: 20px; color: var(--text-muted); }
      .rail > h2:first-child, .rail > :first-child > h2:first-child { margin-top: 0; }
      .rail a { text-decoration: none; }
      .rail a:hover { text-decoration: underline; }
      .rail .list div { display: flex; justify-content: space-between; gap: 16px; padding: 3px 0; }
      .rail .list dt { color: var(--text-muted); }
      .rail .list dd { min-width: 0; text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
      .rail code { font-size: 12px; }
      .rail .notes { margin-top: 8px; color: var(--text-muted); }
      .rail .notes li { padding: 2px 0 2px 12px; border-left: 2px solid var(--border); }
      .rail .copies li { padding: 2px 0; overflow-wrap: anywhere; }

      .i { width: 16px; height: 16px; flex: none; color: var(--text-muted); vertical-align: -3px; margin-right: 6px; }
      .i.folder { color: var(--brass); }
      .sheet { position: absolute; }

      .table.tree table { font-size: 14px; }
      .tree th, .tree td { padding: 2px 16px; vertical-align: middle; }
      .tree th { width: 60%; }
      .tree th a { display: inline-flex; align-items: start; min-height: 26px; color: var(--text); text-decoration: none; overflow-wrap: anywhere; line-height: 26px; }
      .tree th a .i { margin-top: 5px; }
      .tree th a:hover { color: var(--link); text-decoration: underline; }
      .tree td { color: var(--text-muted); font-size: 13px; white-space: nowrap; }
      .tree tbody tr:first-child { border-top: 0; }
      .tree .up { padding: 0 8px; }

      .readme { border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); }
      .readme > h2 { padding: 8px 16px; border-bottom: 1px solid var(--border); font-size: 13px; line-height: 20px; }
      .readme > h2 a { color: var(--text-muted); text-decoration: none; }
      .readme > h2 a:hover { text-decoration: underline; }
      .readme > .prose, .sheet-of-paper > .prose { padding: 24px 32px 32px; }
      .sheet-of-paper { border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); }

      .c1 { fill: var(--chart-1); } .c2 { fill: var(--chart-2); } .c3 { fill: var(--chart-3); }
      .c4 { fill: var(--chart-4); } .c5 { fill: var(--chart-5); } .c6 { fill: var(--chart-6); } .c0 { fill: var(--chart-other); }
      .shares { display: block; border-radius: 3px; }
      .languages ul { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 8px; }
      /* As high before it is known as after. */
      .changed dd { height: 40px; }
      .changed dd > * { display: block; overflow: hidden; max-width: 190px; text-overflow: ellipsis; white-space: nowrap; }
      .latest li { padding: 4px 0; overflow-wrap: anywhere; }
      .latest li a { color: var(--text); }
      .latest .by { display: flex; flex-wrap: wrap; gap: 0 8px; color: var(--text-muted); font-size: 12px; line-height: 18px; }
      .rail .more { display: inline-block; margin-top: 4px; }
      .dot { width: 8px; height: 8px; margin-right: 6px; }
      .rail .revisions { display: block; }
      .rail .revisions li { padding: 4px 0; gap: 8px; }
      .rail .revisions a { min-width: 0; overflow: hidden; font: 13px/20px var(--mono); text-overflow: ellipsis; white-space: nowrap; }
      .repos td, .repos th { vertical-align: top; }
      .repos thead a { color: inherit; text-decoration: none; }
      .repos thead a:hover { text-decoration: underline; }
      .repos th p { margin-top: 2px; font-size: 12px; line-height: 18px; font-weight: 400; }
      .repos th[scope="row"] { min-width: 240px; overflow-wrap: anywhere; }
      .repos th[scope="row"] > a { text-decoration: none; font-weight: 600; }
      .repos th[scope="row"] > a:hover { text-decoration: underline; }
      .repos .langs { min-width: 140px; color: var(--text-muted); font-size: 13px; }
      .repos .langs .shares { margin: 8px 0 2px; }
      .repos .revs { min-width: 150px; font-size: 13px; }
      .repos td { white-space: nowrap; }
      .filter + [data-part] > .muted { margin-bottom: 8px; }
      .repos .revs .tag { margin: 0 4px 2px 0; }
    }
    @layer pages {
      .place > * + * { margin-top: 12px; }
      .place:has(.file-bar) { padding-top: 8px; }
      .place .file-bar + * { margin-top: 4px; }
      .home .crumbs { font-size: 19px; line-height: 28px; }

      .file { max-width: none; padding-top: 8px; }
      .file-facts { align-items: center; min-height: 32px; }
      .file-facts > a { min-height: 24px; }
      .controls { display: flex; gap: 4px; margin-left: auto; }
      .controls button { min-height: 28px; padding: 0 8px; border: 1px solid transparent; border-radius: var(--radius); background: none; color: var(--text-muted); font-size: 13px; }
      .controls button:hover { background: var(--sunken); color: var(--text); }
      .controls [aria-pressed="true"] { border-color: var(--border-strong); color: var(--text); }
      .tabs { display: flex; padding: 2px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--sunken); }
      .tabs a { padding: 0 12px; border-radius: 4px; color: var(--text-muted); line-height: 26px; text-decoration: none; }
      .tabs [aria-current] { background: var(--surface); color: var(--text); box-shadow: 0 0 0 1px var(--border); }
      .file .found { max-height: 320px; overflow: auto; }
      .dump { padding: 12px 16px; }
      .found .l > a:first-child::before { content: none; }
      .picture { border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); text-align: center; }
      .picture div { padding: 32px; background: repeating-conic-gradient(var(--sunken) 0 25%, var(--bg) 0 50%) 0 0 / 20px 20px; }
      .picture img { max-width: 100%; max-height: 75vh; width: auto; height: auto; }
      .picture figcaption { padding: 8px 16px; border-top: 1px solid var(--border); color: var(--text-muted); font-size: 13px; }
      .notebook .cell { position: relative; padding: 8px 32px; }
      .notebook .cell:first-child { padding-top: 24px; }
      .notebook .cell:last-child { padding-bottom: 24px; }
      .notebook .count { color: var(--text-muted); font: 12px/20px var(--mono); }
      .cell pre { overflow: auto; max-height: 600px; }
      .cell .output { margin-top: 4px; border-color: transparent; border-left: 3px solid var(--border); border-radius: 0; background: none; }
      .cell .error { border-left-color: var(--danger); }
      .cell img { max-width: 100%; margin-top: 8px; background: var(--on-seq-dark); }

      .tree-rail ul ul { margin-left: 11px; padding-left: 8px; border-left: 1px solid var(--border); }
      .tree-rail a { display: flex; align-items: start; min-height: 24px; padding: 2px 6px; border-radius: 4px; color: var(--text); overflow-wrap: anywhere; }
      .tree-rail a .i { margin-top: 2px; }
      .tree-rail a:hover { background: var(--sunken); text-decoration: none; }
      .tree-rail [aria-current] { background: var(--tag); font-weight: 600; }
      .tree-rail .more { color: var(--text-muted); }
      .outline ul ul { margin-left: 9px; padding-left: 10px; border-left: 1px solid var(--border); }
      .outline a { display: flex; gap: 6px; min-height: 24px; padding: 2px 6px; border-radius: 4px; color: var(--text); font: 12px/20px var(--mono); overflow-wrap: anywhere; }
      .outline a:hover { background: var(--sunken); text-decoration: none; }
      .outline [aria-current] { background: var(--tag); }
      .kind { flex: none; width: 16px; color: var(--brass); font-weight: 600; text-align: center; }

      @media (min-width: 900px) {
        .place .columns { grid-template-columns: minmax(0, 1fr) 280px; }
        .file-columns { grid-template-columns: minmax(0, 1fr) 240px; }
        .to-outline, .to-tree { display: none; }
        .file .rail { --rail-top: calc(var(--header) + 56px); position: sticky; top: var(--rail-top); max-height: calc(100vh - var(--rail-top) - 16px); overflow-y: auto; scrollbar-width: thin; }
      }
      @media (min-width: 900px) and (min-height: 480px) {
        .file-bar { position: sticky; top: var(--header); z-index: 8; background: var(--bg); }
        .file .file-bar { margin: 0 -24px; padding-inline: 24px; box-shadow: 0 1px var(--border); }
        html:has(.file-bar) { scroll-padding-top: calc(var(--header) + 72px); }
        html:has(.scopes) { scroll-padding-top: calc(var(--header) + 172px); }
        .file-bar .actions { flex-wrap: nowrap; }
        .file .columns { margin-top: 8px; }
      }
      @media (min-width: 1200px) {
        .file-columns { grid-template-columns: 240px minmax(0, 1fr) 240px; grid-template-areas: "tree body side"; gap: 24px; }
        /* The tree comes after a file that may be long: the class says at once that it will. */
        .file-columns:has(> .tree-rail[hidden]), .file-columns:not(.treed) { grid-template-columns: minmax(0, 1fr) 240px; grid-template-areas: "body side"; }
        .file-columns > .body { grid-area: body; }
        .file-columns > .side { grid-area: side; }
        .file-columns > .tree-rail { grid-area: tree; }
      }
      @media (max-width: 1199px) {
        .to-tree { display: inline-grid; }
        [data-toggle="tree"] { display: none; }
        .file-columns > .tree-rail { position: static; max-height: none; grid-column: 1; }
      }
      @media (max-width: 899px) {
        [data-toggle="outline"] { display: none; }
        .file-bar .actions { margin-left: 0; }
        .crumbs { flex: 1; min-width: 0; }
        .file-bar { align-items: start; }
        :is(.source, .scopes) .l > a:first-child { min-width: 44px; padding-right: 8px; margin-right: 4px; }
        .readme > .prose, .sheet-of-paper > .prose { padding: 16px; }
        .notebook .cell { padding-inline: 16px; }
        .tree th, .tree td { padding-inline: 8px; }
        .tree td:nth-child(2) { display: none; }
        .tree thead th:nth-child(2) { display: none; }
        .picture div { padding: 16px; }
      }
      @media (min-width: 1500px) {
        .file-columns { grid-template-columns: 280px minmax(0, 1fr) 280px; }
      }
      @media (pointer: coarse) {
        .rail a, .icon, .file-bar .quiet, .tabs a, .controls button, .tree th a { min-height: 44px; }
        .icon { width: 44px; height: 44px; }
        .tabs a { line-height: 42px; }
      }
      @media print {
        .file-bar .actions, .rail, .controls, .icon { display: none; }
        .file-columns, .place .columns { display: block; }
      }
    }

    """###
}
