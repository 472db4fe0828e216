import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import articles.models.site


class Migration(migrations.Migration):

    dependencies = [
        ("moderation", "0008_who_looks_again"),
    ]

    operations = [
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
                    models.URLField(help_text="where comments are sent; by https, but on a network of your own", max_length=600),
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
                    models.JSONField(default=articles.models.site.an_empty_list, editable=False),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seconds__range", (1, 5))),
                        name="external_moderator_seconds",
                    )
                ],
            },
        ),
    ]
