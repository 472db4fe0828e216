"""The plain-text layout of news sites; docs/article-format.md shows it.

headline, deck, paragraphs with a caption among them, author's note, discussion block
"""

import re
from collections.abc import Iterable, Sequence

from articles.ingest.author_note import is_follow_alone, is_to_follow, read_author_note
from articles.ingest.blocks import Block, read_blocks
from articles.ingest.captions import read_caption
from articles.ingest.discussion_block import read_discussion, split_discussion
from articles.ingest.furniture import byline_name, is_furniture
from articles.ingest.parsed import ArticleUnreadable, Byline, ParsedArticle, Picture

MAX_TITLE = 300

# A deck is set above the text and seldom ends in a full stop; a lead of 25 words or more does.
_LONGEST_DECK = 60
_LONGEST_DECK_WITH_STOP = 24
_STOPS = (".", "!", "?", "…", ".”", '."', "!”", "?”", ".\u2019", ".)")
# News tells the day in its first paragraph, or begins with where it was written.
_LEAD = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|^[A-Z]{3}[^.!?]{0,60}? [\u2013\u2014-]{1,2} "
)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://([^\s/:?#)\]>,]+)", re.IGNORECASE)
_ELSEWHERE = ("x.com", "twitter.com", "facebook.com", "t.me", "instagram.com", "youtube.com")
# What these are of is a book or an institute, not the site that prints them.
_OUTSIDER = re.compile(r"\b(?:author|fellow|professor|analyst|researcher|historian)", re.IGNORECASE)
# A note stands last, or before links to the author's other pieces.
_NOTE_TAIL = 4


def parse_article(text: str) -> ParsedArticle:
    """Return the article in the text; what the layout leaves optional may be missing.

    Only the first caption becomes the picture; later ones stay among the paragraphs, since nothing
    of the text may be lost. Raises ArticleUnreadable with the line and the reason.
    """
    blocks = read_blocks(text)
    if not blocks:
        raise ArticleUnreadable(1, "the file is empty")
    headline, *rest = blocks
    title = headline.text.strip("#* ")
    if not title or len(title) > MAX_TITLE:
        raise ArticleUnreadable(headline.line, f"no headline of 1 to {MAX_TITLE} characters")
    body, closing = split_discussion(rest)
    names = [byline_name(block.text) for block in body if is_furniture(block.text)]
    note, byline, body, closing = _take_note(_without_furniture(body), closing)
    discussion = read_discussion(closing)
    picture, body = _take_picture(body)
    deck, paragraphs = _split_deck([block.text for block in body])
    if not paragraphs:
        raise ArticleUnreadable(headline.line, "no paragraph follows the headline")
    byline = byline or _named(names)
    publication = discussion.publication or _publication_of(byline)
    return ParsedArticle(
        title=title,
        deck=deck,
        paragraphs=tuple(paragraphs),
        picture=picture,
        byline=byline,
        author_note=note,
        invitation=discussion.invitation,
        grounds=discussion.grounds,
        publication=publication,
        domain=_domain(publication, [note, *(block.text for block in closing)]),
    )


def _without_furniture(blocks: Iterable[Block]) -> list[Block]:
    return [block for block in blocks if not is_furniture(block.text)]


def _publication_of(byline: Byline | None) -> str:
    if byline is None or _OUTSIDER.search(byline.role):
        return ""
    return byline.publication


def _named(names: Iterable[str]) -> Byline | None:
    name = next(filter(None, names), "")
    return Byline(name, role="", publication="", handle="") if name else None


def _take_note(
    body: list[Block], closing: list[Block]
) -> tuple[str, Byline | None, list[Block], list[Block]]:
    """Return the note, who it names, and both lists without it.

    In the body it stands at the end. Some pages print it below the discussion block.
    """
    for place in range(len(body) - 1, max(1, len(body) - 1 - _NOTE_TAIL), -1):
        if _is_note(body, place):
            return *_read_note(body, place), closing
    for place in range(len(closing)):
        if read_author_note(closing[place].text):
            note, byline, closing = _read_note(closing, place)
            return note, byline, body, closing
    return "", None, body, closing


def _is_note(body: Sequence[Block], place: int) -> bool:
    """Whether the block is a note: alone at the end, or with where to follow the author."""
    if read_author_note(body[place].text) is None:
        return False
    after = [block for block in body[place + 1 :] if read_caption(block.text) is None]
    follows = bool(after) and is_follow_alone(after[0].text)
    return not after or follows or is_to_follow(body[place].text)


def _read_note(blocks: list[Block], place: int) -> tuple[str, Byline | None, list[Block]]:
    end = place + 1
    if end < len(blocks) and is_follow_alone(blocks[end].text):
        end += 1
    note = " ".join(block.text for block in blocks[place:end])
    return note, read_author_note(note), [*blocks[:place], *blocks[end:]]


def _take_picture(body: list[Block]) -> tuple[Picture | None, list[Block]]:
    for place, block in enumerate(body):
        picture = read_caption(block.text)
        if picture:
            return picture, [*body[:place], *body[place + 1 :]]
    return None, body


def _split_deck(texts: list[str]) -> tuple[str, list[str]]:
    """Return the deck and the paragraphs. A text alone below the headline is a paragraph."""
    if len(texts) > 1 and _is_deck(texts[0], followed_by=texts[1]):
        return texts[0], texts[1:]
    return "", texts


def _is_deck(text: str, *, followed_by: str) -> bool:
    words = len(text.split())
    if not text.endswith(_STOPS):
        return words <= _LONGEST_DECK
    short = words <= _LONGEST_DECK_WITH_STOP and len(text) <= len(followed_by)
    return short and not _LEAD.search(text)


def _domain(publication: str, texts: Iterable[str]) -> str:
    """Return the domain that the name is, or that an address beside the note or the policy has."""
    if _DOMAIN.fullmatch(publication):
        return publication.lower().removeprefix("www.")
    for text in texts:
        for host in _ADDRESS.findall(text):
            domain = host.lower().rstrip(".").removeprefix("www.")
            if _DOMAIN.fullmatch(domain) and not domain.endswith(_ELSEWHERE):
                return str(domain)
    return ""
