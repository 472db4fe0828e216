"""The shipped scorer: it keeps the contract, and refuses to be anything but what was measured."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from scorer_contract import ScorerContract

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.compact import MODEL, TOKENIZER
from moderation.scoring.load import load_scorer
from moderation.scoring.ngrams import TABLE
from moderation.scoring.specs import SHIPPED_FOLDER

NOWHERE = Path("/nonexistent")


@pytest.fixture(scope="module")
def compact():
    return load_scorer("compact", NOWHERE)


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SHIPPED_FOLDER, tmp_path / "compact")


def edit_manifest(folder, **changes):
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def refusal(folder):
    with pytest.raises(ScorerUnavailable) as caught:
        load_scorer(f"compact:{folder}", NOWHERE)
    return str(caught.value)


class TestCompact(ScorerContract):
    @pytest.fixture
    def scorer(self, compact):
        return compact

    def test_a_giant_word_is_unknown(self, compact):
        assert compact.unknown_share("idiot" * 21) == 1.0
        assert compact.unknown_share("nice " + "idiot" * 21) == 0.5

    def test_plain_words_are_known(self, compact):
        assert compact.unknown_share("The ministers met again on Tuesday.") == 0.0

    def test_a_text_of_invisible_characters_was_not_read(self, compact):
        assert compact.unknown_share("\u200b\u200d") == 1.0


def test_its_digest_depends_on_the_weights_and_not_on_the_place(compact, copy):
    assert load_scorer(f"compact:{copy}", NOWHERE).producer == compact.producer


def test_a_changed_byte_in_the_model_is_refused(copy):
    model = copy / MODEL
    data = bytearray(model.read_bytes())
    data[len(data) // 2] ^= 1
    model.write_bytes(data)
    assert f"holds a {MODEL} whose SHA-256 is not the one of its manifest" in refusal(copy)


def test_a_missing_file_is_named(copy):
    (copy / TOKENIZER).unlink()
    assert f"lacks {TOKENIZER}: restore it" in refusal(copy)


def test_a_file_that_the_manifest_omits_is_refused(copy):
    (copy / "vocab.txt").write_text("surprise")
    assert "holds vocab.txt, which its manifest omits" in refusal(copy)


def test_labels_in_another_order_are_refused(copy):
    attributes = json.loads((copy / "manifest.json").read_text())["attributes"]
    edit_manifest(copy, attributes=attributes[::-1])
    assert "its labels or weights are not those of the manifest" in refusal(copy)


@pytest.mark.parametrize("score", [0.9, float("nan")])
def test_golden_scores_of_another_model_are_refused(copy, score):
    golden = [{"text": "Thank you.", "scores": {"toxicity": score}}]
    edit_manifest(copy, golden=golden)
    assert "gives toxicity" in refusal(copy)


def test_a_golden_sentence_without_an_attribute_is_refused(copy):
    edit_manifest(copy, golden=[{"text": "Thank you.", "scores": {}}])
    assert "gives toxicity" in refusal(copy)


def test_a_manifest_without_golden_sentences_is_refused(copy):
    edit_manifest(copy, golden=[])
    assert "has no golden sentences" in refusal(copy)


def test_a_manifest_must_not_point_outside_its_folder(copy):
    edit_manifest(copy, files={"../model.int8.onnx": "0" * 64})
    assert "is no plain file name" in refusal(copy)


def test_a_manifest_without_the_model_is_refused(copy):
    for name in (MODEL, TABLE):
        (copy / name).unlink()
    files = json.loads((copy / "manifest.json").read_text())["files"]
    edit_manifest(copy, files={TOKENIZER: files[TOKENIZER]})
    assert f"does not name {MODEL}" in refusal(copy)


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "compact"}', '{"files": 3}'])
def test_a_damaged_manifest_is_refused(copy, text):
    (copy / "manifest.json").write_text(text)
    assert "is damaged" in refusal(copy)


def test_it_needs_neither_torch_nor_transformers_nor_a_network():
    program = (
        "import socket, sys\n"
        "def refuse(*a): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from pathlib import Path\n"
        "from moderation.scoring.load import load_scorer\n"
        "load_scorer('compact', Path('/nonexistent')).score(['You are an idiot.'])\n"
        "sys.exit(len({'torch', 'transformers', 'detoxify', 'django'} & set(sys.modules)))\n"
    )
    root = SHIPPED_FOLDER.parent.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
