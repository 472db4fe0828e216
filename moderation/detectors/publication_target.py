"""Who "the publication" is in a comment: names that the site set, and ways to mean it without."""

import re
from dataclasses import dataclass
from functools import lru_cache

from moderation.detectors.base import SiteProfile
from moderation.detectors.publication_words import CONTEMPT
from moderation.text import Views, views

_PEOPLE = (
    r"(?:authors?|writers?|editors?|journalists?|reporters?|columnists?|correspondents?|bloggers?"
    r"|contributors?|moderators?|publishers?|newsroom|staff(?:ers?)?|editorial (?:board|team|staff)"
    r"|(?:news ?)?desk|team|hacks|scribblers?|owners?|management|interns?)"
)
_OUTLET = (
    r"(?:site|web ?site|page|paper|newspaper|rag|tabloid|outlet|publication|magazine|blog|portal"
    r"|channel|place|outfit|broadsheet|fish ?wrap|excuse for a (?:news)?paper|comic|operation)"
)
_PREMISES = (
    r"(?:servers?|doors?|windows?|hard drives?|hosting company|offices?|building|headquarters|hq"
    r"|front door|printing press|presses)"
)
_ADJECTIVES = r"(?:[\w'\u2019-]+ ){0,4}?"  # both apostrophes
# "The editor of the state newspaper" is somebody else's editor, "the author's claim" is a claim.
_OURS = (
    r"(?!\w)(?! of (?!this\b|the article\b|yours?\b))"
    r"(?!['\u2019]s? (?!(?:an?|the|just|nothing|such|so|too|full|been|always)\b))"
)
_VERB = (
    r"(?:are|were|the|these|those|can|could|have|had|will|would|do|did|to|of|and|who|call\w*"
    r"|vote\w*"
    r"|elect\w*|a|an|should|must|get|got|see|read|know|think|want|need|like|let|mean|not|all|as)"
)
_GENERIC = [
    rf"(?:this|that|these|those) {_ADJECTIVES}{_OUTLET}{_OURS}",
    rf"(?:the|this|that|these|those|dear|so-called|some|every)"
    rf" (?:[\w'\u2019-]+ ){{0,2}}?{_PEOPLE}{_OURS}",
    rf"(?:dear|hey|hi) {_PEOPLE}|, (?:you )?{_PEOPLE}(?=\W*$)|^{_PEOPLE}(?=[,:!])",
    r"you(?:'re| are) (?:no|not)(?: \w+)? (?:journalis[mt]s?|reporters|a (?:news)?paper|news)",
    rf"your {_ADJECTIVES}(?:{_PEOPLE}|{_OUTLET}|{_PREMISES}|media|masters|colleagues?"
    rf"|headlines?|front page|(?:pay)?masters?|handlers?|paymasters?){_OURS}",
    rf"(?:its|their) (?:[\w-]+ ){{0,2}}?{_PEOPLE}{_OURS}", rf"the (?:web ?)?site{_OURS}",
    rf"{_PEOPLE} (?:at|of|here at|behind|for) (?:this|your) ",
    r"you (?:[\w-]+ ){0,2}?(?:people|lot|guys|folks|journalists?|media|reporters|editors|writers)",
    r"you (?:[\w-]+ ){0,2}?(?:hacks|shills|stooges|propagandists?|presstitutes?|bootlickers)",
    r"(?:you|they|some) call (?:yoursel(?:f|ves)|this|it|that) (?:a |an )?(?:\w+ )?"
    r"(?:journalis[mt]s?|news\w*|paper)",
    r"(?:pay|pays|paid|paying|fund|funds|owns?) you\b",
    r"(?:who|whoever|anyone|everyone|everybody|people|anybody|person|guy|man|woman|one)"
    r" (?:who |that |ever )?(?:wrote|writes|write|edits?|edited|hired|published|approved|runs?)"
    r" (?:for )?(?:this|that|these|here|it|such)",
    r"(?:who|that|everyone|everybody) (?:who )?works? (?:here|there|for (?:this|you))",
    r"(?:would|could|can) (?:\w+ )?(?:write|publish|print) (?:something like |stuff like )?"
    r"(?:this|that|such)",
    rf"{_OUTLET} this (?:is|has)",
    rf"\b(?:it|this)(?:'s| is| was| used to be) (?:once |no longer )?an? (?:\w+ )?{_OUTLET}{_OURS}",
    rf"(?:every|all the|the|these) (?:headlines?|articles|columns|{_PEOPLE}) (?:in|on) "
    r"(?:here|this (?:site|paper))|every(?:thing| \w+) (?:you (?:people )?(?:write|print)"
    r"|here) (?=\w)",
    r"(?:running|runs|behind|of|in|from|on|reading|visit) this (?:[\w-]+ ){0,3}?(?:circus|swamp"
    r"|sewer|cess"
    r"(?:pool|pit)|dump|hole|gutter|toilet|(?:clown|freak|shit) ?show|nest|den|mill|joke)\b",
    # "You rotten parasites": whoever says it to many says it to the publication.
    rf"you (?:(?!{_VERB}\b)[\w-]+ ){{0,3}}?(?:{CONTEMPT})(?<=[^s]s)(?!\w)"
    r"(?! (?:in|of|at|from|on) (?!this\b|here\b))",
    rf"of (?:[\w-]+ ){{0,2}}?(?:{CONTEMPT}) you (?:are|have)\b",
    rf"(?:shut|close|take|burn|bulldoze) this (?:[\w-]+ )?(?:{CONTEMPT}|dump|hole) (?:down"
    rf"|offline)",
    r"written by", r"presstitutes?", r"l(?:ü|ue)genpresse", r"fake[- ]news (?:factory|outlet|rag)",
    r"who(?:ever)? (?:wrote|hired|writes|edits) ",
    r"you (?:\w+ )?(?:print|publish|peddle|spread|spew)(?:ed|es)?\b", r"posing as (?:news"
    r"|journalis[mt]s?)",
    r"you(?:['\u2019]re| are) (?:nothing but |just )?an? (?:bunch|pack|gang|load|band) of",
    rf"(?:entire|whole|total|clown|joke) {_OUTLET}",
]  # fmt: skip
# "The argument of the author is idiotic" is about the argument.
_THEIR_WORK = re.compile(
    r"\b(?:argument|claim|logic|idea|point|view|opinion|analysis|reasoning|thesis|theory|piece"
    r"|article|column|text|headline|number|figure|story|statement|conclusion|comparison|cartoon"
    r"|photo|picture|caption|review|editorial|interview|letter"
    r"|advert|quote|joke|tone|language|threat|attack)s?"
    r" (?:of|by|from|in|on|to) (?:\w+['\u2019]s )?$"
)
# One name of a staff member alone must be written as a name: "price" is no Ms Price.
_SHORTEST_NAME = 4
# A reader of the Ledger is not the Ledger.
_NO_PART = (
    r"(?! (?:links?|articles?|readers?|stor(?:y|ies)|pieces?|columns?|reports?|posts?|mugs?)\b)"
)
# Names are no words of a language, so the folding cannot undo their disguises; here they are known.
_SWAPS = {"a": "a4@", "b": "b8", "e": "e3", "g": "g9", "i": "i1!", "l": "l1", "o": "o0", "s": "s5$",
          "t": "t7+"}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """A stretch that means the publication; `is_name` where it is one of the site's own names."""

    start: int
    end: int
    is_name: bool


