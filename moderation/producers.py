"""What can be produced here: the attributes that a policy's rules may ask for."""

from django.conf import settings

from moderation.detectors.in_use import DETECTORS
from moderation.scoring.specs import attributes_of


def produced_attributes() -> frozenset[str]:
    """Return the attributes of the configured scorer and of every detector; raises
    ScorerUnavailable.
    """
    detected = {attribute for detector in DETECTORS for attribute in detector.attributes}
    scored = attributes_of(settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
    return frozenset(detected.union(scored))
