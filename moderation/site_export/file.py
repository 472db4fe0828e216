"""The file that a site leaves in."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO

from articles.models import Site
from moderation.site_export.comments import comment_lines
from moderation.site_export.heads import (
    article_lines,
    author_lines,
    export_line,
    policy_lines,
    site_line,
)
from moderation.site_export.snapshot import one_moment
from moderation.site_export.values import Line


@dataclass(slots=True)
class Written:
    """How many lines there are of each kind."""

    by_kind: dict[str, int] = field(default_factory=dict)

    def count(self, line: Line) -> None:
        kind = str(line["kind"])
        self.by_kind[kind] = self.by_kind.get(kind, 0) + 1


def site_lines(site: Site, *, with_addresses: bool = False) -> Iterator[Line]:
    """Yield all that the site has, in bounded memory, in the order that docs/portability.md names.

    Of one moment where the caller reads within `one_moment`.
    """
    return chain(
        [export_line(site), site_line(site)],
        policy_lines(site),
        article_lines(site),
        author_lines(site, with_addresses=with_addresses),
        comment_lines(site),
    )


def write_site(site: Site, out: Path, *, with_addresses: bool = False) -> Written:
    """Write the site as it is at one moment; `.gz` at the end of the name compresses it.

    The file is there once it is whole, readable by its owner alone: until then its name ends in
    `.part`. Raises FileExistsError: no file is written over.
    """
    if out.exists():
        raise FileExistsError(out)
    part = out.with_name(f"{out.name}.part")
    written = Written()
    part.touch(mode=0o600)
    try:
        with _opened(part, packed=out.suffix == ".gz") as file, one_moment():
            # The site as of this moment, not as whoever asked had read it.
            for line in site_lines(Site.objects.get(pk=site.pk), with_addresses=with_addresses):
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
                written.count(line)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return written


def _opened(path: Path, *, packed: bool) -> IO[str]:
    if packed:
        return gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=6)
    return path.open("w", encoding="utf-8", newline="\n")
