"""A Detoxify checkpoint of some 600 kB, trained in seconds: hostile words score, others do not.

Importing it skips the importing module, with the reason, where the extra `detoxify` is missing.
"""

import functools
import json
import random
from importlib.util import find_spec

import pytest

if not (find_spec("torch") and find_spec("detoxify")):
    pytest.skip("the extra `detoxify` is not installed", allow_module_level=True)

from scorer_contract import FILLER, INSULT, NEUTRAL

from moderation.scoring.golden import GOLDEN_SENTENCES
from moderation.scoring.load import detoxify_adapter

adapter = detoxify_adapter()
torch, transformers = adapter.torch, adapter.transformers

CHECKPOINT = "small.ckpt"
# As the first published checkpoint names them; the class renames three.
CLASSES = ["toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate"]
STEPS = 150
INSULTING, THREATENING = ["stupid", "idiot"], ["kill", "find"]


@functools.cache
def vocabulary():
    text = " ".join([*GOLDEN_SENTENCES, FILLER, INSULT, NEUTRAL]).lower()
    words = sorted(set("".join(c if c.isalpha() else " " for c in text).split()))
    return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", *words]


@functools.cache
def trained():
    """The configuration and the weights, the same ones at every call of a run."""
    torch.manual_seed(7)
    config = transformers.BertConfig(
        vocab_size=len(vocabulary()),
        hidden_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        num_labels=len(CLASSES),
    )
    model = transformers.BertForSequenceClassification(config)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    draw = random.Random(7)
    for _ in range(STEPS):
        rows, labels = batch(draw, draw.choice([6, 12, 40, 120]))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            model(input_ids=rows).logits, labels
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return config, model.state_dict()


def batch(draw, length):
    """Random sentences; every second has a hostile word, for which the labels say so."""
    words = {word: number for number, word in enumerate(vocabulary())}
    hostile = [words[word] for word in INSULTING + THREATENING]
    calm = [n for n in range(5, len(words)) if n not in hostile]
    rows, labels = [], []
    for index in range(16):
        row = draw.choices(calm, k=length)
        label = [0.0] * len(CLASSES)
        if index % 2:
            group = draw.choice([INSULTING, THREATENING])
            row[draw.randrange(length)] = words[draw.choice(group)]
            label[CLASSES.index("toxic")] = 1.0
            label[CLASSES.index("insult" if group is INSULTING else "threat")] = 1.0
        rows.append([words["[CLS]"], *row, words["[SEP]"]])
        labels.append(label)
    return torch.tensor(rows), torch.tensor(labels)


def write_base(folder):
    """Configuration and vocabulary, as a base model's repository has them: without our labels."""
    config, _ = trained()
    facts = config.to_dict()
    for key in ("id2label", "label2id", "num_labels"):
        facts.pop(key, None)
    (folder / "config.json").write_text(json.dumps(facts))
    (folder / "vocab.txt").write_text("\n".join(vocabulary()) + "\n")
    (folder / "tokenizer_config.json").write_text(
        json.dumps({"do_lower_case": True, "model_max_length": 512})
    )


def write_checkpoint(path, weights=None, *, classes=CLASSES):
    """A file like the published ones, whose `model_type` is the name of a model on the hub."""
    arch = {
        "num_classes": len(CLASSES),
        "model_type": "bert-base-uncased",
        "model_name": "BertForSequenceClassification",
        "tokenizer_name": "BertTokenizer",
    }
    config = {"arch": {"args": arch}, "dataset": {"args": {"classes": classes}}}
    torch.save({"config": config, "state_dict": weights or trained()[1]}, path)


def write_folder(folder):
    """A whole scorer's folder, not pinned yet."""
    folder.mkdir(parents=True)
    write_base(folder)
    write_checkpoint(folder / CHECKPOINT)
    return folder
