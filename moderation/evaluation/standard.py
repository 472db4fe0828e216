"""What rows are judged by: a policy, a publication and a judge, found as the commands name them."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from articles.default_policy import DEFAULT_POLICY
from articles.models import Site
from moderation.detectors.base import SiteProfile
from moderation.detectors.in_use import DETECTORS
from moderation.evaluation.extra import EvaluationRefused
from moderation.judge import Judge
from moderation.policy.document import (
    PolicyInvalid,
    policy_from_document,
    read_toml,
    unproduced_attributes,
)
from moderation.policy.external import without_external
from moderation.policy.load import load_policy
from moderation.policy.toml import toml_from_policy
from moderation.policy.types import Policy
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer
from moderation.site_profile import profile_of

# The texts of a data set are about no site of ours, but the detectors need to know a name.
STAND_IN = SiteProfile(
    name="The Harbour Gazette",
    aliases=("Harbour Gazette", "the Gazette"),
    domain="harbourgazette.example",
    handles=("@harbourgazette",),
    staff=("Martha Quell", "Tobias Renn"),
    blocked_phrases=(),
    languages=("en",),
    contacts=("newsroom@harbourgazette.example", "1 Custom House Quay"),
)


@dataclass(frozen=True, slots=True)
class Standard:
    """A policy, and the names and phrases of the publication whose comments are judged by it.

    `toml` is the policy's text as a person wrote it; `origin` says where it came from.
    """

    policy: Policy
    profile: SiteProfile
    toml: str
    origin: str


def find_standard(policy_file: Path | None, slug: str | None) -> Standard:
    """Return the policy in the file, else the one in force at the site, else the default one.

    The names are the site's, else those of an invented publication. Raises EvaluationRefused.
    """
    site = _site(slug) if slug else None
    file = policy_file or DEFAULT_POLICY
    profile = profile_of(site) if site else STAND_IN
    try:
        if site and not policy_file:
            policy = load_policy(site.published_policy)
            origin = f"{site.slug}, version {site.published_policy.number}"
            toml = toml_from_policy(policy)
            return Standard(without_external(policy), profile, toml, origin)
        policy = without_external(policy_from_document(read_toml(file)))
        return Standard(policy, profile, file.read_text(encoding="utf-8-sig"), file.name)
    except PolicyInvalid as error:
        raise EvaluationRefused(f"The policy cannot be used: {error}.") from error
    except OSError as error:
        raise EvaluationRefused(f"{file}: {error.strerror}.") from error


def open_judge(spec: str | None, policy: Policy) -> Judge:
    """Return the whole judge with the scorer of the spec, by default the configured one.

    Raises EvaluationRefused, also where the policy asks for what nobody produces.
    """
    try:
        scorer = load_scorer(spec or settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
    except ScorerUnavailable as error:
        raise EvaluationRefused(str(error)) from error
    judge = Judge(scorer, DETECTORS)
    if unproduced := unproduced_attributes(policy, produced_by(judge)):
        raise EvaluationRefused(
            f"The policy has rules for {', '.join(unproduced)}, but neither "
            f"{scorer.producer.name} nor a detector produces that: every comment would be held."
        )
    return judge


def produced_by(judge: Judge) -> tuple[str, ...]:
    """Return the attributes that the judge's producers yield, each once, the scorer's first."""
    detected = (attribute for detector in judge.detectors for attribute in detector.attributes)
    return tuple(dict.fromkeys((*judge.scorer.attributes, *detected)))


def _site(slug: str) -> Site:
    site = Site.objects.select_related("policy").filter(slug=slug).first()
    if site is None:
        raise EvaluationRefused(f"There is no site “{slug}”.")
    return site
