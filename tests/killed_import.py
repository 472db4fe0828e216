"""An import that the kernel ends after its first batch: `python -m … SITE SOURCE FOLDER`."""

import os
import signal
import sys
from pathlib import Path

import django

django.setup()

from articles.models import Site  # noqa: E402
from discussion.flows import import_comments  # noqa: E402
from tests.import_sources import moved_in  # noqa: E402


def ended(phase, done, total):
    if phase == "storing" and done < total:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    import_comments.BATCH = 3
    site, source, folder = sys.argv[1:]
    moved_in(Site.objects.get(slug=site), Path(folder), Path(source), progress=ended)
