"""The calls that start, show, stop and undo work on many comments."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from articles.api.base import json_response, read_input
from articles.api.conditional import PRIVATE, seen, tag_of
from articles.api.schema import refusals
from articles.models import Site
from discussion.models import User
from moderation.api.permissions import staff
from moderation.api.sanction_serializers import JobIn, JobOut
from moderation.api.sanction_shapes import job_json
from moderation.api.sanction_views import author_seen
from moderation.api.views import FOR_ONE, StaffView
from moderation.flows.start_job import (
    start_redecide_public,
    start_reject_waiting,
    start_rejudge,
    start_undo,
)
from moderation.flows.stop_job import stop_job
from moderation.models import Job
from moderation.roles import Act, sites_where
from moderation.wakeup import RUN_JOBS, wake_workers


class Jobs(StaffView):
    @extend_schema(
        operation_id="start_job",
        request=JobIn,
        responses={202: JobOut, **refusals(400, 403, 404, 413, 415, 422)},
    )
    def post(self, request: Request) -> HttpResponse:
        """Start work on many comments; workers do it after this answer."""
        user = staff(request)
        job = _start(user, read_input(JobIn, request))
        wake_workers(RUN_JOBS)
        return json_response(job_json(job), 202, FOR_ONE)


class OneJob(StaffView):
    @extend_schema(operation_id="get_job", responses={200: JobOut, 304: None, **refusals(403, 404)})
    def get(self, request: Request, job_id: UUID) -> HttpResponse:
        """How far the job is; ask with If-None-Match."""
        body = job_json(_job(staff(request), job_id))
        headers = {**FOR_ONE, "Cache-Control": PRIVATE, "ETag": tag_of(body.values())}
        if seen(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        return json_response(body, headers=headers)


class StopJob(StaffView):
    @extend_schema(
        operation_id="stop_job",
        request=None,
        responses={200: JobOut, **refusals(403, 404, 409)},
    )
    def post(self, request: Request, job_id: UUID) -> HttpResponse:
        """Let no further comment be dealt with; what was done stays."""
        user = staff(request)
        job = _job(user, job_id)
        stop_job(job, user=user)
        return json_response(job_json(_job(user, job_id)), headers=FOR_ONE)


class UndoJob(StaffView):
    @extend_schema(
        operation_id="undo_job",
        request=None,
        responses={202: JobOut, **refusals(403, 404, 409)},
    )
    def post(self, request: Request, job_id: UUID) -> HttpResponse:
        """Start the job that takes back what this one did, where nothing came after; once."""
        user = staff(request)
        undo = start_undo(_job(user, job_id), user=user)
        wake_workers(RUN_JOBS)
        return json_response(job_json(undo), 202, FOR_ONE)


def _job(user: User, job_id: UUID) -> Job:
    jobs = Job.objects.select_related("site", "author", "started_by", "undoes")
    job = jobs.filter(public_id=job_id, site__in=sites_where(user, Act.SEE)).first()
    if job is None:
        raise Http404
    return job


def _start(user: User, said: dict[str, Any]) -> Job:
    rejection = {"clause": said["clause"], "reasoning": said["reasoning"]}
    match said["kind"]:
        case Job.Kind.REJUDGE:
            asked = {name: said[name] for name in ("waiting", "published", "since")}
            return start_rejudge(_site(user, said["site"]), user=user, **asked)
        case Job.Kind.REJECT_WAITING:
            return start_reject_waiting(
                author_seen(user, said["author_id"]), user=user, **rejection
            )
        case _:
            author = author_seen(user, said["author_id"])
            return start_redecide_public(author, user=user, reject=said["reject"], **rejection)


def _site(user: User, slug: str) -> Site:
    site = Site.objects.filter(slug=slug, pk__in=sites_where(user, Act.SEE)).first()
    if site is None:
        raise Http404
    return site
