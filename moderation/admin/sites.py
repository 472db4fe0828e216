"""Publications and their articles: made and set up by the operator, seen by the site's staff."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest, HttpResponse

from articles.default_policy import DEFAULT_POLICY
from articles.errors import SlugTaken
from articles.flows.change_site import BLOCKED, change_site
from articles.flows.create_site import create_site
from articles.hosts import HOST, ORIGIN
from articles.models import Article, Blocklist, Site
from articles.slugs import site_slug
from moderation.admin.article_page import article_page
from moderation.admin.checked_lines import MOST_IN_A_FORM, CheckedLinesField
from moderation.admin.filters import SiteFilter
from moderation.admin.lines import LinesField
from moderation.admin.scoped import ModelForm, ScopedAdmin, actor_of, sites_for
from moderation.blocklist import checked_domains, checked_phrases
from moderation.policy.document import document_from_policy, policy_from_document, read_toml
from moderation.roles import Act

REACTION = r"(?=.{1,30}$)[a-z0-9]+(?:-[a-z0-9]+)*"
NAMES = ("name", "domain", "aliases", "handles", "staff", "contacts")
RULES = ("moderation", "edit_window_seconds", "languages", "nudge", "reactions")


def blocklist_of(site: Site) -> Blocklist:
    """Return the site's blocklist; an empty one, not stored, for a site without."""
    return Blocklist.objects.filter(site=site.pk).first() or Blocklist()


class SiteForm(ModelForm):
    """A site's settings. Lists of words are edited one a line."""

    aliases = LinesField(like="The Example")
    handles = LinesField(r"@\S+", like="@example")
    staff = LinesField(like="Ada Author")
    contacts = LinesField(like="letters@example.org")
    allowed_origins = LinesField(ORIGIN, like="https://www.example.org")
    languages = LinesField(r"[a-z]{2}", like="en")
    reactions = LinesField(
        REACTION,
        like="like",
        help_text="one a line, as addresses show it; “most liked” goes by “like”",
    )
    blocked_phrases = CheckedLinesField(
        checked_phrases, help_text="one a line; whole words, whatever the spelling tricks"
    )
    blocked_domains = CheckedLinesField(
        checked_domains, help_text="one a line, like example.org; what is below it included"
    )

    class Meta:
        model = Site
        fields = (*NAMES, *RULES, "allowed_origins", "lazy_articles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "domain" not in self.fields:  # who may only look gets a form without fields
            return
        self.fields["domain"].validators.append(
            RegexValidator(rf"^{HOST}$", "Only the host, like example.org.")
        )
        blocklist = blocklist_of(self.instance)
        for name, column in BLOCKED.items():
            self.initial[name] = lines = getattr(blocklist, column)
            if len(lines) > MOST_IN_A_FORM:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Too long for a form: manage.py blocked_phrases"

    def clean_name(self) -> str:
        """Refuse a name for a new site that gives no address of its own."""
        name: str = self.cleaned_data["name"]
        if self.instance.pk is not None:
            return name
        try:
            slug = site_slug(name)
        except SlugTaken as error:
            raise ValidationError(error.detail) from error
        if Site.objects.filter(slug=slug).exists():
            raise ValidationError(f"Another site is known as “{slug}”.")
        return name


@admin.register(Site)
class SiteAdmin(ScopedAdmin):
    """A new site starts with the default policy; each change is audited with what it changed."""

    site_path = "pk"
    form = SiteForm
    list_display = ("name", "slug", "domain", "moderation", "policy")
    list_select_related = ("policy",)
    search_fields = ("name", "slug")
    readonly_fields = ("slug", "policy", "created_at")
    fieldsets = (
        (None, {"fields": NAMES}),
        ("How it is moderated", {"fields": RULES}),
        ("What is never wanted", {"fields": tuple(BLOCKED)}),
        ("Where it is embedded", {"fields": ("allowed_origins", "lazy_articles")}),
        ("Of its making", {"fields": ("slug", "policy", "created_at")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        sites = sites_for(request, Act.SET_UP)
        return bool(request.user.is_superuser) if obj is None else obj.pk in sites

    def save_model(self, request: HttpRequest, obj: Site, form: Any, change: bool) -> None:
        values = dict(form.cleaned_data)
        if change:
            change_site(obj, values, actor=actor_of(request))
            return
        # Whether somebody produces each attribute is not asked: that would bring the model into the
        # web process, and a rule that nobody serves holds its comments for a person.
        policy = policy_from_document(read_toml(DEFAULT_POLICY))
        blocked = {name: values.pop(name) for name in BLOCKED}
        made = create_site(document=document_from_policy(policy), actor=actor_of(request), **values)
        change_site(made, blocked, actor=actor_of(request))
        obj.pk, obj.slug = made.pk, made.slug

    @admin.display(description="blocked phrases")
    def blocked_phrases(self, site: Site) -> str:
        """What somebody sees who may only look."""
        return "\n".join(blocklist_of(site).phrases)

    @admin.display(description="blocked domains")
    def blocked_domains(self, site: Site) -> str:
        return "\n".join(blocklist_of(site).domains)


@admin.register(Article)
class ArticleAdmin(ScopedAdmin):
    """Articles come from the site's own systems; an article's page is the desk's."""

    list_display = ("title", "site", "section", "commenting", "moderation", "created_at")
    list_filter = (SiteFilter, "commenting", "announced")
    list_select_related = ("site",)
    search_fields = ("title", "external_id", "url")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    ordering = ("-id",)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return article_page(request, self.get_object(request, object_id).pk)
