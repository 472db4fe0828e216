"""Checks on what people are shown: the API's html, pages, the desk, the feed, tables of figures."""

import csv
import io
import re
import unicodedata

from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from discussion.body import MAX_MARKS
from moderation.figures.table import as_csv
from tests import factories
from tests.attacks.adapter import Sent
from tests.attacks.inert import Shown, faults_of_page
from tests.attacks.world import OWN, caller

NEVER_WRITTEN = "xylophone-marmalade"
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TAGS_OF_NO_FLAG = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rendered_inert(sent: Sent, limit: int) -> None:
    """Nothing that could act is in any page on which it is shown, published and before the desk."""
    for answer in sent.answers:
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            faults = faults_of_page(answer.content.decode(), OWN)
            assert not faults, faults
            assert not _stands_as_it_is(sent, answer.content.decode())
    if sent.surface.startswith("article.") and not sent.is_refused:
        sent.world.article = Article.objects.latest("id")
        sent.comment = sent.world.comment("About that.")
    if sent.comment is not None:
        bring_before_everybody(sent)
        pages = sent.world.pages(sent.comment)
        faults = sent.world.faults(pages, sent.world.fragments(sent.comment))
        assert not faults, faults
        del pages["feed"]
        as_sent = [p for p, page in pages.items() if _stands_as_it_is(sent, page.content.decode())]
        assert not as_sent, as_sent


def part_of_rendered_inert(sent: Sent, limit: int) -> None:
    """Links and attributes are looked at with all the rest, once."""
    if "rendered_inert" not in sent.case.checks:
        rendered_inert(sent, limit)


def bring_before_everybody(sent: Sent) -> None:
    """Publish the comment, and have a moderator look at it."""
    assert sent.comment is not None
    sent.world.screen(NEVER_WRITTEN)
    sent.world.ask_the_desk(sent.comment)
    sent.comment = factories.fresh(sent.comment)


def _stands_as_it_is(sent: Sent, page: str) -> bool:
    return bool(_MARKUP.search(sent.text)) and sent.text in page


def no_image(sent: Sent, limit: int) -> None:
    assert sent.comment is not None
    for fragment in sent.world.fragments(sent.comment).values():
        assert "<img" not in fragment.lower()


def not_changed_in_render(sent: Sent, limit: int) -> None:
    assert sent.comment is not None
    own = Shown(sent.world.fragments(sent.comment)["own"])
    assert own.text.split() == sent.text.split()


def controls_removed_or_refused(sent: Sent, limit: int) -> None:
    if sent.comment is not None:
        bring_before_everybody(sent)
        for fragment in sent.world.fragments(sent.comment).values():
            shown = Shown(fragment).text
            assert not _CONTROLS.search(shown)
            assert not _TAGS_OF_NO_FLAG.search(shown)


def combining_marks_capped(sent: Sent, limit: int) -> None:
    if sent.comment is not None:
        marks = 0
        for character in unicodedata.normalize("NFD", sent.comment.revisions.get().text):
            marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
            assert marks <= MAX_MARKS


def bidi_isolated_in_render(sent: Sent, limit: int) -> None:
    """A text is a block with a direction of its own; a name is isolated from what surrounds it."""
    if sent.comment is None:
        return
    bring_before_everybody(sent)
    for fragment in sent.world.fragments(sent.comment).values():
        assert fragment.startswith('<div dir="auto">')
    page = sent.world.pages(sent.comment)["article page"].content.decode()
    name = sent.comment.author.display_name
    assert f'<bdi class="name">{name}</bdi>' in page


def reserved_names(sent: Sent, limit: int) -> None:
    """A site vouches for its readers' names. Of those for whom nobody does, no one has a name of
    the house, in whatever letters.
    """
    sent.world.take_guests()
    answer = caller().post(f"sites/{sent.world.site.slug}/guests/", {"name": sent.text})
    assert (answer.status_code, answer.json()["code"]) == (400, "name-refused")


def csv_cells_are_inert(sent: Sent, limit: int) -> None:
    """No cell of any table is a formula. No table has a comment's text; titles are in one."""
    for table in _tables(sent):
        for row in csv.reader(io.StringIO(table, newline="")):
            assert not [cell for cell in row if cell.startswith(_FORMULA)]


def csv_rows_are_as_many(sent: Sent, limit: int) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(["a", "b"], [[sent.text, 1]]), newline="")))
    assert [len(row) for row in rows] == [2, 2]
    for table in _tables(sent):
        widths = {len(row) for row in csv.reader(io.StringIO(table, newline=""))}
        assert len(widths) <= 1


def _tables(sent: Sent) -> list[str]:
    """Return every table that is made of what people wrote: figures, statements, and the writer's
    own on the text itself.
    """
    sent.world.screen()
    Article.objects.filter(pk=sent.world.article.pk).update(title=sent.text)
    page = reverse("admin:desk-figures-csv", args=["articles"])
    figures = sent.world.desk.get(page).content.decode()
    statements = io.StringIO(newline="")
    call_command(
        "export_statements",
        *("--site", sent.world.site.slug, "--format", "csv"),
        *("--from", "2026-01-01", "--to", timezone.now().date().isoformat()),
        stdout=statements,
        stderr=io.StringIO(),
    )
    return [figures, statements.getvalue(), as_csv(["text"], [[sent.text]])]


CHECKS = {
    "rendered_inert": rendered_inert,
    "attribute_quotes_escaped": part_of_rendered_inert,
    "only_http_https_links": part_of_rendered_inert,
    "links_have_rel_ugc_nofollow_noopener": part_of_rendered_inert,
    "no_remote_images_unless_allowed": no_image,
    "not_changed_in_render": not_changed_in_render,
    "controls_removed_or_refused": controls_removed_or_refused,
    "combining_marks_capped": combining_marks_capped,
    "bidi_isolated_in_render": bidi_isolated_in_render,
    "reserved_names_compared_after_folding": reserved_names,
    "csv_cell_inert": csv_cells_are_inert,
    "csv_row_count_unchanged": csv_rows_are_as_many,
}
