from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_feeds_of_sites")]

    operations = [
        migrations.RemoveConstraint("readerkey", "reader_key_origin_known"),
        migrations.AlterField(
            "readerkey",
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
        migrations.AddConstraint(
            "readerkey",
            models.CheckConstraint(
                condition=models.Q(origin__in=["site", "jwks", "guest", "user"]),
                name="reader_key_origin_known",
            ),
        ),
    ]
