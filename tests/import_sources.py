"""Sources of comments and their import: lines as docs/portability.md has them, files of others."""

import json
from pathlib import Path
from typing import Any

from articles.models import Site
from discussion.flows.import_comments import import_comments, rehearse_import
from discussion.imports.formats import fingerprint_of, reader_of
from discussion.imports.intake import Choices
from discussion.imports.options import Options
from discussion.imports.report import Report

GOLDEN = Path(__file__).parent / "data" / "imports"
ARTICLE = {
    "kind": "article",
    "id": "12",
    "url": "https://ledger.example/2019/bridge/",
    "title": "Bridge reopens after two years",
}


def comment(id_: str, parent: str = "", **fields: Any) -> dict[str, Any]:
    """A comment of article 12 by Ada, a minute after the one before it by its number."""
    minute = int(id_) % 60 if id_.isdigit() else 0
    return {
        "kind": "comment",
        "id": id_,
        "article": "12",
        "parent": parent or None,
        "author_name": "Ada",
        "created_at": f"2019-03-08T09:{minute:02}:00Z",
        "text": f"Comment number {id_}.",
        **fields,
    }


def written(path: Path, *rows: dict[str, Any], article: dict[str, Any] | None = ARTICLE) -> Path:
    """Write the rows as JSON Lines, after the article."""
    lines = [*([article] if article else []), *rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in lines), encoding="utf-8")
    return path


def moved_in(
    site: Site,
    folder: Path,
    source: Path | str,
    *,
    format: str = "jsonl",
    rehearsed: bool = False,
    address: str = "",
    progress: Any = lambda phase, done, total: None,
    choices: dict[str, Any] | None = None,
    **options: Any,
) -> Report:
    """Import the source, its staging file in `folder`."""
    run = rehearse_import if rehearsed else import_comments
    wish = Options(
        choices=Choices(**{"source": format, **(choices or {})}),
        folder=folder,
        fingerprint=fingerprint_of(str(source)),
        everything=format == "jsonl",
        **options,
    )
    return run(site, reader_of(format, str(source), address=address), wish, progress=progress)


def problems(report: Report) -> dict[str, int]:
    return {problem.code: problem.count for problem in report.problems}
