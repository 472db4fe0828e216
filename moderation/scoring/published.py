"""What Detoxify's authors published, and which files of its base model each checkpoint needs.

Source of the addresses: the package detoxify 0.5.4 and the training configurations in its
repository. A checkpoint's name ends in the first eight hex digits of its SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass

RELEASES = "https://github.com/unitaryai/detoxify/releases/download"
HUB = "https://huggingface.co"


@dataclass(frozen=True, slots=True)
class Published:
    """One published checkpoint with its base model's files.

    `support` maps file names to addresses; `languages` are those of its training comments.
    """

    checkpoint: str
    checkpoint_url: str
    base: str
    support: Mapping[str, str]
    languages: frozenset[str]

    @property
    def digest_prefix(self) -> str:
        """Return the first hex digits of the checkpoint's SHA-256, as its name states them."""
        return self.checkpoint.removesuffix(".ckpt").rpartition("-")[2]

    @property
    def addresses(self) -> dict[str, str]:
        """Return every file's address, the checkpoint first."""
        return {self.checkpoint: self.checkpoint_url, **self.support}


def _published(
    release: str, base: tuple[str, str], vocabulary: tuple[str, ...], languages: str
) -> Published:
    owner, name = base
    files = ("config.json", "tokenizer.json", "tokenizer_config.json", *vocabulary)
    return Published(
        checkpoint=release.rpartition("/")[2],
        checkpoint_url=f"{RELEASES}/{release}",
        base=name,
        support={file: f"{HUB}/{owner}/{name}/resolve/main/{file}" for file in files},
        languages=frozenset(languages.split()),
    )


_BERT = (("google-bert", "bert-base-uncased"), ("vocab.txt",))
_ROBERTA = (("FacebookAI", "roberta-base"), ("vocab.json", "merges.txt"))
_XLM_ROBERTA = (("FacebookAI", "xlm-roberta-base"), ("sentencepiece.bpe.model",))
_ALBERT = (("albert", "albert-base-v2"), ("spiece.model",))

PUBLISHED: dict[str, Published] = {
    "original": _published("v0.1-alpha/toxic_original-c1212f89.ckpt", *_BERT, "en"),
    "unbiased": _published("v0.3-alpha/toxic_debiased-c7548aa0.ckpt", *_ROBERTA, "en"),
    "multilingual": _published(
        "v0.4-alpha/multilingual_debiased-0b549669.ckpt", *_XLM_ROBERTA, "en fr es it pt tr ru"
    ),
    "original-small": _published("v0.1.2/original-albert-0e1d6498.ckpt", *_ALBERT, "en"),
    "unbiased-small": _published("v0.1.2/unbiased-albert-c8519128.ckpt", *_ALBERT, "en"),
}
