"""All tables of the app at once, for a new database (see the one of `articles`)."""

from importlib import import_module

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.ids
import articles.models.site
import discussion.models.comment
from articles.models_at_once import CreateModels

guards = import_module("discussion.migrations.0002_postgresql_guards")


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("discussion", "0001_initial"),
        ("discussion", "0002_postgresql_guards"),
        ("discussion", "0003_mutes_notifications_and_change_requests"),
        ("discussion", "0004_why_an_author_is_restricted"),
        ("discussion", "0005_figures_by_day"),
        ("discussion", "0006_webhooks"),
        ("discussion", "0007_reactions_and_figures"),
        ("discussion", "0008_figures_counted"),
        ("discussion", "0009_times_as_they_are_told"),
        ("discussion", "0010_where_rows_came_from"),
        ("discussion", "0011_newest_published_comments"),
        ("discussion", "0012_persons_who_ask_and_are_forgotten"),
        ("discussion", "0013_comments_gone_by_day"),
    ]
    dependencies = [
        ("articles", "0019_when_a_key_set_was_asked_at_once"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="ChangeRequest",
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
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="change_requests",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="change_requests",
                                to="discussion.revision",
                            ),
                        ),
                        ("words", models.TextField(help_text="said to the author")),
                        (
                            "moderator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="change_requests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("until", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["until"],
                                name="change_request_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("comment",),
                                name="change_request_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
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
                                related_name="comments",
                                to="articles.site",
                            ),
                        ),
                        (
                            "article",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="articles.article",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "root",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="thread",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "depth",
                            models.PositiveSmallIntegerField(default=0, help_text="0 for a root"),
                        ),
                        ("path", models.BinaryField(default=b"", max_length=72)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "not yet judged"),
                                    ("published", "published"),
                                    ("held", "waits for a moderator"),
                                    ("rejected", "rejected"),
                                    ("withdrawn", "withdrawn by its author"),
                                    ("erased", "erased on request"),
                                ],
                                default="pending",
                                max_length=10,
                            ),
                        ),
                        ("listed", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "public_revision",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="discussion.revision",
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="discussion.decision",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        ("edited_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "reaction_counts",
                            models.JSONField(
                                default=dict,
                                editable=False,
                                help_text="how many readers gave each, by name",
                            ),
                        ),
                        ("like_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "reply_count",
                            models.PositiveIntegerField(
                                default=0,
                                editable=False,
                                help_text="its direct replies that are published",
                            ),
                        ),
                        (
                            "reactions_told",
                            models.BooleanField(
                                default=True,
                                editable=False,
                                help_text="whether the article's page shows the present ones",
                            ),
                        ),
                        (
                            "featured_at",
                            models.DateTimeField(
                                editable=False,
                                help_text="since when a moderator recommends it to readers",
                                null=True,
                            ),
                        ),
                        (
                            "locked_at",
                            models.DateTimeField(
                                editable=False,
                                help_text="of a root: since when nobody may answer in its thread",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", True)),
                                fields=["article", "id"],
                                name="comment_roots",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True)),
                                fields=["root", "path"],
                                name="comment_thread",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", False)),
                                fields=["parent", "id"],
                                name="comment_children",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", True)),
                                fields=["article", "like_count", "id"],
                                name="comment_roots_by_likes",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", True)),
                                fields=["article", "reply_count", "id"],
                                name="comment_roots_by_replies",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", False)),
                                fields=["parent", "like_count", "id"],
                                name="comment_children_by_likes",
                            ),
                            models.Index(
                                condition=models.Q(("listed", True), ("parent__isnull", False)),
                                fields=["parent", "reply_count", "id"],
                                name="comment_children_by_replies",
                            ),
                            models.Index(
                                condition=models.Q(("status", "published")),
                                fields=["article"],
                                name="comment_published",
                            ),
                            models.Index(
                                condition=models.Q(("reactions_told", False)),
                                fields=["id"],
                                name="comment_reactions_untold",
                            ),
                            models.Index(fields=["author", "-id"], name="comment_by_author"),
                            models.Index(
                                condition=models.Q(("status", "published")),
                                fields=["article", "-published_at", "-id"],
                                name="comment_newest_on_article",
                            ),
                            models.Index(
                                condition=models.Q(("status", "published")),
                                fields=["site", "-published_at", "-id"],
                                name="comment_newest_at_site",
                            ),
                            models.Index(fields=["site", "created_at"], name="comment_by_day"),
                            models.Index(
                                condition=models.Q(("status__in", ["rejected", "withdrawn"])),
                                fields=["site", "created_at"],
                                name="comment_gone_by_day",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "pending",
                                            "published",
                                            "held",
                                            "rejected",
                                            "withdrawn",
                                            "erased",
                                        ],
                                    )
                                ),
                                name="comment_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "published"), _negated=True),
                                    models.Q(
                                        ("decision__isnull", False),
                                        ("public_revision__isnull", False),
                                        ("published_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_published_was_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("depth", 0),
                                        ("parent__isnull", True),
                                        ("root__isnull", True),
                                    ),
                                    models.Q(
                                        ("depth__gte", 1),
                                        ("depth__lte", 8),
                                        ("parent__isnull", False),
                                        ("root__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_depth_fits_parent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("listed", True), ("status", "published")),
                                    ("status__in", ["withdrawn", "rejected", "erased", "held"]),
                                    models.Q(("listed", False), ("status", "pending")),
                                    _connector="OR",
                                ),
                                name="comment_listed_fits_status",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
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
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="discussion.comment",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("text", models.TextField()),
                        ("fragment", models.TextField(help_text="the text as cleaned HTML")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "not yet judged"),
                                    ("held", "waits for a moderator"),
                                    ("published", "published"),
                                    ("rejected", "rejected"),
                                    ("superseded", "replaced, or its comment is gone"),
                                ],
                                default="pending",
                                max_length=10,
                            ),
                        ),
                        (
                            "salt",
                            models.BinaryField(
                                default=discussion.models.comment.new_salt, max_length=16
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "number"), name="revision_number_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["pending", "held"])),
                                fields=("comment",),
                                name="revision_one_waiting",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("comment",),
                                name="revision_one_published",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["pending", "held", "published", "rejected", "superseded"],
                                    )
                                ),
                                name="revision_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("text__length__lte", 10000)),
                                name="revision_text_length",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="revision_from_one"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
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
                                related_name="decisions",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="discussion.revision",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("publish", "publish"),
                                    ("hold", "hold"),
                                    ("reject", "reject"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "clauses",
                            models.JSONField(
                                default=list, help_text="ids of the clauses met, in policy order"
                            ),
                        ),
                        (
                            "reasons",
                            models.JSONField(
                                default=list, help_text="codes beside clauses, like not-scored"
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="articles.policyversion",
                            ),
                        ),
                        (
                            "moderation",
                            models.CharField(
                                help_text="the mode that it was made under", max_length=10
                            ),
                        ),
                        (
                            "actor_kind",
                            models.CharField(
                                choices=[
                                    ("machine", "machine"),
                                    ("person", "person"),
                                    ("import", "import"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("engine_version", models.CharField(blank=True, max_length=20)),
                        (
                            "producers",
                            models.JSONField(
                                default=list, help_text="name, version and digest of each"
                            ),
                        ),
                        (
                            "score",
                            models.FloatField(
                                help_text="the highest score of the scorer, 0 to 1", null=True
                            ),
                        ),
                        (
                            "scorer",
                            models.CharField(
                                blank=True, help_text="name and version", max_length=120
                            ),
                        ),
                        ("text_hash", models.CharField(max_length=64)),
                        (
                            "said_hash",
                            models.CharField(
                                blank=True, help_text="of reasoning and note", max_length=64
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="discussion.decision",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "id"], name="decision_by_site"),
                            models.Index(fields=["comment", "id"], name="decision_by_comment"),
                            models.Index(fields=["site", "created_at"], name="decision_by_day"),
                            models.Index(
                                condition=models.Q(("actor_kind", "person")),
                                fields=["site", "created_at"],
                                name="decision_of_people_by_day",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("supersedes__isnull", True)),
                                fields=("revision",),
                                name="decision_one_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["publish", "hold", "reject"])),
                                name="decision_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor__isnull", False), ("actor_kind", "person")),
                                    models.Q(
                                        ("actor__isnull", True),
                                        ("actor_kind__in", ["machine", "import"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_actor_fits_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("actor_kind", "machine"),
                                        ("outcome", "publish"),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        ("score__gte", 0),
                                        ("score__isnull", False),
                                        ("score__lte", 1),
                                        models.Q(("scorer", ""), _negated=True),
                                        models.Q(("engine_version", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_machine_published_scored",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score__isnull", True),
                                    models.Q(("score__gte", 0), ("score__lte", 1)),
                                    _connector="OR",
                                ),
                                name="decision_score_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("supersedes__isnull", True),
                                    models.Q(("supersedes", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="decision_supersedes_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DecisionText",
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
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="text",
                                to="discussion.decision",
                            ),
                        ),
                        ("reasoning", models.TextField(blank=True, help_text="said to the author")),
                        (
                            "private_note",
                            models.TextField(blank=True, help_text="never leaves the team"),
                        ),
                        ("salt", models.BinaryField(max_length=16)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
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
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statement",
                                to="discussion.decision",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="statements",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "facts",
                            models.JSONField(
                                help_text="outcome, clauses with their wording, reasons, who decided"
                            ),
                        ),
                        ("appeal_until", models.DateTimeField()),
                        ("appealed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("delivered_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("delivered_at__isnull", True)),
                                fields=["id"],
                                name="statement_undelivered",
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotencyRecord",
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
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("caller", models.CharField(help_text="kind:id", max_length=300)),
                        ("key", models.CharField(max_length=255)),
                        (
                            "fingerprint",
                            models.CharField(
                                help_text="keyed hash of method, path and body", max_length=64
                            ),
                        ),
                        (
                            "resource",
                            models.UUIDField(help_text="public id of the row that was made"),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["created_at"], name="idempotency_by_age")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "caller", "key"), name="idempotency_key_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedArticle",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("source", models.CharField(max_length=40)),
                        ("source_id", models.CharField(max_length=255)),
                        ("imported_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_as",
                                to="articles.article",
                            ),
                        ),
                        ("has_news", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "source", "source_id"), name="imported_article_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedAuthor",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("source", models.CharField(max_length=40)),
                        ("source_id", models.CharField(max_length=255)),
                        ("imported_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_as",
                                to="discussion.author",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "source", "source_id"), name="imported_author_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedComment",
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
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("source", models.CharField(max_length=40)),
                        ("source_id", models.CharField(max_length=255)),
                        ("imported_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "comment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imported_as",
                                to="discussion.comment",
                            ),
                        ),
                        ("history", models.JSONField(blank=True, default=list)),
                        ("reactions", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "source", "source_id"), name="imported_comment_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Mute",
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
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mutes",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "muted",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussion.author",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("reader", "muted"), name="mute_once"),
                            models.CheckConstraint(
                                condition=models.Q(("reader", models.F("muted")), _negated=True),
                                name="mute_another",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Notification",
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("reply", "somebody answered"),
                                    ("decision", "a comment was held, rejected or restored"),
                                    ("appeal", "an appeal was decided"),
                                    ("sanction", "a warning or a restriction"),
                                    ("change", "a moderator asks for a change"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "about",
                            models.CharField(help_text="like statement:0192…", max_length=80),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notifications",
                                to="discussion.comment",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "due_at",
                            models.DateTimeField(
                                help_text="not before: a decision may be undone at once"
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True, help_text="sent, or why it was not", max_length=20
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["due_at"],
                                name="notification_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("author", "about"), name="notification_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unsubscription",
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
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="unsubscriptions",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "topic",
                            models.CharField(
                                choices=[
                                    ("reply", "somebody answered"),
                                    ("decision", "a comment was held, rejected or restored"),
                                    ("appeal", "an appeal was decided"),
                                    ("sanction", "a warning or a restriction"),
                                    ("change", "a moderator asks for a change"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("author", "topic"), name="unsubscription_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={
                                    "unique": "A user with that username already exists."
                                },
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[
                                    django.contrib.auth.validators.UnicodeUsernameValidator()
                                ],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=150, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=150, verbose_name="last name"),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="email address"
                            ),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Author",
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
                                related_name="authors",
                                to="articles.site",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                help_text="the site's own id of the person", max_length=255
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="authors",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("display_name", models.CharField(max_length=100)),
                        ("badges", models.JSONField(blank=True, default=list)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        (
                            "restriction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "none"),
                                    ("always_hold", "every comment is held"),
                                    ("suspended", "may not write until a date"),
                                    ("banned", "may not write"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("restricted_until", models.DateTimeField(blank=True, null=True)),
                        (
                            "restriction_reason",
                            models.TextField(blank=True, help_text="said to the author"),
                        ),
                        (
                            "first_seen_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "erased_at",
                            models.DateTimeField(
                                editable=False,
                                help_text="asked to be forgotten: no token leads here any more",
                                null=True,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("restricted_until__isnull", False)),
                                fields=["restricted_until"],
                                name="author_restriction_to_end",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "subject"), name="author_once_a_site"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("restriction__in", ["", "always_hold", "suspended", "banned"])
                                ),
                                name="author_restriction_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonJob",
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
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="person_jobs",
                                to="discussion.author",
                            ),
                        ),
                        ("owner", models.CharField(max_length=64)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("export", "a copy of what is kept"),
                                    ("erasure", "to be forgotten"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                help_text="kind:id, as the audit names them", max_length=80
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits"),
                                    ("running", "runs"),
                                    ("kept", "a part has to be kept for a while"),
                                    ("done", "done"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("cursor", models.BigIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        ("kept", models.PositiveIntegerField(default=0)),
                        ("lease_owner", models.CharField(blank=True, max_length=100)),
                        (
                            "due_at",
                            models.DateTimeField(
                                help_text="not before; while it runs, the end of the lease"
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "done"), _negated=True),
                                fields=["due_at"],
                                name="person_job_due",
                            ),
                            models.Index(fields=["owner", "-id"], name="person_job_by_owner"),
                            models.Index(
                                condition=models.Q(("expires_at__isnull", False)),
                                fields=["expires_at"],
                                name="person_job_expires",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "done"), _negated=True),
                                fields=("author", "kind"),
                                name="person_job_one_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("expires_at__isnull", False),
                                        ("finished_at__isnull", False),
                                        ("state", "done"),
                                    ),
                                    models.Q(
                                        ("expires_at__isnull", True),
                                        ("finished_at__isnull", True),
                                        ("state__in", ["waiting", "running", "kept"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="person_job_done_expires",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportPart",
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
                            "job",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="discussion.personjob",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("packed", models.BinaryField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("job", "number"), name="export_part_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="KeptRestriction",
                    fields=[
                        ("owner", models.CharField(max_length=64, unique=True)),
                        (
                            "author",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                serialize=False,
                                to="discussion.author",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Reaction",
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
                            "comment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reactions",
                                to="discussion.author",
                            ),
                        ),
                        ("name", models.CharField(max_length=30)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "name", "author"), name="reaction_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookEndpoint",
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
                                related_name="webhooks",
                                to="articles.site",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=80)),
                        ("url", models.URLField(max_length=600)),
                        (
                            "kinds",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="none: all, also those still to come",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("on_since", models.DateTimeField()),
                        ("off_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "off_because",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("by-hand", "switched off by hand"),
                                    ("gone", "the receiver answered 410: it wants no more"),
                                    ("failing", "nothing arrived for days"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "told_off_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="when its people were told that it was switched off",
                                null=True,
                            ),
                        ),
                        (
                            "last_success_at",
                            models.DateTimeField(blank=True, help_text="to the minute", null=True),
                        ),
                        ("failing_since", models.DateTimeField(blank=True, null=True)),
                        ("failures", models.PositiveIntegerField(default=0)),
                        (
                            "given_up",
                            models.PositiveIntegerField(
                                default=0, help_text="events given up since the last success"
                            ),
                        ),
                        ("rests_until", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["site", "-id"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("off_because__in", ("gone", "failing")),
                                    ("told_off_at__isnull", True),
                                ),
                                fields=["off_at"],
                                name="webhook_off_untold",
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookSecret",
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
                            "endpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="secrets",
                                to="discussion.webhookendpoint",
                            ),
                        ),
                        ("sealed", models.TextField(editable=False)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("retires_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookDelivery",
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
                            "endpoint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="discussion.webhookendpoint",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="articles.outboxevent",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("due_at", models.DateTimeField()),
                        ("lease_owner", models.CharField(blank=True, max_length=160)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("tried_at", models.DateTimeField(null=True)),
                        (
                            "status",
                            models.PositiveSmallIntegerField(
                                help_text="of the last answer", null=True
                            ),
                        ),
                        (
                            "fault",
                            models.CharField(
                                blank=True, help_text="why there was no answer", max_length=40
                            ),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[("delivered", "delivered"), ("given-up", "given up")],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "webhook deliveries",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["endpoint", "due_at"],
                                name="delivery_due",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["id"],
                                name="delivery_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("ending", "given-up")),
                                fields=["id"],
                                name="delivery_given_up",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", False)),
                                fields=["ended_at"],
                                name="delivery_ended",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("endpoint", "event"), name="delivery_once"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(guards.forwards, guards.backwards),
    ]
