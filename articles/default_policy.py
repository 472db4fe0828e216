"""The policy that a new site begins with."""

from pathlib import Path

from django.conf import settings

DEFAULT_POLICY: Path = settings.BASE_DIR / "seeds" / "policies" / "default.toml"
