"""Who may write on a page itself.

Readers are known by their site's word and write through the API. A page knows members of staff by
their session and, in a trial (`DEMO`), whoever chooses a name.
"""

from django.conf import settings
from django.http import HttpRequest

from articles.models import Site
from discussion.models import Author, User
from discussion.models.people import OURS, shown_name, subject_of
from discussion.names import chosen_name

DEMO = f"{OURS}demo:"
# Given to members of the site's staff by the backend that the settings name.
COMMENT_AS_STAFF = "discussion.comment_as_staff"


def may_write(request: HttpRequest, site: Site) -> bool:
    """Whether the page offers a form."""
    return settings.DEMO or _staff(request, site) is not None


def needs_name(request: HttpRequest, site: Site) -> bool:
    """Whether the writer has to choose a name first."""
    return _staff(request, site) is None


def author_for(request: HttpRequest, site: Site, name: str) -> Author | None:
    """Return the author in whose name the page writes; None when it may not. Raises NameRefused."""
    user = _staff(request, site)
    if user is not None:
        return _author(site, subject_of(user), shown_name(user), user)
    if not settings.DEMO:
        return None
    shown = chosen_name(name)
    return _author(site, f"{DEMO}{shown.casefold()}", shown, None)


def speaks_for(request: HttpRequest, author: Author, site: Site) -> bool:
    """Whether the page acts in that author's name for whoever knows a comment's signed address.

    A member of staff has to be signed in too. Readers whom the site vouches for act by the API.
    """
    if author.user_id is not None:
        user = _staff(request, site)
        return user is not None and user.pk == author.user_id
    return settings.DEMO and author.subject.startswith(DEMO)


def _author(site: Site, subject: str, name: str, user: User | None) -> Author:
    author, _ = Author.objects.get_or_create(
        site=site, subject=subject, defaults={"display_name": name, "user": user}
    )
    return author


def _staff(request: HttpRequest, site: Site) -> User | None:
    """Return who is signed in, if they are of this site: others have no say on its pages."""
    user = request.user
    return user if isinstance(user, User) and user.has_perm(COMMENT_AS_STAFF, site) else None
