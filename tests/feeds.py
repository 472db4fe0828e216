"""Feeds as sites send them."""

from xml.sax.saxutils import escape


def rss(*items: dict[str, object], title: str = "The Daily Ledger") -> bytes:
    """An RSS 2.0 feed; an item has `guid`, `link`, `title`, `pubDate` and `categories`."""
    body = "".join(_item(dict(item)) for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title>{body}</channel></rss>"
    ).encode()


def _item(item: dict[str, object]) -> str:
    categories = item.pop("categories", ())
    lines = [f"<{name}>{escape(str(value))}</{name}>" for name, value in item.items()]
    lines += [f"<category>{escape(word)}</category>" for word in categories]
    return f"<item>{''.join(lines)}</item>"


def item(number: int = 1, **changed: object) -> dict[str, object]:
    """The item of that number, as a CMS would write it; None leaves a part out."""
    given = {
        "guid": f"https://ledger.example/?p={number}",
        "link": f"https://ledger.example/{number}",
        "title": f"Article {number}",
        "pubDate": f"Mon, 23 Nov 2026 08:{number % 60:02}:00 GMT",
        **changed,
    }
    return {name: value for name, value in given.items() if value is not None}


ATOM = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<title>The Daily Ledger</title><id>tag:ledger.example,2026:all</id>
<updated>2026-11-23T08:00:00Z</updated>
<entry><id>tag:ledger.example,2026:1</id>
<title type="html">Tom &amp;amp; &lt;i&gt;Jerry&lt;/i&gt;</title>
<link rel="alternate" href="https://ledger.example/1"/><published>2026-11-23T09:00:00+01:00</published>
<updated>2026-11-24T08:00:00Z</updated><category term="World"/><category term="Cats"/></entry>
</feed>"""
