"""A reader reports somebody else's comment on a page, without script."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from articles.errors import DomainError
from articles.models import PolicyVersion, Site
from discussion.models import Comment
from discussion.names import MAX_NAME, NameRefused
from discussion.pages.people import author_for, may_write, needs_name
from moderation.complaints.public_comments import comment_of
from moderation.flows.report_comment import OTHER, report_comment


class ReportForm(forms.Form):
    """What a reader sends: a ground of the policy, or another one, and words."""

    name = forms.CharField(
        label="Name",
        required=False,
        max_length=MAX_NAME,
        widget=forms.TextInput({"autocomplete": "nickname", "dir": "auto"}),
    )
    reason = forms.ChoiceField(
        label="What is wrong with it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong with it."},
    )
    text = forms.CharField(
        label="Anything that the moderators should know",
        required=False,
        max_length=2_000,
        widget=forms.Textarea({"rows": 4, "dir": "auto"}),
    )

    def __init__(self, policy: PolicyVersion, *, named: bool, data: QueryDict | None) -> None:
        super().__init__(data)
        reason = self.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = list(_grounds(policy))
        if not named:
            del self.fields["name"]


@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: HttpRequest, site: str) -> HttpResponse:
    """Show the form for the comment that `?comment=` names, and take the report.

    404 for a comment that is not public, or of another site; 403 for whom the page does not know.
    """
    found = get_object_or_404(Site.objects.select_related("policy"), slug=site)
    comment = comment_of(found, request.GET.get("comment", ""))
    if not may_write(request, found):
        raise PermissionDenied
    named = needs_name(request, found)
    data = request.POST if request.method == "POST" else None
    form = ReportForm(found.published_policy, named=named, data=data)
    if form.is_valid():
        try:
            is_new = _report(request, comment, form)
        except (NameRefused, DomainError) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, comment, {"done": True, "is_new": is_new}, status=200)
    return _page(request, comment, {"form": form}, status=400 if form.is_bound else 200)


def _report(request: HttpRequest, comment: Comment, form: ReportForm) -> bool:
    """Store the report; return whether it is the reader's first about this comment."""
    said = form.cleaned_data
    reporter = author_for(request, comment.article.site, said.get("name", ""))
    if reporter is None:
        raise PermissionDenied
    report = report_comment(comment, reporter=reporter, reason=said["reason"], text=said["text"])
    return report[1]


def _grounds(policy: PolicyVersion) -> Iterable[tuple[str, str]]:
    yield from ((clause["id"], clause["title"]) for clause in policy.clauses)
    yield OTHER, "Something else"


def _page(
    request: HttpRequest, comment: Comment, shown: dict[str, object], *, status: int
) -> HttpResponse:
    context = {"site": comment.article.site, "comment": comment, **shown}
    response = render(request, "moderation/report.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
