"""Which clauses of a comment speak of the publication: its own, and those that go on about it."""

import re
from itertools import pairwise

from moderation.detectors.publication_words import CONTEMPT, CURSE

# Start and end in the text.
Stretch = tuple[int, int]

# "Your article is garbage" speaks of the article.
_WORK = (
    r"(?:articles?|pieces?|columns?|stor(?:y|ies)|coverage|reporting|arguments?|headlines?|texts?"
    r"|points?|claims?|logic|analys[ie]s|figures?|numbers?|data|opinions?|ideas?|reasoning"
    r"|comments?)"
)
YOU = re.compile(rf"\b(?:you|yours|yourself|yourselves|your(?! (?:[\w-]+ ){{0,2}}?{_WORK}\b))\b")
# What only a publication has: here "you" is the publication, though nobody is named.
_A_READERS_YOU = re.compile(
    r"\byour (?:[\w-]+ ){0,2}?(?:articles?|pieces?|columns?|coverage|reporting|journalism"
    r"|headlines?"
    r"|subscri\w+|readers(?:hip)?|advertisers?|sponsors?|donors?|fundrais\w+|hosting|hosts?|paywall"
    r"|domain|newsletters?|front page|circulation|press card)\b"
    r"|\b(?:link|subscribe[ds]?|unsubscribe[ds]?|donate[ds]?) to you\b|\breading you\b"
    r"|\byou (?:\w+ )?(?:publish|print|report on|cover)\b"
)
_CLAUSE_END = re.compile(
    r"[,;:()\u2013—]\s|\b(?:and|(?<!nothing )but|while|although|though|because|since|when|if|which"
    r"|says?|said|(?<=right )that|(?<=true )that|(?<=agree )that|(?<=fact )that)\b"
)
# A predicate without a subject of its own: "... and a piece of trash", ": home of cranks".
_GOES_ON = re.compile(
    r"[,:]?\s*(?:(?:and|or|but) )?(?:(?:just|simply|even|always|also|you) )*"
    r"(?:(?:a|an|full|nothing|home|is|are|was|were|has|have|should|must|can)\b|deserves?|needs?"
    r"|belongs?|throw|burn|knock|jail|(?:its|their)\b|(?:he|she|it|they)\b)"
)
_LEAD = r"(?:a|an|such|what|bunch|pack|nothing|but|by|like|of|from|with|another|more|absolute)"
# A sentence that is nothing but an insult: "Filthy liars.", "Crooks from top to bottom."
_BARE_INSULT = re.compile(
    rf"\W*(?:[\w'-]+,? ){{0,4}}?(?:(?:{CONTEMPT})(?<=[^s]s)|(?:what"
    rf"|such) an? (?:[\w'-]+,? ){{0,3}}(?:{CONTEMPT})"
    rf"|an? (?:[\w-]+ )?(?:{CONTEMPT}))\b(?:,? [\w-]+){{0,5}}\W*"
)
# A clause too short to be about anybody else: "the imbecile", "dumb as a rock", "shut up".
_FRAGMENT = re.compile(
    rf"\W*(?:{_LEAD} )*(?:[\w'\u2019-]+\W+){{0,3}}[\w'\u2019-]*(?: (?:in|on) \w+)?\W*"
)
_HAS_SUBJECT = re.compile(
    r"\b(?:i|he|she|it|we|they|is|are|was|were|am|has|have|had|do|does|did|will|would|can|could"
    r"|should|must|may|might)\b"
)
# What the speaker adds of the one he spoke of: "..., the hysterical cow."
_EPITHET = re.compile(rf"\W*(?:the|you|that|those) (?:[\w'-]+ ){{0,3}}?(?:{CONTEMPT})\W*")
# "The minister's mouthpiece, the Ledger": the insult stands in apposition.
_APPOSED = re.compile(rf".*\b(?:{CONTEMPT})\W*")
# "Screw the sanctions", "shame on the council": the curse has an object, and it is another.
_OTHER_OBJECT = re.compile(rf"(?:{CURSE}) (?:on )?(?:the|this|that|these|those|all|his|her|our)\b")
# A subject that has its meaning from the sentence before.
_SAME_AGAIN = re.compile(
    r"\W*(?:(?:and|but|so|now|then|yes|no|honestly|frankly|lol|also|or|because|all of|every one of"
    r"|each of|most of)[, ]+)*"
    r"(?:(?:some|any)(?:one|body) (?:should|ought to|needs to|please)|i(?:'d)? call (?:it|them"
    r"|him|her)"
    r"|they(?:'re|'ve)?|them|he(?:'s)?|she(?:'s)?|it(?:'s)?|him|her"
    r"|(?:this|that|the|these|those)? ?(?:\w+ )?"
    r"(?:guy|man|woman|dude|lady|clown|person|people|bunch|lot|gang|crowd|lads|crew|thing"
    r"|outfit)(?:'s)?"
    r"|(?:its|their) (?:\w+ ){0,2}(?:editors?|writers?|authors?|journalists?|reporters?|staff"
    r"|owners?)"
    r"|\w+ (?:the|that|this|these|those) (?:\w+ )?(?:" + CONTEMPT + r")(?=\W*$)"
    r"|(?:the|this|that|these|those) (?:(?!is\b|was\b|are\b|were\b)\w+ ){0,2}(?:"
    + CONTEMPT
    + r"))\b"
)
# Others that the next "they" or "it" may mean.
_RIVALS = re.compile(
    r"\b(?:politicians?|generals?|army|armies|soldiers?|senators?|senate|congress\w*|governments?"
    r"|ministers?|ministry|neocons?|police|regimes?|presidents?|parties|party|council\w*|mayor"
    r"|media"
    r"|readers?|commenters?|commentators?|trolls?|troops|officers?|officials?|lobby\w*|warmongers?"
    r"|bankers|companies|company|developers?|owners of|drones?|nato|pentagon|terrorists?|settlers"
    r"|says?|said|claims?|claimed|according|about|against|expos\w+|report(?:s|ed|ing)|show(?:s"
    r"|ed|ing)|describ\w+|quot(?:es?|ed|ing)|named?"
    r"|cover(?:s|ed|ing)|interview\w*|reveal\w*|document(?:s|ed)|investigat\w+|thank\w*|great|bravo"
    r"|kudos|good|brave|glad|love|right|well done|hates|fears?|threaten\w*|smear\w*"
    r"|killed|murder\w*|attack\w*|lied|victims?|refugees?|protesters?|militias?|rebels?)\b"
)


