// Made from Assets/essays.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/essays.css`.
  static let essaysCss: StaticString = ###"""
    @layer pages {
      .with-contents { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px; }
      .with-contents > * + * { margin-top: 0; }
      .contents ul { display: grid; gap: 2px; font-size: 14px; }
      .contents h2 { margin: 16px 0 4px; font-size: 13px; line-height: 20px; color: var(--text-muted); }
      .contents a {
        display: inline-flex; align-items: center; min-height: 30px; padding: 2px 10px; margin-left: -10px;
        border-radius: var(--radius); color: var(--text-muted); text-decoration: none;
      }
      .contents a:hover { background: var(--sunken); color: var(--text); }
      .contents [aria-current] { color: var(--text); font-weight: 600; box-shadow: inset 2px 0 var(--brass); border-radius: 0 var(--radius) var(--radius) 0; }
      @media (min-width: 1024px) {
        .with-contents { grid-template-columns: 208px minmax(0, 1fr); gap: 56px; max-width: 1240px; }
        .contents { position: sticky; top: calc(var(--header) + 24px); align-self: start; max-height: calc(100vh - 96px); overflow-y: auto; padding: 2px 0 2px 10px; }
      }
      @media (max-width: 1023px) {
        .contents { padding-bottom: 16px; border-bottom: 1px solid var(--border); }
        .contents ul { display: flex; flex-wrap: wrap; gap: 2px 10px; padding-left: 10px; }
      }

      .essay { min-width: 0; font-size: 16px; line-height: 26px; }
      .essay > * { max-width: 70ch; }
      .essay > :is(figure, .try) { max-width: 900px; }
      .essay > * + * { margin-top: 16px; }
      .essay h1 { font-size: clamp(28px, 4.5vw, 40px); line-height: 1.15; letter-spacing: -.025em; text-wrap: balance; }
      .essay h2 { margin-top: 48px; font-size: 22px; line-height: 28px; letter-spacing: -.01em; scroll-margin-top: 72px; }
      .essay h2 + * { margin-top: 8px; }
      .essay .eyebrow { margin-bottom: 4px; font-size: 14px; }
      .essay .lead { font-size: 19px; line-height: 29px; color: var(--text-muted); }
      .essay p code, .essay li code { padding: 1px 4px; border-radius: 4px; background: var(--tag); overflow-wrap: anywhere; }
      .essay .credits { font-size: 13px; line-height: 20px; color: var(--text-muted); margin-top: 32px; }
      .essay .formula { padding: 12px 16px; border-left: 3px solid var(--brass); background: var(--sunken); font: 14px/22px var(--mono); }
      .essay .plain { list-style: disc; padding-left: 22px; }
      .essay .plain li + li, .rules li + li { margin-top: 8px; }
      .rules { list-style: decimal; padding-left: 24px; }
      .rules li::marker { color: var(--brass); font-weight: 600; }
      .essay .notice { font-size: 15px; line-height: 23px; }
      .listing { padding: 12px 16px; overflow-x: auto; border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); color: var(--text-code); line-height: 20px; }

      .try { margin-top: 24px; padding: 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); font-size: 14px; line-height: 22px; }
      .try > * + * { margin-top: 8px; }
      .try label { font-weight: 600; }
      .try .row { display: flex; gap: 8px; }
      .try input {
        flex: 1; min-width: 0; height: 40px; padding: 0 12px; border: 1px solid var(--border-strong); border-radius: var(--radius);
        background: var(--bg); font: 15px/24px var(--mono); font-variant-ligatures: none;
      }
      .try button { flex: none; height: 40px; padding: 0 18px; border: 0; border-radius: var(--radius); background: var(--accent); color: var(--on-accent); font-weight: 550; }
      .try button:hover { background: var(--accent-hover); }
      .try .examples { margin-top: 8px; gap: 6px; }
      .try .examples a { padding: 2px 8px; }
      .try .examples code { padding: 0; background: none; }

      .essay { counter-reset: figure; }
      .figure { counter-increment: figure; padding: 16px 20px 18px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); font-size: 14px; line-height: 22px; }
      .essay > .figure { margin-top: 24px; }
      .essay > .figure + :not(.figure, h2) { margin-top: 24px; }
      .figure > * + * { margin-top: 12px; }
      .figure figcaption { max-width: 78ch; color: var(--text-muted); }
      .figure figcaption::before { content: "Figure " counter(figure) ". "; color: var(--brass); font-weight: 600; }
      .figure figcaption code { color: var(--text); }
      .figure details > summary { min-height: 24px; color: var(--link); cursor: pointer; font-size: 13px; }
      .figure details .table { max-height: 480px; margin-top: 8px; overflow: auto; }
      .figure .table :is(th, td) { padding: 5px 12px; font-size: 13px; line-height: 20px; }
      .figure .table code { overflow-wrap: anywhere; }
      .figure td.n, .times dd { white-space: nowrap; }
      .figure .chosen { background: var(--line-sel); }
      .draw { overflow-x: auto; }
      .draw svg { display: block; max-width: none; }

      .bars { display: block; width: 100%; height: 14px; border-radius: 3px; background: var(--sunken); }
      .used { fill: var(--chart-1); }
      .unused { fill: var(--border-strong); }
      .pale { fill: var(--border-strong); opacity: .45; }
      .s1 { fill: var(--chart-1); } .s2 { fill: var(--chart-2); } .s3 { fill: var(--chart-4); }
      .s4 { fill: var(--chart-3); } .s5 { fill: var(--chart-5); } .s6 { fill: var(--chart-other); }
      svg .label { fill: var(--text); font: 12px/1 var(--ui); text-anchor: middle; }
      svg .letter { fill: var(--text-code); font: 15px/1 var(--mono); text-anchor: middle; }
      svg .head { fill: var(--text-muted); font-weight: 600; }
      svg .start { text-anchor: start; } svg .end { text-anchor: end; }
      svg .on { fill: var(--on-accent); }
      .box, .cell { fill: var(--code-bg); stroke: var(--border-strong); }
      .box.on, .gram.used { fill: var(--accent); stroke: none; }
      .gram { fill: var(--tag); stroke: var(--border-strong); }
      .wire, .brace, .axis { fill: none; stroke: var(--border-strong); stroke-width: 1.4; }
      .dashed { stroke-dasharray: 4 4; }
      .span.old { fill: var(--seq-1); stroke: var(--border-strong); } .span.new { fill: var(--add); stroke: var(--border-strong); }
      .code-line.c0 { fill: var(--chart-1); } .code-line.c1 { fill: var(--chart-2); } .code-line.c2 { fill: var(--chart-4); }

      .pieces { display: flex; flex-wrap: wrap; gap: 8px; }
      .pieces li { display: grid; gap: 2px; padding: 6px 10px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); text-align: center; }
      .pieces code, .essay .pieces li code { padding: 0; background: none; font-size: 15px; }
      .pieces span { color: var(--text-muted); font-size: 12px; line-height: 16px; }
      .tree { font: 13px/22px var(--mono); overflow-x: auto; }
      .tree li { position: relative; overflow-wrap: anywhere; }
      .tree .d0 { font-weight: 600; }
      .tree .d1 { margin-left: 20px; } .tree .d2 { margin-left: 40px; } .tree .d3 { margin-left: 60px; } .tree .d4 { margin-left: 80px; }
      .tree .d5 { margin-left: 100px; } .tree .d6 { margin-left: 120px; } .tree .d7 { margin-left: 140px; } .tree .d8 { margin-left: 160px; }
      .tree li:not(.d0)::before { content: ""; position: absolute; left: -13px; top: -4px; width: 8px; height: 16px; border: solid var(--border-strong); border-width: 0 0 1px 1px; }

      .plan-bars, .funnel-bars { display: grid; gap: 8px; }
      .plan-bars li { display: grid; grid-template-columns: minmax(64px, 200px) minmax(60px, 1fr) 136px 76px; gap: 2px 12px; align-items: center; font-variant-numeric: tabular-nums; }
      .essay .plan-bars li code { justify-self: start; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .plan-bars span { color: var(--text-muted); font-size: 13px; white-space: nowrap; }
      .plan-bars b { color: var(--text); }
      .plan-bars .unused code { color: var(--text-muted); }
      .funnel-bars li { display: grid; grid-template-columns: minmax(180px, 300px) minmax(60px, 1fr) 80px; gap: 2px 12px; align-items: center; font-variant-numeric: tabular-nums; }
      .funnel-bars span { font-size: 13px; line-height: 18px; }
      .funnel-bars b { text-align: right; }
      .times { display: grid; gap: 2px; font-size: 13px; }
      .times div { display: flex; justify-content: space-between; gap: 12px; padding: 3px 0; border-top: 1px solid var(--border); }
      .times dd { font-variant-numeric: tabular-nums; font-weight: 600; }

      .blocks { display: block; width: 100%; min-width: 560px; }
      .blocks rect, .legend rect { fill: var(--chart-1); }
      .blocks .b-missing, .legend .b-missing { fill: var(--border); }
      .blocks .b-hidden, .legend .b-hidden { fill: none; stroke: var(--border); }
      .blocks .b-none, .legend .b-none { fill: none; stroke: var(--border-strong); stroke-width: 1.6; }
      .blocks .b-other, .legend .b-other { fill: var(--seq-1); stroke: var(--chart-2); stroke-width: 1.6; }
      .blocks .b-result, .legend .b-result { fill: var(--chart-1); }
      .midway .blocks .open, .midway .blocks .b-result { fill: var(--seq-3); stroke: none; }
      .blocks .current { stroke: var(--brass); stroke-width: 3; }
      .legend { display: flex; flex-wrap: wrap; gap: 2px 20px; font-size: 13px; color: var(--text-muted); }
      .legend svg { vertical-align: -1px; }
      .named { min-height: 22px; font-size: 13px; overflow-wrap: anywhere; }
      .steps { display: grid; gap: 4px; list-style: decimal; padding-left: 24px; }
      .steps li::marker { color: var(--text-muted); }
      .steps .ahead { color: var(--text-muted); }
      .steps [aria-current] { font-weight: 500; }
      .walk { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
      .walk button { min-width: 76px; height: 32px; padding: 0 12px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg); }
      .walk button:hover:not(:disabled) { background: var(--tag); }
      .walk button:disabled { color: var(--text-muted); border-color: var(--border); cursor: default; }
      .walk input { flex: 1 1 160px; max-width: 320px; height: 24px; accent-color: var(--accent); }
      .walk output { color: var(--text-muted); font-size: 13px; font-variant-numeric: tabular-nums; }

      .alphabet { display: grid; grid-template-columns: repeat(16, minmax(0, 1fr)); gap: 4px; }
      .alphabet li { padding: 3px 2px; border: 1px solid var(--border); border-radius: 4px; background: var(--code-bg); text-align: center; line-height: 20px; }
      .essay .alphabet li code { padding: 0; background: none; font-size: 12px; white-space: nowrap; }
      .scores { display: grid; gap: 16px; }
      .scores > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 16px; align-items: baseline; }
      .scores > li > :is(svg, ul) { grid-column: 1 / -1; }
      .scores a { overflow-wrap: anywhere; text-decoration: none; }
      .scores a:hover { text-decoration: underline; }
      .parts { display: flex; flex-wrap: wrap; gap: 0 20px; font-size: 13px; line-height: 20px; color: var(--text-muted); }
      .parts b { color: var(--text); font-variant-numeric: tabular-nums; }
      .hit { padding: 0 4px; background: var(--match); color: var(--text-code); border-bottom: 2px solid var(--brass); }
      .topic-list { display: grid; gap: 16px; }
      .topic-list a { font-weight: 600; font-size: 17px; text-decoration: none; }
      .topic-list a:hover { text-decoration: underline; }
      .topic-list p { color: var(--text-muted); font-size: 15px; line-height: 23px; }
      .turn { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 56px; }
      .turn a { padding: 10px 16px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); text-decoration: none; font-weight: 550; line-height: 22px; }
      .turn a:hover { border-color: var(--border-strong); }
      .turn [rel="next"] { grid-column: 2; text-align: right; }
      .turn span { display: block; color: var(--text-muted); font-size: 13px; font-weight: 400; }

      @media (max-width: 899px) {
        .alphabet { grid-template-columns: repeat(8, minmax(0, 1fr)); }
      }
      @media (max-width: 639px) {
        .figure { padding: 12px 14px 14px; }
        .plan-bars li { grid-template-columns: minmax(0, 1fr) auto; }
        .plan-bars li > .bars { grid-column: 1 / -1; grid-row: 2; }
        .plan-bars li > span:last-child { grid-row: 1; grid-column: 2; }
        .funnel-bars li { grid-template-columns: minmax(0, 1fr) auto; }
        .funnel-bars li > .bars { grid-column: 1 / -1; grid-row: 2; }
        .alphabet { grid-template-columns: repeat(auto-fill, minmax(52px, 1fr)); }
      }
      @media (forced-colors: active) {
        .bars rect, .blocks rect, .legend rect { forced-color-adjust: none; }
      }
      @media print {
        .contents, .try, .walk, .turn { display: none; }
        .figure { break-inside: avoid; }
      }
    }
    @layer pages {
      .bench { max-width: 1000px; margin: 0 auto; }
      .bench > :is(.facts, .table, details, .times, pre) { max-width: 1000px; }
      .essay > .table, .essay section > .table { font-size: 14px; line-height: 22px; }
      .essay > :is(.table, section) { max-width: 900px; }
      .essay .table th[scope="row"] code { overflow-wrap: anywhere; }
      .essay :is(th, td) { padding: 6px 12px; }
      .bench .times dd { white-space: normal; text-align: right; overflow-wrap: anywhere; }
      .essay td.n { white-space: nowrap; }
      .essay th[scope="row"] { min-width: 110px; }
      .grid-line { fill: none; stroke: var(--border); }
      .spread { fill: none; stroke-width: 2; }
      .m1 { fill: var(--chart-1); } .spread.m1 { stroke: var(--chart-1); }
      .m2 { fill: var(--chart-2); } .spread.m2 { stroke: var(--chart-2); stroke-dasharray: 5 3; }
      .missed { color: var(--warn); }
      .manual { min-width: 0; max-width: 860px; }
      .manual .prose { max-width: 76ch; }
      .manual .prose .table { max-width: 100%; }
      .manual .prose h1 { margin-top: 0; font-size: clamp(28px, 4.5vw, 36px); line-height: 1.2; letter-spacing: -.02em; }
      .on-page { margin-bottom: 24px; padding: 10px 16px; border-left: 3px solid var(--border); font-size: 14px; }
      .on-page ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); gap: 0 24px; }
      .on-page a { display: inline-block; min-height: 24px; color: var(--text-muted); text-decoration: none; }
      .on-page a:hover { color: var(--text); text-decoration: underline; }
      .reference section { margin-top: 40px; }
      .reference section > * + * { margin-top: 12px; }
      .reference h2 { margin-top: 0; }
      .reference summary { min-height: 24px; color: var(--link); cursor: pointer; font-size: 14px; }
      .route b { color: var(--brass); font-size: 13px; }
      .notice.ok { border-left-color: var(--ok); }
      .status td ul { list-style: disc; padding-left: 16px; }
    }

    """###
}
