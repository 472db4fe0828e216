"""What an empty database needs before the first request, and what to open afterwards."""

import io

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.management import call_command
from django.db.models import Q

from articles.models import Article
from discussion.schema import refuse_later_schema
from discussion.servers import refuse_wrong_servers

FIRST_MODERATOR = "rosa"


def prepare_database(*, demo: bool) -> None:
    """Bring the tables up to date; with `demo`, load the seeds (twice changes nothing).

    Ends this process where a later release has brought them further.
    """
    refuse_later_schema()
    refuse_wrong_servers()
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.EMBEDDED:
        call_command("collectstatic", verbosity=0, interactive=False)
    if demo:
        call_command("seed", stdout=io.StringIO())


def first_moderator() -> str | None:
    """Make a moderator of every site and return the password, which is kept nowhere.

    A senior one, who may do all that the desk offers. None where anybody has an account with a
    password already, as those of the seeds have not, and in server mode: there people are invited.
    """
    users = get_user_model().objects
    signs_in = ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not settings.EMBEDDED or users.filter(signs_in | Q(username=FIRST_MODERATOR)).exists():
        return None
    password = io.StringIO()
    call_command("moderator", FIRST_MODERATOR, role="senior_moderator", stdout=password)
    return password.getvalue().strip()


def links(public_url: str) -> list[str]:
    """Return what to open: an article with its discussion, the review queue, the API's docs."""
    article = Article.objects.select_related("site").order_by("pk").first()
    page = f"/{article.site.slug}/articles/{article.slug}/" if article else "/"
    return [public_url + path for path in (page, "/admin/", "/api/v1/docs/")]