class Targets:
    """The targets of one site; built once per site profile."""

    def __init__(self, site: SiteProfile) -> None:
        names = [site.name, *site.aliases, *site.staff, *site.handles, site.domain]
        names += [handle.lstrip("@") for handle in site.handles]
        whole = sorted(map(_loosely, filter(None, names)), key=len, reverse=True)
        parted = [_parted(name) for name in names if len(name) >= 2 * _SHORTEST_NAME]
        # "Ledger trash" means the Ledger; a ledger is a book.
        alone = [name[4:] for name in names if name.lower().startswith("the ")]
        alone += [part for name in site.staff for part in name.split()]
        longer = [_fold(name) for name in alone if len(name) >= _SHORTEST_NAME]
        hailed = [rf"(?:hey|hi|dear|mr\.?|mrs\.?|ms\.?|miss) {_loosely(name)}" for name in longer]
        self._names = re.compile("|".join([_spaced(site.domain), *hailed, *whole, *parted]))
        # "Price's column" is a column, and so is "Ada Price's".
        self._capitalised = re.compile(
            "|".join(rf"{_loosely(name)}(?! \w+['\u2019]s)" for name in longer) or r"(?!)"
        )

    def find(self, seen: Views, start: int, end: int) -> list[Target]:
        """Return the targets in `seen.folded[start:end]`, in order; they may overlap."""
        names = [match.span() for match in self._names.finditer(seen.folded, start, end)]
        for match in self._capitalised.finditer(seen.folded, start, end):
            capital = seen.plain[seen.offsets[match.start()]].isupper()
            if capital and not any(a < match.end() and match.start() < b for a, b in names):
                names.append(match.span())
        found = [Target(*span, is_name=True) for span in names]
        found += [
            Target(*m.span(), is_name=False) for m in _MEANT.finditer(seen.folded, start, end)
        ]
        return sorted(
            target
            for target in found
            if not _THEIR_WORK.search(seen.folded, max(start, target.start - 25), target.start)
        )


