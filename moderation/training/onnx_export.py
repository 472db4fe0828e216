"""A classifier as an ONNX graph with fused attention and int8 weights."""

import tempfile
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

_OPSET = 17
# The optimiser knows these families by the layout of their attention, which RoBERTa's share.
_FUSED_AS = "bert"


class _Logits(torch.nn.Module):  # type: ignore[misc,unused-ignore]
    """The network as the graph: ids in, one logit per attribute out."""

    def __init__(self, network: Any, outputs: int) -> None:
        super().__init__()
        self._network = network
        self._outputs = outputs

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        # One window a call has no padding to mask. A mask of four dimensions is taken as it is;
        # what the library makes of none, or of a flat one, cannot be traced.
        nothing_masked = torch.zeros((1, 1, 1, 1))
        answer = self._network(input_ids=input_ids, attention_mask=nothing_masked)
        logits: torch.Tensor = answer.logits[:, : self._outputs]
        return logits


def export_graph(network: Any, outputs: int, path: Path) -> None:
    """Write the int8 graph: `input_ids` (int64, 1 x tokens, no padding) in, `logits` out.

    Weights are quantised per channel, activations as they come. The first `outputs` logits are the
    attributes; some published models have more.
    """
    network = network.float().eval()
    network.set_attn_implementation("eager")
    example = torch.ones((1, 8), dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # The newer exporter needs a package more, and the optimiser below does not know its graphs.
        warnings.simplefilter("ignore", DeprecationWarning)
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        torch.onnx.export(
            _Logits(network, outputs),
            (example,),
            str(plain),
            input_names=["input_ids"],
            output_names=["logits"],
            dynamic_axes={"input_ids": {1: "tokens"}},
            opset_version=_OPSET,
            dynamo=False,
        )
        config = network.config
        optimised = optimize_model(
            str(plain),
            model_type=_FUSED_AS,
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
        )
        optimised.save_model_to_file(str(fused))
        quantize_dynamic(
            fused,
            path,
            per_channel=True,
            weight_type=QuantType.QInt8,
            # Without it the types behind the fused operators cannot be inferred.
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
