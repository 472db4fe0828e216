"""A person asks for a copy of all that is kept of them."""

from django.db import transaction
from django.utils import timezone

from discussion.models import Author, PersonJob
from discussion.person.owner import owner_of


def ask_for_copy(author: Author) -> PersonJob:
    """Return the job; asked again while it runs, it is the same job."""
    with transaction.atomic():
        author = Author.objects.select_for_update(no_key=True).get(pk=author.pk)
        running = PersonJob.objects.filter(author=author, kind=PersonJob.Kind.EXPORT)
        if (job := running.exclude(state=PersonJob.State.DONE).first()) is not None:
            return job
        return PersonJob.objects.create(
            site_id=author.site_id,
            author=author,
            owner=owner_of(author.site_id, author.subject),
            kind=PersonJob.Kind.EXPORT,
            asked_by=f"author:{author.public_id}",
            due_at=timezone.now(),
        )
