"""A person asks to be forgotten, by their token or through staff."""

from django.db import transaction
from django.utils import timezone

from articles import audit
from articles.models import Site
from discussion.models import Author, PersonJob
from discussion.person.forgotten import give_up_subject
from discussion.person.owner import owner_of
from discussion.person.queue import GRACE
from discussion.person.restrictions import keep_restriction


def ask_to_be_forgotten(author: Author, *, actor: str) -> PersonJob:
    """Return the job; from now on the person's token makes a new author.

    Asked again while it runs, it is the same job. `actor` is who asks, as the audit names them.
    """
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
        asked = PersonJob.objects.filter(author=author, kind=PersonJob.Kind.ERASURE)
        if (job := asked.order_by("-pk").first()) is not None:
            return job
        job = PersonJob.objects.create(
            site_id=author.site_id,
            author=author,
            owner=owner_of(author.site_id, author.subject),
            kind=PersonJob.Kind.ERASURE,
            asked_by=actor,
            due_at=timezone.now() + GRACE,
        )
        keep_restriction(author)
        give_up_subject(author)
        author.erased_at = timezone.now()
        author.save(update_fields=["subject", "erased_at"])
        # An unfinished copy is nobody's any more.
        PersonJob.objects.filter(author=author, kind=PersonJob.Kind.EXPORT).delete()
        site = Site.objects.select_for_update(no_key=True).get(pk=author.site_id)
        audit.append_event(
            site,
            site_id=site.pk,
            kind="author.erasure_asked",
            actor=actor,
            data={"author": str(author.public_id)},
        )
    return job
