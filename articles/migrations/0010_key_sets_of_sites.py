import django.db.models.deletion
from django.core.validators import RegexValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_guests_of_a_site")]

    operations = [
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
        ),
        migrations.AddField(
            model_name="readerkey",
            name="vanished_at",
            field=models.DateTimeField(
                editable=False,
                help_text="since when the site's key set names it no longer",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="readerkey",
            name="kid",
            field=models.CharField(
                max_length=128, validators=[RegexValidator("^[A-Za-z0-9._-]+$")]
            ),
        ),
        migrations.AlterField(
            model_name="readerkey",
            name="origin",
            field=models.CharField(
                choices=[
                    ("site", "the site"),
                    ("jwks", "the site's key set"),
                    ("guest", "this service, for guests"),
                ],
                default="site",
                editable=False,
                max_length=5,
            ),
        ),
        migrations.RemoveConstraint(model_name="readerkey", name="reader_key_origin_known"),
        migrations.AddConstraint(
            model_name="readerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["site", "jwks", "guest"])),
                name="reader_key_origin_known",
            ),
        ),
    ]
