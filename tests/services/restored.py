"""What is found in a restored place: `python -m tests.services.restored ARTICLE ANCHOR`, with the
acknowledged comments as a JSON object of texts by id on stdin.

In a process of its own, on the database that the environment names, as an operator would look.
Prints a JSON object: the faults of every invariant and command, and the article's page.
"""

import io
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "discussion.settings")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from articles.models import Site  # noqa: E402
from tests.api_calls import Api  # noqa: E402
from tests.lives.invariants import INVARIANTS, Witness  # noqa: E402


def failed(command: str, **options: Any) -> list[str]:
    """What the command prints, when it fails."""
    out = io.StringIO()
    try:
        call_command(command, stdout=out, **options)
    except (CommandError, SystemExit) as error:
        return [out.getvalue(), str(error)]
    return []


def main(article: str, anchor: str) -> dict[str, Any]:
    setup_test_environment()  # for the name under which the tests ask
    cache.clear()  # as after every restore: what is in it is of another history
    witness = Witness(acknowledged=json.load(sys.stdin))
    witness.look()
    faults = [fault for holds in INVARIANTS for fault in holds(witness)]
    faults += failed("migrate", check_unapplied=True, verbosity=0)
    faults += failed("verify_audit", anchor=[anchor])
    for site in Site.objects.all():
        faults += failed("replay", site=site.slug)
    page = Api().get(f"articles/{article}/comments/")
    return {"faults": faults, "page": page.content.decode()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])))
