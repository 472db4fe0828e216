"""What every page of the desk shares: rows of the user's own sites alone, and nothing to change."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst

from articles.models import PolicyVersion, Site
from discussion.models import User
from moderation.roles import Act, sites_by_act

if TYPE_CHECKING:
    # The stubs know of a parameter that Django itself does not.
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    ModelForm = forms.ModelForm[Any]
    AnyPaginator = Paginator[Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    ModelForm = forms.ModelForm
    AnyPaginator = Paginator

# More than anybody reads through page by page; a full count of a large table takes seconds.
MOST_COUNTED = 1_000
# A longer one fits into no column.
LONGEST_NUMBER = 18


def staff_of(request: HttpRequest) -> User:
    """Return the signed-in user of an admin page."""
    assert isinstance(request.user, User)
    return request.user


def actor_of(request: HttpRequest) -> str:
    """Return who acts, as the audit names them."""
    return f"user:{staff_of(request).pk}"


def policy_of(site: Site) -> PolicyVersion:
    """Return the policy in force at a site with comments: none is taken without one."""
    assert site.policy is not None
    return site.policy


def sites_for(request: HttpRequest, act: Act) -> set[int]:
    """Return the sites where the user may do that; asked once a request, for all that it asks.

    Nobody's are none: the sign-in page asks too.
    """
    if not isinstance(request.user, User):
        return set()
    known: dict[Act, set[int]] | None = vars(request).get("_desk_sites")
    if known is None:
        known = vars(request)["_desk_sites"] = sites_by_act(request.user)
    return known[act]


class CappedPaginator(AnyPaginator):
    """Counts to MOST_COUNTED and no further."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        return rows.order_by()[:MOST_COUNTED].count()


class ScopedAdmin(ModelAdmin):
    """Read-only pages of a model whose rows belong to a site.

    `site_path` leads from a row to its site; `sees` is what the user must be allowed there.
    """

    site_path: ClassVar[str] = "site"
    sees: ClassVar[Act] = Act.SEE
    change_list_template = "desk/list.html"
    list_per_page = 50
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER  # each would be a count of its own
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .filter(**{f"{self.site_path}__in": sites_for(request, self.sees)})
        )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the row. 404 for an unknown and a foreign one alike, and for no number."""
        if not object_id.isdecimal() or len(object_id) > LONGEST_NUMBER:
            raise Http404
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        context = {"title": title, "most_counted": MOST_COUNTED, **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(sites_for(request, self.sees))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyInline(TabularInline):
    """Rows of a page that shows and does not change; the page itself guards who sees it."""

    extra = 0
    can_delete = False
    show_change_link = True

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return self.fields

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
