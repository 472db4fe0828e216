"""The detectors in use. A new one is a file, a labelled set, a line here and a policy version."""

from moderation.detectors.base import Detector
from moderation.detectors.blocked_phrases import BlockedPhrases
from moderation.detectors.illegal_trade import IllegalTrade
from moderation.detectors.language import Language
from moderation.detectors.links import Links
from moderation.detectors.personal_data import PersonalData
from moderation.detectors.publication import AttackOnPublication
from moderation.detectors.threats import Threats
from moderation.detectors.unscorable import Unscorable

DETECTORS: tuple[Detector, ...] = (
    AttackOnPublication(),
    Threats(),
    IllegalTrade(),
    PersonalData(),
    Links(),
    BlockedPhrases(),
    Language(),
    Unscorable(),
)