def has_rival(text: str, *, has_names: bool) -> bool:
    """Tell whether the sentence names others, so that "they" after it need not be the target."""
    return has_names or bool(_RIVALS.search(text))


def addresses_publication(text: str) -> bool:
    return bool(_A_READERS_YOU.search(text))


def goes_on_about(text: str) -> bool:
    """Tell whether a sentence without a target means the one before it: "They ..."."""
    return bool(_SAME_AGAIN.match(text)) or is_bare_insult(text)


def is_bare_insult(text: str) -> bool:
    return bool(_BARE_INSULT.fullmatch(text)) and not _HAS_SUBJECT.search(text)


def reach(text: str, named: list[Stretch]) -> list[Stretch]:
    """Return the clauses that speak of the target: its own, those that address it, and fragments.

    A clause with a subject of its own speaks of somebody else.
    """
    clauses = _clauses(text)
    reached = [
        any(left <= start < right for start, _ in named) or bool(YOU.search(text, left, right))
        for left, right in clauses
    ]
    for index, (left, right) in enumerate(clauses):
        after = index > 0 and reached[index - 1]
        before = index + 1 < len(clauses) and reached[index + 1]
        hangs_on = (after or before) and _is_fragment(text, left, right)
        goes_on = after and _GOES_ON.match(text, left, right)
        apposed = index + 1 < len(clauses) and _names_first(clauses[index + 1], named)
        apposed = apposed and bool(_APPOSED.fullmatch(text, left, right))
        reached[index] |= bool(named and (hangs_on or goes_on or apposed))
    if named and _EPITHET.fullmatch(text, *clauses[-1]):
        reached[-1] = True
    return [clause for clause, inside in zip(clauses, reached, strict=True) if inside]


def _names_first(clause: Stretch, named: list[Stretch]) -> bool:
    return any(clause[0] <= start <= clause[0] + 2 for start, _ in named)


def _is_fragment(text: str, left: int, right: int) -> bool:
    clause = text[left:right]
    return bool(_FRAGMENT.fullmatch(clause)) and not (
        _HAS_SUBJECT.search(clause) or _OTHER_OBJECT.search(clause)
    )


def _clauses(sentence: str) -> list[Stretch]:
    cuts = [0, *(match.start() for match in _CLAUSE_END.finditer(sentence)), len(sentence)]
    return [(left, right) for left, right in pairwise(cuts) if sentence[left:right].strip()]
