"""All tables of the app at once, for a new database: what the steps that it replaces come to.

A database that began with those steps goes on with them.
"""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import articles.ids
import articles.models.site
from articles.models_at_once import CreateModels

guards = import_module("articles.migrations.0002_postgresql_guards")


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("articles", "0001_initial"),
        ("articles", "0002_postgresql_guards"),
        ("articles", "0003_blocklist_beside_its_site"),
        ("articles", "0004_blocked_phrases_move_to_the_blocklist"),
        ("articles", "0005_site_row_without_blocked_phrases"),
        ("articles", "0006_appeal_window_slow_mode_and_heat"),
        ("articles", "0007_heated_articles_by_their_end"),
        ("articles", "0008_site_nudge"),
        ("articles", "0009_guests_of_a_site"),
        ("articles", "0010_key_sets_of_sites"),
        ("articles", "0011_revoked_reader_tokens"),
        ("articles", "0012_nested_claims_and_session_readers"),
        ("articles", "0013_outbox_fanned_out"),
        ("articles", "0014_what_readers_see_of_changes"),
        ("articles", "0015_site_reactions"),
        ("articles", "0016_lazy_articles"),
        ("articles", "0017_feeds_of_sites"),
        ("articles", "0018_keys_for_users_of_the_project"),
        ("articles", "0019_when_a_key_set_was_asked_at_once"),
    ]
    dependencies = []

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="AuditEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="audit_events",
                                to="articles.site",
                            ),
                        ),
                        ("subject", models.CharField(max_length=80)),
                        (
                            "sequence",
                            models.PositiveIntegerField(
                                help_text="1 for the first event of its subject"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        (
                            "actor",
                            models.CharField(
                                help_text="kind:id, never a name or an address", max_length=80
                            ),
                        ),
                        ("data", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("previous", models.CharField(blank=True, max_length=64)),
                        ("mac", models.CharField(max_length=64)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["site", "id"], name="audit_by_site")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "sequence"), name="audit_one_per_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sequence__gte", 1)),
                                name="audit_sequence_from_one",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=articles.ids.new_public_id, editable=False, unique=True
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outbox_events",
                                to="articles.site",
                            ),
                        ),
                        (
                            "article",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outbox_events",
                                to="articles.article",
                            ),
                        ),
                        (
                            "sequence",
                            models.PositiveBigIntegerField(
                                help_text="place in the article's order of changes; none: outside of it",
                                null=True,
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("payload", models.JSONField()),
                        (
                            "public",
                            models.BooleanField(
                                default=False,
                                editable=False,
                                help_text="whether the article's page looks different since",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("fanned_out_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("fanned_out_at__isnull", True)),
                                fields=["id"],
                                name="outbox_to_fan_out",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "sequence"), name="outbox_one_per_change"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="policy_versions",
                                to="articles.site",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200)),
                        ("document", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["site", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "number"), name="policy_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="policy_from_one"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Site",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("audit_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "audit_head",
                            models.CharField(blank=True, default="", editable=False, max_length=64),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("slug", models.SlugField(max_length=63, unique=True)),
                        (
                            "domain",
                            models.CharField(
                                blank=True, help_text="like example.org", max_length=253
                            ),
                        ),
                        (
                            "aliases",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="other names that readers use",
                            ),
                        ),
                        (
                            "handles",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="like @example",
                            ),
                        ),
                        (
                            "staff",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="authors and editors",
                            ),
                        ),
                        (
                            "contacts",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="published addresses: no personal data",
                            ),
                        ),
                        (
                            "allowed_origins",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="like https://www.example.org",
                            ),
                        ),
                        (
                            "lazy_articles",
                            models.BooleanField(
                                default=True,
                                help_text="a page at an allowed origin that nobody registered gets its discussion when its first reader opens it",
                            ),
                        ),
                        (
                            "languages",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="ISO 639-1 codes",
                            ),
                        ),
                        (
                            "reactions",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.the_usual_reactions,
                                help_text="names that readers can react with; `like` is what “most liked” sorts by",
                            ),
                        ),
                        (
                            "blocklist_digest",
                            models.CharField(blank=True, editable=False, max_length=64),
                        ),
                        (
                            "moderation",
                            models.CharField(
                                choices=[
                                    ("machine", "scored, then published or held"),
                                    ("pre", "everything is held first"),
                                    ("post", "scored, published unless rejected, looked at later"),
                                ],
                                default="machine",
                                max_length=10,
                            ),
                        ),
                        (
                            "edit_window_seconds",
                            models.PositiveIntegerField(
                                default=300,
                                validators=[django.core.validators.MaxValueValidator(604800)],
                            ),
                        ),
                        (
                            "appeal_days",
                            models.PositiveSmallIntegerField(
                                default=184,
                                help_text="how long an author may appeal a decision",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(3650),
                                ],
                            ),
                        ),
                        (
                            "nudge",
                            models.BooleanField(
                                default=False,
                                help_text="readers may ask what would become of a comment before they post it",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.policyversion",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("moderation__in", ["machine", "pre", "post"])),
                                name="site_moderation_known",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Blocklist",
                    fields=[
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="blocklist",
                                serialize=False,
                                to="articles.site",
                            ),
                        ),
                        (
                            "phrases",
                            models.JSONField(
                                blank=True, default=articles.models.site.an_empty_list
                            ),
                        ),
                        (
                            "domains",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="hosts; those below them included",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SiteKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="keys",
                                to="articles.site",
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        (
                            "prefix",
                            models.CharField(
                                help_text="the first characters, to recognise it by", max_length=16
                            ),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                        ("scopes", models.JSONField(default=articles.models.site.an_empty_list)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "last_used_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["site", "-created_at"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Article",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("audit_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "audit_head",
                            models.CharField(blank=True, default="", editable=False, max_length=64),
                        ),
                        (
                            "public_id",
                            models.UUIDField(
                                default=articles.ids.new_public_id, editable=False, unique=True
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles",
                                to="articles.site",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=80)),
                        ("external_id", models.CharField(max_length=200)),
                        ("url", models.URLField(blank=True, max_length=600)),
                        ("title", models.CharField(max_length=500)),
                        ("deck", models.TextField(blank=True)),
                        (
                            "paragraphs",
                            models.JSONField(
                                blank=True, default=articles.models.site.an_empty_list
                            ),
                        ),
                        ("picture_caption", models.TextField(blank=True)),
                        ("picture_credit", models.CharField(blank=True, max_length=300)),
                        ("byline_name", models.CharField(blank=True, max_length=200)),
                        ("byline_role", models.CharField(blank=True, max_length=300)),
                        ("byline_handle", models.CharField(blank=True, max_length=100)),
                        ("author_note", models.TextField(blank=True)),
                        ("invitation", models.TextField(blank=True)),
                        (
                            "grounds",
                            models.JSONField(
                                blank=True, default=articles.models.site.an_empty_list
                            ),
                        ),
                        ("section", models.CharField(blank=True, max_length=100)),
                        (
                            "tags",
                            models.JSONField(
                                blank=True, default=articles.models.site.an_empty_list
                            ),
                        ),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "commenting",
                            models.CharField(
                                choices=[("open", "open"), ("closed", "closed")],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("closes_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "moderation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("machine", "scored, then published or held"),
                                    ("pre", "everything is held first"),
                                    ("post", "scored, published unless rejected, looked at later"),
                                ],
                                help_text="empty: as the site has it",
                                max_length=10,
                            ),
                        ),
                        (
                            "slow_mode_seconds",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="how long one author waits between two comments; 0: no longer than usual",
                            ),
                        ),
                        (
                            "heated_until",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "announced",
                            models.BooleanField(
                                default=True,
                                editable=False,
                                help_text="registered by its site; else made for the first reader of its page",
                            ),
                        ),
                        ("comment_count", models.PositiveIntegerField(default=0, editable=False)),
                        ("version", models.PositiveBigIntegerField(default=1, editable=False)),
                        ("change_seq", models.PositiveBigIntegerField(default=0, editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "-id"], name="article_newest"),
                            models.Index(fields=["site", "url"], name="article_by_url"),
                            models.Index(
                                condition=models.Q(("announced", False)),
                                fields=["site", "created_at"],
                                name="article_lazy",
                            ),
                            models.Index(
                                condition=models.Q(("heated_until__isnull", False)),
                                fields=["heated_until"],
                                name="article_heated",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "slug"), name="article_slug_once"
                            ),
                            models.UniqueConstraint(
                                fields=("site", "external_id"), name="article_external_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("commenting__in", ["open", "closed"])),
                                name="article_commenting_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("moderation__in", ["", "machine", "pre", "post"])
                                ),
                                name="article_moderation_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedSource",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feed_sources",
                                to="articles.site",
                            ),
                        ),
                        (
                            "url",
                            models.URLField(help_text="of an RSS or Atom feed", max_length=600),
                        ),
                        (
                            "every_minutes",
                            models.PositiveSmallIntegerField(
                                default=15,
                                validators=[
                                    django.core.validators.MinValueValidator(5),
                                    django.core.validators.MaxValueValidator(1440),
                                ],
                            ),
                        ),
                        (
                            "enabled",
                            models.BooleanField(
                                default=True, help_text="whether it is read at all"
                            ),
                        ),
                        ("etag", models.CharField(blank=True, editable=False, max_length=500)),
                        (
                            "last_modified",
                            models.CharField(blank=True, editable=False, max_length=100),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(
                                editable=False, help_text="when it last went well", null=True
                            ),
                        ),
                        (
                            "taken",
                            models.PositiveIntegerField(
                                default=0, editable=False, help_text="entries, last time"
                            ),
                        ),
                        (
                            "refused",
                            models.PositiveIntegerField(
                                default=0, editable=False, help_text="entries, last time"
                            ),
                        ),
                        ("failures", models.PositiveIntegerField(default=0, editable=False)),
                        ("trouble", models.CharField(blank=True, editable=False, max_length=300)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "verbose_name": "feed",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("enabled", True)),
                                fields=["due_at"],
                                name="feed_source_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("site", "url"), name="feed_source_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReaderRules",
                    fields=[
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="reader_rules",
                                serialize=False,
                                to="articles.site",
                            ),
                        ),
                        (
                            "guests",
                            models.BooleanField(
                                default=False,
                                help_text="anybody may write under a name of their choice; held first",
                            ),
                        ),
                        (
                            "nested_claims",
                            models.BooleanField(
                                default=False,
                                help_text="tokens may name the person as the Coral project's sites do",
                            ),
                        ),
                        (
                            "session_readers",
                            models.BooleanField(
                                default=False,
                                help_text="users of this project are readers by their session",
                            ),
                        ),
                        (
                            "guest_trusted_after",
                            models.PositiveSmallIntegerField(
                                default=3,
                                help_text="a guest with so many published comments is held no longer",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "reader rules",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("guest_trusted_after__gte", 1)),
                                name="reader_rules_guests_wait",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReaderKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reader_keys",
                                to="articles.site",
                            ),
                        ),
                        (
                            "kid",
                            models.CharField(
                                max_length=128,
                                validators=[
                                    django.core.validators.RegexValidator("^[A-Za-z0-9._-]+$")
                                ],
                            ),
                        ),
                        (
                            "algorithm",
                            models.CharField(
                                choices=[
                                    ("HS256", "HS256 (shared secret)"),
                                    ("RS256", "RS256 (public key)"),
                                    ("ES256", "ES256 (public key)"),
                                    ("EdDSA", "EdDSA (public key)"),
                                ],
                                max_length=5,
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("site", "the site"),
                                    ("jwks", "the site's key set"),
                                    ("guest", "this service, for guests"),
                                    ("user", "this service, for users of its project"),
                                ],
                                default="site",
                                editable=False,
                                max_length=5,
                            ),
                        ),
                        ("sealed_secret", models.TextField(blank=True, editable=False)),
                        (
                            "public_key",
                            models.TextField(blank=True, help_text="PEM; not for HS256"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "vanished_at",
                            models.DateTimeField(
                                editable=False,
                                help_text="since when the site's key set names it no longer",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["site", "-created_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "kid"), name="reader_key_kid_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("algorithm", "HS256"),
                                        models.Q(("sealed_secret", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("algorithm", "HS256"), _negated=True),
                                        models.Q(("public_key", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reader_key_has_its_material",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("origin__in", ["site", "jwks", "guest", "user"])
                                ),
                                name="reader_key_origin_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="KeySet",
                    fields=[
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="key_set",
                                serialize=False,
                                to="articles.site",
                            ),
                        ),
                        (
                            "url",
                            models.CharField(
                                help_text="like https://id.example.org/keys.json", max_length=500
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, null=True)),
                        ("asked_at_once_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "fetched_at",
                            models.DateTimeField(
                                editable=False, help_text="when it could be read last", null=True
                            ),
                        ),
                        (
                            "problem",
                            models.CharField(
                                blank=True,
                                editable=False,
                                help_text="what could not be used, in words",
                                max_length=500,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RevokedToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("jti", models.CharField(max_length=255)),
                        ("expires_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "jti"), name="revoked_token_once_a_site"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SignedOut",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("subject", models.CharField(max_length=255)),
                        ("at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "subject"), name="signed_out_once_a_person"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
        migrations.RunPython(guards.forwards, guards.backwards),
    ]
