"""What an operator asks of an import."""

from dataclasses import dataclass
from pathlib import Path

from discussion.imports.intake import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`fingerprint` names the source as it lies there, so that what was read of it is only used
    again for the same. `everything`: articles and authors without comments as well, and public ids
    as the source has them, as for an export of this service.
    """

    choices: Choices
    folder: Path
    fingerprint: str
    anywhere: bool = False
    everything: bool = False
    resume: bool = False
    problems: Path | None = None
    permalinks: Path | None = None

    @property
    def source(self) -> str:
        return self.choices.source
