"""Names that people choose themselves, where no site vouches for one."""

import re
import unicodedata

MIN_NAME = 2
MAX_NAME = 40

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})


class NameRefused(ValueError):
    """Nobody can be called that here; says why in words."""


def chosen_name(text: str) -> str:
    """Return the name as it is shown. Raises NameRefused."""
    shown = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    unseen = any(unicodedata.category(character) in _UNSEEN for character in shown)
    if unseen or not MIN_NAME <= len(shown) <= MAX_NAME:
        raise NameRefused(f"Choose a name of {MIN_NAME} to {MAX_NAME} characters.")
    return shown
