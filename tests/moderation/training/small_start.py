"""A folder to train from, of some 100 kB, and rows of which it learns in seconds."""

import json
from importlib.util import find_spec
from random import Random

import pytest

if not (find_spec("torch") and find_spec("detoxify")):
    pytest.skip("the extra `detoxify` is not installed", allow_module_level=True)

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from moderation.labelled_rows import LabelledRow
from moderation.training.load import trainer

trainer()  # sets what the hub's client reads at import
import transformers  # noqa: E402

CALM = [f"word{number}" for number in range(40)]
INSULTS, THREATS = ["stupid", "idiot", "fool"], ["kill", "burn", "hurt"]
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *CALM, *INSULTS, *THREATS]
ATTRIBUTES = ("toxicity", "insult", "threat")
RECIPE = {
    "attributes": list(ATTRIBUTES),
    "epochs": 6,
    "seed": 1,
    "peak_rate": 5e-3,
    "warm_up_steps": 5,
    "batch_rows": 16,
    "batch_tokens": 600,
    "window_tokens": 48,
    "noisy_share": 0.0,
    "average_decay": 0.9,
}


def write_start(folder):
    folder.mkdir()
    tokenizer = Tokenizer(
        WordLevel({word: at for at, word in enumerate(VOCABULARY)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 64})
    )
    transformers.set_seed(5)
    config = transformers.BertConfig(
        vocab_size=len(VOCABULARY),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=1,
        id2label={0: "toxicity"},
        label2id={"toxicity": 0},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def rows(count=240):
    """Sentences of calm words, two in three of them with an insult or a threat."""
    draw = Random(2)
    made = []
    for index in range(count):
        words = draw.choices(CALM, k=draw.randrange(4, 14))
        labels = dict.fromkeys(ATTRIBUTES, 0.0)
        if index % 3:
            attribute, choice = (("insult", INSULTS), ("threat", THREATS))[index % 3 - 1]
            words[draw.randrange(len(words))] = draw.choice(choice)
            labels |= {"toxicity": 1.0, attribute: 1.0}
        split = "valid" if index % 10 == 9 else "train"
        made.append(LabelledRow(" ".join(words), labels, "made", split, {}))
    return made
