"""All that is kept of the reader who asks: a copy of it, and its end."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.fields import StrictSerializer, Text
from articles.api.problems import Problem
from articles.api.schema import refusals
from articles.api.shapes import instant
from discussion.api.addressed import SiteQuery
from discussion.api.authentication import IsReader, reader
from discussion.api.views import FOR_ONE
from discussion.flows.ask_for_copy import ask_for_copy
from discussion.flows.ask_to_be_forgotten import ask_to_be_forgotten
from discussion.flows.copy_person import copied
from discussion.identity import Identity
from discussion.models import Author, PersonJob
from discussion.models.people import OURS
from discussion.person.owner import owner_of
from discussion.tokens.claims import MAX_SUBJECT

LOOK_AGAIN = {"Retry-After": "15"}
WHY_KEPT = (
    "A part has to be kept for the establishment, exercise or defence of legal claims (GDPR, "
    "Art. 17(3)(e)). Nobody sees it on the page; it is erased when it no longer has to be kept."
)


class Confirmation(StrictSerializer):
    confirm = Text(
        max_length=MAX_SUBJECT,
        help_text="the `sub` of the token: nothing of this can be taken back",
    )


class PersonJobOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=PersonJob.Kind.values)
    state = serializers.ChoiceField(choices=PersonJob.State.values)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    kept_because = serializers.CharField(allow_blank=True)
    result_url = serializers.CharField(allow_null=True)


class Me(ApiView):
    permission_classes = (IsReader,)
    query = {"DELETE": SiteQuery}
    buckets = {"DELETE": "me"}

    @extend_schema(
        operation_id="erase_me",
        parameters=[SiteQuery],
        request=Confirmation,
        responses={202: PersonJobOut, **refusals(400, 401, 404, 413, 415, 429)},
    )
    def delete(self, request: Request) -> HttpResponse:
        """Forget the reader: every text, name and address, for good. 404 when nothing is kept."""
        identity = reader(request)
        said = read_input(Confirmation, request)["confirm"]
        # What this service vouches for itself has a mark before the subject that no token has.
        if said != identity.subject.removeprefix(OURS):
            errors = [{"pointer": "/confirm", "detail": "This has to be your own `sub`."}]
            raise Problem(400, "invalid", "The request is not valid.", errors=errors)
        author = _author_of(identity)
        if author is not None:
            return _accepted(ask_to_be_forgotten(author, actor=f"author:{author.public_id}"))
        if (job := _running_erasure(identity)) is not None:
            return _accepted(job)
        raise _nothing_kept()


class MyExport(ApiView):
    permission_classes = (IsReader,)
    query = {"GET": SiteQuery}
    buckets = {"GET": "me"}

    @extend_schema(
        operation_id="export_me",
        parameters=[SiteQuery],
        responses={202: PersonJobOut, **refusals(401, 404, 429)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Have all that is kept of the reader put together; one job while it runs. 404 when nothing
        is kept.
        """
        author = _author_of(reader(request))
        if author is None:
            raise _nothing_kept()
        return _accepted(ask_for_copy(author))


class MyJob(ApiView):
    permission_classes = (IsReader,)
    query = {"GET": SiteQuery}
    buckets = {"GET": "read"}

    @extend_schema(
        operation_id="get_my_job",
        parameters=[SiteQuery],
        responses={200: PersonJobOut, **refusals(401, 404, 429)},
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponse:
        """How far it is; also after an erasure, to whoever brings the same `sub`."""
        job = _job(reader(request), job_id)
        later = LOOK_AGAIN if job.is_open else {}
        return json_response(_job_json(job), headers={**FOR_ONE, **later})


class MyJobResult(ApiView):
    permission_classes = (IsReader,)
    query = {"GET": SiteQuery}
    buckets = {"GET": "me"}

    @extend_schema(
        operation_id="download_my_export",
        parameters=[SiteQuery],
        responses={
            (200, "application/jsonl"): OpenApiTypes.BINARY,
            **refusals(401, 404, 409, 429),
        },
    )
    def get(self, request: Request, job_id: UUID) -> HttpResponseBase:
        """The finished copy: JSON Lines, one record a line (docs/privacy.md)."""
        job = _job(reader(request), job_id)
        if job.kind != PersonJob.Kind.EXPORT:
            raise Http404
        if job.is_open:
            raise Problem(409, "job-running", "It is not finished yet.", headers=LOOK_AGAIN)
        return StreamingHttpResponse(
            copied(job.pk),
            content_type="application/jsonl",
            headers={**FOR_ONE, "Content-Disposition": 'attachment; filename="my-data.jsonl"'},
        )


def _author_of(identity: Identity) -> Author | None:
    return Author.objects.filter(site_id=identity.site_id, subject=identity.subject).first()


def _jobs_of(identity: Identity) -> QuerySet[PersonJob]:
    owner = owner_of(identity.site_id, identity.subject)
    return PersonJob.objects.filter(owner=owner).order_by("-pk")


def _running_erasure(identity: Identity) -> PersonJob | None:
    erasures = _jobs_of(identity).filter(kind=PersonJob.Kind.ERASURE)
    return erasures.exclude(state=PersonJob.State.DONE).first()


def _job(identity: Identity, job_id: UUID) -> PersonJob:
    """Return the caller's job. An expired one is gone, whether or not its row is there yet."""
    job = _jobs_of(identity).filter(public_id=job_id).first()
    if job is None or (job.expires_at is not None and job.expires_at <= timezone.now()):
        raise Http404
    return job


def _accepted(job: PersonJob) -> HttpResponse:
    where = f"{settings.PUBLIC_URL}/api/v1/me/jobs/{job.public_id}/"
    return json_response(_job_json(job), 202, {**FOR_ONE, **LOOK_AGAIN, "Location": where})


def _job_json(job: PersonJob) -> dict[str, Any]:
    has_result = job.kind == PersonJob.Kind.EXPORT and not job.is_open
    return {
        "id": str(job.public_id),
        "kind": job.kind,
        "state": job.state,
        "created_at": instant(job.created_at),
        "finished_at": instant(job.finished_at),
        "expires_at": instant(job.expires_at),
        "kept_because": WHY_KEPT if job.state == PersonJob.State.KEPT else "",
        "result_url": f"/api/v1/me/jobs/{job.public_id}/result/" if has_result else None,
    }


def _nothing_kept() -> Problem:
    return Problem(404, "nothing-kept", "Nothing is kept of you at this site.")
