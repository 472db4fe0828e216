"""What `discussion` erases. Rows stay, for figures and chains; what they said does not."""

import secrets

from discussion.models import (
    Author,
    ChangeRequest,
    Comment,
    DecisionText,
    IdempotencyRecord,
    ImportedAuthor,
    ImportedComment,
    Mute,
    Notification,
    PersonJob,
    Revision,
    Statement,
    Unsubscription,
)

# What a decision's statement says in words of its own: the author's, or a moderator's about them.
SAID = {"passages": [], "reasoning": ""}
NOBODY = "erased"


def forget_comment(comment: Comment) -> None:
    """Erase the texts, the salts of their hashes, and what was said about them.

    Without its salt the hash in the audit and in the decision fits no text any more, so nobody can
    try out what was written.
    """
    Revision.objects.filter(comment=comment).update(text="", fragment="", salt=b"")
    DecisionText.objects.filter(decision__comment=comment).delete()
    ChangeRequest.objects.filter(comment=comment).update(words="")
    # Its id elsewhere stays: without it the next import would bring the comment back.
    ImportedComment.objects.filter(comment=comment).update(history=[], reactions=[])
    for statement in Statement.objects.filter(decision__comment=comment):
        statement.facts = {**statement.facts, **SAID}
        statement.save(update_fields=["facts"])


def forget_author(author: Author) -> None:
    """Erase what they chose, and what they were told."""
    caller = f"author:{author.public_id}"
    IdempotencyRecord.objects.filter(site=author.site_id, caller=caller).delete()
    Mute.objects.filter(reader=author).delete()
    Mute.objects.filter(muted=author).delete()
    Notification.objects.filter(author=author).delete()
    Unsubscription.objects.filter(author=author).delete()
    ImportedAuthor.objects.filter(author=author).delete()
    PersonJob.objects.filter(author=author, kind=PersonJob.Kind.EXPORT).delete()


def make_nobody(author: Author) -> None:
    """What is left in the row tells one author from another, and nothing else."""
    author.subject = f"{NOBODY}:{secrets.token_hex(16)}"
    author.display_name, author.email, author.badges = NOBODY, "", []
    author.restriction_reason, author.user = "", None
    author.save(
        update_fields=[
            "subject",
            "display_name",
            "email",
            "badges",
            "restriction_reason",
            "user",
        ]
    )


def give_up_subject(author: Author) -> None:
    """From now on whoever the site knows by this subject is somebody new here.

    The old subject can still be read while something has to be kept; `make_nobody` ends that.
    """
    longest = Author._meta.get_field("subject").max_length
    author.subject = f"{NOBODY}:{secrets.token_hex(8)}:{author.subject}"[:longest]
