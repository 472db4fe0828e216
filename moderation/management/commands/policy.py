"""Show, check or publish a site's policy. docs/policy.md is the guide."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import PolicyVersion, Site
from moderation.policy.changes import changes
from moderation.policy.document import (
    PolicyInvalid,
    applicable_policy,
    document_from_policy,
    read_toml,
)
from moderation.policy.load import load_policy
from moderation.policy.toml import toml_from_policy
from moderation.policy.types import Policy
from moderation.producers import produced_attributes

ACTOR = "command:policy"


class Command(BaseCommand):
    help = "Show, check or publish the policy that a site's comments are judged by."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)

        show = verbs.add_parser("show", help="print a version as TOML")
        show.add_argument("--site", help="slug; may be left out where there is one site")
        show.add_argument("--version", type=int, help="number; the one in force by default")
        show.set_defaults(run=self._show)

        check = verbs.add_parser("check", help="name everything that is wrong with a policy")
        what = check.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, help="a TOML file")
        what.add_argument("--site", help="slug: checks the version in force")
        check.set_defaults(run=self._check)

        publish = verbs.add_parser("publish", help="check a file and put it into force")
        publish.add_argument("file", type=Path, help="a TOML file")
        publish.add_argument("--site", required=True, help="slug")
        publish.set_defaults(run=self._publish)

    def handle(self, *args: object, run: Callable[[dict[str, Any]], None], **options: Any) -> None:
        try:
            run(options)
        except PolicyInvalid as error:
            for problem in error.problems:
                self.stdout.write(problem)
            count = len(error.problems)
            raise CommandError(f"The policy cannot be used; problems: {count}.") from error

    def _show(self, options: dict[str, Any]) -> None:
        site = _site(options["site"])
        version = _version(site, options["version"])
        since = f"{version.published_at:%Y-%m-%d %H:%M} UTC" if version.published_at else "never"
        self.stdout.write(f"# {site.slug}, version {version.number}, published: {since}\n")
        self.stdout.write(toml_from_policy(load_policy(version)), ending="")

    def _check(self, options: dict[str, Any]) -> None:
        if options["file"]:
            document: object = _read(options["file"])
        else:
            document = _version(_site(options["site"])).document
        policy = applicable_policy(document, produced_attributes())
        self.stdout.write(f"In order. {_powers(policy)}")

    def _publish(self, options: dict[str, Any]) -> None:
        site = _site(options["site"])
        policy = applicable_policy(_read(options["file"]), produced_attributes())
        with transaction.atomic():
            lines = _changes_from_the_one_in_force(site, policy)
            if not lines:
                self.stdout.write("Nothing changed: this policy is in force already.")
                return
            version = draft_policy(site, document_from_policy(policy))
            publish_policy(version, actor=ACTOR)
        self.stdout.write(f"Version {version.number} is in force at {site.slug}.")
        for line in lines:
            self.stdout.write(f"  {line}")
        self.stdout.write(_powers(policy))


def _site(slug: str | None) -> Site:
    sites = Site.objects.select_related("policy")
    if slug is None and sites.count() == 1:
        return sites.get()
    site = sites.filter(slug=slug).first()
    if site is None:
        known = ", ".join(sites.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"Name a site with --site. Sites: {known}.")
    return site


def _version(site: Site, number: int | None = None) -> PolicyVersion:
    """Return the version of that number, or the one in force."""
    version = site.policy if number is None else site.policy_versions.filter(number=number).first()
    if version is None:
        raise CommandError(f"{site.slug} has no such policy version.")
    return version


def _read(file: Path) -> object:
    try:
        return read_toml(file)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error


def _changes_from_the_one_in_force(site: Site, policy: Policy) -> list[str]:
    if site.policy is None:
        return ["first version"]
    try:
        return changes(load_policy(site.policy), policy)
    except PolicyInvalid:
        # A broken policy in force must not stand in the way of a good one.
        return [f"version {site.policy.number} could not be read"]


def _powers(policy: Policy) -> str:
    """Say in a sentence what the machine may do under the policy."""
    if not any(clause.rules for clause in policy.clauses):
        return "No clause has a rule: every comment is held for a person."
    rejecting = [
        clause.id
        for clause in policy.clauses
        if any(rule.reject_at is not None for rule in clause.rules)
    ]
    if not rejecting:
        return "The machine publishes and holds; it rejects nothing."
    return f"The machine publishes and holds; it rejects under: {', '.join(rejecting)}."
