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
      .prose pre {
        padding: 12px 16px; overflow-x: auto; border: 1px solid var(--border); border-radius: var(--radius);
        background: var(--code-bg); color: var(--text-code); line-height: 20px;
      }
      .prose pre code { padding: 0; background: none; }
      .prose .asis { border: 0; padding: 0; background: none; white-space: pre-wrap; color: inherit; }
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
    }
    @layer pages {
    }

    """###
}
