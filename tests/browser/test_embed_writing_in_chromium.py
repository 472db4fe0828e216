"""What readers do in the embed, by hand, by keyboard, and when things fail."""

import pytest

from articles.models import ReaderRules
from discussion.breaker import Breaker
from discussion.models import Comment, Mute
from moderation.asking import ask as asking
from moderation.asking import channel
from moderation.judge import Judge
from moderation.models import Appeal, Report
from moderation.policy.types import Outcome
from tests import factories
from tests.browser.accessibility import violations
from tests.discussion_rows import reader_token
from tests.services.listener import listening
from tests.stub_scorer import StubScorer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = """
window.heard = [];
for (const name of ["ready", "login", "posted", "held", "published", "rejected"])
    document.addEventListener(`discussion:${name}`, () => heard.push(name));
"""
# Longer than between two looks at one's own comment.
A_WHILE = 21_000


@pytest.fixture
def rosa(paper):
    return factories.make_moderator(paper.article.site)


@pytest.fixture
def reading(page, paper):
    """The newspaper's page, open before Ada."""
    paper.sign_in("Ada")
    page.add_init_script(LISTEN)
    page.clock.install()
    page.goto(paper.origin)
    page.wait_for_selector("text=You write as")
    return page


def write(page, text):
    page.get_by_label("Your comment", exact=True).fill(text)
    page.get_by_role("button", name="Post").click()


def test_by_keyboard_alone_a_comment_is_posted_and_its_states_change_by_themselves(
    reading, paper, rosa
):
    page = reading
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(
            "document.querySelector('[data-theme]').shadowRoot.activeElement?.tagName"
        ) == ("TEXTAREA"):
            break
    page.keyboard.type("You idiot.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your comment is being checked")
    factories.screen()
    page.clock.fast_forward(A_WHILE)
    page.wait_for_selector("text=A person will read your comment")
    page.get_by_role("button", name="Why?").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=No hatred of people for who they are.")
    assert violations(page) == []
    factories.decide(Comment.objects.get(), rosa, Outcome.PUBLISH)
    page.clock.fast_forward(A_WHILE)
    page.wait_for_selector(".comment[data-status=published] >> text=You idiot.")
    assert page.evaluate("heard") == ["ready", "posted", "held", "published"]


def test_what_was_typed_survives_a_failed_post_and_a_reload_and_is_posted_once(reading, paper):
    page = reading
    tries = []

    def lose_the_answer(route):
        if route.request.method != "POST":
            return route.continue_()
        tries.append(route.request.headers["idempotency-key"])
        route.fetch()
        return route.abort()

    page.route("**/comments/", lose_the_answer)
    write(page, "A fair point.")
    page.wait_for_selector("text=Your text is kept here")
    page.unroute("**/comments/")
    page.on("request", lambda r: r.method == "POST" and tries.append(r.headers["idempotency-key"]))
    page.reload()
    page.wait_for_selector("text=You write as")
    box = page.get_by_label("Your comment", exact=True)
    assert box.input_value() == "A fair point."
    page.get_by_role("button", name="Post").dblclick()
    page.wait_for_selector("article:focus")
    assert box.input_value() == ""
    assert Comment.objects.count() == 1
    assert len(tries) == 2
    assert tries[0] == tries[1]
    page.reload()
    page.wait_for_selector("text=being checked")
    assert page.get_by_label("Your comment", exact=True).input_value() == ""
    page.complaints.clear()  # the browser reports the lost answer itself


def test_refusals_are_told_in_words_and_the_text_stays(reading, paper, settings):
    page = reading
    write(page, "A fair point.")
    page.wait_for_selector("text=Your comment is being checked")
    write(page, "A fair point.")
    page.wait_for_selector("text=You have posted this text here already.")
    assert page.get_by_label("Your comment", exact=True).input_value() == "A fair point."
    settings.THROTTLES = {**settings.THROTTLES, "post": "1/hour"}
    write(page, "Another point.")
    page.wait_for_selector("article:focus >> text=Another point.")
    write(page, "Another point, again.")
    page.wait_for_selector("text=/Please wait .*(hour|minutes)/")
    page.context.set_offline(True)
    page.get_by_role("button", name="Post").click()
    page.wait_for_selector("text=You are offline")
    assert page.get_by_label("Your comment", exact=True).input_value() == "Another point, again."
    page.complaints.clear()  # the browser reports each refusal itself


def test_a_token_that_ended_is_fetched_anew_once(page, paper):
    ended = reader_token(paper.article.site, iat=1_000_000, exp=1_000_900)
    paper.tokens = [ended]
    paper.sign_in("Ada")
    page.goto(paper.origin)
    page.wait_for_selector("text=You write as")
    write(page, "A fair point.")
    page.wait_for_selector("text=Your comment is being checked")
    assert paper.tokens_given == 2
    page.complaints.clear()  # the browser reports the 401 itself


def test_an_author_changes_takes_back_and_appeals(reading, paper, rosa):
    page = reading
    write(page, "A fair point.")
    page.wait_for_selector("text=Your comment is being checked")
    factories.screen()
    page.clock.fast_forward(A_WHILE)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Change your comment").fill("A fairer point.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector("text=Your change is being checked")
    factories.screen()
    page.clock.fast_forward(A_WHILE)
    page.wait_for_selector(".said >> text=A fairer point.")
    page.get_by_role("button", name="Take back").click()
    page.locator("form").get_by_role("button", name="Take back").click()
    page.wait_for_selector("text=A fairer point.", state="detached")
    assert Comment.objects.get().status == "withdrawn"
    write(page, "You idiot.")
    page.wait_for_selector("text=Your comment is being checked")
    factories.screen()
    factories.decide(Comment.objects.latest("pk"), rosa, Outcome.REJECT)
    page.clock.fast_forward(A_WHILE)
    page.wait_for_selector("text=Your comment was not published")
    page.get_by_role("button", name="Why?").click()
    page.get_by_role("button", name="Appeal").click()
    page.get_by_label("Why is the decision wrong?").fill("It was a quotation.")
    page.get_by_role("button", name="Send the appeal").click()
    page.wait_for_selector(".notice >> text=Your appeal has arrived.")
    assert Appeal.objects.get().words == "It was a quotation."


