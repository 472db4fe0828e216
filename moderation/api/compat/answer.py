"""A worker's scores in the shape of the compatible call."""

from collections.abc import Mapping
from typing import Any

from moderation.api.compat.errors import language_unsupported
from moderation.api.compat.request import Analysis, Wanted, unknown_attribute
from moderation.asking.channel import Message

# ISO 639-2 for what is in no language that can be told.
UNDETERMINED = "und"


def analysis_json(asked: Analysis, found: Message) -> dict[str, Any]:
    """Return the answer's body. Raises Refusal: a language or an attribute that this scorer does
    not know.
    """
    languages = list(asked.languages or found["detected"])
    unknown = [code for code in languages if code not in {*found["known"], UNDETERMINED}]
    if unknown:
        raise language_unsupported(asked.wanted[0].name, unknown)
    for wanted in asked.wanted:
        if wanted.attribute not in found["scores"]:
            raise unknown_attribute(wanted.name)
    scores = {w.name: _scores(w, found) for w in asked.wanted if _reaches(w, found["scores"])}
    return {
        **({"attributeScores": scores} if scores else {}),
        "languages": languages,
        "detectedLanguages": found["detected"],
        **({"clientToken": asked.client_token} if asked.client_token is not None else {}),
    }


def _reaches(wanted: Wanted, scores: Mapping[str, float]) -> bool:
    return scores[wanted.attribute] >= wanted.threshold


def _scores(wanted: Wanted, found: Message) -> dict[str, Any]:
    spans = [
        {"begin": begin, "end": end, "score": _score(scores[wanted.attribute])}
        for begin, end, scores in found["spans"]
        if _reaches(wanted, scores)
    ]
    return {
        **({"spanScores": spans} if spans else {}),
        "summaryScore": _score(found["scores"][wanted.attribute]),
    }


def _score(value: float) -> dict[str, Any]:
    return {"value": value, "type": "PROBABILITY"}
