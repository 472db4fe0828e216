from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_keys_for_users_of_the_project")]

    operations = [
        migrations.AddField(
            "keyset", "asked_at_once_at", models.DateTimeField(editable=False, null=True)
        )
    ]
