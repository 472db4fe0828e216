"""Brings a published scorer to this machine, over the network or from a folder, verified."""

import http.client
import shutil
import tempfile
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import detoxify_adapter
from moderation.scoring.manifest import Manifest, sha256_of
from moderation.scoring.published import Published

# The largest published checkpoint has 1.1 GB, the largest support file 10 MB.
CHECKPOINT_BYTES = 3_000_000_000
SUPPORT_BYTES = 50_000_000
TIMEOUT_SECONDS = 30
PIECE_BYTES = 1 << 20

Report = Callable[[str], None]


class FetchFailed(Exception):
    """A file could not be brought here, or is not what was published. One sentence."""


def fetch_published(
    variant: str, published: Published, scorers_dir: Path, tell: Report
) -> Manifest:
    """Download, verify and pin a published scorer in `scorers_dir / variant`.

    An older folder of that name is replaced only when everything is proved.
    Raises FetchFailed, ScorerUnavailable.
    """
    with _staging(scorers_dir / variant) as folder:
        for name, address in published.addresses.items():
            tell(f"{name} from {address}")
            limit = CHECKPOINT_BYTES if name == published.checkpoint else SUPPORT_BYTES
            _download(address, folder / name, limit)
        return _prove_and_pin(variant, published, folder)


def import_published(
    variant: str, published: Published, source: Path, scorers_dir: Path
) -> Manifest:
    """Like `fetch_published`, with the files from a folder that somebody carried here."""
    absent = [name for name in published.addresses if not (source / name).is_file()]
    if absent:
        raise FetchFailed(f"{source} lacks {', '.join(absent)}.")
    with _staging(scorers_dir / variant) as folder:
        for name in published.addresses:
            shutil.copyfile(source / name, folder / name)
        return _prove_and_pin(variant, published, folder)


def _prove_and_pin(variant: str, published: Published, folder: Path) -> Manifest:
    checkpoint = folder / published.checkpoint
    digest = sha256_of(checkpoint)
    # Before it is opened: the digest is what makes it the published file.
    if not digest.startswith(published.digest_prefix):
        raise FetchFailed(
            f"{checkpoint.name} has the SHA-256 {digest}, not one that begins with "
            f"{published.digest_prefix}: it is damaged or not the published file."
        )
    adapter = detoxify_adapter()
    if (base := adapter.declared_base(checkpoint)) != published.base:
        raise ScorerUnavailable(
            f"{checkpoint.name} was trained from {base}, not from {published.base}: its "
            "vocabulary would be the wrong one, so report this to the project."
        )
    manifest: Manifest = adapter.pin_folder(folder, f"detoxify:{variant}", published.languages)
    return manifest


@contextmanager
def _staging(target: Path) -> Iterator[Path]:
    """Give a folder beside the target that takes its place on success and is gone on failure."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as scratch:
        staged = Path(scratch) / "new"
        staged.mkdir()
        yield staged
        if target.exists():
            target.rename(Path(scratch) / "old")
        staged.rename(target)


def _download(address: str, target: Path, limit: int) -> None:
    try:
        with _open(address) as response, target.open("wb") as file:
            while piece := response.read(PIECE_BYTES):
                if file.tell() + len(piece) > limit:
                    raise FetchFailed(f"{address} sends more than {limit:,} bytes.")
                file.write(piece)
            expected = response.headers["Content-Length"]
            if expected is not None and file.tell() != int(expected):
                raise FetchFailed(f"{address} broke off after {file.tell():,} bytes.")
    except (OSError, http.client.HTTPException) as error:
        raise FetchFailed(f"{address} cannot be read ({error}).") from error


def _open(address: str) -> http.client.HTTPResponse:
    _require_safe(address)
    response: http.client.HTTPResponse = urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS)  # noqa: S310 - checked
    _require_safe(response.url)
    return response


def _require_safe(address: str) -> None:
    """Raise FetchFailed unless the address is HTTPS, or a mirror on this machine itself."""
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise FetchFailed(f"{address} is not HTTPS.")
