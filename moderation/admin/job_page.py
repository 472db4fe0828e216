"""A job's page: how far it is, what it did and could not do, its proposals, stop and undo."""

from collections import Counter
from datetime import UTC, datetime, time
from typing import Any

from django.contrib import admin, messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
    JsonResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles.api.conditional import PRIVATE, seen, tag_of
from articles.errors import DomainError
from articles.models import Site
from moderation.admin.pages import add_pages, desk_page, site_asked, sites_seen
from moderation.admin.sanction_forms import RejudgeForm
from moderation.admin.scoped import CappedPaginator, policy_of, sites_for, staff_of
from moderation.desk.wellness import blur_of
from moderation.flows.answer_proposal import accept_proposal, dismiss_proposal
from moderation.flows.start_job import start_rejudge, start_undo
from moderation.flows.stop_job import stop_job
from moderation.jobs.report import can_be_undone, counts_of, is_open, lines_of
from moderation.jobs.words import job_in_words
from moderation.models import Job, JobLine
from moderation.roles import Act
from moderation.wakeup import RUN_JOBS, wake_workers
from moderation.why import why

PAGE = "admin:desk-job"
LINES = 50


@require_GET
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the job with a page of its lines; `?result=` shows those of one result."""
    job = _job(request, pk)
    asked = request.GET.get("result", "")
    result = asked if asked in JobLine.Result.values else ""
    if not asked and job.lines.filter(result=JobLine.Result.PROPOSED).exists():
        result = JobLine.Result.PROPOSED
    page = CappedPaginator(lines_of(job, result), LINES).get_page(request.GET.get("page"))
    may = job.site_id in sites_for(request, Act.RUN_JOBS)
    decides = may and job.site_id in sites_for(request, Act.DECIDE)
    policy = policy_of(job.site)
    context = {
        **admin.site.each_context(request),
        "title": job.get_kind_display().capitalize(),
        "job": job,
        "words": job_in_words(job),
        "counts": counts_of(job),
        "rows": [(line, why(line.verdict.get("clauses", ()), (), policy)) for line in page],
        "page": page,
        "result": result,
        "is_open": is_open(job),
        "may_stop": may and is_open(job),
        "may_undo": decides and can_be_undone(job),
        "may_answer": decides,
        "blur": blur_of(staff_of(request)),
    }
    return render(request, "desk/job.html", context)


@require_GET
def job_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far the job is; 304 for a state that is known."""
    job = _job(request, pk)
    counts = counts_of(job)
    state = {
        "open": is_open(job),
        "state": job.get_state_display(),
        "done": job.done,
        "total": job.total,
        "counts": {result: getattr(counts, result) for result in JobLine.Result.values},
    }
    headers = {"ETag": tag_of(state.values()), "Cache-Control": PRIVATE}
    if seen(request, headers["ETag"]):
        return HttpResponseNotModified(headers=headers)
    return JsonResponse(state, headers=headers)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it where it is."""
    job = _job(request, pk)
    try:
        stop_job(job, user=staff_of(request))
        messages.success(request, "Stopped. What was done stays, and can be undone.")
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect(PAGE, job.pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the job that takes back what this one did, and show it."""
    job = _job(request, pk)
    try:
        started = start_undo(job, user=staff_of(request))
    except DomainError as error:
        messages.error(request, error.detail)
        return redirect(PAGE, job.pk)
    wake_workers(RUN_JOBS)
    return redirect(PAGE, started.pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or dismiss the proposals that were chosen, each by the version that was judged."""
    job = _job(request, pk)
    chosen = [int(n) for n in request.POST.getlist("line") if n.isdecimal() and len(n) < 19]
    lines = list(job.lines.filter(pk__in=chosen[:LINES]).select_related("job").order_by("pk"))
    if not lines:
        messages.warning(request, "Nothing was chosen.")
        return redirect(PAGE, job.pk)
    accepts = request.POST.get("answer") == "accept"
    refusals = Counter(_answered(request, line, accepts=accepts) for line in lines)
    done = refusals.pop("", 0)
    verb = "accepted" if accepts else "dismissed"
    messages.success(request, f"{done} {verb}, {refusals.total()} not.")
    for refusal, count in refusals.items():
        messages.error(request, f"{count}: {refusal}")
    return redirect(PAGE, job.pk)


def rejudge(request: HttpRequest) -> HttpResponse:
    """Ask what is to be judged again at a site, and start it."""
    sites = sites_seen(request, Act.RUN_JOBS)
    site = site_asked(request, sites)
    form = RejudgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        job = _rejudge(request, site, form.cleaned_data)
        wake_workers(RUN_JOBS)
        return redirect(PAGE, job.pk)
    context = {
        **admin.site.each_context(request),
        "title": "Judge again",
        "form": form,
        "site": site,
        "sites": sites,
    }
    return render(request, "desk/rejudge.html", context, status=400 if form.errors else 200)


def _rejudge(request: HttpRequest, site: Site, said: dict[str, Any]) -> Job:
    since = said["since"]
    return start_rejudge(
        site,
        user=staff_of(request),
        waiting=said["waiting"],
        published=said["published"],
        since=datetime.combine(since, time.min, UTC) if since else None,
    )


def _answered(request: HttpRequest, line: JobLine, *, accepts: bool) -> str:
    """Return why it was refused, or ""."""
    try:
        (accept_proposal if accepts else dismiss_proposal)(line, user=staff_of(request))
    except DomainError as error:
        return error.detail
    return ""


def _job(request: HttpRequest, pk: int) -> Job:
    jobs = Job.objects.select_related("site__policy", "author", "started_by", "undoes", "undone_by")
    job = jobs.filter(pk=pk, site__in=sites_for(request, Act.SEE)).first()
    if job is None:
        raise Http404
    return job


add_pages(
    desk_page("jobs/rejudge/", rejudge, "desk-rejudge"),
    desk_page("jobs/<int:pk>/", job_page, "desk-job"),
    desk_page("jobs/<int:pk>/state/", job_state, "desk-job-state"),
    desk_page("jobs/<int:pk>/stop/", stop, "desk-job-stop"),
    desk_page("jobs/<int:pk>/undo/", undo, "desk-job-undo"),
    desk_page("jobs/<int:pk>/proposals/", answer, "desk-job-answer"),
)
