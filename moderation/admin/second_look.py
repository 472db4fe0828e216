"""The page of the blind second look: a text, what it answers, the policy, and nothing else."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.errors import DomainError
from moderation.admin.pages import add_pages, desk_page, sites_seen
from moderation.admin.scoped import staff_of
from moderation.desk.wellness import blurs_excerpts
from moderation.errors import LookJudged, NotAllowed
from moderation.flows.judge_second_look import judge_second_look
from moderation.models import SecondLook
from moderation.policy.types import Outcome
from moderation.roles import Act
from moderation.second_looks import Blind, blind, claim_next, release_look

PAGE = "admin:desk-second-look"
SKIP = "skip"


class LookForm(forms.Form):
    """What a judge sends: which look, what they make of it, and on which ground."""

    look = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    answer = forms.ChoiceField(
        choices=[(word, word) for word in (Outcome.PUBLISH, Outcome.REJECT, SKIP)]
    )
    clause = forms.CharField(required=False, max_length=60)
    note = forms.CharField(required=False, max_length=2_000)


def second_look_page(request: HttpRequest) -> HttpResponse:
    """Show the next look and take its judgement; afterwards comes the next one."""
    sites = {site.pk for site in sites_seen(request, Act.DECIDE)}
    if request.method == "POST":
        return _judge(request, sites)
    after = request.GET.get("after", "")
    passed = int(after) if after.isdecimal() and len(after) < 19 else 0
    look = claim_next(staff_of(request), sites, after=passed)
    return _page(request, blind(look) if look else None)


def _judge(request: HttpRequest, sites: set[int]) -> HttpResponse:
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, None, errors=["Start again: that was no answer."], status=400)
    said = form.cleaned_data
    looks = SecondLook.objects.select_related(
        "site", "decision__comment__article", "decision__revision", "decision__policy"
    )
    look = looks.filter(pk=said["look"], site__in=sites).first()
    if look is None:
        raise Http404
    if said["answer"] == SKIP:
        release_look(look, staff_of(request))
        return HttpResponseRedirect(f"{reverse(PAGE)}?after={look.pk}")
    try:
        judge_second_look(
            look,
            judge=staff_of(request),
            outcome=Outcome(said["answer"]),
            clause=said["clause"],
            note=said["note"],
        )
    except (LookJudged, NotAllowed) as error:
        messages.warning(request, error.detail)
    except DomainError as error:
        return _page(request, blind(look), errors=[error.detail], said=said, status=422)
    else:
        # The same words whatever was said first: a judge stays blind afterwards.
        messages.success(request, "Stored. Thank you.")
    return HttpResponseRedirect(reverse(PAGE))


def _page(
    request: HttpRequest,
    shown: Blind | None,
    *,
    errors: list[str] | None = None,
    said: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "blur_excerpts": shown is not None and blurs_excerpts(staff_of(request)),
        "title": "Second look",
        "shown": shown,
        "errors": errors or [],
        "said": said or {},
    }
    return render(request, "desk/second_look.html", context, status=status)


add_pages(desk_page("second-look/", second_look_page, "desk-second-look"))
