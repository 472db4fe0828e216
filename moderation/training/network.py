"""The network that learns, and what one step does to it."""

import math
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import AutoConfig, AutoModelForSequenceClassification

from moderation.scoring.base import ScorerUnavailable
from moderation.training.batches import Batch
from moderation.training.recipe import Recipe

_DECAY, _LONGEST_STEP = 0.01, 1.0


def open_network(folder: Path, attributes: tuple[str, ...]) -> Any:
    """Return the network of a folder (configuration and weights), with an output per attribute.

    Outputs that the folder's configuration names keep their weights; new ones start at random, and
    a folder without named outputs starts all of them. Raises ScorerUnavailable.
    """
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        known = [config.id2label[index] for index in range(config.num_labels)]
        trained = AutoModelForSequenceClassification.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True
        )
    except (OSError, ValueError) as error:
        raise ScorerUnavailable(
            f"No network can be read from {folder} ({type(error).__name__}): give a folder with "
            "config.json, model.safetensors and tokenizer.json."
        ) from error
    network = trained if tuple(known) == attributes else _with_outputs(trained, known, attributes)
    # Measured on two cores in bfloat16: the fused attention's way back is a third slower than the
    # plain one, and drawing its dropout costs another sixth.
    network.set_attn_implementation("eager")
    for layer in network.modules():
        if hasattr(layer, "num_attention_heads") and hasattr(layer, "dropout"):
            layer.dropout.p = 0.0
    return network


def _with_outputs(trained: Any, known: list[str], attributes: tuple[str, ...]) -> Any:
    config = trained.config
    config.num_labels = len(attributes)
    config.id2label = dict(enumerate(attributes))
    config.label2id = {attribute: index for index, attribute in enumerate(attributes)}
    config.problem_type = "multi_label_classification"
    network = type(trained)(config)
    weights, fresh = trained.state_dict(), network.state_dict()
    for name, tensor in fresh.items():
        if tensor.shape == weights[name].shape:
            tensor.copy_(weights[name])
        else:
            for index, attribute in enumerate(attributes):
                if attribute in known:
                    tensor[index] = weights[name][known.index(attribute)]
    network.load_state_dict(fresh)
    return network


def masked_loss(logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Return the mean binary cross-entropy over the labelled cells; labels may be shares."""
    known = ~torch.isnan(labels)
    losses = binary_cross_entropy_with_logits(
        logits, torch.where(known, labels, 0.0), reduction="none"
    )
    counted = weights * known
    return (losses * counted).sum() / counted.sum().clamp(min=1e-6)


class Learner:
    """The network, its optimiser and the moving average of its weights."""

    def __init__(self, network: Any, recipe: Recipe, steps: int) -> None:
        self.network = network
        self.step = 0
        self._steps = steps
        self._recipe = recipe
        self._weights = torch.tensor(
            [recipe.attribute_weights.get(attribute, 1.0) for attribute in recipe.attributes]
        )
        network.get_input_embeddings().weight.requires_grad_(recipe.learns_words)
        learned = [p for p in network.parameters() if p.requires_grad]
        decayed = [p for p in learned if p.ndim > 1]
        free = [p for p in learned if p.ndim <= 1]
        self._optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": _DECAY}, {"params": free, "weight_decay": 0.0}],
            lr=recipe.peak_rate,
        )
        self.average = {name: value.clone() for name, value in network.state_dict().items()}
        self._start = {name: value.clone() for name, value in self.average.items()}

    def learn(self, batch: Batch) -> float:
        """Take one step; return the loss before it."""
        self.network.train()
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self._logits(batch)
        loss = masked_loss(logits.float(), torch.from_numpy(batch.labels), self._weights)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call,unused-ignore]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST_STEP)
        self._optimiser.step()
        self.step += 1
        self._follow()
        return float(loss.detach())

    def loss(self, batch: Batch) -> float:
        """Return the loss of the averaged-so-far network on a batch, without learning from it."""
        self.network.eval()
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self._logits(batch)
        return float(masked_loss(logits.float(), torch.from_numpy(batch.labels), self._weights))

    def result(self) -> Any:
        """Return the network with its averaged weights, mixed with those of the start."""
        kept = self._recipe.kept_of_start
        mixed = {
            name: torch.lerp(value, self._start[name], kept) if value.is_floating_point() else value
            for name, value in self.average.items()
        }
        self.network.load_state_dict(mixed)
        return self.network.eval()

    def state(self) -> dict[str, Any]:
        """Return everything that a later process needs to go on as if nothing had happened."""
        return {
            "step": self.step,
            "network": self.network.state_dict(),
            "optimiser": self._optimiser.state_dict(),
            "average": self.average,
            "random": torch.get_rng_state(),
        }

    def resume(self, state: dict[str, Any]) -> None:
        self.step = state["step"]
        self.network.load_state_dict(state["network"])
        self._optimiser.load_state_dict(state["optimiser"])
        self.average = state["average"]
        torch.set_rng_state(state["random"])

    def _logits(self, batch: Batch) -> Any:
        return self.network(
            input_ids=torch.from_numpy(batch.ids), attention_mask=torch.from_numpy(batch.mask)
        ).logits

    def _rate(self) -> float:
        warm = min(1.0, (self.step + 1) / max(self._recipe.warm_up_steps, 1))
        cooled = 0.5 * (1 + math.cos(math.pi * min(1.0, self.step / self._steps)))
        return self._recipe.peak_rate * warm * max(cooled, 0.01)

    def _follow(self) -> None:
        # A young average forgets quickly, or it would keep the start for ever.
        keep = min(self._recipe.average_decay, (self.step + 1) / (self.step + 10))
        for name, value in self.network.state_dict().items():
            if value.is_floating_point():
                self.average[name].lerp_(value, 1 - keep)
