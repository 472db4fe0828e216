"""A draft is written: every button stores it, so that nothing typed is lost by the next."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.models import PolicyVersion
from moderation.admin.policy_form import policy_rows
from moderation.admin.scoped import policy_of, staff_of
from moderation.errors import NoDraft, StaleDraft
from moderation.flows.change_draft import change_draft
from moderation.flows.drop_draft import drop_draft
from moderation.policy.difference import difference
from moderation.policy.document import (
    PolicyInvalid,
    document_from_policy,
    policy_from_document,
    table_from_toml,
)
from moderation.policy.editing import UnknownStep, after_step, bare, document_from_form, whole
from moderation.policy.load import readable_policy
from moderation.policy.reader import Table
from moderation.policy.toml import toml_from_policy
from moderation.ruled_attributes import ruled_attributes

LIST = "admin:articles_policyversion_changelist"
PAGE = "admin:articles_policyversion_change"
PUBLISH = "admin:desk-policy-publish"


def edit_page(request: HttpRequest, draft: PolicyVersion) -> HttpResponse:
    """Show the draft's form, and store what is sent: 400 for a button that the form does not have
    or a text that is no policy, 409 for a draft that somebody else changed meanwhile.
    """
    if request.method != "POST":
        return _page(request, draft, whole(draft.document))
    match request.POST.get("step", ""):
        case "drop":
            return _drop(request, draft)
        case "toml":
            return _replace(request, draft)
        case step:
            return _change(request, draft, step)


def produced_at(version: PolicyVersion) -> set[str]:
    """Return the attributes that a rule of the site may ask for.

    Those in force are among them, whatever is known here: they were checked when it was published.
    """
    clauses = whole(policy_of(version.site).document)["clauses"]
    asked: Any = clauses
    known = {rule["attribute"] for clause in asked for rule in clause["rules"]}
    return known.union(ruled_attributes())


def _change(request: HttpRequest, draft: PolicyVersion, step: str) -> HttpResponse:
    document = document_from_form(request.POST, _published_ids(draft))
    try:
        if step not in {"save", "publish"}:
            document = after_step(document, step)
    except UnknownStep:
        return HttpResponseBadRequest("This form has no such button.")
    # A button of a clause leads to "#clause-1": browsers keep that through the redirection.
    there = reverse(PUBLISH if step == "publish" else PAGE, args=[draft.pk])
    return _stored(request, draft, document, there)


def _replace(request: HttpRequest, draft: PolicyVersion) -> HttpResponse:
    """Take the whole draft from a TOML text."""
    text = request.POST.get("toml", "")
    try:
        policy = policy_from_document(table_from_toml(text, "TOML"))
    except PolicyInvalid as invalid:
        told = {"toml": text, "toml_problems": invalid.problems}
        return _page(request, draft, whole(draft.document), status=400, more=told)
    there = reverse(PAGE, args=[draft.pk])
    return _stored(request, draft, whole(document_from_policy(policy)), there)


def _stored(
    request: HttpRequest, draft: PolicyVersion, document: Table, there: str
) -> HttpResponse:
    try:
        changed = change_draft(
            draft, document, seen=request.POST.get("seen", ""), editor=staff_of(request)
        )
    except StaleDraft as stale:
        # What was typed stays on the page, beside what the other made of the draft.
        messages.error(request, stale.detail)
        draft.refresh_from_db()
        theirs = difference(draft.document, bare(document))
        return _page(request, draft, document, status=409, more={"theirs": theirs})
    except NoDraft as gone:
        messages.error(request, gone.detail)
        return HttpResponseRedirect(reverse(LIST))
    if changed.digest != draft.digest:
        messages.success(request, "The draft is stored.")
    return HttpResponseRedirect(there)


def _drop(request: HttpRequest, draft: PolicyVersion) -> HttpResponse:
    try:
        drop_draft(draft, seen=request.POST.get("seen", ""), editor=staff_of(request))
    except StaleDraft as stale:
        messages.error(request, stale.detail.replace("Yours was not stored", "It is still there"))
        return HttpResponseRedirect(reverse(PAGE, args=[draft.pk]))
    except NoDraft as gone:
        messages.error(request, gone.detail)
    else:
        messages.success(request, "The draft is gone.")
    return HttpResponseRedirect(reverse(LIST))


def _published_ids(draft: PolicyVersion) -> set[str]:
    """Return the ids of all clauses that were ever published at the site: they stay."""
    published = draft.site.policy_versions.filter(published_at__isnull=False)
    documents = published.values_list("document", flat=True)
    return {clause["id"] for document in documents for clause in document["clauses"]}


def _page(
    request: HttpRequest,
    draft: PolicyVersion,
    document: Table,
    *,
    status: int = 200,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    rules = readable_policy(draft)
    context = {
        **admin.site.each_context(request),
        "title": f"Draft of version {draft.number}",
        "draft": draft,
        "rows": policy_rows(document, produced=produced_at(draft), fixed=_published_ids(draft)),
        "in_force": policy_of(draft.site),
        "difference": difference(policy_of(draft.site).document, draft.document),
        "toml": toml_from_policy(rules) if rules else "",
        **(more or {}),
    }
    return render(request, "desk/policy_edit.html", context, status=status)
