"""`manage.py fetch_scorer`, against a server on this machine that publishes a small checkpoint."""

import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
import small_checkpoint
from django.core.management import CommandError, call_command
from scorer_contract import INSULT

from moderation.scoring import fetch
from moderation.scoring.load import load_scorer
from moderation.scoring.manifest import sha256_of
from moderation.scoring.published import PUBLISHED, Published

pytestmark = pytest.mark.detoxify
SUPPORT = ("config.json", "vocab.txt", "tokenizer_config.json")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Broken(Quiet):
    """Promises more than it sends."""

    def copyfile(self, source, outputfile):
        outputfile.write(source.read()[:-1])


@contextmanager
def serving(folder, handler=Quiet):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def origin(tmp_path):
    """A folder with the files of a publication, the checkpoint named after its digest."""
    folder = small_checkpoint.write_folder(tmp_path / "origin")
    plain = folder / small_checkpoint.CHECKPOINT
    plain.rename(folder / f"small-{sha256_of(plain)[:8]}.ckpt")
    return folder


@pytest.fixture
def scorers_dir(tmp_path, settings):
    settings.DISCUSSION_SCORERS_DIR = tmp_path / "scorers"
    return settings.DISCUSSION_SCORERS_DIR


@pytest.fixture
def publish(origin, monkeypatch):
    """Make `original` mean the small publication at a base address."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    (checkpoint,) = origin.glob("*.ckpt")

    def at(base):
        published = Published(
            checkpoint=checkpoint.name,
            checkpoint_url=f"{base}/{checkpoint.name}",
            base="bert-base-uncased",
            support={name: f"{base}/{name}" for name in SUPPORT},
            languages=frozenset({"en"}),
        )
        monkeypatch.setitem(PUBLISHED, "original", published)
        return published

    return at


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("fetch_scorer", *arguments, stdout=out, stderr=err)
    return out.getvalue()


def failure(*arguments):
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    return str(caught.value)


def test_it_fetches_pins_and_loads(origin, scorers_dir, publish):
    with serving(origin) as base:
        publish(base)
        assert "Set DISCUSSION_SCORER=detoxify:original" in run("original")
    scorer = load_scorer("detoxify:original", scorers_dir)
    assert scorer.producer.name == "detoxify:original"
    assert scorer.score([INSULT])[0]["toxicity"] > 0.5


def test_fetching_again_replaces_the_folder_and_leaves_nothing_else(origin, scorers_dir, publish):
    with serving(origin) as base:
        publish(base)
        run("original")
        (scorers_dir / "original" / "vocab.txt").unlink()
        run("original")
    assert load_scorer("detoxify:original", scorers_dir)
    assert [path.name for path in scorers_dir.iterdir()] == ["original"]


def test_without_a_network_it_says_what_to_put_where(scorers_dir, publish):
    published = publish("http://127.0.0.1:9")  # the discard port: nobody listens
    message = failure("original")
    assert "cannot be read" in message
    assert "manage.py fetch_scorer original --from FOLDER" in message
    for name, address in published.addresses.items():
        assert name in message and address in message


def test_files_carried_here_are_imported_the_same_verified_way(origin, scorers_dir, publish):
    publish("https://unreachable.invalid")
    assert "is ready" in run("original", "--from", str(origin))
    assert load_scorer("detoxify:original", scorers_dir)


def test_an_import_names_what_is_absent(origin, scorers_dir, publish):
    publish("https://unreachable.invalid")
    (origin / "vocab.txt").unlink()
    assert "lacks vocab.txt" in failure("original", "--from", str(origin))


def test_a_checkpoint_of_another_digest_is_refused_and_nothing_stays(origin, scorers_dir, publish):
    with serving(origin) as base:
        published = publish(base)
        with (origin / published.checkpoint).open("ab") as file:
            file.write(b"!")
        assert "not one that begins with" in failure("original")
    assert list(scorers_dir.iterdir()) == []


def test_a_refused_fetch_leaves_the_old_scorer_in_place(origin, scorers_dir, publish):
    with serving(origin) as base:
        publish(base)
        run("original")
        next(origin.glob("*.ckpt")).write_bytes(b"!")
        failure("original")
    assert load_scorer("detoxify:original", scorers_dir)


def test_a_checkpoint_of_another_base_model_is_refused(origin, scorers_dir, publish, monkeypatch):
    published = publish("https://unreachable.invalid")
    monkeypatch.setitem(PUBLISHED, "original", replace(published, base="roberta-base"))
    message = failure("original", "--from", str(origin))
    assert "was trained from bert-base-uncased, not from roberta-base" in message


def test_a_download_that_breaks_off_is_refused(origin, scorers_dir, publish):
    with serving(origin, Broken) as base:
        publish(base)
        assert "broke off after" in failure("original")


def test_a_download_that_never_ends_is_cut(origin, scorers_dir, publish, monkeypatch):
    monkeypatch.setattr(fetch, "SUPPORT_BYTES", 10)
    with serving(origin) as base:
        publish(base)
        assert "sends more than 10 bytes" in failure("original")


def test_a_plain_http_address_elsewhere_is_refused(scorers_dir, publish):
    publish("http://mirror.invalid")
    assert "is not HTTPS" in failure("original")


def test_a_folder_of_your_own_is_pinned_in_place(tmp_path, scorers_dir):
    folder = small_checkpoint.write_folder(tmp_path / "ours")
    assert "Set DISCUSSION_SCORER=detoxify:" in run(str(folder), "--languages", "en,de")
    assert load_scorer(f"detoxify:{folder}", scorers_dir).languages == {"en", "de"}


def test_a_folder_that_makes_no_scorer_is_refused_in_one_sentence(tmp_path, scorers_dir):
    assert "0 files ending in .ckpt" in failure(str(tmp_path))


def test_an_unknown_name_is_answered_with_the_known_ones(scorers_dir):
    assert "give original, unbiased, multilingual" in failure("gigantic")


@pytest.mark.parametrize("variant", PUBLISHED)
def test_each_published_checkpoint_is_named_after_its_digest(variant):
    published = PUBLISHED[variant]
    assert len(published.digest_prefix) == 8 and int(published.digest_prefix, 16)
    assert published.checkpoint_url.endswith(published.checkpoint)
    assert all(address.startswith("https://") for address in published.addresses.values())


def test_without_the_extra_the_command_says_what_to_install(scorers_dir, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "pip install '.[detoxify]'" in failure("original")