def test_a_reader_answers_likes_reports_and_mutes(page, paper):
    said = factories.published(paper.article, "Nonsense.", author="Ben")
    paper.sign_in("Ada")
    page.goto(paper.origin)
    page.get_by_role("button", name="Like").click()
    page.wait_for_selector("[data-act=react-like][aria-pressed=true] >> text=1")
    page.get_by_role("button", name="Reply").click()
    page.keyboard.type("Why?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".replies >> text=Your comment is being checked")
    assert Comment.objects.latest("pk").parent == said
    page.get_by_role("button", name="Report").click()
    page.get_by_label("Something else").check()
    page.get_by_label("Anything that helps us").fill("He says it everywhere.")
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_selector(".notice >> text=A person will look at it.")
    report = Report.objects.get()
    assert (report.reason, report.text) == ("other", "He says it everywhere.")
    page.get_by_role("button", name="Mute").click()
    page.wait_for_selector("text=You have muted this author.")
    assert page.locator("text=Nonsense.").count() == 0
    assert Mute.objects.count() == 1
    page.get_by_role("button", name="Show this comment").click()
    page.wait_for_selector("text=Nonsense.")


def test_two_embeds_know_the_same_reader_and_forget_them_together(page, paper):
    factories.published(paper.article, "A fair point.", author="Ben")
    paper.body = paper.embed(login_url="#") * 2
    page.add_init_script(LISTEN)
    page.goto(paper.origin)
    page.locator("text=Sign in at").nth(1).wait_for()
    page.get_by_role("button", name="Sign in").first.click()
    assert page.evaluate("heard.at(-1)") == "login"
    for name in ("Ada", "Ida"):
        page.evaluate("(token) => Discussion.login(token)", paper.sign_in(name))
        assert page.locator(f"text=You write as \u2068{name}").count() == 2
    page.evaluate("Discussion.logout()")
    assert page.locator("text=Sign in at").count() == 2
    assert page.get_by_role("link", name="Report illegal content").count() == 2


def test_a_guest_chooses_a_name_once(page, paper):
    ReaderRules.objects.create(site=paper.article.site, guests=True)
    page.goto(paper.origin)
    page.get_by_label("Your name").fill("Zoe")
    write(page, "A fair point.")
    page.wait_for_selector("text=You write as \u2068Zoe")
    page.wait_for_selector("text=Your comment is being checked")
    assert page.locator(".badge:has-text('guest')").count() == 1
    page.reload()
    page.wait_for_selector("text=You write as \u2068Zoe")
    write(page, "Another point.")
    page.wait_for_selector("article:focus >> text=Another point.")
    assert {comment.author.display_name for comment in Comment.objects.all()} == {"Zoe"}
    assert Comment.objects.values("author").distinct().count() == 1
    page.evaluate("Discussion.logout()")
    page.get_by_label("Your name").wait_for()


def test_a_text_that_may_break_a_clause_is_shown_with_it_first(page, paper, settings, monkeypatch):
    monkeypatch.setattr(asking, "breaker", Breaker(seconds=60))
    monkeypatch.setattr(channel, "LISTEN_SECONDS", 0.2)
    channel._client.cache_clear()
    site = paper.article.site
    site.nudge = True
    site.save(update_fields=["nudge"])
    paper.sign_in("Ada")
    with listening(Judge(StubScorer(), ())):
        page.goto(paper.origin)
        write(page, "You idiot.")
        page.wait_for_selector(".advice:focus >> text=No hatred of people for who they are.")
        assert violations(page) == []
        assert not Comment.objects.exists()
        write(page, "You are wrong.")
        page.wait_for_selector("article:focus >> text=You are wrong.")
        assert page.locator(".advice").is_hidden()
        write(page, "You idiot.")
        page.wait_for_selector(".advice:focus")
        page.get_by_role("button", name="Post").click()
        page.wait_for_selector("article:focus >> text=You idiot.")
    # Nobody listens any more: the post goes on.
    write(page, "You idiot, again.")
    page.wait_for_selector("article:focus >> text=You idiot, again.")
    page.complaints.clear()  # the browser reports the 503 itself


def test_the_first_comment_makes_the_article_where_the_site_has_that_on(page, paper):
    site = paper.article.site
    site.lazy_articles = False
    site.save(update_fields=["lazy_articles"])
    paper.canonical = "https://paper.example/new?utm_source=mail"
    paper.body = paper.embed(token_url="/token").replace(' data-article-id="cms-1"', "")
    paper.sign_in("Ada")
    page.goto(paper.origin)
    page.wait_for_selector("text=There is no discussion here yet.")
    site.lazy_articles = True
    site.save(update_fields=["lazy_articles"])
    page.evaluate("Discussion.reload()")
    write(page, "A fair point.")
    page.wait_for_selector("text=Your comment is being checked")
    made = Comment.objects.get().article
    assert (made.url, made.title) == ("https://paper.example/new", "Talks resume")
