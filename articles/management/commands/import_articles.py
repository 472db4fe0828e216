"""manage.py import_articles PATH... [--site SLUG]"""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.default_policy import DEFAULT_POLICY
from articles.errors import DomainError
from articles.ingest.encoding import decode
from articles.ingest.parsed import ArticleUnreadable
from articles.ingest.plain_text import parse_article
from articles.ingest.store import Stored, store_article

FAILED = "failed"


class Command(BaseCommand):
    help = "Import article files in the layout that docs/article-format.md describes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
        parser.add_argument(
            "--site",
            default="",
            metavar="SLUG",
            help="the articles' site, made if it is new (else: the publication that a file names)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = [file for path in options["paths"] for file in article_files(path)]
        counts = Counter(self._import(file, options["site"]) for file in files)
        outcomes = (Stored.IMPORTED, Stored.UNCHANGED, Stored.UPDATED, FAILED)
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in outcomes))
        if counts[FAILED] or not files:
            raise CommandError("not every file was imported" if files else "no files found")

    def _import(self, file: Path, site: str) -> str:
        """Return what became of the file; a file that cannot be read does not stop the others."""
        try:
            parsed = parse_article(decode(file.read_bytes()))
            return store_article(parsed, site_name=site, default_policy=DEFAULT_POLICY)
        except ArticleUnreadable as error:
            self.stderr.write(f"{file}:{error.line}: {error.reason}")
        except (DomainError, OSError) as error:
            self.stderr.write(f"{file}:1: {getattr(error, 'strerror', None) or error}")
        return FAILED


def article_files(path: Path) -> Iterator[Path]:
    """Yield the path itself, or the text files below a folder in the order of their names."""
    if path.is_dir():
        yield from sorted(file for file in path.rglob("*.txt") if file.is_file())
    else:
        yield path
