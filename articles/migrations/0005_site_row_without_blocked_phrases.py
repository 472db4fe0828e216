from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_blocked_phrases_move_to_the_blocklist'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='site',
            name='blocked_phrases',
        ),
    ]
