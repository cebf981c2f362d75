// Made from Assets/history.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/history.css`.
  static let historyCss: StaticString = ###"""
    @layer pages {
      .history > * + * { margin-top: 16px; }
      .history .sep { margin: 0 6px; color: var(--text-muted); }
      .hist-head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
      .hist-head h1 { font-size: 19px; line-height: 28px; font-weight: 400; overflow-wrap: anywhere; }
      .hist-head h1 a { color: var(--text-muted); text-decoration: none; }
      .hist-head h1 b a, .hist-head h1 > span:last-child { color: var(--text); font-weight: 600; }
      .hist-head h1 a:hover { color: var(--link); text-decoration: underline; }
      .tabs { display: flex; margin-left: auto; padding: 2px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); }
      .tabs a { padding: 2px 12px; border-radius: 4px; color: var(--text-muted); text-decoration: none; font-size: 13px; line-height: 24px; }
      .tabs a:hover { color: var(--text); background: var(--sunken); }
      .tabs [aria-current] { background: var(--tag); color: var(--text); font-weight: 600; }
      .hist-sum { display: flex; flex-wrap: wrap; gap: 4px 16px; font-variant-numeric: tabular-nums; }
      .hist-sum a { font-size: 13px; }
      .where { color: var(--text-muted); }
      .where a { color: inherit; font-weight: 550; text-decoration: none; }
      .where a:hover { color: var(--link); text-decoration: underline; }

      .day h2 { padding-bottom: 6px; border-bottom: 1px solid var(--border); color: var(--text-muted); font-size: 13px; line-height: 20px; font-weight: 600; }
      .day + .day { margin-top: 24px; }
      .commit { display: flex; gap: 4px 24px; align-items: baseline; padding: 8px 0; border-bottom: 1px solid var(--border); }
      .commit .what { flex: 1; min-width: 0; overflow-wrap: anywhere; }
      .commit .subject { color: var(--text); font-weight: 500; text-decoration: none; }
      .commit .subject:hover { color: var(--link); text-decoration: underline; }
      .commit .tag { margin-left: 8px; }
      .commit .by { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 12px; max-width: 48%; color: var(--text-muted); font-size: 13px; font-variant-numeric: tabular-nums; }
      .commit .by > span:first-child { overflow: hidden; max-width: 200px; text-overflow: ellipsis; white-space: nowrap; }
      .commit details { display: inline; }
      .commit summary {
        display: inline-block; min-width: 26px; margin-left: 8px; padding: 0 6px; border-radius: 4px; background: var(--tag);
        color: var(--text-muted); line-height: 24px; font-weight: 700; text-align: center; cursor: pointer; list-style: none;
      }
      .commit summary::-webkit-details-marker { display: none; }
      .commit summary:hover { color: var(--text); }
      .msg { max-width: 100ch; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--text-code); line-height: 20px; }
      .commit .msg { margin: 8px 0 4px; padding-left: 12px; border-left: 2px solid var(--border-strong); }

      .commit-head { padding: 16px 20px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); }
      .commit-head h1 { font-size: 19px; line-height: 26px; max-width: 80ch; overflow-wrap: anywhere; }
      .commit-head .msg { margin-top: 12px; }
      .people { display: grid; gap: 4px; margin-top: 16px; padding-top: 12px; border-top: 1px solid var(--border); font-size: 13px; line-height: 24px; }
      .people div { display: flex; flex-wrap: wrap; gap: 0 12px; }
      .people dt { flex: 0 0 84px; color: var(--text-muted); }
      .people dd { flex: 1; min-width: 200px; overflow-wrap: anywhere; }
      .parent + .parent { margin-left: 16px; }
      .copy { min-height: 24px; margin-left: 8px; padding: 0 8px; border: 1px solid var(--border); border-radius: 4px; background: none; color: var(--text-muted); font-size: 12px; }
      .copy:hover { color: var(--text); border-color: var(--border-strong); }
      .in { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: baseline; font-size: 13px; }

      .sides { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 12px 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--surface); font-size: 13px; }
      .sides label { color: var(--text-muted); }
      .sides input { width: 260px; max-width: 100%; height: 34px; margin-left: 6px; padding: 0 10px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: var(--bg); color: var(--text); font: 13px/20px var(--mono); }
      .sides button { height: 34px; padding: 0 16px; border: 0; border-radius: var(--radius); background: var(--accent); color: var(--on-accent); font-weight: 550; }
      .sides button:hover { background: var(--accent-hover); }
      .between > summary, .diff-list > summary { min-height: 24px; cursor: pointer; color: var(--text-muted); font-size: 13px; font-weight: 600; }
      .between .day { margin-top: 12px; }

      .history > .diff-bar { margin-top: 24px; }
      .diff-bar { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; justify-content: space-between; }
      .choices { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; font-size: 13px; line-height: 24px; }
      .choices [role="group"] { display: flex; padding: 1px; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); }
      .choices [role="group"] a { padding: 0 10px; border-radius: 4px; color: var(--text-muted); text-decoration: none; }
      .choices [aria-current] { background: var(--tag); color: var(--text); font-weight: 600; }
      .counts { font-size: 13px; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .plus { color: var(--ok); }
      .minus { color: var(--danger); }
      .st { display: inline-block; width: 18px; height: 18px; margin-right: 8px; border-radius: 4px; background: var(--tag); color: var(--text-muted); font: 600 11px/18px var(--mono); text-align: center; vertical-align: 1px; }
      .st-A { color: var(--ok); }
      .st-D { color: var(--danger); }
      .st-R, .st-C, .st-T, .st-X { color: var(--info); }
      .diff-list > ul { columns: 340px auto; column-gap: 40px; margin-top: 4px; font-size: 13px; line-height: 26px; }
      .diff-list > ul > li { break-inside: avoid-column; padding-bottom: 4px; }
      .diff-list .folder { color: var(--text-muted); overflow-wrap: anywhere; }
      .diff-list li li { display: flex; align-items: baseline; break-inside: avoid; }
      .diff-list .folder + ul { padding-left: 12px; }
      .diff-list li li a { min-width: 0; margin-right: 12px; overflow-wrap: anywhere; text-decoration: none; }
      .diff-list li li a:hover { text-decoration: underline; }
      .diff-list .counts, .diff-list li li > .muted { margin-left: auto; }

      .dfile { border: 1px solid var(--border); border-radius: var(--radius); background: var(--code-bg); scroll-margin-top: calc(var(--header) + 8px); }
      .dfile header { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; padding: 6px 12px; border-radius: var(--radius) var(--radius) 0 0; background: var(--line-hover); }
      .dfile h2 { font: 600 13px/24px var(--mono); overflow-wrap: anywhere; }
      .dfile h2 a { color: var(--text); text-decoration: none; }
      .dfile h2 a:hover { color: var(--link); text-decoration: underline; }
      .dfile .links { display: flex; gap: 16px; margin-left: auto; font-size: 13px; line-height: 24px; }
      .dnote { padding: 6px 12px; border-top: 1px solid var(--border); color: var(--text-muted); font-size: 13px; }
      .dnote a { margin-left: 8px; }
      .diff { overflow-x: auto; border-top: 1px solid var(--border); border-radius: 0 0 var(--radius) var(--radius); color: var(--text-code); line-height: 20px; }
      .diff .hh, .diff .d { display: block; min-width: max-content; }
      .diff .hh { padding: 2px 12px; background: var(--sunken); color: var(--text-muted); font-size: 12px; line-height: 24px; user-select: none; -webkit-user-select: none; scroll-margin-top: calc(var(--header) + 48px); }
      .hh .sec { margin-left: 12px; }
      .hh a { margin-left: 16px; font-family: var(--ui); }
      .diff .d > i:not(.cut) {
        display: inline-block; width: 52px; padding-right: 10px; color: var(--lineno); font-style: normal; text-align: right;
        font-variant-numeric: tabular-nums; user-select: none; -webkit-user-select: none;
      }
      .diff .d > i::before { content: attr(data-n); }
      .diff .d > b { display: inline-block; width: 20px; padding-left: 4px; font-weight: 400; }
      .diff .vh { user-select: none; -webkit-user-select: none; }
      .diff .add { background: var(--add); }
      .diff .del { background: var(--del); }
      .diff .add > i:not(.cut), .diff .del > i:not(.cut) { color: var(--text-code); }
      .diff mark { border-radius: 2px; border-bottom: 0; color: var(--text-code); }
      @media (forced-colors: active) { .diff mark { border-bottom: 2px solid; } }
      .diff .add mark { background: var(--add-word); }
      .diff .del mark { background: var(--del-word); }
      .diff .hh:target, .dfile:target header { background: var(--line-sel); }
      .diff.split .row { display: block; }
      .diff.split .twin, .diff.split .none { display: none; }
      @media (min-width: 1100px) {
        .diff.split .row { display: grid; grid-template-columns: 1fr 1fr; }
        .diff.split .twin, .diff.split .none { display: block; }
        .diff.split .d { min-width: 0; padding-left: 72px; text-indent: -72px; white-space: pre-wrap; overflow-wrap: anywhere; }
        .diff.split .d > * { text-indent: 0; }
        .diff.split .d + .d { border-left: 1px solid var(--border); }
        .diff.split .hh { min-width: 0; }
        .diff.split .none { background: var(--sunken); }
      }

      .age { display: inline-block; flex: none; width: 6px; background: var(--border); }
      .age.s1 { background: var(--seq-1); }
      .age.s2 { background: var(--seq-2); }
      .age.s3 { background: var(--seq-3); }
      .age.s4 { background: var(--seq-4); }
      .age.s5 { background: var(--seq-5); }
      .ages { display: inline-flex; gap: 2px; align-items: center; margin-left: auto; }
      .ages .age { width: 14px; height: 10px; border: 1px solid var(--border); }
      .ages .age:first-of-type { margin-left: 6px; }
      .ages .age:last-of-type { margin-right: 6px; }
      .blame { padding: 0; line-height: 24px; }
      .blame .block { contain-intrinsic-height: auto 2400px; }
      .blame .hunk { display: grid; grid-template-columns: 440px max-content; width: max-content; min-width: 100%; }
      .blame .ls { min-width: 0; }
      .blame .hunk + .hunk, .blame .block + .block .hunk:first-child { border-top: 1px solid var(--border); }
      .blame .who {
        position: sticky; left: 0; z-index: 1; display: flex; gap: 10px; height: 100%; min-height: 24px; padding-right: 4px;
        background: var(--surface); border-right: 1px solid var(--border); color: var(--text-muted); font: 12px/24px var(--ui);
        user-select: none; -webkit-user-select: none;
      }
      .who > .age { align-self: stretch; }
      .who time { flex: 0 0 82px; font-variant-numeric: tabular-nums; }
      .who .author { flex: 0 0 100px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text); }
      .who .subject { flex: 1; min-width: 0; height: 24px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--text-muted); text-decoration: none; }
      .who .subject:hover { color: var(--link); text-decoration: underline; }
      .who .before { flex: none; width: 24px; height: 24px; border-radius: 4px; text-align: center; text-decoration: none; font-size: 16px; }
      .who .before:hover { background: var(--tag); }
      .blame .l > a:first-child { left: 440px; }
      @media (max-width: 899px) {
        .commit { flex-direction: column; }
        .commit .by { max-width: 100%; justify-content: flex-start; }
        .tabs { margin-left: 0; }
        .sides input { width: 100%; margin-left: 0; }
        .sides label { flex: 1 1 100%; }
        .sides .arrow { display: none; }
        .ages { margin-left: 0; }
        .blame .block { content-visibility: visible; }
        .blame .hunk { display: block; }
        .blame .who { width: calc(100vw - 36px); height: auto; border-right: 0; background: var(--sunken); }
        .blame .ls { display: block; }
        .blame .who.on { display: none; }
        .who .author { flex-shrink: 1; min-width: 40px; }
        .blame .l > a:first-child { left: 0; min-width: 44px; }
        .diff .d > i:not(.cut) { width: 40px; padding-right: 6px; }
      }
      @media print {
        .tabs, .choices, .sides, .dfile .links, .before { display: none; }
        .diff, .blame { overflow: visible; white-space: pre-wrap; }
      }
    }

    """###
}
