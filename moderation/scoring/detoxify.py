"""The Detoxify scorer: the package's own class, its weights from a folder, no network.

This module imports torch, which the base installation does not have: `load.detoxify_adapter`
imports it when a spec asks for it.
"""

import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import transformers
from detoxify import Detoxify
from tokenizers import Tokenizer

from moderation.scoring.base import Scorer, ScorerUnavailable
from moderation.scoring.golden import measure_golden
from moderation.scoring.manifest import Manifest, own_files, sha256_of, write_manifest
from moderation.scoring.ngrams import Floats, NgramModel, read_ngrams
from moderation.scoring.windows import WindowReader, WindowScorer

WINDOW_TOKENS = 512
OVERLAP_TOKENS = 64
GOLDEN_TOLERANCE = 0.01

# Before anything is computed: a process that used two torch threads and then forks leaves a child
# that hangs for ever, and workers fork.
torch.set_num_threads(1)
# Its bar has no place in a worker's log. (Whether the call is typed depends on the extra.)
transformers.logging.disable_progress_bar()  # type: ignore[no-untyped-call,unused-ignore]


def open_detoxify(folder: Path, manifest: Manifest) -> Scorer:
    """Return the scorer of a folder whose files were verified (see `load.load_scorer`)."""
    detoxify = _load_class(folder, _checkpoint_in(folder))
    if tuple(detoxify.class_names) != manifest.attributes:
        raise ScorerUnavailable(
            f"The checkpoint in {folder} answers {', '.join(detoxify.class_names)}, its manifest "
            "says otherwise: fetch the scorer again."
        )
    return _scorer(detoxify, manifest, read_ngrams(folder, manifest))


def pin_folder(folder: Path, name: str, languages: frozenset[str]) -> Manifest:
    """Write and return the manifest of a folder with a checkpoint, configuration and vocabulary.

    Pins every file's SHA-256 and the golden scores that the model gives now. The caller vouches
    for where the files are from. Raises ScorerUnavailable when they do not make a scorer.
    """
    checkpoint = _checkpoint_in(folder)
    detoxify = _load_class(folder, checkpoint)
    files = {path.name: sha256_of(path) for path in own_files(folder)}
    draft = Manifest(
        name=name,
        version=files[checkpoint.name][:8],
        attributes=tuple(detoxify.class_names),
        languages=languages,
        window_tokens=min(WINDOW_TOKENS, detoxify.tokenizer.model_max_length),
        files=files,
        golden=(),
        golden_tolerance=GOLDEN_TOLERANCE,
    )
    scorer = _scorer(detoxify, draft, read_ngrams(folder, draft))
    _prove_full_window(scorer)
    manifest = replace(draft, golden=measure_golden(scorer))
    write_manifest(folder, manifest)
    return manifest


def load_network(folder: Path) -> Any:
    """Return the loaded Detoxify object of a folder: `model`, `tokenizer`, `class_names`.

    For a folder that was verified; raises ScorerUnavailable as `open_detoxify` does.
    """
    return _load_class(folder, _checkpoint_in(folder))


def declared_base(checkpoint: Path) -> str:
    """Return the name of the base model that a checkpoint says it was trained from."""
    return str(_read(checkpoint)["config"]["arch"]["args"]["model_type"])


def _checkpoint_in(folder: Path) -> Path:
    found = sorted(folder.glob("*.ckpt"))
    if len(found) != 1:
        raise ScorerUnavailable(
            f"The folder {folder} holds {len(found)} files ending in .ckpt: a Detoxify scorer has "
            "exactly one checkpoint, so leave that one."
        )
    return found[0]


