// Made from Assets/landing.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/landing.css`.
  static let landingCss: StaticString = ###"""
    @layer pages {
      .landing { max-width: 1128px; }
      .landing > * + * { margin-top: 72px; }
      .landing h2 { font-size: 24px; line-height: 32px; letter-spacing: -.01em; }
      .landing section > h2, .two h2 { margin-bottom: 16px; }
      .hero { padding-top: clamp(8px, 5vh, 56px); }
      .hero h1 { font-size: clamp(32px, 5.4vw, 48px); line-height: 1.1; letter-spacing: -.028em; max-width: 20ch; text-wrap: balance; }
      .proof { margin: 16px 0 28px; max-width: 66ch; font-size: 17px; line-height: 27px; color: var(--text-muted); }
      .proof b { color: var(--text); font-weight: 600; font-variant-numeric: tabular-nums; }
      .examples { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
      .examples a {
        display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; min-height: 32px; padding: 4px 12px;
        border: 1px solid var(--border); border-radius: 16px; background: var(--surface); color: var(--text);
        text-decoration: none; font-size: 13px;
      }
      .examples a:hover { border-color: var(--border-strong); background: var(--sunken); color: var(--text); }
      .examples code { overflow-wrap: anywhere; }
      .examples span { color: var(--text-muted); }

      .hero + .answer { margin-top: 32px; }
      .answer:empty { display: none; }
      .answer-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 24px; margin-bottom: 12px; }
      .answer-head h2 { font-size: 15px; line-height: 24px; letter-spacing: 0; font-variant-numeric: tabular-nums; }
      .answer-head h2 .muted { margin-left: 8px; font-weight: 400; }
      .answer-head code { padding: 2px 8px; border-radius: 4px; background: var(--tag); font-size: 14px; font-weight: 500; overflow-wrap: anywhere; }
      .answer-body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px 24px; align-items: start; }
      .landing .card h2 { position: static; font-size: 14px; line-height: 22px; letter-spacing: 0; margin: 0; }
      .drawn { display: grid; gap: 16px; padding: 20px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
      .drawn figcaption { font-weight: 600; }
      .drawn p { font-size: 13px; color: var(--text-muted); }
      .steps { max-width: 760px; }
      .steps .times { display: flex; gap: 4px 24px; }
      .steps summary { font-size: 13px; }
      .steps details .table { margin-top: 8px; }
      .landing .times { flex-direction: column; gap: 2px; padding-top: 12px; border-top: 1px solid var(--border); }

      .panels { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
      .tile { display: flex; flex-direction: column; gap: 8px; min-width: 0; padding: 20px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
      .tile h3 { font-size: 15px; line-height: 22px; }
      .tile > p { color: var(--text-muted); }
      .tile .ask { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; padding-top: 4px; font-size: 13px; }
      .tile .ask code { overflow-wrap: anywhere; }
      .tile pre { padding: 8px 12px; border-radius: var(--radius); background: var(--sunken); line-height: 20px; overflow-x: auto; color: var(--text-code); }
      .tile .d-src { border: 1px solid var(--border); border-radius: var(--radius); }
      .tile .ask .n { align-self: center; }
      .rows li { display: flex; gap: 12px; align-items: baseline; min-height: 28px; padding: 3px 0; border-top: 1px solid var(--border); font-size: 13px; }
      .rows a { flex: none; max-width: 46%; line-height: 24px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-decoration: none; }
      .rows a:hover { text-decoration: underline; }
      .rows code { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text-code); }
      .rows span { color: var(--text-muted); }
      .rows code span { color: inherit; }
      .rows :is(.t-kw) { color: var(--kw); }

      .two { display: grid; grid-template-columns: minmax(0, 1fr); gap: 24px 48px; align-items: start; }
      .small { margin-top: 12px; font-size: 13px; color: var(--text-muted); }
      .plain { display: grid; gap: 10px; max-width: 66ch; }
      .plain li { padding-left: 18px; position: relative; }
      .plain li::before { content: "" / ""; position: absolute; left: 0; top: 10px; width: 8px; height: 2px; background: var(--brass); }
      .plain code { overflow-wrap: anywhere; }
      .shell { padding: 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--code-bg); color: var(--text-code); line-height: 24px; overflow-x: auto; }

      .drawing { padding: 20px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
      .scroll { overflow-x: auto; }
      .drawing svg { display: block; width: 100%; min-width: 860px; height: auto; }
      .drawing figcaption { margin-top: 12px; font-size: 13px; color: var(--text-muted); }
      .d-box { fill: var(--bg); stroke: var(--border-strong); stroke-width: 1; }
      .d-key { stroke: var(--brass); stroke-width: 2; }
      .d-name { fill: var(--text); font: 600 15px var(--ui); text-anchor: middle; }
      .d-note, .d-small { fill: var(--text-muted); font: 12.5px var(--ui); text-anchor: middle; }
      .d-small { text-anchor: start; }
      .d-line { fill: none; stroke: var(--border-strong); stroke-width: 1.5; }
      .d-head { fill: var(--border-strong); }

      @media (min-width: 760px) {
        .panels { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        .two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      }
      @media (min-width: 960px) {
        .answer-body { grid-template-columns: minmax(0, 1fr) 312px; }
      }
      @media (max-width: 719px) {
        .landing > * + * { margin-top: 48px; }
      }
    }

    """###
}
