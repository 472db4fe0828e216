"""manage.py import_articles, from files to rows."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, AuditEvent, OutboxEvent, PolicyVersion, Site

pytestmark = pytest.mark.django_db

STORY = """Envoys Meet at the Old Lighthouse

Nobody expects a signature before the summer

The envoys of the two ports met on Monday at the old lighthouse, for the first time in nine weeks.

The lighthouse seen from the ferry, May 4. (Photo by Ada Lund/Lantern)

They spoke for three hours, an aide said, and they parted without a word to the press.

Ben Achter is the news editor of Lantern.example, follow him on X @benachter_

Join the Discussion!

We welcome thoughtful and respectful comments. Hateful language, illegal content, or attacks \
against Lantern.example will be removed.

For more information, please see our Comment Policy.
"""
BARE = "A Quiet Day\n\nNothing happened on Tuesday, and the harbour was glad of it.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def run(*arguments):
    """Run the command; return what it wrote to stdout and stderr, and whether it succeeded."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except CommandError:
        return out.getvalue().strip(), err.getvalue(), False
    return out.getvalue().strip(), err.getvalue(), True


def test_it_stores_every_part_of_the_article(folder):
    assert run(folder) == ("1 imported, 0 unchanged, 0 updated, 0 failed", "", True)
    article = Article.objects.get()
    assert article.slug == article.external_id == "envoys-meet-at-the-old-lighthouse"
    assert article.title == "Envoys Meet at the Old Lighthouse"
    assert article.deck == "Nobody expects a signature before the summer"
    assert len(article.paragraphs) == 2
    assert article.picture_caption == "The lighthouse seen from the ferry, May 4."
    assert article.picture_credit == "Photo by Ada Lund/Lantern"
    assert (article.byline_name, article.byline_role) == ("Ben Achter", "news editor")
    assert article.byline_handle == "@benachter_"
    assert article.invitation == "We welcome thoughtful and respectful comments."
    assert article.grounds == [
        "Hateful language",
        "illegal content",
        "attacks against Lantern.example",
    ]


def test_it_creates_the_site_with_the_printed_policy_in_force(folder):
    run(folder)
    site = Site.objects.get()
    assert (site.slug, site.name, site.domain) == (
        "lantern-example",
        "Lantern.example",
        "lantern.example",
    )
    assert site.policy == PolicyVersion.objects.get(site=site, number=1)
    assert [clause["title"] for clause in site.policy.clauses] == [
        "Hateful language",
        "Illegal content",
        "Attacks against Lantern.example",
    ]
    assert all(clause["rules"] for clause in site.policy.clauses)


def test_it_adds_the_author_to_the_people_of_the_site_once(folder):
    run(folder)
    run(folder)
    site = Site.objects.get()
    assert (site.staff, site.handles) == (["Ben Achter"], ["@benachter_"])


def test_a_second_import_changes_nothing(folder):
    run(folder)
    rows = list(Article.objects.values()), list(Site.objects.values())
    events = AuditEvent.objects.count(), OutboxEvent.objects.count()
    assert run(folder) == ("0 imported, 1 unchanged, 0 updated, 0 failed", "", True)
    assert (list(Article.objects.values()), list(Site.objects.values())) == rows
    assert (AuditEvent.objects.count(), OutboxEvent.objects.count()) == events


def test_a_changed_file_updates_the_article_and_its_version(folder):
    run(folder)
    before = Article.objects.get()
    changed = STORY.replace("three hours", "four hours")
    (folder / "story.txt").write_text(changed, encoding="utf-8")
    assert run(folder)[0] == "0 imported, 0 unchanged, 1 updated, 0 failed"
    after = Article.objects.get()
    assert after.pk == before.pk
    assert after.version > before.version
    assert "four hours" in after.paragraphs[1]


def test_an_unreadable_file_is_named_and_the_others_are_imported(folder):
    (folder / "aaa.txt").write_bytes(b"Headline\n\nA caf\xe9 on the quay.\n")
    (folder / "only.txt").write_text("\nA headline and no more\n", encoding="utf-8")
    out, err, succeeded = run(folder)
    assert not succeeded
    assert out == "1 imported, 0 unchanged, 0 updated, 2 failed"
    assert err.splitlines() == [
        f"{folder / 'aaa.txt'}:3: the text is not UTF-8",
        f"{folder / 'only.txt'}:2: no paragraph follows the headline",
    ]


def test_a_path_that_is_not_there_fails_alone(folder):
    out, err, succeeded = run(folder / "missing.txt", folder / "story.txt")
    assert (out, succeeded) == ("1 imported, 0 unchanged, 0 updated, 1 failed", False)
    assert "missing.txt:1: No such file" in err


def test_an_empty_folder_is_not_a_success(tmp_path):
    assert run(tmp_path)[2] is False


def test_a_file_without_a_publication_needs_a_site(tmp_path):
    (tmp_path / "bare.txt").write_text(BARE, encoding="utf-8")
    _, err, succeeded = run(tmp_path)
    assert not succeeded
    assert "names no publication" in err
    assert run(tmp_path, "--site", "daily")[2] is True
    assert Article.objects.get().site.slug == "daily"
    assert [clause["id"] for clause in Site.objects.get().policy.clauses] == [
        "hateful-language",
        "illegal-content",
        "attack-on-publication",
    ]


def test_the_named_site_goes_before_the_publication_of_the_file(folder):
    run(folder, "--site", "daily")
    assert [site.slug for site in Site.objects.all()] == ["daily"]


def test_the_slug_of_the_publication_names_the_same_site(folder):
    run(folder, "--site", "lantern-example")
    assert Site.objects.get().name == "Lantern.example"
    assert run(folder)[0] == "0 imported, 1 unchanged, 0 updated, 0 failed"


def test_an_alias_leads_to_the_site(folder):
    run(folder)
    Site.objects.update(aliases=["The Lantern"])
    text = STORY.replace("Lantern.example", "The Lantern").replace("Envoys", "Pilots")
    (folder / "story.txt").write_text(text, encoding="utf-8")
    run(folder)
    assert Site.objects.get().articles.count() == 2


@pytest.mark.parametrize("name", ["Admin", "API", "Static", "healthz"])
def test_a_reserved_word_is_refused_as_a_site(folder, name):
    (folder / "story.txt").write_text(STORY.replace("Lantern.example", name), encoding="utf-8")
    _, err, succeeded = run(folder)
    assert not succeeded
    assert "reserved" in err
    assert not Site.objects.exists()


def test_a_name_with_the_slug_of_another_site_is_refused(folder):
    run(folder)
    text = STORY.replace("Lantern.example", "Lantern Example")
    (folder / "story.txt").write_text(text, encoding="utf-8")
    _, err, succeeded = run(folder)
    assert not succeeded
    assert "lantern-example" in err
    assert Site.objects.count() == 1


def test_the_policy_of_a_known_site_stays_as_it_is(folder):
    run(folder)
    text = STORY.replace("Hateful language", "Spam").replace("Envoys", "Pilots")
    (folder / "more.txt").write_text(text, encoding="utf-8")
    run(folder)
    assert PolicyVersion.objects.count() == 1


def test_the_seeds_are_imported_into_their_two_sites(settings):
    articles = settings.BASE_DIR / "seeds" / "articles"
    assert run(articles) == ("6 imported, 0 unchanged, 0 updated, 0 failed", "", True)
    by_site = {site.slug: site.articles.count() for site in Site.objects.all()}
    assert by_site == {folder.name: len(list(folder.iterdir())) for folder in articles.iterdir()}
