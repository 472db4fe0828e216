import django.db.models.deletion
from django.db import migrations, models

import articles.models.site


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_postgresql_guards'),
    ]

    operations = [
        migrations.CreateModel(
            name='Blocklist',
            fields=[
                ('site', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='blocklist', serialize=False, to='articles.site')),
                ('phrases', models.JSONField(blank=True, default=articles.models.site.an_empty_list)),
                ('domains', models.JSONField(blank=True, default=articles.models.site.an_empty_list, help_text='hosts; those below them included')),
            ],
        ),
        migrations.AddField(
            model_name='site',
            name='blocklist_digest',
            field=models.CharField(blank=True, editable=False, max_length=64, default=''),
            preserve_default=False,
        ),
    ]
