"""Around a policy's form: a version to read, the beginning of a draft, its publication."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.errors import DomainError
from articles.models import PolicyVersion, Site
from moderation.admin.pages import add_pages, desk_page, sites_seen
from moderation.admin.policy_edit import LIST, PAGE, produced_at
from moderation.admin.policy_form import problems_of
from moderation.admin.scoped import policy_of, sites_for, staff_of
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.flows.publish_draft import publish_draft
from moderation.policy.difference import difference
from moderation.policy.editing import whole
from moderation.roles import Act


def policy_page(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    """Show a version, and what it changed against the one before."""
    earlier = version.site.policy_versions.filter(
        number__lt=version.number, published_at__isnull=False
    )
    before = earlier.order_by("-number").first()
    context = {
        **admin.site.each_context(request),
        "title": str(version),
        "policy": version,
        "before": before,
        "difference": difference(before.document, version.document) if before else None,
        "is_in_force": version.site.policy_id == version.pk,
        "may_draft": version.site_id in sites_for(request, Act.PUBLISH_POLICY),
        "may_run_jobs": version.site_id in sites_for(request, Act.RUN_JOBS),
    }
    return render(request, "desk/policy.html", context)


@require_http_methods(["GET", "POST"])
def draft_page(request: HttpRequest) -> HttpResponse:
    """Ask for which site, and begin a draft there."""
    sites = sites_seen(request, Act.PUBLISH_POLICY)
    if request.method == "POST":
        draft = draft_policy_version(_chosen(request, sites), editor=staff_of(request))
        return HttpResponseRedirect(reverse(PAGE, args=[draft.pk]))
    drafts = PolicyVersion.objects.filter(site__in=sites, published_at=None)
    context = {
        **admin.site.each_context(request),
        "title": "Draft a policy",
        "sites": sites,
        "drafts": drafts.select_related("site").order_by("site", "-number"),
    }
    return render(request, "desk/policy_draft.html", context)


def _chosen(request: HttpRequest, sites: list[Site]) -> Site:
    for site in sites:
        if request.POST.get("site") == site.slug:
            return site
    raise Http404


@require_http_methods(["GET", "POST"])
def publish_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what changes, and publish once that is confirmed; 409 when it is no longer so."""
    drafts = PolicyVersion.objects.filter(
        site__in=sites_for(request, Act.PUBLISH_POLICY), published_at=None
    )
    draft = get_object_or_404(drafts.select_related("site__policy"), pk=pk)
    if request.method != "POST":
        return _confirm(request, draft)
    told = request.POST.get("instead_of", "")
    try:
        published = publish_draft(
            draft,
            seen=request.POST.get("seen", ""),
            instead_of=int(told) if told.isdecimal() and len(told) < 10 else 0,
            produced=produced_at(draft),
            editor=staff_of(request),
        )
    except DomainError as refused:
        messages.error(request, refused.detail)
        now = drafts.select_related("site__policy").filter(pk=pk).first()
        return _confirm(request, now, 409) if now else HttpResponseRedirect(reverse(LIST))
    messages.success(request, f"Version {published.number} is in force.")
    return HttpResponseRedirect(reverse(PAGE, args=[published.pk]))


def _confirm(request: HttpRequest, draft: PolicyVersion, status: int = 200) -> HttpResponse:
    in_force = policy_of(draft.site)
    context = {
        **admin.site.each_context(request),
        "title": f"Publish version {draft.number}",
        "draft": draft,
        "in_force": in_force,
        "difference": difference(in_force.document, draft.document),
        "problems": len(problems_of(whole(draft.document), produced_at(draft))),
    }
    return render(request, "desk/policy_publish.html", context, status=status)


add_pages(
    desk_page("policies/draft/", draft_page, "desk-policy-draft"),
    desk_page("policies/<int:pk>/publish/", publish_page, "desk-policy-publish"),
)
