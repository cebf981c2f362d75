// Made from Assets/diagnose.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/diagnose.css`.
  static let diagnoseCss: StaticString = ###"""
    @layer pages {
      .tile.wide { grid-column: 1 / -1; }
      .tile .button { display: inline-flex; align-items: center; text-decoration: none; }
      .tile .button:hover { color: var(--on-accent); }
      .diagnose { max-width: 1400px; }
      .diagnose .proof { margin: 8px 0 20px; }
      .ask-log { max-width: 1080px; margin: 0 auto; }
      .ask-log h1 { font-size: clamp(28px, 4.4vw, 42px); line-height: 1.12; letter-spacing: -.025em; text-wrap: balance; }
      .log-samples { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; margin-bottom: 10px; color: var(--text-muted); font-size: 13px; }
      .log-samples ul { display: flex; flex-wrap: wrap; gap: 8px; }
      .log-samples a { display: inline-flex; flex-wrap: wrap; gap: 0 8px; padding: 4px 12px; border: 1px solid var(--border); border-radius: 16px; background: var(--surface); color: var(--text); text-decoration: none; }
      .log-samples a:hover { border-color: var(--border-strong); background: var(--sunken); }
      .log-samples [aria-current] { border-color: var(--brass); box-shadow: inset 0 0 0 1px var(--brass); }
      .log-samples b { font-weight: 600; }
      .log-samples span { color: var(--text-muted); }
      .log-form textarea {
        display: block; width: 100%; min-height: 240px; padding: 14px 16px; border: 1.5px solid var(--border-strong); border-radius: 10px;
        background: var(--code-bg); color: var(--text-code); font: 13px/20px var(--mono); font-variant-ligatures: none; tab-size: 4; resize: vertical;
      }
      .log-form textarea:focus-visible { border-color: var(--focus); outline-offset: 0; }
      .log-form textarea.over { border-style: dashed; border-color: var(--accent); }
      .log-send { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 12px; margin-top: 12px; }
      .log-send .button { min-height: 42px; padding: 0 28px; font-size: 16px; }
      .log-file { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; color: var(--text-muted); min-width: 0; }
      .log-file input { max-width: 100%; min-height: 32px; }
      .log-file ::file-selector-button { min-height: 32px; margin-right: 10px; padding: 0 12px; border: 1px solid var(--border-strong); border-radius: var(--radius); background: none; color: var(--text); font: inherit; cursor: pointer; }
      .log-promises { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); gap: 16px 32px; margin-top: 36px; padding-top: 20px; border-top: 1px solid var(--border); }
      .log-promises h2 { font-size: 15px; line-height: 22px; }
      .log-promises p { color: var(--text-muted); font-size: 14px; }

      .report { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px 40px; }
      .report::part(bar) { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; grid-column: 1 / -1; min-height: 36px; }
      .report::part(status) { margin: 0 auto 0 0; color: var(--text-muted); font-variant-numeric: tabular-nums; }
      .report::part(body) { display: grid; grid-template-columns: minmax(0, 1fr); gap: 32px; align-content: start; min-width: 0; }
      .report::part(side) { min-width: 0; }
      .report-file { display: grid; grid-template-columns: minmax(0, 1fr); gap: 32px; max-width: 1000px; margin: 0 auto; }
      .d-sum { display: grid; gap: 8px; padding-bottom: 16px; border-bottom: 1px solid var(--border); }
      .facts .bad dd, .lv.bad { color: var(--danger); }
      .d-line { display: flex; flex-wrap: wrap; gap: 0 20px; color: var(--text-muted); font-size: 13px; }
      .d-part > h2 { margin-bottom: 10px; }
      .d-part > h3 { margin: 16px 0 4px; }
      .d-cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
      .d-card, .d-trace, .d-issue { border: 1px solid var(--border); border-radius: 10px; background: var(--surface); overflow: clip; }
      .d-text { padding: 12px 16px; }
      .d-meta { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; font-size: 13px; }
      .d-file { overflow-wrap: anywhere; }
      .lv { color: var(--text-muted); font: 600 12px/18px var(--mono); }
      .lv.warn { color: var(--warn); }
      .d-card h3, .d-trace h3 { margin: 2px 0 4px; font: 500 14px/22px var(--mono); overflow-wrap: anywhere; }
      .hole { padding: 0 5px; border-radius: 4px; background: var(--symbol-hl); color: var(--func); font-style: normal; font-weight: 400; }
      .d-text pre, .d-issue > pre { overflow-x: auto; color: var(--text-muted); font-size: 12px; line-height: 20px; }
      .d-src { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 12px 16px; border-top: 1px solid var(--border); background: var(--line-hover); }
      .d-src.none { color: var(--text-muted); background: none; }
      .d-place { display: inline-flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; max-width: 100%; overflow-wrap: anywhere; }
      .d-place > .path { font: 13px/22px var(--mono); text-decoration: none; }
      .d-place > a.path { color: var(--link); }
      .d-place > a.path > span { color: inherit; opacity: 1; }
      .d-place > a.path:hover { text-decoration: underline; }
      .d-place .sym { color: var(--func); }
      .d-place .muted { font-size: 13px; }
      .d-skel { color: var(--text-muted); overflow-wrap: anywhere; }
      .d-ctx, .d-vals { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px; font-size: 13px; line-height: 22px; }
      .d-ctx > div, .d-vals > div { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 0 12px; }
      .d-vals > div { grid-template-columns: minmax(84px, max-content) minmax(0, 1fr); }
      .d-ctx dt { color: var(--text-muted); }
      .d-ctx dd, .d-vals dd { overflow-wrap: anywhere; }
      .d-ctx li { padding: 1px 0; }
      .d-vals dt code { color: var(--prop); overflow-wrap: anywhere; }
      .d-vals dd { display: flex; flex-wrap: wrap; gap: 0 16px; font: 13px/22px var(--mono); }
      .d-vals i, .d-why i { color: var(--text-muted); font-style: normal; font-size: 12px; }
      .d-why summary, .d-ver summary, .d-ctx summary { color: var(--text-muted); font-size: 13px; cursor: pointer; }
      .d-why ul, .d-ver ul { display: grid; gap: 2px; padding: 4px 0 0 16px; font-size: 13px; color: var(--text-muted); overflow-wrap: anywhere; }
      .d-issue { padding: 14px 16px; border-left: 4px solid var(--info); }
      .d-issue + .d-issue, .d-trace + .d-trace, .d-ver + .d-ver { margin-top: 12px; }
      .d-issue.critical, .d-issue.error { border-left-color: var(--danger); }
      .d-issue.warning { border-left-color: var(--warn); }
      .d-issue h3 { font-size: 16px; line-height: 24px; }
      .d-issue > p { font-size: 13px; }
      .d-issue > pre { margin: 6px 0; }
      .d-issue .prose { max-width: 80ch; font-size: 14px; }
      .d-trace { padding: 12px 16px; }
      .d-trace .d-ctx { margin-top: 8px; }
      .d-frames { display: grid; margin-top: 6px; border-left: 2px solid var(--border); counter-reset: f -1; }
      .d-frames li { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: baseline; padding: 2px 12px; font-size: 13px; min-width: 0; }
      .d-frames code { overflow-wrap: anywhere; }
      .d-frames .lib > code { color: var(--text-muted); }
      .d-frames .suspect { margin-left: -2px; border-left: 4px solid var(--brass); background: var(--line-sel); }
      .d-odd { display: grid; gap: 6px; }
      .d-odd code { overflow-wrap: anywhere; }
      .d-odd a { text-decoration: none; }
      .d-table { max-height: 640px; overflow: auto; }
      .d-table :is(th, td) { padding: 6px 12px; font-size: 13px; line-height: 20px; }
      .d-table table { min-width: 640px; }
      .d-table th code { overflow-wrap: anywhere; font-weight: 400; }
      .d-table .d-place { display: block; min-width: 220px; }
      .d-table .d-place > * { margin-right: 8px; }
      .d-table tr:target { background: var(--line-sel); }
      .d-bar { display: block; border-radius: 2px; background: var(--tag); }
      .d-bar .bad { fill: var(--danger); }
      .d-bar .warn { fill: var(--chart-2); }
      .d-bar .info { fill: var(--chart-1); }
      .d-bar .low { fill: var(--chart-other); }
      .d-rules { display: flex; flex-wrap: wrap; gap: 4px 24px; }
      .d-reply { padding: 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--sunken); }
      .d-reply-head { display: flex; align-items: baseline; justify-content: space-between; gap: 12px; margin-bottom: 8px; }
      .d-reply h2 { font-size: 16px; }
      .d-reply pre { max-height: 70vh; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12.5px; line-height: 20px; color: var(--text-code); }
      @media (max-width: 559px) {
        .d-sum .facts { gap: 8px 20px; }
        .d-ctx > div { grid-template-columns: 68px minmax(0, 1fr); }
        .d-vals > div { grid-template-columns: minmax(0, 1fr); }
      }
      @media (min-width: 1100px) {
        .report:has(.d-reply) { grid-template-columns: minmax(0, 1fr) 360px; }
        .report:not(:has(.d-reply)) { padding-right: 400px; }
        .report::part(side) { position: sticky; top: calc(var(--header) + 16px); align-self: start; }
      }
    }

    """###
}
