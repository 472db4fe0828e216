"""Who may decide an appeal: another person than those who ruled on the text before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

from discussion.models import Decision, User
from moderation.errors import NotAllowed, SamePerson
from moderation.models import Appeal, DeskSettings, Membership
from moderation.roles import ROLES, Act, sites_where

# Active members with the right, and the second person if one is named, by site.
People = dict[int, set[int]]


@dataclass(frozen=True, slots=True)
class Deciders:
    """What stands between a user and some appeals; read at once for all of them."""

    user: User
    rights: Collection[int]
    rulers: People
    members: People
    seconds: People

    @classmethod
    def of(cls, user: User, appeals: Sequence[Appeal]) -> Self:
        """Read it: four queries. The appeals come with `decision` and `author`."""
        sites = {appeal.site_id for appeal in appeals}
        revisions = {appeal.decision.revision_id for appeal in appeals}
        rulings = Decision.objects.filter(revision__in=revisions, actor__isnull=False)
        members = Membership.objects.filter(
            site__in=sites, role__in=ROLES[Act.DECIDE_APPEALS], user__is_active=True
        )
        seconds = DeskSettings.objects.filter(site__in=sites, second_person__is_active=True)
        return cls(
            user,
            sites_where(user, Act.DECIDE_APPEALS),
            _grouped(rulings.values_list("revision_id", "actor_id")),
            _grouped(members.values_list("site_id", "user_id")),
            _grouped(seconds.values_list("site_id", "second_person_id")),
        )

    def objection(self, appeal: Appeal) -> NotAllowed | None:
        """Return why the user may not decide it; None when they may.

        Whoever ruled on the text may not, nor its author. Else those with the right at the site
        may; where nobody of them is left, the second person whom the site named.
        """
        if self.user.pk in self._concerned(appeal):
            return SamePerson()
        if appeal.site_id in self.rights:
            return None
        if self.user.pk not in self.seconds.get(appeal.site_id, ()):
            return NotAllowed()
        if self._left(self.members, appeal):
            return NotAllowed("Others of this site may decide this appeal.")
        return None

    def nobody_may(self, appeal: Appeal) -> bool:
        """Whether the site has nobody who may decide it, so that somebody has to be named."""
        return not (self._left(self.members, appeal) or self._left(self.seconds, appeal))

    def _concerned(self, appeal: Appeal) -> set[int]:
        rulers = self.rulers.get(appeal.decision.revision_id, set())
        own = appeal.author.user_id
        return rulers if own is None else {*rulers, own}

    def _left(self, people: People, appeal: Appeal) -> set[int]:
        return people.get(appeal.site_id, set()) - self._concerned(appeal)


def objection(appeal: Appeal, user: User) -> NotAllowed | None:
    """Return why the user may not decide the appeal; None when they may."""
    return Deciders.of(user, [appeal]).objection(appeal)


def _grouped(pairs: Collection[tuple[int, int | None]]) -> People:
    people: People = {}
    for key, user_id in pairs:
        if user_id is not None:
            people.setdefault(key, set()).add(user_id)
    return people
