"""Whether hostile words are aimed at the publication, or something turns them on others."""

import re

from moderation.detectors.publication_reach import Stretch
from moderation.detectors.publication_words import HOSTILE

# With the reason, a marked stretch.
Mark = tuple[int, int, str]

# Characters between target and hostile word; farther away the subject has usually changed.
FURTHEST = 60

# These turn the hostility of a clause on others, or are good words for the target.
TURNS = re.compile(
    r"\b(?:right|about|against|because|too (?:kind|hard|soft|easy)|expos\w+|report(?:s|ed|ing)"
    r"|show(?:s|ed|ing)?|describ\w+|quot(?:es?|ed|ing)|cover(?:s|ed|ing)|call(?:s|ed|ing)"
    r"|ask(?:s|ed|ing)?|nam(?:es|ed|ing)|prov(?:es?|ed|ing)|interview(?:s|ed|ing)|thank\w*"
    r"|reveal\w*|document(?:s|ed)|investigat\w+|tell(?:s|ing)?|told|explains?|found|finds|says"
    r"|said|according|read|love|like to|i like|good|great|brave|well done|raise|respect|standing up"
    r"|kudos|bravo|glad|trust|finally|argued?|argues|hates|hated|fears?|wants to|tried to"
    r"|threaten\w*|attack(?:s|ed|ing)|accus\w+|smear\w*|sue[ds]?|silence[ds]?|unlike|instead of)\b"
)
# The target reaches an object that is another: "the site mocks those clowns", not "is the clown".
_OTHERS = re.compile(
    r"^(?:(?!\b(?:is|are|was|were|be|been|by|of|like|with|from|than|and|you|has|have|full)\b"
    r"|['\u2019](?:s|re)\b|[=:,!]).)*\b(?:the|those|these|our|his|her|their|any|some|other|how"
    r"|whether)\b"
)
# "I was called a traitor": a name that was given is told, not given.
_GIVEN = re.compile(r"(?<!so-)\b(?:called|labelled|labeled|branded|dubbed)(?: \w+){0,2} $")
# "The idiot who robbed the site" did not write for it.
_WORKS = (
    r"(?:\w+ )?(?:run|ran|wr[io]te|writ|edit|own|work|publish|manag|staff|hire|print|fund|found"
    r"|make|put|call(?:s|ed)? (?:them|him|her|this|that))|(?:is|are|was|were)\b"
)
_STRIKES = (
    r"(?:beat|hit|shot|broke|stormed|killed|arrest(?:ed)?|jail(?:ed)?|raid(?:ed)?|bomb(?:ed)?"
    r"|burn(?:ed|t)|smashed|stole|robbed|banned|blocked|censor(?:ed)?|wants?|hunt(?:ed)?|kidnapped|tortured"
    r"|murdered|sued|harass\w*)"
)
_DEED = re.compile(
    rf"\b(?:who|that) (?!{_WORKS})(?:(?!\b(?:in|at|for|behind|inside|around|by)\b).)*$"
    rf"|\b{_STRIKES}\b|\bwhy\b"
)
# "Whoever threatens this site is sick", "people who hate this paper are fools".
_OF_OTHERS = re.compile(
    r"\b(?:whoever|(?:(?:any|every|some)(?:one|body)|people|those|men|readers"
    rf"|(?:the|an?|that|those|these) (?:\w+ )?\w+) (?:who|that)) (?!{_WORKS})"
    r"(?:(?!(?:in|at|for|behind|inside|around|by)\b)[\w'\u2019-]+ ){1,7}$"
)
# Somebody calls the target a name; who says "I call" says it himself.
_REPORTED = re.compile(
    r"(?<!\bi )(?<!\bi'd )(?<!\bwe )(?<!\blet's )\b"
    r"(?:call(?:s|ed|ing)?|label\w*|brand(?:s|ed|ing)"
    r"|dub\w*|accus\w+|smear\w*|painted?|treats?)(?: of)? (?:the |any )?$"
)
_NEGATION = re.compile(
    r"(?:n't|not|never) (?:have|need|want) to be (?:an? )?$"
    r"|(?:\b(?:not|never(?! seen)|no|hardly|nor)(?! (?:better|more) than|thing)|n't)\b"
    r"(?: (?:a|an|the|\w+ly|just))*[\w \"“]{0,12}$"
)
_DENIED = re.compile(
    r"\b(?:nobody|no one|don't|do not|would not|wouldn't|never|stop|uncalled|unfair)\b[^.]*\b"
    r"(?:call\w*|think|believe|say\w*)\b"
    r"|\b(?:people|those|anyone|everyone|if) (?:who|that|you) call\b|\bthreaten\w* to\b"
    r"|\b(?:told|tells?|says?|said|thinks?|claims?|whoever calls) (?:me )?(?:that )?"
    r"(?:you|they|this site) (?:are|is) all\b"
)
# "My neighbour says ... I say ...": reported to be argued with, here or in the next sentence.
_DISPUTED = re.compile(
    r"\b(?:my|some|one|the) \w+ (?:says?|said|thinks?|claims?|insists?|told me)\b.*"
    r"\b(?:i (?:say|said|told|disagree)|wrong|not true|nonsense|(?:he|she|they) should|but)\b"
)


def is_disputed(text: str, after: str) -> bool:
    """Tell whether a sentence tells of hostility to argue with it, there or in what comes after."""
    return bool(_DENIED.search(text) or _DISPUTED.search(f"{text} {after}"))


def aimed_words(text: str, clause: Stretch, aims: list[Stretch]) -> list[Mark]:
    """Return the hostile words of a clause with nothing in the way of their aim."""
    left, right = clause
    inside = [aim for aim in aims if left <= aim[0] < right] or aims[:1] or [clause]
    marks = [
        (left + match.start(), left + match.end(), why)
        for why, pattern in HOSTILE.items()
        for match in pattern.finditer(text[left:right])
    ]
    return [mark for mark in marks if any(_is_aimed(text, aim, mark) for aim in inside)]


def calls_around(text: str, aims: list[Stretch]) -> list[Mark]:
    """Return the calls for harm that go around a target or follow at once, across clauses."""
    found = [match.span() for match in HOSTILE["call for harm"].finditer(text)]
    return [
        (a, b, "call for harm")
        for a, b in found
        if any(a <= start < b or a - 3 <= end <= a for start, end in aims)
        and not TURNS.search(text, a, b)
    ]


def is_of_others(text: str, aim: Stretch) -> bool:
    """Tell whether the target only says who the others are: "the thief who robbed this site"."""
    before = text[max(0, aim[0] - FURTHEST) : aim[0]]
    return bool(_OF_OTHERS.search(before) or _DEED.search(before))


def _is_aimed(text: str, aim: Stretch, mark: Mark) -> bool:
    """Tell whether nothing between the two turns the hostility on others or takes it back."""
    start, end = min(aim[1], mark[1]), max(aim[0], mark[0])
    if end - start > FURTHEST:
        return False
    gap = text[start:end]
    if TURNS.search(gap) or (_OTHERS if aim[1] <= mark[0] else _DEED).search(gap):
        return False
    before_aim, before_mark = (text[max(0, at - FURTHEST) : at] for at in (aim[0], mark[0]))
    return not (
        _REPORTED.search(before_aim)
        or _OF_OTHERS.search(before_aim)
        or _GIVEN.search(before_mark)
        or _NEGATION.search(before_mark[-25:])
    )
