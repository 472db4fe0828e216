from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_when_a_key_set_was_asked_at_once")]

    operations = [
        migrations.AddIndex(
            "outboxevent", models.Index(fields=["site", "created_at"], name="outbox_by_time")
        )
    ]
