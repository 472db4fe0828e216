"""Guests: where a site allows them, anybody gets a reader token under a name of their choice."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from articles.api.base import ApiView, json_response, read_input
from articles.api.fields import Line, StrictSerializer
from articles.api.schema import refusals
from articles.api.shapes import instant
from articles.models import Site
from discussion.names import MAX_NAME, MIN_NAME
from moderation.api import errors  # noqa: F401  # says how moderation's refusals are answered
from moderation.flows.admit_guest import admit_guest


class GuestIn(StrictSerializer):
    name = Line(max_length=MAX_NAME, min_length=MIN_NAME, help_text="shown, marked as a guest's")


class GuestOut(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="a reader token; nobody can give it again")
    expires_at = serializers.DateTimeField()
    subject = serializers.CharField()


class Guests(ApiView):
    # Nobody is known here, so that whoever comes is counted by network.
    authentication_classes = ()
    buckets = {"POST": "guest"}

    @extend_schema(
        operation_id="admit_guest",
        request=GuestIn,
        responses={201: GuestOut, **refusals(400, 403, 404, 413, 415, 429)},
        auth=[],
    )
    def post(self, request: Request, site: str) -> HttpResponse:
        """Come as a guest: the token is good for 30 days, and what a guest writes is held until a
        few of their comments are published.
        """
        found = get_object_or_404(Site.objects.select_related("reader_rules"), slug=site)
        admitted = admit_guest(found, read_input(GuestIn, request)["name"])
        body = {
            "token": admitted.token,
            "expires_at": instant(admitted.expires_at),
            "subject": admitted.subject,
        }
        return json_response(body, 201, {"Cache-Control": "no-store"})
