"""Whether anything in what is shown could act: read by an HTML parser that knows nothing of how it
was made.
"""

from html.parser import HTMLParser
from urllib.parse import urlsplit

# What a comment may be made of, and nothing else.
TAGS = {"div", "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES = {("div", "dir"), ("ol", "start"), ("a", "href"), ("a", "rel")}
LINK_RELATION = {"ugc", "nofollow", "noopener"}

# A page of ours has more, but none of this.
NEVER = {
    *("iframe", "frame", "frameset", "object", "embed", "applet", "base", "style", "math"),
    *("animate", "animatetransform", "set", "foreignobject", "marquee", "audio", "video", "portal"),
}
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href")
LOADS = {"script", "img", "source", "input"}
LOADED_LINKS = {"stylesheet", "preload", "modulepreload", "prefetch", "import", "manifest"}
# An icon that is none, so that no browser asks for one.
NO_ICON = "data:,"
DATA_TYPES = {"application/json", "application/ld+json"}


class Shown(HTMLParser):
    """Every start tag with its attributes, and the text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data


def faults_of_fragment(fragment: str) -> list[str]:
    """Return what in a rendered comment is outside the allow list."""
    faults = []
    for tag, attributes in Shown(fragment).tags:
        if tag not in TAGS:
            faults.append(f"<{tag}>")
        faults += [f"<{tag} {name}>" for name in attributes if (tag, name) not in ATTRIBUTES]
        href = attributes.get("href")
        if href is not None and not _is_web(href):
            faults.append(f"link to {href}")
        if tag == "a" and LINK_RELATION - set(attributes.get("rel", "").split()):
            faults.append("a link without its relation")
    return faults


def faults_of_page(page: str, own: str) -> list[str]:
    """Return what in a whole page could act; `own` is where the service itself is."""
    faults = []
    for tag, attributes in Shown(page).tags:
        leads_away = tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh"
        if tag in NEVER or leads_away:
            faults.append(f"<{tag}>")
        faults += [f"<{tag} {n}>" for n in attributes if n.startswith("on") or n == "style"]
        if tag == "script" and not attributes.get("src"):
            faults += [] if attributes.get("type") in DATA_TYPES else ["a script within the page"]
        faults += [
            f"<{tag} {name}={attributes[name]}>"
            for name in ADDRESSES
            if name in attributes and not _may_lead(tag, attributes, attributes[name], own)
        ]
    return faults


def _is_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _may_lead(tag: str, attributes: dict[str, str], address: str, own: str) -> bool:
    """Whether the address is one to go to, or, where it is loaded or sent to, of the service."""
    parts = urlsplit(address.strip())
    relations = set(attributes.get("rel", "").lower().split())
    if tag in LOADS or tag == "form" or (tag == "link" and relations & LOADED_LINKS):
        return f"{parts.scheme}://{parts.netloc}" == own or not (parts.scheme or parts.netloc)
    if tag == "link" and "icon" in relations and address == NO_ICON:
        return True
    return parts.scheme in {"", "http", "https", "mailto"}