def _load_class(folder: Path, checkpoint: Path) -> Any:
    """Load through the real class, with every weight proved to be the checkpoint's."""
    loaded = _read(checkpoint)
    # The class asks the hub for whatever `model_type` names, even when it is given a local path.
    loaded["config"]["arch"]["args"]["model_type"] = str(folder.resolve())
    with tempfile.TemporaryFile() as rewritten:
        # The class unpickles without restraint. What it unpickles was written here, out of what
        # `weights_only` let through, so a hostile checkpoint runs no code.
        torch.save(loaded, rewritten)
        rewritten.seek(0)
        try:
            detoxify = Detoxify(checkpoint=rewritten)
        except (OSError, RuntimeError, ValueError, AttributeError, TypeError) as error:
            raise ScorerUnavailable(
                f"Detoxify cannot load {checkpoint} ({type(error).__name__}): its configuration, "
                "vocabulary and weights must belong together, so fetch the scorer again."
            ) from error
    _prove_weights(detoxify.model.state_dict(), loaded["state_dict"], checkpoint)
    detoxify.model.eval()
    return detoxify


def _read(checkpoint: Path) -> dict[str, Any]:
    try:
        loaded = torch.load(checkpoint, map_location="cpu", weights_only=True)
        # Touched here so that a wrong shape is named here.
        _ = loaded["config"]["arch"]["args"]["model_type"], loaded["state_dict"].keys()
        _ = loaded["config"]["dataset"]["args"]["classes"]
    except pickle.UnpicklingError as error:
        raise ScorerUnavailable(
            f"The checkpoint {checkpoint} holds more than weights, and reading it could run code: "
            "do not use it, fetch the published one."
        ) from error
    except (
        OSError,
        RuntimeError,
        EOFError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:
        raise ScorerUnavailable(
            f"The file {checkpoint} is no Detoxify checkpoint ({type(error).__name__}): fetch the "
            "published one."
        ) from error
    return dict(loaded)


def _prove_weights(model: Any, checkpoint: Any, path: Path) -> None:
    """Raise unless the model's weights are the checkpoint's, name by name and bit by bit.

    Weights that a checkpoint lacks are filled at random with no more than a printed remark.
    """
    # Older checkpoints carry this table of 0, 1, 2 ...; newer models make it themselves.
    extra = {key for key in checkpoint.keys() - model.keys() if not key.endswith("position_ids")}
    missing = model.keys() - checkpoint.keys()
    changed = {
        key for key in model.keys() - missing if not torch.equal(model[key], checkpoint[key])
    }
    if odd := extra | missing | changed:
        raise ScorerUnavailable(
            f"The weights of {path} do not fit its model ({len(odd)} differ, such as {min(odd)}): "
            "it would judge at random, so fetch the published checkpoint."
        )


def _scorer(detoxify: Any, manifest: Manifest, ngrams: NgramModel | None) -> Scorer:
    # A copy: the class sets truncation on its own tokenizer at each call.
    tokenizer = Tokenizer.from_str(detoxify.tokenizer.backend_tokenizer.to_str())
    overlap = min(OVERLAP_TOKENS, manifest.window_tokens // 4)
    reader = WindowReader(tokenizer, manifest.window_tokens, overlap)
    judge = _TorchJudge(detoxify.model, len(manifest.attributes))
    return WindowScorer(manifest, reader, judge, ngrams)


class _TorchJudge:
    """Runs the model on one window."""

    def __init__(self, model: Any, attributes: int) -> None:
        self._model = model
        self._attributes = attributes

    def __call__(self, ids: Sequence[int]) -> Floats:
        batch = torch.tensor([ids])
        with torch.inference_mode():
            logits = self._model(input_ids=batch, attention_mask=torch.ones_like(batch)).logits[0]
        # Some published models have outputs beyond their classes; the first ones are the classes.
        row: Floats = logits[: self._attributes].double().numpy()
        return row


def _prove_full_window(scorer: Scorer) -> None:
    """Raise unless a window of full length can be scored: positions end where the model says."""
    try:
        scorer.score(["word " * (2 * scorer.window_tokens)])
    except (IndexError, RuntimeError) as error:
        raise ScorerUnavailable(
            f"The model cannot read {scorer.window_tokens} tokens: say in tokenizer_config.json "
            "how many it can (model_max_length)."
        ) from error
