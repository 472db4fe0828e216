"""Staff with their roles, and the authors of a site."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from discussion.flows.sign_out_reader import sign_out_reader
from discussion.models import Author, User
from discussion.models.people import OURS
from moderation.admin.author_page import author_page
from moderation.admin.filters import SiteFilter
from moderation.admin.scoped import ScopedAdmin, actor_of, sites_for
from moderation.flows.grant_role import grant_role, revoke_role
from moderation.models import Membership
from moderation.roles import Act
from moderation.staff.sessions import end_sessions

if TYPE_CHECKING:
    AccountAdmin = UserAdmin[User]
else:
    AccountAdmin = UserAdmin


@admin.register(User)
class StaffAdmin(AccountAdmin):
    """Accounts of staff, for the operator alone; what they may do stands in memberships.

    An account is switched off, never deleted: decisions name the person who made them.
    """

    list_display = ("username", "email", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser")
    change_list_template = "desk/list.html"
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Account", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        # An account here is one of staff from the start: readers have none.
        obj.is_staff = obj.is_staff if change else True
        super().save_model(request, obj, form, change)
        if not (obj.is_active and obj.is_staff):
            end_sessions(obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """Roles are given and taken back, each with a line in the site's audit; none is rewritten."""

    sees = Act.SET_UP
    list_display = ("user", "role", "site")
    list_filter = (SiteFilter, "role")
    list_select_related = ("user", "site")
    search_fields = ("user__username",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(sites_for(request, Act.SET_UP))

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        obj.pk = grant_role(**form.cleaned_data, actor=actor_of(request)).pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        revoke_role(obj, actor=actor_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for membership in queryset:
            revoke_role(membership, actor=actor_of(request))


@admin.register(Author)
class AuthorAdmin(ScopedAdmin):
    """Readers who wrote; an author's page is the desk's, where restrictions come by sanctions."""

    list_display = ("display_name", "site", "restriction", "restricted_until", "first_seen_at")
    list_filter = (SiteFilter, "restriction")
    list_select_related = ("site",)
    search_fields = ("display_name",)
    ordering = ("-id",)
    actions = ("sign_out",)

    def has_sign_out_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RESTRICT_AUTHORS))

    @admin.action(description="Sign out everywhere", permissions=["sign_out"])
    def sign_out(self, request: HttpRequest, authors: QuerySet[Author]) -> None:
        """End the tokens that were issued up to now, of those whose site the user may do it at."""
        mine = authors.filter(site__in=sites_for(request, Act.RESTRICT_AUTHORS))
        for author in mine.select_related("site"):
            # As the token says it: what begins the subject of a guest stands in no token.
            subject = author.subject.removeprefix(OURS)
            sign_out_reader(author.site, subject, actor=actor_of(request))
        messages.success(request, f"Signed out everywhere: {mine.count()}.")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return author_page(request, self.get_object(request, object_id).pk)
