"""One import in a process of its own: `python -m benchmarks.import_run`, by imports.py alone."""

import json
import resource
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from articles.models import Site  # noqa: E402
from discussion.flows.import_comments import import_comments, rehearse_import  # noqa: E402
from discussion.imports.formats import reader_of  # noqa: E402
from discussion.imports.intake import Choices  # noqa: E402
from discussion.imports.options import Options  # noqa: E402


def main(slug: str, name: str, source: str, label: str, mode: str) -> None:
    """Print comments a second and the peak of memory, in megabytes, as JSON."""
    options = Options(
        choices=Choices(source=label), folder=Path(settings.DATA_DIR) / "imports", fingerprint=label
    )
    run = import_comments if mode == "import" else rehearse_import
    began = time.monotonic()
    report = run(
        Site.objects.get(slug=slug), reader_of(name, source), options, progress=lambda *_: None
    )
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"per_second": report.comments / seconds, "megabytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
