"""The Detoxify adapter: the real class, on a checkpoint made here, keeps the contract offline."""

import json
import pickle
import socket

import pytest
import small_checkpoint
from scorer_contract import INSULT, NEUTRAL, ScorerContract
from small_checkpoint import CHECKPOINT, adapter, torch

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer
from moderation.scoring.manifest import sha256_of
from moderation.scoring.specs import check_spec

pytestmark = pytest.mark.detoxify


@pytest.fixture
def folder(tmp_path):
    return small_checkpoint.write_folder(tmp_path / "small")


def pin(folder):
    return adapter.pin_folder(folder, "small", frozenset({"en"}))


def refusal_of_pin(folder):
    with pytest.raises(ScorerUnavailable) as caught:
        pin(folder)
    return str(caught.value)


def refusal_of_load(folder):
    with pytest.raises(ScorerUnavailable) as caught:
        load_scorer(f"detoxify:{folder}", folder.parent)
    return str(caught.value)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = small_checkpoint.write_folder(tmp_path_factory.mktemp("scorers") / "small")
    pin(folder)
    return load_scorer(f"detoxify:{folder}", folder.parent)


class TestDetoxify(ScorerContract):
    @pytest.fixture
    def scorer(self, small):
        return small

    def test_it_answers_with_the_renamed_classes(self, small):
        assert small.attributes == (
            "toxicity",
            "severe_toxicity",
            "obscene",
            "threat",
            "insult",
            "identity_attack",
        )

    def test_its_version_is_what_a_published_name_ends_in(self, small, folder):
        assert sha256_of(folder / CHECKPOINT).startswith(small.producer.version)

    def test_it_uses_one_thread(self, small):
        assert torch.get_num_threads() == 1


def test_it_scores_like_the_class_itself(small, folder):
    weights = torch.load(folder / CHECKPOINT, weights_only=True)
    weights["config"]["arch"]["args"]["model_type"] = str(folder)
    torch.save(weights, folder / "local.pt")
    expected = adapter.Detoxify(checkpoint=folder / "local.pt").predict([INSULT, NEUTRAL])
    for index, scores in enumerate(small.score([INSULT, NEUTRAL])):
        for attribute, value in scores.items():
            assert value == pytest.approx(expected[attribute][index], abs=1e-5)


def test_pinning_and_loading_never_touch_the_network(folder, monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    pin(folder)
    load_scorer(f"detoxify:{folder}", folder.parent).score([INSULT])


def test_a_pinned_folder_may_be_moved(folder):
    pinned = pin(folder)
    moved = folder.rename(folder.with_name("moved"))
    assert load_scorer(f"detoxify:{moved}", moved.parent).producer == pinned.producer


def test_a_folder_under_a_variants_name_is_that_variant(folder):
    pin(folder)
    folder.rename(folder.with_name("original"))
    assert check_spec("detoxify:original", folder.parent) is None
    assert load_scorer("detoxify:original", folder.parent).score([INSULT])


def test_a_variant_that_was_not_fetched_says_how(tmp_path):
    assert "run `manage.py fetch_scorer unbiased`" in check_spec("detoxify:unbiased", tmp_path)


def test_a_folder_that_was_not_pinned_is_refused(folder):
    assert "manifest.json cannot be read" in refusal_of_load(folder)


@pytest.mark.parametrize("name", [CHECKPOINT, "config.json", "vocab.txt"])
def test_a_changed_file_is_refused(folder, name):
    pin(folder)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    assert f"holds a {name} whose SHA-256 is not the one of its manifest" in refusal_of_load(folder)


def test_a_missing_vocabulary_is_named(folder):
    pin(folder)
    (folder / "vocab.txt").unlink()
    assert "lacks vocab.txt" in refusal_of_load(folder)


def test_a_second_tokenizer_beside_the_pinned_one_is_refused(folder):
    pin(folder)
    (folder / "tokenizer.json").write_text("{}")
    assert "holds tokenizer.json, which its manifest omits" in refusal_of_load(folder)


def test_swapped_attributes_are_refused(folder):
    pin(folder)
    path = folder / "manifest.json"
    facts = json.loads(path.read_text())
    facts["attributes"][3:5] = reversed(facts["attributes"][3:5])
    path.write_text(json.dumps(facts))
    assert "its manifest says otherwise" in refusal_of_load(folder)


def test_golden_scores_of_another_model_are_refused(folder):
    pin(folder)
    path = folder / "manifest.json"
    facts = json.loads(path.read_text())
    facts["golden"][0]["scores"]["toxicity"] += 0.5
    path.write_text(json.dumps(facts))
    assert "gives toxicity" in refusal_of_load(folder)


def test_prefixed_weights_that_load_at_random_are_refused(folder):
    weights = {f"model.{key}": value for key, value in small_checkpoint.trained()[1].items()}
    small_checkpoint.write_checkpoint(folder / CHECKPOINT, weights)
    assert "it would judge at random" in refusal_of_pin(folder)


def test_a_missing_weight_is_refused(folder):
    weights = dict(small_checkpoint.trained()[1])
    del weights["classifier.weight"]
    small_checkpoint.write_checkpoint(folder / CHECKPOINT, weights)
    assert "such as classifier.weight" in refusal_of_pin(folder)


def test_the_position_table_of_older_checkpoints_is_no_fault(folder):
    weights = dict(small_checkpoint.trained()[1])
    weights["bert.embeddings.position_ids"] = torch.arange(512).unsqueeze(0)
    small_checkpoint.write_checkpoint(folder / CHECKPOINT, weights)
    assert pin(folder).golden


def test_outputs_beyond_the_classes_are_left_out(folder):
    small_checkpoint.write_checkpoint(folder / CHECKPOINT, classes=["toxicity", "insult"])
    assert pin(folder).attributes == ("toxicity", "insult")


class Bomb:
    def __reduce__(self):
        return (open, ("exploded", "w"))


def test_a_checkpoint_that_would_run_code_is_refused_unrun(folder, monkeypatch):
    monkeypatch.chdir(folder)
    torch.save({"config": Bomb(), "state_dict": {}}, folder / CHECKPOINT)
    assert "reading it could run code" in refusal_of_pin(folder)
    assert not (folder / "exploded").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"not a checkpoint", pickle.dumps({"config": 1}, protocol=2)],
    ids=["empty", "text", "dict"],
)
def test_a_file_that_is_no_checkpoint_is_refused(folder, content):
    (folder / CHECKPOINT).write_bytes(content)
    assert str(folder / CHECKPOINT) in refusal_of_pin(folder)


def test_a_checkpoint_without_the_agreed_parts_is_refused(folder):
    torch.save({"weights": {}}, folder / CHECKPOINT)
    assert "is no Detoxify checkpoint" in refusal_of_pin(folder)


def test_a_folder_needs_exactly_one_checkpoint(folder):
    (folder / "second.ckpt").write_bytes(b"")
    assert "holds 2 files ending in .ckpt" in refusal_of_pin(folder)


def test_a_configuration_of_another_shape_is_refused(folder):
    facts = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(facts | {"hidden_size": 32}))
    assert "Detoxify cannot load" in refusal_of_pin(folder)


def test_a_model_with_fewer_positions_than_its_window_is_refused(folder):
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": True}))
    facts = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(facts | {"max_position_embeddings": 64}))
    weights = dict(small_checkpoint.trained()[1])
    table = "bert.embeddings.position_embeddings.weight"
    weights[table] = weights[table][:64].clone()
    small_checkpoint.write_checkpoint(folder / CHECKPOINT, weights)
    assert "cannot read 512 tokens" in refusal_of_pin(folder)
