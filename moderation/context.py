"""A short reply that says nothing by itself: it is read together with what it agrees to.

A model scores such a pair as it scores the first half: "thanks" and "shame on you" below an insult
as high as "same for you" (measured, docs/detectors.md). So the pair counts only where the whole
reply is made of words of agreement, return or extension; any other reply is judged alone.
"""

import re
from functools import cache
from pathlib import Path

FORMS_FILE = Path(__file__).with_name("agreeing_replies.txt")
LONGEST_REPLY = 60
MOST_WORDS = 8

_WORD = re.compile(r"[a-z]+|\+1|100 ?%|\^|[👍💯👏🙌]")
_APOSTROPHES = re.compile("['\u2019]")
# One of these makes an agreement of a reply in which everything else is a word between them.
_AGREEING = frozenset(
    "+1 100% ^ 👍 👏 💯 🙌 absolutely agree agreed agrees all also amen aye"  # noqa: SIM905  # a few lines instead of 60
    " both certainly completely correct definitely ditto every exactly"
    " fact facts indeed likewise lot precisely right same second seconded"
    " sentiments spot this too totally true truth twice well"
    " wholeheartedly yeah yep yes yourself yup".split()
)
_BETWEEN = frozenset(
    "a am and are as at be bro brother buddy but daughter dude each"  # noqa: SIM905  # as above
    " everyone families family father folks for friend friends fully gets"
    " go goes had has have he hell her here hes him his husband i im in is"
    " it its just kids know last let like lol man mate me mother my of oh"
    " on one ones people please quite sadly say see she shes single sir"
    " sister so son speak that thats the their them these they theyre"
    " think those thoughts to us very view we whole wife with you your"
    " youre yours".split()
)
_WHO = "(?:you|him|her|them|us|me|he|she|they|i|yours|his|hers|theirs|mine)"


def leans_on_parent(folded: str) -> bool:
    """Return whether a reply, in the folded view, says only what the comment says it answers."""
    said = _APOSTROPHES.sub("", folded).strip()
    if len(said) > LONGEST_REPLY or said.endswith("?"):
        return False
    words = _WORD.findall(said)
    if not 0 < len(words) <= MOST_WORDS or any(map(str.isalnum, _WORD.sub("", said))):
        return False
    if not _AGREEING.isdisjoint(words) and _AGREEING.union(_BETWEEN).issuperset(words):
        return True
    return _set_phrases().fullmatch("".join(f"{word} " for word in words)) is not None


def together(answered: str, reply: str) -> str:
    """Return both as one text to score."""
    return f"{answered}\n{reply}"


@cache
def _set_phrases() -> re.Pattern[str]:
    lines = FORMS_FILE.read_text("utf-8").splitlines()
    forms = (_pattern(line) for line in lines if line and not line.startswith("#"))
    around = "|".join(map(re.escape, sorted(_AGREEING | _BETWEEN)))
    return re.compile(f"(?:(?:{around}) ){{0,3}}(?:{'|'.join(forms)})(?:(?:{around}) ){{0,3}}")


def _pattern(form: str) -> str:
    """Return the form as a pattern in which a blank follows each word."""
    parts = re.findall(r"\(.*?\)|\S+", form)
    return "".join(
        f"(?:{_words(part[1:-1])})?" if part.startswith("(") else _words(part) for part in parts
    )


def _words(words: str) -> str:
    kinds = {"<who>": _WHO, "<word>": "[a-z]+"}
    return "".join(f"{kinds.get(word, re.escape(word))} " for word in words.split())
