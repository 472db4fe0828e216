"""`manage.py reader_token`: a reader's token to try the API with."""

import time
from typing import Any

import jwt
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.flows.add_reader_key import add_reader_key
from articles.models import ReaderKey, Site
from articles.sealing import unseal
from discussion.identity import AUDIENCE, MAX_LIFETIME


class Command(BaseCommand):
    help = "Print a token as the site's own server would sign it, with the newest shared secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", required=True, help="slug of the site")
        parser.add_argument("--sub", required=True, help="the site's own id of the person")
        parser.add_argument("--name", required=True, help="the name shown with comments")
        parser.add_argument("--minutes", type=int, default=60, help="how long it is good (60)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["minutes"] <= MAX_LIFETIME // 60:
            raise CommandError(f"--minutes has to be from 1 to {MAX_LIFETIME // 60}.")
        site = Site.objects.filter(slug=options["site"]).first()
        if site is None:
            raise CommandError(f"There is no site “{options['site']}”.")
        kid, secret = _newest_secret(site)
        now = int(time.time())
        claims = {
            "iss": site.slug,
            "aud": AUDIENCE,
            "sub": options["sub"],
            "name": options["name"],
            "iat": now,
            "exp": now + options["minutes"] * 60,
        }
        self.stdout.write(jwt.encode(claims, secret, algorithm="HS256", headers={"kid": kid}))


def _newest_secret(site: Site) -> tuple[str, str]:
    key = (
        ReaderKey.objects.filter(site=site, algorithm="HS256", revoked_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    if key is not None:
        return key.kid, unseal(key.sealed_secret)
    key, secret = add_reader_key(site, actor="operator:command")
    return key.kid, secret
