"""What can be refused in moderation."""

from articles.errors import DomainError


class NotAllowed(DomainError):
    """Your role at this site does not allow that."""

    code = "not-allowed"


class GuestsNotAllowed(DomainError):
    """This site takes no guests: sign in there."""

    code = "guests-not-allowed"


class GuestNameRefused(DomainError):
    """A guest cannot be called that here."""

    code = "name-refused"


class ReasonRequired(DomainError):
    """A rejection needs a clause of the policy and a reasoning for the author."""

    code = "reason-required"


class UnknownClause(DomainError):
    """The site's policy has no such clause."""

    code = "unknown-clause"


class ItemClaimed(DomainError):
    """Another moderator is looking at this comment."""

    code = "claimed"


class UnreadableWords(DomainError):
    """What you wrote contains characters that cannot be shown."""

    code = "unreadable-words"


class NothingToUndo(DomainError):
    """There is no decision of yours here that could be taken back now."""

    code = "nothing-to-undo"


class UnknownReason(DomainError):
    """Give the id of a clause of the site's policy, or `other`."""

    code = "unknown-reason"


class UnknownComment(DomainError):
    """There is no public comment at that address."""

    code = "unknown-comment"


class ExplanationRequired(DomainError):
    """Explain why you think that the comment is illegal."""

    code = "explanation-required"


class GoodFaithRequired(DomainError):
    """Say that you believe in good faith that what you write is right and complete."""

    code = "good-faith-required"


class NothingToAppeal(DomainError):
    """No decision restricts this comment."""

    code = "nothing-to-appeal"


class AppealExists(DomainError):
    """You have appealed this decision already."""

    code = "appeal-exists"


class AppealDeadline(DomainError):
    """The time in which this decision could be appealed is over."""

    code = "appeal-deadline"


class WordsRequired(DomainError):
    """Say why you think that the decision is wrong."""

    code = "words-required"


class AppealSettled(DomainError):
    """This appeal is settled already."""

    code = "appeal-settled"


class SamePerson(NotAllowed):
    """Somebody else has to decide: you ruled on this text, or it is your own."""

    code = "same-person"


class AlertOver(DomainError):
    """What this alert told of is over."""

    code = "alert-over"


class StaleSettings(DomainError):
    """Somebody else changed these settings meanwhile. Look at them as they are now."""

    code = "stale"


class SettingRefused(DomainError):
    """That setting cannot be used."""

    code = "setting-refused"


class ReasonMissing(DomainError):
    """Say why."""

    code = "reason-required"


class AlreadyEscalated(DomainError):
    """This comment is with them already."""

    code = "already-escalated"


class EscalationLifted(DomainError):
    """Somebody lifted this escalation before."""

    code = "already-lifted"


class StaleDraft(DomainError):
    """Somebody else changed this draft meanwhile. Yours was not stored."""

    code = "stale"


class NoDraft(DomainError):
    """This version was published or dropped meanwhile: it cannot be changed."""

    code = "no-draft"


class PolicyMoved(DomainError):
    """Another version came into force meanwhile. Look at the difference once more."""

    code = "policy-moved"


class SanctionEndRefused(DomainError):
    """A sanction ends in the future, and within ten years."""

    code = "sanction-end"


class SanctionOver(DomainError):
    """That sanction is no longer in force."""

    code = "sanction-over"


class JobOver(DomainError):
    """That job has come to its end."""

    code = "job-over"


class JobRunning(DomainError):
    """That job still runs: stop it first."""

    code = "job-running"


class JobUndone(DomainError):
    """That job was undone before, or is itself an undo."""

    code = "job-undone"


class ProposalSettled(DomainError):
    """Somebody has answered that proposal."""

    code = "proposal-settled"


class TemplateTaken(DomainError):
    """This clause has another template of that title."""

    code = "template-taken"


class CodeRefused(DomainError):
    """That code is not right, or was used before. Wait for the app's next one."""

    code = "code-refused"


class AlreadyEnrolled(DomainError):
    """This account has an app already."""

    code = "already-enrolled"


class NotEnrolled(DomainError):
    """This account has no app."""

    code = "not-enrolled"


class UnknownStaff(DomainError):
    """No account here belongs to you. The operator makes accounts; ask for one."""

    code = "unknown-staff"


class AddressUnverified(DomainError):
    """Your organisation's sign-in has not verified your e-mail address."""

    code = "address-unverified"


class LinkedOtherwise(DomainError):
    """That account belongs to another person at your organisation. Ask the operator."""

    code = "linked-otherwise"


class ProviderRefused(DomainError):
    """Your organisation's sign-in did not work. Try again."""

    code = "provider-refused"


class ProviderAway(DomainError):
    """Your organisation's sign-in does not answer. Try again, or use your password."""

    code = "provider-away"


class ClauseRequired(DomainError):
    """Say which clause of the policy the text breaks."""

    code = "clause-required"


class LookJudged(DomainError):
    """Somebody else has judged this text meanwhile."""

    code = "already-judged"


class TooManyViews(DomainError):
    """There are as many saved views as a desk can show. Delete one first."""

    code = "too-many-views"


class NudgeOff(DomainError):
    """This site does not check drafts."""

    code = "nudge-off"


class ScorerAway(DomainError):
    """No worker could judge that in time. Nothing was stored; try again later."""

    code = "scorer-unavailable"

    def __init__(self, *, seconds: int) -> None:
        super().__init__()
        self.retry_after = seconds


class RuleTaken(DomainError):
    """The site has a rule about that already."""

    code = "rule-taken"


class EvidenceErased(DomainError):
    """The evidence was erased with its comment, after the hold was lifted."""

    code = "evidence-erased"
