"""What a training run is told: which rows count how often, and how the weights move."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

SHIPPED_RECIPE = Path(__file__).parent / "recipes" / "compact.toml"


class RecipeRefused(ValueError):
    """A recipe that cannot be followed; the message says why."""


@dataclass(frozen=True, slots=True)
class Boost:
    """Rows whose label of `attribute` is at least 0.5 count `times` as often, in these sources.

    An empty `sources` means every source.
    """

    attribute: str
    times: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipe:
    """One training run, complete with its seed: the same recipe, rows and machine repeat it.

    `sources` maps the beginning of a source's name to how often each of its rows is read in an
    epoch (0.5: every second time; unnamed: 1). `assumed_zero` maps an attribute to the sources
    whose rows, where nobody labelled that attribute, are read as 0: collections in which it
    practically does not occur. `attribute_weights` scales an attribute's part of the loss
    (unnamed: 1). `noisy_share` of the rows get spelling noise, anew in each epoch.
    The result is the moving average of the weights (`average_decay` by step), mixed with a share
    of the weights that training began with (`kept_of_start`): what was known before is kept at no
    cost. Without `learns_words` the vectors of the vocabulary stay as they are.
    """

    attributes: tuple[str, ...]
    epochs: int
    seed: int
    peak_rate: float
    warm_up_steps: int
    batch_rows: int
    batch_tokens: int
    window_tokens: int
    noisy_share: float
    average_decay: float
    kept_of_start: float = 0.0
    learns_words: bool = True
    sources: Mapping[str, float] = field(default_factory=dict)
    boosts: tuple[Boost, ...] = ()
    assumed_zero: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attribute_weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the recipe of a TOML file; raises RecipeRefused."""
        try:
            facts = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RecipeRefused(f"The recipe {path} cannot be read: {error}.") from error
        return cls.parse(facts)

    @classmethod
    def parse(cls, facts: Mapping[str, Any]) -> Self:
        """Return the recipe of a parsed document; raises RecipeRefused for any other shape."""
        if unknown := facts.keys() - {known.name for known in fields(cls)}:
            raise RecipeRefused(f"A recipe has no {', '.join(sorted(unknown))}.")
        try:
            return cls(
                **{
                    **facts,
                    "attributes": tuple(facts["attributes"]),
                    "boosts": tuple(_boost(boost) for boost in facts.get("boosts", ())),
                    "assumed_zero": {
                        attribute: tuple(sources)
                        for attribute, sources in facts.get("assumed_zero", {}).items()
                    },
                }
            )
        except (KeyError, TypeError) as error:
            raise RecipeRefused(f"The recipe is not complete: {error}.") from error

    def reads_of(self, source: str) -> float:
        """Return how often an epoch reads a row of this source; the longest name that fits wins."""
        fitting = [name for name in self.sources if source.startswith(name)]
        return self.sources[max(fitting, key=len)] if fitting else 1.0


def _boost(facts: Mapping[str, Any]) -> Boost:
    return Boost(facts["attribute"], float(facts["times"]), tuple(facts.get("sources", ())))
