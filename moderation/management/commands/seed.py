"""`manage.py seed`: two publications with judged threads and a desk at work, to click through."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from articles.default_policy import DEFAULT_POLICY
from articles.errors import DomainError
from articles.flows.create_site import create_site
from articles.models import Article, Site
from moderation.flows.seed_desk import seed_desk
from moderation.flows.seed_thread import seed_thread
from moderation.policy.document import document_from_policy, policy_from_document, read_toml
from moderation.scoring.base import ScorerUnavailable
from moderation.worker import judge

SEEDS = Path(settings.BASE_DIR) / "seeds"


class Command(BaseCommand):
    help = "Load the seeds (two sites, articles, threads, a desk); what is there stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load sites, articles and threads, which are judged while they are posted; then a desk."""
        self._sites()
        call_command("import_articles", SEEDS / "articles", stdout=self.stdout)
        try:
            comments = self._threads()
        except ScorerUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{comments} comments posted and judged.")
        self._desk()

    def _sites(self) -> None:
        policy = policy_from_document(read_toml(DEFAULT_POLICY))
        known = set(Site.objects.values_list("slug", flat=True))
        for row in tomllib.loads((SEEDS / "sites.toml").read_text(encoding="utf-8"))["sites"]:
            fields = dict(row)
            if fields.pop("slug") not in known:
                document = document_from_policy(policy)
                create_site(document=document, actor="operator:seed", **fields)

    def _desk(self) -> None:
        plan = tomllib.loads((SEEDS / "desk.toml").read_text(encoding="utf-8"))
        try:
            steps = seed_desk(plan, SEEDS / "comments")
        except DomainError as refusal:
            # Another scorer may judge so that the plan does not fit; the rest is there.
            self.stdout.write(f"The desk stays as it is: {refusal}")
        else:
            self.stdout.write(f"{steps} things done at the desk.")

    def _threads(self) -> int:
        posted = 0
        for file in sorted((SEEDS / "comments").glob("*/*.jsonl")):
            article = Article.objects.get(site__slug=file.parent.name, slug=file.stem)
            posted += seed_thread(article, file, judge())
        return posted
