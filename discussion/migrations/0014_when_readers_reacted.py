"""Reactions that come from elsewhere keep their times: a default now, no longer set at insert.

In Django's state alone, as in 0009.
"""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discussion", "0013_comments_gone_by_day")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="reaction",
                    name="created_at",
                    field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
                )
            ]
        )
    ]
