"""The plain way's worker, `celery -A benchmarks.plain_worker worker`: see benchmarks/plain.py.

It only reads a text and scores it: no rule, no decision, no row is written, so what it lacks is not
held against it. The network has the shape of the published ones and random weights, since those
are not at hand everywhere: the same shape costs the same time.
"""

import json
import os
from pathlib import Path
from typing import Any

import redis
import torch
import transformers
from celery.signals import worker_process_init
from tokenizers import Tokenizer

from benchmarks.plain import DONE, READY, TASK, URL, app

LABELS = 6
MOST_TOKENS = 512
TOKENIZER = Path(__file__).parents[1] / "moderation/scoring/compact_model/tokenizer.json"

_loaded: dict[str, Any] = {}


@app.task(name=TASK)  # type: ignore[untyped-decorator]  # Celery has no types
def judge(place: str, number: int) -> None:
    """Score one text, and say so."""
    broker = _loaded["broker"]
    text = broker.hget(place, number).decode()
    ids = torch.tensor([_loaded["tokenizer"].encode(text).ids[:MOST_TOKENS]])
    with torch.inference_mode():
        scores = torch.sigmoid(_loaded["model"](input_ids=ids).logits)[0].tolist()
    broker.rpush(DONE, json.dumps(scores))


@worker_process_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def load(**_: Any) -> None:
    """Load the network in each process of the pool."""
    # One thread a process, as the product has: the processes are what fills the cores.
    torch.set_num_threads(1)
    torch.manual_seed(0)
    configuration = transformers.BertConfig()
    configuration.num_labels = LABELS
    model: Any = transformers.BertForSequenceClassification(configuration)
    _loaded["model"] = model.eval()
    _loaded["tokenizer"] = Tokenizer.from_file(str(TOKENIZER))
    _loaded["tokenizer"].no_truncation()
    _loaded["broker"] = redis.Redis.from_url(URL)
    _loaded["broker"].rpush(READY, os.getpid())
