"""The phrases that stood in a site's row become its blocklist."""

import hashlib
import json

from django.db import migrations


def into_the_blocklist(apps, schema_editor):
    Site = apps.get_model("articles", "Site")
    Blocklist = apps.get_model("articles", "Blocklist")
    for site in Site.objects.exclude(blocked_phrases="").iterator():
        lines = (line.strip() for line in site.blocked_phrases.splitlines())
        phrases = list(dict.fromkeys(line for line in lines if line))
        Blocklist.objects.update_or_create(site=site, defaults={"phrases": phrases})
        content = json.dumps([phrases, []], separators=(",", ":"), ensure_ascii=False)
        site.blocklist_digest = hashlib.sha256(content.encode()).hexdigest()
        site.save(update_fields=["blocklist_digest"])


def back_into_the_row(apps, schema_editor):
    """Blocked domains have no place there and are left behind."""
    Site = apps.get_model("articles", "Site")
    for blocklist in apps.get_model("articles", "Blocklist").objects.iterator():
        phrases = "\n".join(blocklist.phrases)
        Site.objects.filter(pk=blocklist.pk).update(blocked_phrases=phrases)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_blocklist_beside_its_site'),
    ]

    operations = [
        migrations.RunPython(into_the_blocklist, back_into_the_row),
    ]
