"""Long texts in overlapping windows: what every token-based scorer has in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Encoding, Tokenizer

from moderation.scoring.base import Scores
from moderation.scoring.manifest import Manifest
from moderation.scoring.ngrams import Floats, NgramModel
from moderation.scoring.remembered import Judge, RememberedWindows


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once: token ids, and the stretch of the text that they stand for."""

    ids: tuple[int, ...]
    text: str


class WindowReader:
    """Cuts texts into windows of token ids, each with the model's own start and end tokens."""

    def __init__(self, tokenizer: Tokenizer, window_tokens: int, overlap_tokens: int) -> None:
        # A reader may write "[SEP]" or "</s>"; it must stay text and not become a control token.
        tokenizer.encode_special_tokens = True
        tokenizer.no_padding()
        tokenizer.enable_truncation(window_tokens, stride=overlap_tokens)
        self._tokenizer = tokenizer
        self._unknown_id = _unknown_id(tokenizer)

    def windows(self, text: str) -> list[Window]:
        """Return the windows in reading order, at least one; together they hold every token.

        A text without tokens gives one window of start and end tokens alone.
        """
        encoding = self._encode(text)
        return [
            Window(tuple(window.ids), _stretch(text, window))
            for window in (encoding, *encoding.overflowing)
        ]

    def unknown_share(self, text: str) -> float:
        """Return the share of unknown tokens, those of an overlap counted in both windows."""
        encoding = self._encode(text)
        content = [
            token
            for window in (encoding, *encoding.overflowing)
            for token, special in zip(window.ids, window.special_tokens_mask, strict=True)
            if not special
        ]
        if not content:
            return 1.0
        return sum(token == self._unknown_id for token in content) / len(content)

    def _encode(self, text: str) -> Encoding:
        try:
            text.encode()
        except UnicodeEncodeError:
            # `from None`: the first error carries the text, and tracebacks end in logs.
            raise ValueError("A text with a lone surrogate cannot be scored.") from None
        return self._tokenizer.encode(text)


class WindowScorer:
    """A scorer that judges one window per call and keeps the highest value per attribute.

    One window per call, because with dynamic int8 the score of a text moved by up to 0.2 with its
    batch mates (measured on 512 comments), and because padding ate what batches gained. Where the
    scorer's folder has an n-gram model, its logits are blended with those of the window.
    """

    def __init__(
        self,
        manifest: Manifest,
        reader: WindowReader,
        judge: Judge,
        ngrams: NgramModel | None = None,
    ) -> None:
        self.producer = manifest.producer
        self.attributes = manifest.attributes
        self.languages = manifest.languages
        self.window_tokens = manifest.window_tokens
        self._reader = reader
        # Two spellings of a text are often the same tokens, the words that drove a score are looked
        # for in the text that was just scored, and floods repeat themselves.
        self._judge = RememberedWindows(judge)
        self._ngrams = ngrams

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """See `base.Scorer.score`."""
        return [self._score_one(text) for text in texts]

    def glance(self, texts: Sequence[str]) -> list[Scores] | None:
        """See `base.GlancingScorer.glance`: the n-grams alone."""
        if self._ngrams is None:
            return None
        return [self._named(_probabilities(self._ngrams.logits(text))) for text in texts]

    def unknown_share(self, text: str) -> float:
        """See `base.Scorer.unknown_share`."""
        return self._reader.unknown_share(text)

    def _score_one(self, text: str) -> Scores:
        windows = self._reader.windows(text)
        rows = [self._blended(self._judge(window.ids), window.text) for window in windows]
        # NumPy's max hands a NaN on; Python's may drop it, and a fault would look like a score.
        return self._named(_probabilities(np.max(np.asarray(rows, dtype=np.float64), axis=0)))

    def _named(self, values: Floats) -> Scores:
        return dict(zip(self.attributes, values.tolist(), strict=True))

    def _blended(self, logits: Floats, text: str) -> Floats:
        if self._ngrams is None:
            return logits
        return self._ngrams.blend(logits, self._ngrams.logits(text))


def _probabilities(logits: Floats) -> Floats:
    """Return the sigmoid, in the form that cannot overflow."""
    probabilities: Floats = 0.5 * (1.0 + np.tanh(0.5 * logits))
    return probabilities


def _stretch(text: str, window: Encoding) -> str:
    """Return the part of the text between the window's first and last own token."""
    places = [
        place
        for place, special in zip(window.offsets, window.special_tokens_mask, strict=True)
        if not special
    ]
    return text[places[0][0] : places[-1][1]] if places else ""


def _unknown_id(tokenizer: Tokenizer) -> int | None:
    for token in ("[UNK]", "<unk>"):
        if (known := tokenizer.token_to_id(token)) is not None:
            return known
    return None
