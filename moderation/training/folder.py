"""A trained network as a folder in Detoxify's format, which `detoxify:/folder` serves."""

import json
import shutil
from pathlib import Path
from typing import Any

import torch

CHECKPOINT = "model.ckpt"
_COPIED = ("tokenizer.json", "tokenizer_config.json", "vocab.txt")


def write_folder(network: Any, start: Path, out: Path, *, window_tokens: int) -> None:
    """Write checkpoint, configuration, weights and vocabulary; the caller pins the folder.

    `start` is the folder that training began with: its tokenizer goes on serving. The weights stand
    in the folder twice: as the checkpoint that Detoxify reads, and as model.safetensors, which a
    later training can start from without unpickling anything.
    """
    network.save_pretrained(out)
    for name in _COPIED:
        if (start / name).exists():
            shutil.copyfile(start / name, out / name)
    _limit_window(out / "tokenizer_config.json", window_tokens)
    classes = [network.config.id2label[index] for index in range(network.config.num_labels)]
    arguments = {
        "num_classes": len(classes),
        "model_type": network.config.model_type,
        "model_name": type(network).__name__,
        "tokenizer_name": "BertTokenizer",
    }
    checkpoint = {
        "config": {"arch": {"args": arguments}, "dataset": {"args": {"classes": classes}}},
        "state_dict": network.state_dict(),
    }
    torch.save(checkpoint, out / CHECKPOINT)


def _limit_window(path: Path, window_tokens: int) -> None:
    """Say that no window is longer than those that were learned."""
    facts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    facts["model_max_length"] = window_tokens
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
