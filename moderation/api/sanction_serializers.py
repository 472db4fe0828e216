"""What the calls on sanctions and jobs take and give."""

from typing import Any

from rest_framework import serializers

from articles.api.fields import Line, PublicId, StrictSerializer, Text
from moderation.api.serializers import LONGEST
from moderation.models import Job, Sanction

KINDS = Sanction.Kind.values
JOB_KINDS, JOB_STATES = Job.Kind.values, Job.State.values
STARTED = [Job.Kind.REJECT_WAITING, Job.Kind.REDECIDE_PUBLIC, Job.Kind.REJUDGE]


class SanctionIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=KINDS)
    reason = Text(max_length=LONGEST, help_text="said to the author")
    clause = Line(max_length=60, required=False, allow_blank=True, default="")
    private_note = Text(max_length=LONGEST, required=False, allow_blank=True, default="")
    ends_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    comment_id = PublicId(required=False)


class LiftQuery(StrictSerializer):
    sanction = PublicId(required=False, help_text="only this one; else all that you may lift")
    because = Line(max_length=LONGEST, required=False, allow_blank=True, default="")


class SanctionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    author_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=KINDS)
    clause = serializers.CharField()
    reason = serializers.CharField()
    private_note = serializers.CharField()
    comment_id = serializers.UUIDField(allow_null=True)
    imposed_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    lifted_by = serializers.CharField(help_text="empty while it was not lifted")
    lifted_at = serializers.DateTimeField(allow_null=True)
    lifted_because = serializers.CharField()
    in_force = serializers.BooleanField()


class SanctionsOut(serializers.Serializer[Any]):
    author_id = serializers.UUIDField()
    restriction = serializers.CharField(help_text="what is in force now, empty for nothing")
    until = serializers.DateTimeField(allow_null=True)
    results = SanctionOut(many=True)


class JobIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=STARTED)
    author_id = PublicId(required=False, help_text="whose comments; not for rejudge")
    site = Line(max_length=63, required=False, help_text="a site's slug; for rejudge alone")
    reject = serializers.BooleanField(
        required=False, default=False, help_text="redecide_public: reject, instead of asking"
    )
    clause = Line(max_length=60, required=False, allow_blank=True, default="")
    reasoning = Text(max_length=LONGEST, required=False, allow_blank=True, default="")
    waiting = serializers.BooleanField(required=False, default=True)
    published = serializers.BooleanField(required=False, default=True)
    since = serializers.DateTimeField(required=False, allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = "site" if attrs["kind"] == Job.Kind.REJUDGE else "author_id"
        if needed not in attrs:
            raise serializers.ValidationError({needed: "This field is required."})
        return attrs


class JobOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=JOB_KINDS)
    site = serializers.SlugField()
    author_id = serializers.UUIDField(allow_null=True)
    state = serializers.ChoiceField(choices=JOB_STATES)
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField())
    started_by = serializers.CharField()
    undoes = serializers.UUIDField(allow_null=True)
    undone_by = serializers.UUIDField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
