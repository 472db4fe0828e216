"""Reads settings from the environment; a value that is wrong stops the start with a sentence."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar

from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")

# The kernel takes 108 bytes for the whole path of a socket, 104 on macOS.
LONGEST_SOCKET_PATH = 100
SHORTEST_SECRET = 32


def read(name: str, default: str = "") -> str:
    """Return the variable, else what the file that `NAME_FILE` names holds, else the default."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise wrong(f"{name}_FILE", path, f"a readable file ({error.strerror})") from error


def read_as(name: str, default: T, convert: Callable[[str], T], wanted: str) -> T:
    """Return the variable converted; `wanted` says in words what a right value looks like."""
    text = read(name)
    if not text:
        return default
    try:
        return convert(text)
    except ValueError as error:
        raise wrong(name, text, wanted) from error


def flag(name: str, *, default: bool) -> bool:
    """Return a boolean variable: 1/true/yes/on or 0/false/no/off."""
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}

    def convert(text: str) -> bool:
        if text.lower() not in words:
            raise ValueError(text)
        return words[text.lower()]

    return read_as(name, default, convert, "one of 1, true, yes, on, 0, false, no, off")


def number(name: str, default: int, *, at_least: int = 0, at_most: int = 2**31) -> int:
    """Return a whole number between the bounds, both included."""

    def convert(text: str) -> int:
        value = int(text)
        if not at_least <= value <= at_most:
            raise ValueError(text)
        return value

    return read_as(name, default, convert, f"a whole number from {at_least} to {at_most}")


def choice(name: str, default: str, choices: Sequence[str]) -> str:
    """Return one of the choices, whatever the case in which it was given."""

    def convert(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(text)
        return text.lower()

    return read_as(name, default, convert, f"one of {', '.join(choices)}")


def address(name: str, default: str, schemes: Sequence[str]) -> str:
    """Return a URL of one of the schemes, without a slash at its end."""
    text = read(name)
    if not text:
        return default
    scheme, separator, rest = text.partition("://")
    if scheme not in schemes or not separator or not rest:
        wanted = " or ".join(f"{scheme}://..." for scheme in schemes)
        # The rest may hold a password.
        shown = f"{scheme}{separator}..." if separator else "..."
        raise wrong(name, shown, f"an address that starts with {wanted}")
    return text.rstrip("/")


def sender(name: str, default: str) -> str:
    """Return who a mail is from: an address, alone or as `Name <address>`."""

    def convert(text: str) -> str:
        local, _, domain = parseaddr(text)[1].rpartition("@")
        if not (local and domain) or not text.isprintable():
            raise ValueError(text)
        return text

    return read_as(name, default, convert, "an address, like Comments <no-reply@example.org>")


def required(name: str, value: str, why: str) -> str:
    """Return the value. Raises ImproperlyConfigured (discussion.E001) when it is empty."""
    if value:
        return value
    raise ImproperlyConfigured(f"{name} is not set. {why} (discussion.E001).")


def words(name: str, default: list[str]) -> list[str]:
    """Return a list of words that commas separate."""
    text = read(name)
    return [word.strip() for word in text.split(",") if word.strip()] if text else default


def kept_secret(name: str, folder: Path, *, may_create: bool) -> str:
    """Return the secret of that name; the embedded mode makes it once, readable by its owner alone.

    Raises ImproperlyConfigured (discussion.E001) in server mode when it is missing or short.
    """
    value = read(name)
    if value:
        if len(value) < SHORTEST_SECRET:
            raise ImproperlyConfigured(
                f"{name} must have at least {SHORTEST_SECRET} characters (discussion.E001)."
            )
        return value
    if may_create:
        return _made_once(folder / f"{name.lower()}.txt")
    return required(
        name,
        value,
        f"With DATABASE_URL set, give every process the same {name} of at least "
        f"{SHORTEST_SECRET} random characters, or name a file with it in {name}_FILE",
    )


def _made_once(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        # A link appears with its whole content or not at all, and never replaces another
        # process's: two that start at once end up with the same secret.
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text(encoding="utf-8")


def socket_folder(data: Path) -> Path:
    """Return where the Unix sockets of that data folder are: in it, if its path is short enough.

    Else it is a folder of a short name in the system's temporary one, the same at every start.
    """
    if len(os.fsencode(data / "broker.sock")) <= LONGEST_SOCKET_PATH:
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"discussion-{os.getuid()}-{digest}"


def wrong(name: str, value: str, wanted: str) -> ImproperlyConfigured:
    """The error for a value that cannot be used."""
    return ImproperlyConfigured(
        f"{name}={value!r} cannot be used: give {wanted} (discussion.E002)."
    )
