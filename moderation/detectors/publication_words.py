"""The hostile words by which `publication` reads a clause; `hostility.txt` lists them by kind.

All patterns are for the folded view: lower case, disguises undone.
"""

import re
from pathlib import Path

from moderation.detectors.word_file import read_kinds

HOSTILITY_FILE = Path(__file__).with_name("hostility.txt")
_KINDS = read_kinds(HOSTILITY_FILE)
_HARM = f"(?:{_KINDS['harm']})"
# A duty to tell of harm is no call for it: "you should ask who killed them".
_NO_TELLING = (
    r"(?:(?!\b(?:who|whom|why|how|what|about|which|when|where|ask|write|report on|cover|mention"
    r"|explain|say|tell|publish|print|show|look|read|investigate|talk|condemn|remember|name|stop"
    r"|not|never)\b|n['\u2019]t\b)[^.!?]){0,80}?"
)
# An order: nothing but "go", "please" and the like before the verb.
_ORDER = rf"^\W*(?:(?:go|please|just|somebody|someone|now|so|and) )*{_HARM}\b(?<!ed)"

CONTEMPT = _KINDS["contempt"]
CURSE = _KINDS["curse"]
HOSTILE = {
    "contempt": re.compile(rf"(?<!\w)(?:{CONTEMPT})(?!\w)"),
    "curse": re.compile(rf"\b(?:{CURSE})\b"),
    "accusation": re.compile(rf"\b(?:{_KINDS['accusation']})\b"),
    "threat": re.compile(rf"\b(?:{_KINDS['threat']})\b"),
    "call for harm": re.compile(rf"\b(?:{_KINDS['call']})\b{_NO_TELLING}\b{_HARM}\b|{_ORDER}"),
}
