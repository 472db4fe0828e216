"""The formats that there are, by the names that an operator gives them."""

from collections.abc import Callable
from pathlib import Path

from discussion.imports.coral import Coral
from discussion.imports.disqus import Disqus
from discussion.imports.django_comments import DjangoComments
from discussion.imports.django_tables import DjangoTables
from discussion.imports.isso import Isso
from discussion.imports.jsonl import JsonLines
from discussion.imports.records import Reader, SourceUnreadable
from discussion.imports.remark42 import Remark42
from discussion.imports.wordpress import WordPress

# What each is read from: a file, a folder, or a database.
FORMATS = {
    "disqus": "Disqus's XML export",
    "wordpress": "WordPress's WXR export",
    "coral": "a folder with Coral's users, stories and comments (JSON or CSV)",
    "isso": "Isso's SQLite database",
    "remark42": "a backup of remark42",
    "django-comments": "django-contrib-comments or -xtd: a dumpdata file, or a database's URL",
    "jsonl": "JSON Lines as docs/portability.md describes them: an export of this service",
}
_DATABASES = ("sqlite://", "postgres://", "postgresql://")
_SQLITE = b"SQLite format 3\0"


def reader_of(name: str, source: str, *, address: str = "") -> Reader:
    """Return the reader of a source in the format; `address` completes those that know no URLs.

    Raises SourceUnreadable for a file that is not there, ValueError for a wrong address.
    """
    if name == "django-comments" and source.startswith(_DATABASES):
        return DjangoTables(source, address=_template(address))
    path = Path(source)
    if not path.exists():
        raise SourceUnreadable(source, "there is no such file")
    if name == "django-comments":
        if _begins(path, _SQLITE):
            return DjangoTables(f"sqlite:///{path.resolve()}", address=_template(address))
        return DjangoComments(path, address=_template(address))
    if name == "isso":
        return Isso(path, base=address)
    files: dict[str, Callable[[Path], Reader]] = {
        "disqus": Disqus,
        "wordpress": WordPress,
        "coral": Coral,
        "remark42": Remark42,
        "jsonl": JsonLines,
    }
    return files[name](path)


def fingerprint_of(source: str) -> str:
    """Return what changes when the source does: the sizes and times of its files."""
    path = Path(source)
    if not path.exists():
        return source
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return ";".join(
        f"{file.name}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files
    )


def _template(address: str) -> str:
    try:
        address.format(app="a", model="m", pk="1")
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError("the address may have {app}, {model} and {pk}") from error
    return address


def _begins(path: Path, start: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start
