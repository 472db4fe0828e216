from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_nested_claims_and_session_readers'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='outboxevent', name='outbox_waiting'),
        migrations.RenameField(
            model_name='outboxevent', old_name='delivered_at', new_name='fanned_out_at'
        ),
        migrations.AddIndex(
            model_name='outboxevent',
            index=models.Index(condition=models.Q(('fanned_out_at__isnull', True)), fields=['id'], name='outbox_to_fan_out'),
        ),
        migrations.AlterField(
            model_name='outboxevent',
            name='sequence',
            field=models.PositiveBigIntegerField(help_text="place in the article's order of changes; none: outside of it", null=True),
        ),
    ]
