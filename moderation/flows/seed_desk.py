"""A desk at which somebody has worked already: what a trial finds on the first day."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from articles.models import Article, Site
from discussion.models import User
from moderation.desk_settings import state_of
from moderation.flows.change_desk import change_desk
from moderation.flows.draw_second_looks import draw_second_looks
from moderation.flows.grant_role import grant_role
from moderation.flows.keep_view import save_view
from moderation.flows.seed_step import Scene, seed_step
from moderation.flows.seed_thread import seeded_comments
from moderation.flows.write_template import write_template
from moderation.models import Membership, ReasoningTemplate
from moderation.roles import Role

ACTOR = "operator:seed"


def seed_desk(plan: Mapping[str, Any], threads: Path) -> int:
    """Do what the plan says, all of it or nothing; return how many steps were taken.

    Nothing is done where anybody has a role at one of the sites: that desk is somebody's. The plan
    names comments by their keys in the files of the folder `threads`; the format is
    seeds/README.md's. Raises DomainError when the comments are not as the plan expects.
    """
    sites = Site.objects.filter(slug__in={thread["site"] for thread in plan["threads"]})
    if Membership.objects.filter(site__in=sites).exists():
        return 0
    with transaction.atomic():
        staff = {row["username"]: _person(row, sites) for row in plan["staff"]}
        for site in sites:
            _furnish(site, plan)
        steps = sum(_play(thread, threads, staff) for thread in plan["threads"])
        draw_second_looks()
    return steps


def _person(row: Mapping[str, str], sites: Iterable[Site]) -> User:
    """Make an account with which nobody can sign in."""
    user = User(
        username=row["username"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        is_staff=True,
    )
    user.set_unusable_password()
    user.save()
    for site in sites:
        grant_role(user, site, row["role"], actor=ACTOR)
    return user


def _furnish(site: Site, plan: Mapping[str, Any]) -> None:
    senior = Membership.objects.get(site=site, role=Role.SENIOR_MODERATOR).user
    change_desk(site, plan["settings"], seen=state_of(site), user=senior)
    for place, row in enumerate(plan["templates"]):
        write_template(ReasoningTemplate(site=site, place=place, **row), user=senior)
    for row in plan["views"]:
        save_view(senior, site=site, shared=True, **row)


def _play(thread: Mapping[str, Any], folder: Path, staff: Mapping[str, User]) -> int:
    article = Article.objects.get(site__slug=thread["site"], slug=thread["article"])
    file = folder / thread["site"] / f"{thread['article']}.jsonl"
    scene = Scene(article, staff, seeded_comments(article, file))
    for step in thread["steps"]:
        seed_step(scene, step)
    return len(thread["steps"])
