"""The block that closes an article: invitation, grounds, pointer to the comment policy."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from articles.ingest.blocks import DISCUSSION_HEADING, Block

MAX_PUBLICATION = 100
# A block without its heading is looked for only here, so that no paragraph is taken for one.
TAIL = 4

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”\"\u2019)]))\s+(?=[“\"\u2018(]?[^\W\d_a-z])")
_GROUNDS = re.compile(
    r"(?P<list>.{3,600}?),?\s+(?:will|may|can|shall|must|are|is)\s+(?:(?:all|always|also|not|be|"
    r"promptly|immediately|swiftly)\s+)*(?:removed|deleted|taken down|hidden|rejected|moderated|"
    r"published|tolerated|allowed|permitted|accepted|prohibited|forbidden|banned)\b",
    re.IGNORECASE,
)
_GROUND_WORD = re.compile(
    r"\b(?:hate\w*|illegal|unlawful|attacks?|abus\w+|racis\w+|threats?|insults?|language|content|"
    r"spam|harass\w+|obscen\w+|libel\w*|defam\w+|comments?)\b",
    re.IGNORECASE,
)
_PREFACE = re.compile(
    r"(?:please note(?: that|:)?\s+|note(?: that|:)\s+|however,\s+|but\s+)?"
    r"(?:(?:any |all )?(?:comments?|posts?|messages?|submissions?)\s+"
    r"(?:that |which )?(?:contain(?:s|ing)?|include[s]?|including|with|featuring)\s+)?",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:comment(?:s|ing|ary)?|community|discussion|moderation)\s+"
    r"(?:policy|policies|guidelines?|rules?|terms|standards)\b|^\W*https?://\S+\W*$",
    re.IGNORECASE,
)
_INVITES = re.compile(r"\b(?:welcome|invite|encourage|ask)\b", re.IGNORECASE)
_LIST_COMMA = re.compile(r"\s*[,;]\s*")
_CONJUNCTION = re.compile(r"(?:and/or|and|or|nor|as well as)\s+", re.IGNORECASE)
_INNER_CONJUNCTION = re.compile(r"\s+(?:and/or|and|or|nor|as well as)\s+", re.IGNORECASE)
_ATTACK = re.compile(
    r"\battacks?\s+(?:against|on|upon|at|toward|towards|aimed at|directed (?:at|against)|targeting)"
    r"\s+(?P<target>.+)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:its|their|our|his|her|the)\b", re.IGNORECASE)
_BESIDES = re.compile(
    r"\s*(?:,|\b(?:and|or)\b)\s*(?=(?:its|our|their|the|other|any|fellow)\b).*", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:us|we|our|this|these|other|others|fellow|any|anyone|each|people|individuals?|readers?|"
    r"users?|commenters?|authors?|writers?|staff|the (?:site|publication|paper|newspaper|website|"
    r"author|authors|editors?|staff|writers?|newsroom|outlet))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DiscussionBlock:
    """What the block says; `publication` is whom attacks are said to be against, "" if nobody."""

    invitation: str
    grounds: tuple[str, ...]
    publication: str


def split_discussion(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks before the discussion block, and its own without the heading line."""
    for place in range(len(blocks) - 1, -1, -1):
        heading = DISCUSSION_HEADING.match(blocks[place].text)
        if heading:
            beside = blocks[place].text[heading.end() :].strip(" *_#")
            first = [Block(blocks[place].line, beside)] if beside else []
            return list(blocks[:place]), [*first, *blocks[place + 1 :]]
    start = _unheaded_start(blocks)
    return list(blocks[:start]), list(blocks[start:])


def read_discussion(blocks: Iterable[Block]) -> DiscussionBlock:
    """Return what the block says. The pointer to the policy and what else stands there is left."""
    sentences = _sentences(blocks)
    place = next((n for n, text in enumerate(sentences) if _lists_grounds(text)), None)
    before = sentences if place is None else sentences[:place]
    invitation = " ".join(text for text in before if not _POINTER.search(text))
    if place is None:
        return DiscussionBlock(invitation, (), "")
    if not invitation:
        after = sentences[place + 1 :]
        invitation = next((text for text in after if _INVITES.search(text)), "")
    grounds = _grounds(sentences[place])
    return DiscussionBlock(invitation, grounds, _publication(grounds))


def _unheaded_start(blocks: Sequence[Block]) -> int:
    """Return where a block without a heading begins: only at the end, only if it is surely one."""
    first = max(0, len(blocks) - TAIL)
    for place in range(first, len(blocks)):
        sentences = _sentences(blocks[place:])
        invites = sentences[0].lower().startswith(("we welcome", "we invite", "we encourage"))
        if (invites or _lists_grounds(sentences[0])) and _is_whole_block(sentences):
            return place
    return len(blocks)


def _is_whole_block(sentences: Sequence[str]) -> bool:
    """Whether the sentences hold grounds that name an attack or hate, beside or above a pointer."""
    listed = [text for text in sentences if _lists_grounds(text)]
    known = re.compile(r"hateful|illegal content|attacks? (?:against|on)", re.IGNORECASE)
    return any(known.search(text) for text in listed) and (
        len(sentences) > 1 or bool(_ATTACK.search(listed[0]))
    )


def _sentences(blocks: Iterable[Block]) -> list[str]:
    """Return the sentences; one that was broken over two blocks is whole again."""
    joined: list[str] = []
    for block in blocks:
        if joined and joined[-1][-1] not in '.!?…”")':
            joined[-1] = f"{joined[-1]} {block.text}"
        else:
            joined.append(block.text)
    return [sentence for text in joined for sentence in _SENTENCE_END.split(text) if sentence]


def _lists_grounds(sentence: str) -> bool:
    found = _GROUNDS.match(sentence)
    return found is not None and bool(_GROUND_WORD.search(found["list"]))


def _grounds(sentence: str) -> tuple[str, ...]:
    found = _GROUNDS.match(sentence)
    assert found is not None
    listed = found["list"][_PREFACE.match(found["list"]).end() :]  # type: ignore[union-attr]  # matches ""
    items: list[str] = []
    for item in _LIST_COMMA.split(listed):
        bare = _CONJUNCTION.sub("", item, count=1) if _CONJUNCTION.match(item) else item
        if items and _ATTACK.search(items[-1]) and _POSSESSIVE.match(bare):
            items[-1] = f"{items[-1]}, {item}"  # "attacks against X, its editors, or its readers"
        elif bare:
            items.append(bare)
    return _last_split(
        items, has_conjunction=bool(_CONJUNCTION.match(_LIST_COMMA.split(listed)[-1]))
    )


def _last_split(items: list[str], *, has_conjunction: bool) -> tuple[str, ...]:
    """Part "B or C" in "A, B or C"; in "A, or attacks on X or Y" nothing is left to part."""
    if not items or has_conjunction or _ATTACK.match(items[-1]):
        return tuple(items)
    return (*items[:-1], *_INNER_CONJUNCTION.split(items[-1], maxsplit=1))


def _publication(grounds: Iterable[str]) -> str:
    """Return the name that the ground on attacks protects, without "the" in lower case."""
    for ground in grounds:
        attack = _ATTACK.search(ground)
        if attack:
            name = _BESIDES.sub("", attack["target"]).strip(" .,“”\"'\u2018\u2019*_")
            if name and len(name) <= MAX_PUBLICATION and not _NOBODY.match(name):
                return name.removeprefix("the ")
    return ""
