"""Rows that come from elsewhere keep their times: they are a default now, no longer set at insert.

In Django's state alone. The database never had a default for them, so no table is touched (SQLite
would copy each of them).
"""

import django.utils.timezone
from django.db import migrations, models


def told(model_name, name):
    field = models.DateTimeField(default=django.utils.timezone.now, editable=False)
    return migrations.AlterField(model_name=model_name, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("discussion", "0008_figures_counted")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                told("author", "first_seen_at"),
                told("comment", "created_at"),
                told("revision", "created_at"),
                told("statement", "created_at"),
            ]
        )
    ]
