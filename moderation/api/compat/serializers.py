"""The compatible call for the OpenAPI document; what is read is in request.py."""

from typing import Any

from rest_framework import serializers


class CommentText(serializers.Serializer[Any]):
    text = serializers.CharField(help_text="20,480 bytes at most")
    type = serializers.CharField(required=False, help_text="PLAIN_TEXT")


class AttributeOptions(serializers.Serializer[Any]):
    scoreType = serializers.CharField(required=False, help_text="PROBABILITY")
    scoreThreshold = serializers.FloatField(
        required=False, help_text="scores below it are left out"
    )


class AnalyzeIn(serializers.Serializer[Any]):
    comment = CommentText()
    requestedAttributes = serializers.DictField(child=AttributeOptions())
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    spanAnnotations = serializers.BooleanField(required=False, help_text="a score a sentence")
    clientToken = serializers.CharField(required=False, help_text="comes back as it is")
    doNotStore = serializers.BooleanField(required=False, help_text="nothing is ever stored")


class Score(serializers.Serializer[Any]):
    value = serializers.FloatField()
    type = serializers.CharField(help_text="PROBABILITY")


class SpanScore(serializers.Serializer[Any]):
    begin = serializers.IntegerField(help_text="in code points")
    end = serializers.IntegerField(help_text="exclusive")
    score = Score()


class AttributeScores(serializers.Serializer[Any]):
    summaryScore = Score()
    spanScores = SpanScore(many=True, required=False)


class AnalyzeOut(serializers.Serializer[Any]):
    attributeScores = serializers.DictField(child=AttributeScores(), required=False)
    languages = serializers.ListField(child=serializers.CharField())
    detectedLanguages = serializers.ListField(child=serializers.CharField())
    clientToken = serializers.CharField(required=False)


class GoogleErrorBody(serializers.Serializer[Any]):
    code = serializers.IntegerField()
    message = serializers.CharField()
    status = serializers.CharField()
    details = serializers.ListField(child=serializers.DictField(), required=False)


class GoogleError(serializers.Serializer[Any]):
    error = GoogleErrorBody()
