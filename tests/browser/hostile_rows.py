"""A site whose every word is an attack on whoever reads it, as if nothing had been checked."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, SlugField, TextField

from articles.models import Article, Site
from discussion.body import BodyRefused, clean_body
from discussion.models import Author, Revision
from discussion.rendering import render
from moderation.site_export.heads import PRINTED
from tests import factories
from tests.attacks.cases import ALL
from tests.matrix.kinds import APPS
from tests.matrix.rows import RichSite

MARK = "mark"


def _taken(text: str) -> bool:
    try:
        return bool(clean_body(text))
    except BodyRefused:
        return False


PAYLOADS = [c.text for c in ALL if c.group == "xss" and c.form == "payload" and _taken(c.text)]
# What a site says of itself, and an author of itself, without the mark.
SAID = {
    Site: {"name", "handles", "staff", "contacts"},
    Article: {*PRINTED} - {"external_id", "url", "moderation", "commenting"},
    Author: {"display_name"},
}


def hostile_site() -> RichSite:
    """Return one with a comment for every attack; below everything that has a word is another."""
    rich = RichSite("Site A", MARK)
    for number, payload in enumerate(PAYLOADS):
        factories.make_comment(rich.article, payload, author=f"Reader {number}")
    while factories.screen():
        pass
    words = itertools.cycle(PAYLOADS)
    for model, field in _texts():
        _spoil(model, field, words)
    for revision in Revision.objects.all():
        # What people read was made from the text, by the service.
        Revision.objects.filter(pk=revision.pk).update(fragment=render(revision.text))
    return rich


def _texts() -> Iterator[tuple[type[Model], Field]]:
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, CharField | TextField | JSONField) and not isinstance(
                    field, SlugField
                ):
                    yield model, field


def _spoil(model: type[Model], field: Field, words: Iterator[str]) -> None:
    """Put an attack where the mark is, or where the row speaks for itself."""
    rows = model._base_manager
    for pk, value in rows.values_list("pk", field.name):
        if field.name in SAID.get(model, ()):
            rows.filter(pk=pk).update(**{field.name: _said(value, next(words))})
        elif MARK in json.dumps(value):
            rows.filter(pk=pk).update(**{field.name: _replaced(value, next(words))})


def _said(value: Any, payload: str) -> Any:
    return [payload] if isinstance(value, list) else payload


def _replaced(value: Any, payload: str) -> Any:
    if isinstance(value, str):
        return value.replace(MARK, payload)
    if isinstance(value, list):
        return [_replaced(each, payload) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, payload) for key, each in value.items()}
    return value
