"""What may not be erased: comments given to counsel or police, until somebody lifts that.

Erasure and retention ask here before they take anything away. A withdrawal takes nothing: the
author's comment leaves the page, its rows stay.
"""

from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Site
from discussion.models import Author, Comment
from moderation.models import Escalation


def on_legal_hold(comment: Comment) -> bool:
    """Whether its rows, and those that the evidence names, have to stay."""
    return Escalation.objects.filter(comment=comment, lifted_at=None).exists()


def comments_on_hold(site: Site) -> QuerySet[Comment]:
    """Return the site's comments that have to stay; a subquery for whoever sorts out others."""
    held = Escalation.objects.filter(comment=OuterRef("pk"), lifted_at=None)
    return Comment.objects.filter(Exists(held), site=site)


def author_on_hold(author: Author) -> bool:
    """Whether the author's subject and name have to stay, for one of the comments does."""
    return Escalation.objects.filter(comment__author=author, lifted_at=None).exists()
