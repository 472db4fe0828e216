"""An author's page: who they are, what they did, and every measure."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles.errors import DomainError
from discussion.models import Author, Comment
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.sanction_forms import (
    REJECT,
    REVIEW,
    AuthorJobForm,
    LiftForm,
    SanctionForm,
)
from moderation.admin.scoped import policy_of, sites_for, staff_of
from moderation.desk.author_file import file_of
from moderation.desk.reasoning import words_for
from moderation.desk.wellness import blur_of
from moderation.errors import NotAllowed
from moderation.flows.impose_sanction import ACTS, Measure, impose_sanction
from moderation.flows.lift_sanction import lift_sanction
from moderation.flows.start_job import start_redecide_public, start_reject_waiting
from moderation.models import Job, Sanction
from moderation.roles import Act
from moderation.wakeup import RUN_JOBS, wake_workers

PAGE = "admin:desk-author"
JOB = "admin:desk-job"
Kind = Sanction.Kind


@require_GET
def author_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the author; `?comment=` is the one that led here."""
    return _page(request, author_of(request, pk))


@require_POST
def impose(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Impose the measure, and start the jobs that were asked for with it."""
    author = author_of(request, pk)
    if kind not in Kind.values:
        raise Http404
    form = SanctionForm(Kind(kind), policy_of(author.site), request.POST)
    if not form.is_valid():
        return _page(request, author, form, status=400)
    try:
        with transaction.atomic():  # the measure with the jobs that were asked for, or nothing
            sanction = impose_sanction(author, _measure(author, form), moderator=staff_of(request))
            starts = _start_jobs(request, author, form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.detail)
        status = 403 if isinstance(error, NotAllowed) else 422
        return _page(request, author, form, status=status)
    if starts:
        wake_workers(RUN_JOBS)
    messages.success(request, f"Imposed: {sanction.get_kind_display()}. The author is told.")
    return redirect(PAGE, author.pk)


@require_POST
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a sanction back."""
    seen = Sanction.objects.filter(site__in=sites_for(request, Act.SEE))
    sanction, form = seen.filter(pk=pk).first(), LiftForm(request.POST)
    if sanction is None:
        raise Http404
    because = form.cleaned_data["because"] if form.is_valid() else ""
    try:
        lift_sanction(sanction, moderator=staff_of(request), because=because)
        messages.success(request, f"Lifted: {sanction.get_kind_display()}.")
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect(PAGE, sanction.author_id)


@require_POST
def start_author_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Start work on all of the author's comments, and show it."""
    author = author_of(request, pk)
    form = AuthorJobForm(policy_of(author.site), request.POST)
    if not form.is_valid():
        return _page(request, author, job_form=form, status=400)
    try:
        job = _start(request, author, form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.detail)
        return _page(request, author, job_form=form, status=422)
    wake_workers(RUN_JOBS)
    return redirect(JOB, job.pk)


def author_of(request: HttpRequest, pk: int) -> Author:
    """Return the author with site and policy; 404 for an unknown one and another site's."""
    authors = Author.objects.select_related("site__policy")
    author = authors.filter(pk=pk, site__in=sites_for(request, Act.SEE)).first()
    if author is None:
        raise Http404
    return author


def _measure(author: Author, form: SanctionForm) -> Measure:
    said = form.cleaned_data
    comment = None
    if said["comment"] is not None:
        comment = Comment.objects.filter(pk=said["comment"], author=author).first()
    return Measure(
        kind=form.kind,
        reason=said["reason"],
        clause=said["clause"],
        private_note=said["private_note"],
        ends_at=form.ends_at,
        comment=comment,
    )


def _start_jobs(request: HttpRequest, author: Author, said: dict[str, Any]) -> bool:
    """Start what was asked for, and tell whether anything was."""
    user = staff_of(request)
    if said.get("reject_waiting"):
        clause = said["clause"]
        words = (w.text for w in words_for(policy_of(author.site)) if w.clause == clause)
        start_reject_waiting(author, user=user, clause=clause, reasoning=next(words, ""))
    if said.get("look_again"):
        start_redecide_public(author, user=user)
    return bool(said.get("reject_waiting") or said.get("look_again"))


def _start(request: HttpRequest, author: Author, said: dict[str, Any]) -> Job:
    user = staff_of(request)
    rejection = {"clause": said["clause"], "reasoning": said["reasoning"]}
    match said["what"]:
        case "waiting":
            return start_reject_waiting(author, user=user, **rejection)
        case "review":
            return start_redecide_public(author, user=user)
        case _:
            return start_redecide_public(author, user=user, reject=True, **rejection)


def _page(
    request: HttpRequest,
    author: Author,
    sent: SanctionForm | None = None,
    job_form: AuthorJobForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page; `sent` is the form that was refused."""
    policy = policy_of(author.site)
    led_here = request.GET.get("comment", "")
    initial = {"comment": int(led_here)} if led_here.isdecimal() and len(led_here) < 19 else {}
    kinds = [kind for kind in Kind if author.site_id in sites_for(request, ACTS[kind])]
    decides = author.site_id in sites_for(request, Act.DECIDE)
    forms = [
        sent
        if sent is not None and sent.kind == kind
        else SanctionForm(kind, policy, initial=initial)
        for kind in kinds
    ]
    context = {
        **admin.site.each_context(request),
        "title": author.display_name,
        "file": file_of(author, policy),
        "forms": forms,
        "sent": sent,
        "liftable": kinds,
        "job_form": job_form or AuthorJobForm(policy),
        "job_sent": job_form is not None,
        "may_forget": author.site_id in sites_for(request, Act.FORGET_AUTHORS),
        "may_run_jobs": decides and author.site_id in sites_for(request, Act.RUN_JOBS),
        "review": REVIEW,
        "reject": REJECT,
        "led_here": initial.get("comment"),
        "blur": blur_of(staff_of(request)),
    }
    return render(request, "desk/author.html", context, status=status)


add_pages(
    desk_page("authors/<int:pk>/", author_page, "desk-author"),
    desk_page("authors/<int:pk>/sanctions/<str:kind>/", impose, "desk-impose"),
    desk_page("authors/<int:pk>/jobs/", start_author_job, "desk-author-job"),
    desk_page("sanctions/<int:pk>/lift/", lift, "desk-lift"),
)