@lru_cache(maxsize=256)
def targets_of(site: SiteProfile) -> Targets:
    return Targets(site)


def _fold(name: str) -> str:
    return views(name).folded.strip()


def _spaced(domain: str) -> str:
    """Match a domain whose letters are parted: "a n t i w a r . c o m", "anti war dot com"."""
    labels = (map(_swapped, filter(str.isalnum, label)) for label in _fold(domain).split("."))
    parted = r"(?:[ ._-]{0,3}| dot )".join(r"[ ._-]{0,3}".join(label) for label in labels)
    return rf"(?<!\w){parted}(?!\w)(?!/\w){_NO_PART}" if domain else r"(?!)"


def _parted(name: str) -> str:
    """Match a name each letter of which stands alone: "p e a c e w i r e"."""
    letters = map(_swapped, filter(str.isalnum, _fold(name)))
    return rf"(?<!\w){r'[ ._*-]{1,3}'.join(letters)}(?!\w)"


def _swapped(letter: str) -> str:
    return f"[{re.escape(_SWAPS[letter])}]" if letter in _SWAPS else re.escape(letter)


def _loosely(name: str) -> str:
    """Match a name with other gaps between its words; a dot may be spelled "dot" or parted."""
    parts = re.split(r"(\W+|_)", _fold(name))
    pattern = "".join(
        r"(?: ?\.? ?| dot )" if "." in part else r"[\W_]{0,2}" if index % 2 else _word(part)
        for index, part in enumerate(parts)
    )
    # A possessive with a thing ("the Ledger's numbers") is criticism of that thing.
    thing = (
        r"(?!(?:an?|the|just|nothing|such|so|too|full|been|always|no|not)\b"
        rf"|(?:[\w-]+ ){{0,2}}?(?:{_PEOPLE}|{_PREMISES})\b)"
    )
    return rf"(?<!\w)(?<!\w/){pattern}(?!\w)(?![/.]\w)(?!['\u2019]s {thing}){_NO_PART}"


def _word(word: str) -> str:
    return "".join(map(_swapped, word))


_MEANT = re.compile(rf"\b(?:{'|'.join(_GENERIC)})")
