"""One appeal: the author's words beside the decision, and the answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.errors import DomainError
from moderation.admin.scoped import staff_of
from moderation.complaints.appeals import appeals_seen
from moderation.desk.appeal_cases import appeal_case
from moderation.desk.wellness import blur_of
from moderation.errors import AppealSettled, NotAllowed
from moderation.flows.decide_appeal import decide_appeal
from moderation.models import Appeal

APPEALS = "admin:moderation_appeal_changelist"
UPHOLD, OVERTURN = "uphold", "overturn"
DONE = {
    UPHOLD: "The decision stands. The author is told why.",
    OVERTURN: "Overturned: the comment is back. The author is told why.",
}


class AnswerForm(forms.Form):
    """What a senior moderator answers; the flow says that a reasoning is needed."""

    answer = forms.ChoiceField(choices=[(word, word) for word in DONE])
    reasoning = forms.CharField(
        required=False, max_length=4_000, widget=forms.Textarea({"rows": 4, "dir": "auto"})
    )
    private_note = forms.CharField(
        required=False, max_length=4_000, widget=forms.Textarea({"rows": 2, "dir": "auto"})
    )


def appeal_page(request: HttpRequest, chrome: dict[str, Any], appeal_id: str) -> HttpResponse:
    """Show both sides and take the answer; `chrome` is what every admin page shows around itself.

    404 for what is unknown, another site's, or no number.
    """
    appeal = _appeal(request, appeal_id)
    if request.method != "POST":
        return _page(request, chrome, appeal, AnswerForm(), status=200)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, chrome, appeal, form, status=400)
    said = form.cleaned_data
    try:
        decide_appeal(
            appeal,
            moderator=staff_of(request),
            overturn=said["answer"] == OVERTURN,
            reasoning=said["reasoning"],
            private_note=said["private_note"],
        )
    except AppealSettled as error:
        messages.error(request, f"{error.detail} Yours was not stored.")
        return _page(request, chrome, _appeal(request, appeal_id), form, status=409)
    except DomainError as error:
        form.add_error(None, error.detail)
        status = 403 if isinstance(error, NotAllowed) else 422
        return _page(request, chrome, appeal, form, status=status)
    messages.success(request, DONE[said["answer"]])
    return HttpResponseRedirect(reverse(APPEALS))


def _appeal(request: HttpRequest, appeal_id: str) -> Appeal:
    number = int(appeal_id) if appeal_id.isdecimal() and len(appeal_id) < 19 else 0
    appeals = appeals_seen(staff_of(request)).select_related(
        "comment__author", "comment__site__policy", "comment__decision", "comment__root"
    )
    appeal = appeals.filter(pk=number).first()
    if appeal is None:
        raise Http404
    return appeal


def _page(
    request: HttpRequest, chrome: dict[str, Any], appeal: Appeal, form: AnswerForm, *, status: int
) -> HttpResponse:
    user = staff_of(request)
    context = {
        **chrome,
        "title": "Appeal",
        "shown": appeal_case(appeal, user),
        "form": form,
        "blur": blur_of(user),
    }
    return render(request, "desk/appeal.html", context, status=status)
