"""The compact scorer beside Detoxify's class with BERT base: `python -m benchmarks.scorers`.

Needs the extra `detoxify`. One process, one thread, the same texts, in turn; the weights of BERT
base are random, which costs exactly as much as the published ones.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from benchmarks.rounds import Measured, Row, alternate, row
from benchmarks.texts import comments
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import detoxify_adapter, load_scorer
from moderation.scoring.specs import SHIPPED_FOLDER

TEXTS, ROUNDS, BATCH = 128, 3, 16
# As a national newspaper's comments: 27 tokens on average, each text cut to where that comes out.
TOKENS = 27
BERT_BASE_PIECES = 30_522
CLASSES = ["toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"]


def main() -> None:
    """Print a row for texts one by one and one for Detoxify in its best batches."""
    texts = _texts()
    compact = load_scorer("compact", Path())
    with tempfile.TemporaryDirectory() as folder:
        bert = _bert_base(Path(folder))
    for what, batch in (("Detoxify one by one", 1), (f"Detoxify in batches of {BATCH}", BATCH)):
        ordered = sorted(texts, key=len) if batch > 1 else texts
        pairs = alternate(
            ROUNDS,
            _timed(texts, 1, lambda part: compact.score(part)),
            _timed(ordered, batch, bert.predict),
        )
        print(_line(row("scorers", what, "comments/s", pairs, limit_is=what)))


def _timed(
    texts: Sequence[str], batch: int, score: Callable[[list[str]], object]
) -> Callable[[], Measured]:
    def measure() -> Measured:
        began = time.perf_counter()
        for at in range(0, len(texts), batch):
            score(list(texts[at : at + batch]))
        return Measured(len(texts) / (time.perf_counter() - began))

    return measure


def _line(measured: Row) -> str:
    low, high = measured.ratios
    return (
        f"compact {measured.product.per_second:.0f}/s, {measured.what} "
        f"{measured.limit.per_second:.1f}/s: {measured.ratio:.1f} times ({low:.1f} to {high:.1f})"
    )


def _texts() -> list[str]:
    """Return texts of the wanted mean length in tokens, from the project's own comments."""
    tokenizer = Tokenizer.from_file(str(SHIPPED_FOLDER / "tokenizer.json"))
    drawn = comments(TEXTS, seed=27)
    lengths = [len(tokenizer.encode(text).ids) for text in drawn]
    share = TOKENS / (sum(lengths) / len(lengths))
    return [text[: max(12, round(len(text) * share))] for text in drawn]


def _bert_base(folder: Path) -> Any:
    """Return Detoxify's object around a BERT base of random weights."""
    adapter = detoxify_adapter()
    torch, transformers = adapter.torch, adapter.transformers
    config = transformers.BertConfig(vocab_size=BERT_BASE_PIECES, num_labels=len(CLASSES))
    model = transformers.BertForSequenceClassification(config)
    config.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((SHIPPED_FOLDER / "tokenizer.json").read_bytes())
    (folder / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 512,'
        ' "pad_token": "[PAD]"}'
    )
    arguments = {
        "num_classes": len(CLASSES),
        "model_type": "bert",
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "AutoTokenizer",
    }
    checkpoint = {
        "config": {"arch": {"args": arguments}, "dataset": {"args": {"classes": CLASSES}}},
        "state_dict": model.state_dict(),
    }
    torch.save(checkpoint, folder / "base.ckpt")
    return adapter.load_network(folder)


if __name__ == "__main__":
    try:
        main()
    except ScorerUnavailable as error:
        print(f"Not measured: {error}", file=sys.stderr)
        raise SystemExit(1) from error
