"""A person asked by letter or mail to be forgotten: asked once more, then begun."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from discussion.models import Author, Comment, PersonJob
from discussion.models.people import OURS
from moderation.admin.author_page import PAGE, author_of
from moderation.admin.pages import add_pages, desk_page
from moderation.admin.scoped import sites_for, staff_of
from moderation.evidence.legal_hold import author_on_hold
from moderation.flows.forget_author import forget_author
from moderation.roles import Act

# More than that is said to be more.
MOST_COUNTED = 1_000


class ForgetForm(forms.Form):
    """The subject is typed: nobody does this by one click too many."""

    confirm = forms.CharField(
        label="What the site knows them as, typed once more",
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, author: Author, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or nothing
        self._author = author

    def clean_confirm(self) -> str:
        typed: str = self.cleaned_data["confirm"]
        if typed != self._author.subject.removeprefix(OURS).strip():
            raise forms.ValidationError("That is another name than the one below “Known there as”.")
        return typed


@require_http_methods(["GET", "POST"])
def forget_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and start the erasure. 404 for an unknown author, 403 without the right."""
    author = author_of(request, pk)
    if author.site_id not in sites_for(request, Act.FORGET_AUTHORS):
        raise PermissionDenied
    if request.method != "POST":
        return _ask(request, author, ForgetForm(author))
    form = ForgetForm(author, request.POST)
    if not form.is_valid():
        return _ask(request, author, form, 400)
    forget_author(author, user=staff_of(request))
    messages.success(request, "Begun: within minutes nothing of them is left.")
    return redirect(PAGE, author.pk)


def _ask(request: HttpRequest, author: Author, form: ForgetForm, status: int = 200) -> HttpResponse:
    erasures = PersonJob.objects.filter(author=author, kind=PersonJob.Kind.ERASURE)
    comments = Comment.objects.filter(author=author).exclude(status=Comment.Status.ERASED)
    context = {
        **admin.site.each_context(request),
        "title": "Forget this person",
        "author": author,
        "form": form,
        "comments": comments.order_by()[:MOST_COUNTED].count(),
        "job": erasures.order_by("-pk").first(),
        "on_hold": author_on_hold(author),
    }
    return render(request, "desk/forget.html", context, status=status)


add_pages(desk_page("authors/<int:pk>/forget/", forget_page, "desk-forget"))
