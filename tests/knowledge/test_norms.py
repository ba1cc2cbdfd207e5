"""A graph with fused norms -> the same sums in single steps"""

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from knowledge.adapters.norms import spell_norms_out

RANDOM = np.random.default_rng(1)
GIVEN = {name: RANDOM.normal(size=(1, 5, 8)).astype(np.float32) for name in ("given", "skipped")}


def model(inputs: list[str]) -> onnx.ModelProto:
    """Two norms, one behind the other."""
    numbers = {
        name: numpy_helper.from_array(RANDOM.normal(size=8).astype(np.float32), name)
        for name in ("scale", "shift", "bias")
    }
    nodes = [
        helper.make_node(
            "SkipLayerNormalization",
            [first, *inputs],
            [output],
            name=output,
            domain="com.microsoft",
            epsilon=1e-12,
        )
        for first, output in (("given", "between"), ("between", "out"))
    ]
    shape = (TensorProto.FLOAT, [1, 5, 8])
    graph = helper.make_graph(
        nodes,
        "norms",
        [helper.make_tensor_value_info(name, *shape) for name in GIVEN],
        [helper.make_tensor_value_info("out", *shape)],
        [it for name, it in numbers.items() if name in inputs],
    )
    versions = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=versions, ir_version=10)


def run(made: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"])
    found: np.ndarray = session.run(None, GIVEN)[0]
    return found


@pytest.mark.parametrize("inputs", [["skipped", "scale", "shift"], ["skipped", "scale", "shift", "bias"]])
def test_single_steps_give_the_same_numbers(inputs: list[str]) -> None:
    made = model(inputs)
    fused = run(made)
    spell_norms_out(made.graph)
    assert "SkipLayerNormalization" not in {node.op_type for node in made.graph.node}
    assert run(made) == pytest.approx(fused, abs=1e-5)


def test_a_graph_without_fused_norms_stays_as_it_is() -> None:
    made = model(["skipped", "scale", "shift"])
    spell_norms_out(made.graph)
    before = made.SerializeToString()
    spell_norms_out(made.graph)
    assert made.SerializeToString() == before
