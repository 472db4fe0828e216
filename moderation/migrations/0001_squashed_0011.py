"""All tables of the app at once, for a new database (see the one of `articles`)."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.ids
import articles.models.site
from articles.models_at_once import CreateModels


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("moderation", "0001_initial"),
        ("moderation", "0002_fingerprints_of_texts"),
        ("moderation", "0003_the_moderation_desk"),
        ("moderation", "0004_mails_about_notices"),
        ("moderation", "0005_repeats_of_texts"),
        ("moderation", "0006_open_items_ranked_and_labelled"),
        ("moderation", "0007_how_staff_sign_in"),
        ("moderation", "0008_who_looks_again"),
        ("moderation", "0009_external_moderator"),
        ("moderation", "0010_alerts_about_webhooks"),
        ("moderation", "0011_retention_rules"),
    ]
    dependencies = [
        ("articles", "0019_when_a_key_set_was_asked_at_once"),
        ("discussion", "0013_comments_gone_by_day"),
    ]

    operations = [
        CreateModels(
            models=[
                migrations.CreateModel(
                    name="Report",
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
                                related_name="reports",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="discussion.revision",
                            ),
                        ),
                        (
                            "reporter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(help_text="id of a clause, or `other`", max_length=60),
                        ),
                        ("text", models.TextField(blank=True, max_length=2000)),
                        ("weight", models.FloatField()),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="discussion.decision",
                            ),
                        ),
                        ("upheld", models.BooleanField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "created_at"], name="report_by_site"),
                            models.Index(
                                fields=["reporter", "settled_at"], name="report_by_reporter"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "reporter"), name="report_once_a_reader"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("weight__gte", 0), ("weight__lte", 1)),
                                name="report_weight_in_range",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", True), ("upheld__isnull", True)
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False), ("upheld__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="report_settled_with_an_answer",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("reference", models.CharField(editable=False, max_length=20, unique=True)),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="discussion.revision",
                            ),
                        ),
                        ("explanation", models.TextField(max_length=4000)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("receipt_sent_at", models.DateTimeField(null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notices",
                                to="discussion.decision",
                            ),
                        ),
                        ("upheld", models.BooleanField(null=True)),
                        ("settled_at", models.DateTimeField(null=True)),
                        ("answer_sent_at", models.DateTimeField(null=True)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["site", "created_at"], name="notice_by_site"),
                            models.Index(
                                condition=models.Q(("due_at__isnull", False)),
                                fields=["due_at"],
                                name="notice_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", True), ("upheld__isnull", True)
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False), ("upheld__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_settled_with_an_answer",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appeal",
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
                                related_name="appeals",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="discussion.decision",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeals",
                                to="discussion.author",
                            ),
                        ),
                        ("words", models.TextField(max_length=4000)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "open"),
                                    ("upheld", "the decision stands"),
                                    ("overturned", "the decision was overturned"),
                                    ("moot", "settled otherwise"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decided_appeals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "reasoning",
                            models.TextField(
                                blank=True, help_text="said to the author", max_length=4000
                            ),
                        ),
                        ("private_note", models.TextField(blank=True, max_length=4000)),
                        (
                            "outcome_decision",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="from_appeal",
                                to="discussion.decision",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["site", "created_at"],
                                name="appeal_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_at__isnull", True), ("state", "open")),
                                    models.Q(("decided_at__isnull", False), ("state", "moot")),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                        ("state__in", ["upheld", "overturned"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_decided_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskSettings",
                    fields=[
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="desk",
                                serialize=False,
                                to="articles.site",
                            ),
                        ),
                        (
                            "second_person",
                            models.ForeignKey(
                                blank=True,
                                help_text="decides appeals where nobody else may: on a site with one moderator",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "heat_comments",
                            models.PositiveIntegerField(
                                default=60,
                                help_text="comments to one article in ten minutes; 0: never too hot",
                            ),
                        ),
                        (
                            "heat_held_share",
                            models.FloatField(
                                default=0.3,
                                help_text="share of them that was held, from which on all are held for a while",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                            ),
                        ),
                        (
                            "heat_minutes",
                            models.PositiveIntegerField(
                                default=30, validators=[django.core.validators.MinValueValidator(1)]
                            ),
                        ),
                        (
                            "second_look_share",
                            models.FloatField(
                                default=0.02,
                                help_text="share of all decisions that another moderator judges again, blindly",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                            ),
                        ),
                        (
                            "alert_emails",
                            models.JSONField(
                                blank=True, default=articles.models.site.an_empty_list
                            ),
                        ),
                        ("alert_url", models.URLField(blank=True, max_length=600)),
                        ("sealed_alert_secret", models.TextField(blank=True, editable=False)),
                        (
                            "queue_age_minutes",
                            models.PositiveIntegerField(
                                default=120, help_text="an item that waits longer is told; 0: never"
                            ),
                        ),
                        (
                            "threat_at",
                            models.FloatField(
                                default=0.9,
                                help_text="a threat of at least this value is told at once; 1: only the surest",
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1),
                                ],
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "desk settings",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to="articles.site",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=80)),
                        (
                            "labels",
                            models.JSONField(
                                blank=True,
                                default=articles.models.site.an_empty_list,
                                help_text="like clause:hateful-language; of one kind any, of several kinds each",
                            ),
                        ),
                        (
                            "waiting_minutes",
                            models.PositiveIntegerField(
                                default=0, help_text="only what waits at least this long"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["place", "name", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReasoningTemplate",
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
                                related_name="reasoning_templates",
                                to="articles.site",
                            ),
                        ),
                        (
                            "clause",
                            models.CharField(
                                help_text="id of a clause of the policy", max_length=60
                            ),
                        ),
                        ("title", models.CharField(max_length=80)),
                        ("text", models.TextField(help_text="said to the author", max_length=4000)),
                        ("place", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ["site", "clause", "place", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "clause", "title"), name="reasoning_template_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="DeskPreference",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="desk_preference",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "blur",
                            models.CharField(
                                choices=[
                                    ("nothing", "nothing"),
                                    ("slurs", "the marked words"),
                                    ("texts", "every text"),
                                ],
                                default="slurs",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
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
                                related_name="escalations",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                choices=[("counsel", "counsel"), ("police", "police")],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.TextField(max_length=4000)),
                        (
                            "reference",
                            models.CharField(
                                blank=True, help_text="the other side's own", max_length=100
                            ),
                        ),
                        (
                            "escalated_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("evidence", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_because", models.TextField(blank=True, max_length=4000)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("lifted_at__isnull", True)),
                                fields=["comment"],
                                name="escalation_in_force",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("lifted_at__isnull", False), ("lifted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="escalation_lifted_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Alert",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="articles.site",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("queue_age", "the queue ages"),
                                    ("threat", "a threat arrived"),
                                    ("webhook", "a webhook was switched off"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "data",
                            models.JSONField(
                                default=dict, help_text="ids and figures, never a text"
                            ),
                        ),
                        ("opened_at", models.DateTimeField(auto_now_add=True)),
                        ("mailed_at", models.DateTimeField(null=True)),
                        ("posted_at", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("due_at", models.DateTimeField()),
                        (
                            "closed_at",
                            models.DateTimeField(
                                help_text="what it tells of is over, or told", null=True
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["due_at"],
                                name="alert_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", True), ("kind", "queue_age")
                                ),
                                fields=("site",),
                                name="alert_one_queue_age",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "threat")),
                                fields=("comment",),
                                name="alert_one_a_threat",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExternalModerator",
                    fields=[
                        (
                            "site",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="external_moderator",
                                serialize=False,
                                to="articles.site",
                            ),
                        ),
                        (
                            "url",
                            models.URLField(
                                help_text="where comments are sent; by https, but on a network of your own",
                                max_length=600,
                            ),
                        ),
                        (
                            "seconds",
                            models.PositiveSmallIntegerField(
                                default=2,
                                help_text="how long an answer is waited for; judging waits too",
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                            ),
                        ),
                        (
                            "enabled",
                            models.BooleanField(
                                default=False,
                                help_text="off: not asked; rules on its signals then hold everything",
                            ),
                        ),
                        (
                            "sealed_secrets",
                            models.JSONField(
                                default=articles.models.site.an_empty_list, editable=False
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("seconds__range", (1, 5))),
                                name="external_moderator_seconds",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="TextFingerprint",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussion.comment",
                            ),
                        ),
                        ("value", models.BigIntegerField()),
                        ("created_at", models.DateTimeField(help_text="when the text was written")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["value"], name="fingerprint_by_value"),
                            models.Index(fields=["created_at"], name="fingerprint_by_age"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("comment", "value"), name="fingerprint_once_a_comment"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TextRepeat",
                    fields=[
                        (
                            "comment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="discussion.comment",
                            ),
                        ),
                        ("created_at", models.DateTimeField(help_text="when the text was written")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["created_at"], name="text_repeat_by_age")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
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
                                related_name="jobs",
                                to="articles.site",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reject_waiting", "reject what is waiting"),
                                    ("redecide_public", "look again at what is public"),
                                    ("rejudge", "judge again by the policy and scorer of now"),
                                    ("undo", "undo a job"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to="discussion.author",
                            ),
                        ),
                        ("params", models.JSONField(blank=True, default=dict)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undoes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="undone_by",
                                to="moderation.job",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "waits"),
                                    ("running", "runs"),
                                    ("done", "done"),
                                    ("stopped", "stopped"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("cursor", models.BigIntegerField(default=0, editable=False)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("done", models.PositiveIntegerField(default=0)),
                        (
                            "lease_owner",
                            models.CharField(blank=True, editable=False, max_length=100),
                        ),
                        (
                            "lease_until",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["waiting", "running"])),
                                fields=["id"],
                                name="job_open",
                            ),
                            models.Index(fields=["site", "-id"], name="job_by_site"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "undo"), _negated=True),
                                    ("undoes__isnull", False),
                                    _connector="OR",
                                ),
                                name="job_undo_names_its_job",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobLine",
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
                                related_name="lines",
                                to="moderation.job",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="job_lines",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("decided", "decided"),
                                    ("refused", "not done"),
                                    ("proposed", "would change: waits for a person"),
                                    ("accepted", "a person accepted it"),
                                    ("dismissed", "a person dismissed it"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "detail",
                            models.CharField(
                                blank=True, help_text="why it was not done", max_length=200
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="discussion.decision",
                            ),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="discussion.decision",
                            ),
                        ),
                        ("seen_version", models.PositiveIntegerField(default=0)),
                        (
                            "verdict",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="outcome, clauses and reasons that are proposed",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["job", "result", "id"], name="job_line_by_result")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("job", "comment"), name="job_line_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to="articles.site",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("reader_support", "reader support"),
                                    ("moderator", "moderator"),
                                    ("senior_moderator", "senior moderator"),
                                    ("policy_editor", "policy editor"),
                                    ("auditor", "auditor"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "site", "role"), name="membership_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "reader_support",
                                            "moderator",
                                            "senior_moderator",
                                            "policy_editor",
                                            "auditor",
                                        ],
                                    )
                                ),
                                name="membership_role_known",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRule",
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
                                related_name="retention_rules",
                                to="articles.site",
                            ),
                        ),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("rejected", "rejected comments, once no appeal is possible"),
                                    ("withdrawn", "comments that their authors took back"),
                                    ("reports", "the words of settled reports"),
                                    ("notices", "settled notices: their words, and who gave them"),
                                    ("appeals", "the words of decided appeals"),
                                    ("notes", "private notes of the team"),
                                    ("notifications", "which mails were sent to whom"),
                                    ("events", "events for other servers, and what became of them"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                help_text="days after it was settled, decided, sent or taken back",
                                validators=[
                                    django.core.validators.MinValueValidator(7),
                                    django.core.validators.MaxValueValidator(3650),
                                ],
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["site", "what"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("site", "what"), name="retention_rule_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 7), ("days__lte", 3650)),
                                name="retention_days_in_range",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewItem",
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
                                related_name="review_items",
                                to="articles.site",
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_items",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_items",
                                to="discussion.revision",
                            ),
                        ),
                        (
                            "clauses",
                            models.JSONField(default=list, help_text="ids of the clauses met"),
                        ),
                        (
                            "reasons",
                            models.JSONField(
                                default=list, help_text="codes beside clauses, like not-scored"
                            ),
                        ),
                        (
                            "priority",
                            models.FloatField(
                                default=0, help_text="0 to 1: the highest value that a rule met"
                            ),
                        ),
                        (
                            "reach",
                            models.FloatField(
                                default=1, help_text="how many may read it, in orders of magnitude"
                            ),
                        ),
                        ("rank", models.FloatField(default=0)),
                        (
                            "reports",
                            models.PositiveIntegerField(
                                default=0, help_text="how many readers reported it"
                            ),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="claims",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("claimed_until", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["site", "-rank", "id"],
                                name="review_by_rank",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["site", "opened_at"],
                                name="review_by_age",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("comment",),
                                name="review_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QueueLabel",
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
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="labels",
                                to="moderation.reviewitem",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="articles.site",
                            ),
                        ),
                        ("label", models.CharField(max_length=140)),
                        ("rank", models.FloatField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["site", "label", "-rank", "item"],
                                name="queue_label_by_rank",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "label"), name="queue_label_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sanction",
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
                                related_name="sanctions",
                                to="articles.site",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sanctions",
                                to="discussion.author",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("warning", "warning"),
                                    ("always_hold", "every comment is held"),
                                    ("suspension", "may not write until a date"),
                                    ("ban", "may not write"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "clause",
                            models.CharField(
                                blank=True, help_text="id of the clause broken", max_length=60
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(help_text="said to the author", max_length=4000),
                        ),
                        ("private_note", models.TextField(blank=True, max_length=4000)),
                        (
                            "comment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sanctions",
                                to="discussion.comment",
                            ),
                        ),
                        (
                            "imposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imposed_sanctions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("lifted_because", models.TextField(blank=True, max_length=4000)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["author", "-id"], name="sanction_by_author"),
                            models.Index(
                                condition=models.Q(
                                    ("ends_at__isnull", False), ("lifted_at__isnull", True)
                                ),
                                fields=["ends_at"],
                                name="sanction_to_end",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["warning", "always_hold", "suspension", "ban"])
                                ),
                                name="sanction_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "suspension"), _negated=True),
                                    ("ends_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="sanction_suspension_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lifted_at__isnull", True), ("lifted_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("lifted_at__isnull", False), ("lifted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="sanction_lifted_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Screening",
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
                            "revision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screening",
                                to="discussion.revision",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screenings",
                                to="articles.site",
                            ),
                        ),
                        ("estimated_tokens", models.PositiveIntegerField()),
                        ("request_id", models.CharField(blank=True, max_length=64)),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("lease_owner", models.CharField(blank=True, max_length=100)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("created_at", models.DateTimeField(auto_now_add=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("decided", "decided"),
                                    ("moot", "the comment moved on before"),
                                ],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at__isnull", True)),
                                fields=["id"],
                                name="screening_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ending", ""), ("finished_at__isnull", True)),
                                    models.Q(
                                        ("ending__in", ["decided", "moot"]),
                                        ("finished_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="screening_ends_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="discussion.decision",
                            ),
                        ),
                        ("attribute", models.CharField(max_length=40)),
                        ("value", models.FloatField()),
                        ("producer", models.CharField(max_length=60)),
                        ("producer_version", models.CharField(max_length=60)),
                        ("producer_digest", models.CharField(blank=True, max_length=64)),
                        ("spans", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0), ("value__lte", 1)),
                                name="signal_value_in_range",
                            ),
                            models.UniqueConstraint(
                                fields=("decision", "attribute", "producer"),
                                name="signal_once_a_producer",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="WorkerHeartbeat",
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
                        ("worker", models.CharField(max_length=100, unique=True)),
                        ("scorer", models.CharField(max_length=120)),
                        ("scorer_digest", models.CharField(max_length=64)),
                        ("started_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SecondLook",
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
                                related_name="second_looks",
                                to="articles.site",
                            ),
                        ),
                        (
                            "decision",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_look",
                                to="discussion.decision",
                            ),
                        ),
                        (
                            "share",
                            models.FloatField(
                                help_text="the chance with which it was drawn, for the estimate"
                            ),
                        ),
                        ("drawn_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="claimed_looks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("claimed_until", models.DateTimeField(null=True)),
                        (
                            "judge",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_looks",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("publish", "publish"), ("reject", "reject")],
                                max_length=10,
                            ),
                        ),
                        ("clause", models.CharField(blank=True, max_length=60)),
                        ("note", models.TextField(blank=True, max_length=2000)),
                        ("judged_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("judged_at__isnull", True)),
                                fields=["site", "id"],
                                name="second_look_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("judge__isnull", True),
                                        ("judged_at__isnull", True),
                                        ("outcome", ""),
                                    ),
                                    models.Q(
                                        ("judge__isnull", False),
                                        ("judged_at__isnull", False),
                                        ("outcome__in", ["publish", "reject"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="second_look_judged_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskSession",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40,
                                primary_key=True,
                                serialize=False,
                                verbose_name="session key",
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        (
                            "expire_date",
                            models.DateTimeField(db_index=True, verbose_name="expire date"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="desk_sessions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("signed_in_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "session",
                        "verbose_name_plural": "sessions",
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Authenticator",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="authenticator",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed_key", models.TextField()),
                        ("last_step", models.BigIntegerField()),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("used_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recovery_codes",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("digest", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "digest"), name="recovery_code_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ProviderLink",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="provider_link",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("issuer", models.CharField(max_length=300)),
                        ("subject", models.CharField(max_length=255)),
                        ("linked_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("issuer", "subject"), name="provider_link_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
