from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0007_heated_articles_by_their_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="site",
            name="nudge",
            field=models.BooleanField(
                default=False,
                help_text="readers may ask what would become of a comment before they post it",
            ),
        ),
    ]
