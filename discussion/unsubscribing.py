"""No more mail about something: the address that says so, without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from discussion.models import Author, Topic, Unsubscription

# Without an end: a mail may be read, and regretted, years later.
_signer = signing.Signer(salt="discussion.unsubscribe")


@dataclass(frozen=True, slots=True)
class Choice:
    """An author and a topic that they decide about."""

    author: Author
    topic: Topic

    def refuse(self) -> None:
        """Send no more of it; once more is the same."""
        Unsubscription.objects.get_or_create(author=self.author, topic=self.topic)

    def accept(self) -> None:
        """Send it again."""
        Unsubscription.objects.filter(author=self.author, topic=self.topic).delete()

    @property
    def refused(self) -> bool:
        return Unsubscription.objects.filter(author=self.author, topic=self.topic).exists()


def unsubscribe_address(author: Author, topic: Topic) -> str:
    """Return the address in a mail that stops such mails."""
    token = _signer.sign(f"{author.public_id.hex}.{topic}")
    return f"{settings.PUBLIC_URL}{reverse('unsubscribe', args=[token])}"


def choice_in(token: str) -> Choice | None:
    """Return whom and what the address is about; None for one that this service did not sign."""
    try:
        public_id, _, topic = _signer.unsign(token).partition(".")
    except signing.BadSignature:
        return None
    author = Author.objects.select_related("site").filter(public_id=public_id).first()
    return None if author is None else Choice(author, Topic(topic))
