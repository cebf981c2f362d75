// Made from Assets/code.css by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/code.css`.
  static let codeCss: StaticString = ###"""
    @layer tokens {
      :root {
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
      }
    }
    @layer components {
      .t-kw { color: var(--kw); }
      .t-type { color: var(--type); }
      .t-func { color: var(--func); }
      .t-string { color: var(--string); }
      .t-number { color: var(--number); }
      .t-comment { color: var(--comment); }
      .t-const { color: var(--const); }
      .t-attr { color: var(--attr); }
      .t-regex { color: var(--regex); }
      .t-prop { color: var(--prop); }

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
      .wrap .block { width: auto; }
      .wrap .l { white-space: pre-wrap; overflow-wrap: anywhere; padding-left: 64px; text-indent: -64px; }
      .wrap .l > a:first-child { text-indent: 0; }
      /* Script marks the lines of the address with a class, since :target stays behind when the address changes. */
      .sel, .source:not(.live) .l:target { background: var(--line-sel); }
      .sel > a:first-child, .source:not(.live) .l:target > a:first-child { background: var(--line-sel); color: var(--brass); }
      .l:target { scroll-margin-top: 30vh; }
      .file > .notice { margin-bottom: 12px; }
      /* Enclosing declarations, over the code: no height of their own, so that nothing moves. */
      .scopes { position: sticky; z-index: 6; height: 0; }
      .scopes pre {
        position: absolute; inset: 0 1px auto; overflow: hidden; visibility: hidden; background: var(--line-hover); color: var(--text-code);
        line-height: 20px; box-shadow: var(--shadow);
      }
      .scopes.on pre { visibility: visible; }
      .scopes .l { width: max-content; min-width: 100%; white-space: pre; cursor: pointer; }
      .scopes .l > a:first-child { background: var(--line-hover); }
      .scopes .l > a:first-child::before { content: attr(data-n); }
      .scopes .l:hover, .scopes .l:hover > a:first-child { background: var(--tag); }
      .code-box { min-width: 0; tab-size: 4; }
      .code-box pre { tab-size: inherit; }
      .code-box[data-tab="1"] { tab-size: 1; }
      .code-box[data-tab="2"] { tab-size: 2; }
      .code-box[data-tab="3"] { tab-size: 3; }
      .code-box[data-tab="5"] { tab-size: 5; }
      .code-box[data-tab="6"] { tab-size: 6; }
      .code-box[data-tab="7"] { tab-size: 7; }
      .code-box[data-tab="8"] { tab-size: 8; }
      .pager { display: flex; flex-wrap: wrap; gap: 4px 24px; padding: 8px 0; font-variant-numeric: tabular-nums; }
    }

    """###
}
