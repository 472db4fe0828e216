"""The compact scorer: a small transformer in ONNX, int8, on one thread.

Needs ONNX Runtime and tokenizers, never torch; docs/model-card.md says what it can and cannot.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from moderation.scoring.base import Scorer, ScorerUnavailable
from moderation.scoring.manifest import Manifest
from moderation.scoring.ngrams import Floats, read_ngrams
from moderation.scoring.windows import WindowReader, WindowScorer

MODEL = "model.int8.onnx"
TOKENIZER = "tokenizer.json"
OVERLAP_TOKENS = 32


def open_compact(folder: Path, manifest: Manifest) -> Scorer:
    """Return the scorer of a folder whose files were verified (see `load.load_scorer`)."""
    if absent := {MODEL, TOKENIZER} - set(manifest.files):
        raise ScorerUnavailable(
            f"The manifest in {folder} does not name {', '.join(sorted(absent))}: a compact scorer "
            "needs both a model and its tokenizer."
        )
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    reader = WindowReader(tokenizer, manifest.window_tokens, OVERLAP_TOKENS)
    return WindowScorer(manifest, reader, _OnnxJudge(folder / MODEL), read_ngrams(folder, manifest))


class _OnnxJudge:
    """Runs the model on one window."""

    def __init__(self, path: Path) -> None:
        self._session = onnxruntime.InferenceSession(
            str(path), _session_options(), providers=["CPUExecutionProvider"]
        )
        self._wants_mask = "attention_mask" in {put.name for put in self._session.get_inputs()}

    def __call__(self, ids: Sequence[int]) -> Floats:
        batch = np.asarray([ids], dtype=np.int64)
        inputs = {"input_ids": batch}
        if self._wants_mask:
            # A single window has no padding: nothing is masked.
            inputs["attention_mask"] = np.ones_like(batch)
        logits: Floats = self._session.run(["logits"], inputs)[0][0].astype(np.float64)
        return logits


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    # Throughput comes from worker processes: a second thread gained 3 % on single texts, and
    # spinning threads take the processor from the neighbours.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    return options
