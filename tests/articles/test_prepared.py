"""A prepared query finds what the same query of the ORM finds, with every run's own values."""

from datetime import timedelta

import pytest
from django.db.models import BigIntegerField, Count, DateTimeField, UUIDField
from django.utils import timezone

from articles.models import Article, Site
from articles.prepared import Prepared, PreparedRows, Slot
from tests import factories

pytestmark = pytest.mark.django_db

OF_SITE = Prepared(
    lambda: Article.objects.filter(
        site_id=Slot("site", BigIntegerField()), created_at__gte=Slot("since", DateTimeField())
    ).order_by("slug")
)
WITH_SITE = Prepared(
    lambda: Article.objects.filter(public_id=Slot("public_id", UUIDField())),
    ["title", "version", "site__slug", "site__reactions"],
)
COUNTED = Prepared(lambda: Site.objects.filter(slug=Slot("slug")).annotate(many=Count("articles")))
SLUGS = PreparedRows(
    lambda: Article.objects.filter(site__slug=Slot("slug")).values_list("public_id", "created_at")
)


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def talks(site):
    return factories.make_article(site, "Talks resume")


def test_it_returns_whole_instances(site, talks):
    other = factories.make_article(site, "Another")
    found = OF_SITE.all(site=site.pk, since=timezone.now() - timedelta(hours=1))
    assert [vars(one)["title"] for one in found] == ["Another", "Talks resume"]
    for one, stored in zip(found, [other, talks], strict=True):
        stored.refresh_from_db()
        assert {f.attname: getattr(one, f.attname) for f in Article._meta.concrete_fields} == {
            f.attname: getattr(stored, f.attname) for f in Article._meta.concrete_fields
        }


def test_each_run_has_its_own_values(site, talks):
    long_ago, soon = timezone.now() - timedelta(1), timezone.now() + timedelta(1)
    assert OF_SITE.first(site=site.pk, since=long_ago) == talks
    assert OF_SITE.first(site=site.pk, since=soon) is None
    assert OF_SITE.first(site=site.pk + 1, since=long_ago) is None


def test_what_it_does_not_ask_for_is_read_when_it_is_wanted(talks, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = WITH_SITE.first(public_id=talks.public_id)
        assert (found.title, found.site.slug) == (talks.title, talks.site.slug)
        assert found.site.reactions == talks.site.reactions
    with django_assert_num_queries(1):
        assert found.slug == talks.slug


def test_it_carries_annotations(site, talks):
    assert COUNTED.first(slug=site.slug).many == 1


def test_rows_come_as_python_values(site, talks):
    assert SLUGS.all(slug=site.slug) == [[talks.public_id, talks.created_at]]


def test_a_value_is_never_part_of_the_statement(site, talks):
    for words in ["' OR 1=1 --", "%s", "\\'; DROP TABLE articles_site"]:
        assert SLUGS.all(slug=words) == []
    assert len(SLUGS.all(slug=site.slug)) == 1


def test_a_value_that_is_missing_is_a_mistake_of_the_caller(site):
    with pytest.raises(KeyError, match="since"):
        OF_SITE.all(site=site.pk)


def test_a_saved_instance_is_changed_and_not_doubled(talks):
    found = WITH_SITE.first(public_id=talks.public_id)
    found.title = "Talks end"
    found.save(update_fields=["title"])
    assert Article.objects.get().title == "Talks end"
