"""What this machine can run beyond Python: the answer in words that a reader can act on."""

import importlib.util
import shutil

# What runs, or reads, the files of deploy/.
DEPLOYING = ("nginx", "openssl", "pgbouncer", "systemd-analyze")


def program(name: str) -> str | None:
    """Return the path of a program, also of one that only administrators have on theirs."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def missing() -> dict[str, str]:
    """Return, by marker, why its tests cannot run here; a marker that can run is not in it."""
    reasons = {}
    if chromium() is None:
        reasons["browser"] = "Chromium is not installed (Debian: apt-get install chromium)"
    elif not has_module("playwright"):
        reasons["browser"] = "the extra `browser` is not installed"
    if not (has_module("detoxify") and has_module("torch")):
        reasons["detoxify"] = "the extra `detoxify` is not installed (docs/scorers.md)"
    if absent := [name for name in DEPLOYING if program(name) is None]:
        debian = "apt-get install nginx-light openssl pgbouncer systemd"
        reasons["deploy"] = f"{', '.join(absent)} not installed (Debian: {debian})"
    if shutil.which("php") is None:
        reasons["php"] = "PHP is not installed (Debian: apt-get install php-cli)"
    return reasons
