"""A Detoxify model as a folder that `compact` serves, and how far the two agree."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from moderation.policy.engine import PROOF_OF_SCORING, decide
from moderation.policy.types import Policy, Signal
from moderation.scoring.base import Scorer, Scores
from moderation.scoring.compact import MODEL, TOKENIZER, open_compact
from moderation.scoring.detoxify import load_network, open_detoxify
from moderation.scoring.golden import measure_golden
from moderation.scoring.manifest import (
    Manifest,
    read_manifest,
    sha256_of,
    verify_files,
    write_manifest,
)
from moderation.scoring.ngrams import TABLE
from moderation.training.onnx_export import export_graph

# Other processors round int8 products differently; swapped labels are off by far more.
GOLDEN_TOLERANCE = 0.08


@dataclass(frozen=True, slots=True)
class Agreement:
    """How close the exported scorer comes to its source on some texts.

    `rank_correlation` is Spearman's by attribute; `changed_outcomes` the share of texts on which a
    policy that asks these attributes alone decides otherwise; `largest_gap` the largest difference
    of two scores.
    """

    texts: int
    rank_correlation: dict[str, float]
    changed_outcomes: float
    largest_gap: float

    @property
    def lowest_correlation(self) -> float:
        """NaN where an attribute has one value for all texts: nothing can be said of it then."""
        return float(np.min(list(self.rank_correlation.values())))


def export_folder(source: Path, out: Path, *, name: str, release: str | None = None) -> Manifest:
    """Write graph, tokenizer, n-gram model (where there is one) and manifest into an empty folder.

    `source` is a pinned Detoxify folder. Raises ScorerUnavailable when it does not prove itself.
    """
    pinned = read_manifest(source)
    verify_files(source, pinned)
    loaded = load_network(source)
    export_graph(loaded.model, len(pinned.attributes), out / MODEL)
    loaded.tokenizer.backend_tokenizer.save(str(out / TOKENIZER))
    if TABLE in pinned.files:
        shutil.copyfile(source / TABLE, out / TABLE)
    files = {path.name: sha256_of(path) for path in sorted(out.iterdir())}
    draft = replace(
        pinned,
        name=name,
        version=release or files[MODEL][:8],
        files=files,
        golden=(),
        golden_tolerance=GOLDEN_TOLERANCE,
    )
    manifest = replace(draft, golden=measure_golden(open_compact(out, draft)))
    write_manifest(out, manifest)
    return manifest


def agreement(source: Path, exported: Path, texts: Sequence[str], policy: Policy) -> Agreement:
    """Score the texts with both and compare; texts that both find harmless count like any other."""
    first = open_detoxify(source, read_manifest(source))
    second = open_compact(exported, read_manifest(exported))
    answers = list(zip(_scores(first, texts), _scores(second, texts), strict=True))
    attributes = first.attributes
    columns = {
        attribute: np.array([[one[attribute], other[attribute]] for one, other in answers])
        for attribute in attributes
    }
    return Agreement(
        texts=len(texts),
        rank_correlation={
            attribute: float(spearmanr(column[:, 0], column[:, 1]).statistic)
            for attribute, column in columns.items()
        },
        changed_outcomes=float(
            np.mean([_outcome(one, policy) != _outcome(other, policy) for one, other in answers])
        ),
        largest_gap=max(float(np.abs(c[:, 0] - c[:, 1]).max()) for c in columns.values()),
    )


def _scores(scorer: Scorer, texts: Sequence[str]) -> list[Scores]:
    return [scorer.score([text])[0] for text in texts]


def _outcome(scores: Scores, policy: Policy) -> str:
    """Return what the policy decides on the scores alone: what it asks of others counts as 0."""
    asked = {rule.attribute for clause in policy.clauses for rule in clause.rules}
    values = dict.fromkeys(asked | {PROOF_OF_SCORING}, 0.0) | dict(scores)
    return decide(policy, [Signal(attribute, value) for attribute, value in values.items()]).outcome
