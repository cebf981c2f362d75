// Made from Assets/latest.js by scripts/embed-assets.py; edit that file.
extension Assets {
  /// `Assets/latest.js`.
  static let latestJs: StaticString = ###"""
    // What a page leaves to be asked for when it stands: the last change of a file, for which git may have to walk far.
    import { find, findAll, make } from './dom.js';

    for (const row of findAll('[data-latest]')) {
      try {
        const reply = await fetch(row.dataset.latest);
        const [commit] = reply.ok ? (await reply.json()).commits : [];
        // The link to the history stays where there is no answer.
        if (!commit) continue;
        const { author, subject, url } = commit;
        find('dd', row).replaceChildren(
          make('a', { href: url, title: subject }, subject || commit.id.slice(0, 10)),
          make('span', { class: 'muted' }, make('time', { datetime: author.time }, author.time.slice(0, 10)), ` ${author.name}`));
      } catch { /* As without script. */ }
    }

    """###
}
