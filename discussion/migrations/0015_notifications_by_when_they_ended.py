"""What retention asks of sent mail each hour, by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discussion", "0014_when_readers_reacted")]

    operations = [
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                fields=["ended_at"],
                name="notification_ended",
                condition=models.Q(("ended_at__isnull", False)),
            ),
        ),
    ]
