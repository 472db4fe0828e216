"""What hourly retention, the draw of second looks and the figures of a period ask for, by index."""

from django.db import migrations, models

SETTLED = models.Q(("settled_at__isnull", False))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_schedule_heartbeat")]

    operations = [
        migrations.AddIndex(
            model_name="sanction",
            index=models.Index(fields=["site", "created_at"], name="sanction_by_site"),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                fields=["site", "settled_at"], name="report_settled", condition=SETTLED
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                fields=["site", "settled_at"], name="notice_settled", condition=SETTLED
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["site", "created_at"], name="appeal_by_site"),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                fields=["site", "decided_at"],
                name="appeal_decided",
                condition=models.Q(("decided_at__isnull", False)),
            ),
        ),
        migrations.AddIndex(
            model_name="secondlook",
            index=models.Index(fields=["site", "drawn_at"], name="second_look_drawn"),
        ),
        migrations.AddIndex(
            model_name="secondlook",
            index=models.Index(
                fields=["site", "judged_at"],
                name="second_look_judged",
                condition=models.Q(("judged_at__isnull", False)),
            ),
        ),
    ]
