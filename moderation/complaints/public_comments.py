"""Public comments by what stands in their address: for those who need not be known to the site."""

import re
from uuid import UUID

from django.http import Http404

from articles.models import Site
from discussion.models import Comment

# As a permalink ends, `…/comments/<id>/`, and the places on an article's page, here and elsewhere.
_ENDS = re.compile(r"(?:/comments/|#c-|#comment-)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?$")


def public_comment(comment_id: UUID) -> Comment | None:
    """Return the comment of that id, if everybody can read it."""
    comments = Comment.objects.filter(public_id=comment_id, status=Comment.Status.PUBLISHED)
    return comments.select_related("article__site", "public_revision").first()


def comment_of(site: Site, public_id: str) -> Comment:
    """Return the site's comment of that id. Raises Http404 where not everybody can read one."""
    try:
        comment = public_comment(UUID(public_id))
    except ValueError as error:
        raise Http404 from error
    if comment is None or comment.site_id != site.pk:
        raise Http404
    return comment


def comment_at(address: str) -> Comment | None:
    """Return the comment that a permalink leads to, wherever its article's page is shown."""
    found = _ENDS.search(address)
    return public_comment(UUID(found[1])) if found else None
