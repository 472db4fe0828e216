"""The embed's scripts as they are on disk, and the digest that names this state of them."""

import hashlib
import re
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent / "scripts"
# The two that a page names itself, by an address that never changes.
LOADERS = ("embed.js", "count.js")
# Where the loader has the digest of the modules that it loads.
PLACEHOLDER = "__DIGEST__"
# Comments in lines of their own are for who works here; readers' phones need not fetch them.
_COMMENTS = re.compile(rb"^ *//[^\n]*\n|^ */\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)


@cache
def scripts() -> dict[str, bytes]:
    """Return every script by its path below `scripts/`, as it is sent."""
    paths = sorted(SCRIPTS.rglob("*.js"))
    found = {
        path.relative_to(SCRIPTS).as_posix(): _COMMENTS.sub(b"", path.read_bytes())
        for path in paths
    }
    for name in LOADERS:
        found[name] = found[name].replace(PLACEHOLDER.encode(), _digest_of(found).encode())
    return found


@cache
def digest() -> str:
    """Return the name of this state of the modules: a part of their addresses."""
    return _digest_of(scripts())


def _digest_of(found: dict[str, bytes]) -> str:
    modules = [(name, text) for name, text in sorted(found.items()) if name not in LOADERS]
    return hashlib.sha256(repr(modules).encode()).hexdigest()[:16]
