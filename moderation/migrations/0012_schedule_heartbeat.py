from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0011_retention_rules")]

    operations = [
        migrations.CreateModel(
            name="ScheduleHeartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
            ],
        ),
    ]
