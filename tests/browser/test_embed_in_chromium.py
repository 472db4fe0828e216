"""The embed on a newspaper's own page: another origin, a strict policy, styles not ours."""

import json
from urllib.parse import urlsplit

import pytest

from discussion.body import MAX_CODE_POINTS
from moderation.policy.types import Outcome
from tests import factories
from tests.attacks.cases import ALL
from tests.browser.accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 900, "height": 800}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    "light": ("light", DESK, "en"),
    "dark": ("dark", DESK, "en"),
    "rtl": ("light", DESK, "ar"),
    "phone": ("dark", PHONE, "de"),
}
# Longer than between two looks at what changed.
A_WHILE = 10_000


@pytest.fixture
def rosa(paper):
    return factories.make_moderator(paper.article.site)


def talk(article):
    """A discussion worth a picture, in which Ada has a comment that waits."""
    root = factories.published(
        article,
        "The **second** paragraph leaves out what the pilots said in March, and that is the part"
        " that matters:\n\n> We were never asked.\n\nSee https://paper.example/march.",
        author="Ben",
    )
    answer = factories.published(article, "They were asked twice.", author="Ida", parent=root)
    factories.published(article, "By whom?", author="Ben", parent=answer)
    factories.published(article, "Thank you for staying with this story.", author="Otto")
    factories.held(article, author="Ada")
    return root


def test_it_is_read_by_day_by_night_from_right_to_left_and_on_a_phone(page, paper, shoot):
    talk(paper.article)
    paper.sign_in("Ada")
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    for name, (scheme, size, language) in LOOKS.items():
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        paper.language, paper.direction = language, "rtl" if language == "ar" else "ltr"
        page.goto(paper.origin)
        page.wait_for_selector(".state.held")
        page.locator(".acts button[data-act=reply]").last.click()
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], name
        page.evaluate("document.querySelector('[data-theme]').scrollIntoView()")
        shoot(page, f"embed-{name}")
    assert set(asked) == {urlsplit(paper.origin).netloc, urlsplit(paper.service).netloc}
    assert page.context.cookies() == []


def test_nothing_is_fetched_before_a_reader_comes_near(page, paper):
    factories.published(paper.article)
    paper.body = '<div class="far" id="here"></div>' + paper.embed(
        target="#here", token_url="/token"
    )
    asked = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(paper.origin)
    assert asked == ["/", "/page.css", "/embed.js"]
    before = page.locator("#here").bounding_box()["height"]
    assert before >= 300
    page.locator("#here").scroll_into_view_if_needed()
    page.wait_for_selector("text=A fair point.")
    assert page.locator("#here").bounding_box()["height"] >= before
    assert paper.tokens_given == 1


def test_an_open_page_follows_the_discussion(page, paper, rosa):
    root = talk(paper.article)
    counts = "window.counts = []; addEventListener('discussion:count', e => counts.push(e.detail))"
    page.add_init_script(counts.replace("addEventListener", "document.addEventListener"))
    page.clock.install()
    page.goto(paper.origin)
    page.wait_for_selector("text=They were asked twice.")
    assert page.locator(".comment").count() == 4
    factories.published(paper.article, "I was on that ferry.", author="Rosa")
    factories.published(paper.article, "So was I.", author="Otto", parent=root)
    thanks = paper.article.comments.get(author__display_name="Otto", parent=None)
    factories.decide(factories.fresh(thanks), rosa, Outcome.REJECT)
    page.clock.fast_forward(A_WHILE)
    # What is gone is gone at once; what is new waits, so that nothing moves under one's eyes.
    page.wait_for_selector("text=Thank you for staying", state="detached")
    assert page.locator(".comment").count() == 3
    page.get_by_role("button", name="2 new comments").click()
    page.wait_for_selector("text=I was on that ferry.")
    assert page.locator(".replies >> text=So was I.").count() == 1
    assert page.evaluate("counts.at(-1).count") == 5
    assert page.locator("h2").inner_text() == "Discussion 5"
    assert page.locator(".news").is_hidden()


def test_a_permalink_opens_its_comment_on_whichever_page_it_stands(page, paper):
    old = factories.published(paper.article, "The very first.", author="Ben")
    answer = factories.published(paper.article, "Its answer.", author="Ida", parent=old)
    for number in range(20):
        factories.make_comment(paper.article, f"Comment {number}.", author=f"Reader {number}")
    factories.screen()
    page.goto(f"{paper.origin}/#comment-{answer.public_id}")
    page.wait_for_selector(".linked >> text=Its answer.")
    focused = "document.querySelector('[data-theme]').shadowRoot.activeElement.innerText"
    assert "Its answer." in page.evaluate(focused)
    page.get_by_role("button", name="More comments").click()
    page.wait_for_selector("text=Comment 0.")
    assert page.locator("text=The very first.").count() == 1
    page.get_by_label("Sort by").select_option("Oldest")
    page.wait_for_selector(".thread > .comment:first-child >> text=The very first.")


def test_hostile_names_texts_and_titles_do_nothing(page, paper):
    """As the service tells them, and as it would if its own cleaning were gone."""
    cases = [case for case in ALL if case.group == "xss" and "comment.body" in case.surfaces]
    payloads = [text for case in cases if len(text := case.text) <= MAX_CODE_POINTS]
    paper.sign_in("<img src=x onerror=alert(1)>")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for payload in payloads[:3]:
        factories.published(paper.article, payload, author="<svg onload=alert(1)>")

    def without_cleaning(route):
        answer = route.fetch()
        told = answer.json()
        for comment, payload in zip(told["results"] * 20, payloads, strict=False):
            comment["body_html"] = (comment["body_html"] or "") + payload
            comment["author"]["badges"].append(payload)
        route.fulfill(response=answer, body=json.dumps(told))

    page.route("**/comments/?*", without_cleaning)
    page.goto(paper.origin)
    page.wait_for_selector("bdi:has-text('<svg onload=alert(1)>')")
    tree = page.evaluate(
        """[...document.querySelector('[data-theme]').shadowRoot.querySelectorAll('.said *')]
        .map(e => [e.tagName, ...[...e.attributes].map(a => a.name + '=' + a.value)])"""
    )
    allowed = {"DIV", "P", "BR", "EM", "STRONG", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL", "LI", "A"}
    assert {tag for tag, *_ in tree} <= allowed
    attributes = [attribute for _, *found in tree for attribute in found]
    assert all(a.startswith(("dir=", "start=", "href=http", "rel=ugc")) for a in attributes)
    assert dialogs == []


def test_every_language_has_every_word_and_every_plural(page, paper):
    page.goto(paper.origin)
    page.wait_for_selector("text=Nobody has commented yet")
    module = page.evaluate(
        "performance.getEntriesByType('resource').find(r => r.name.endsWith('words.js')).name"
    )
    gaps = page.evaluate(
        """async (module) => {
            const { LANGUAGES, wordsFor } = await import(module);
            const read = (l) => import(new URL(`languages/${l}.js`, module)).then(m => m.default);
            const english = await read('en'), gaps = [];
            const holes = (text) => JSON.stringify(text).match(/\\{\\w+\\}/g) ?? [];
            for (const language of LANGUAGES) {
                const own = await read(language);
                const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
                for (const key of new Set([...Object.keys(own), ...Object.keys(english)])) {
                    if (!own[key] || !english[key]) gaps.push(`${language}: ${key}`);
                    else if (!holes(own[key]).every(h => holes(english[key]).includes(h)))
                        gaps.push(`${language}: ${key} names what is not there`);
                    else if (typeof english[key] === 'object' && !forms.every(f => own[key][f]))
                        gaps.push(`${language}: plurals of ${key}`);
                }
            }
            const fallback = await wordsFor('tlh-KX');
            return [...gaps, fallback.t('post'), (await wordsFor('de-AT')).t('new', {count: 1})];
        }""",
        module,
    )
    assert gaps == ["Post", "1 neuer Kommentar"]


def test_the_numbers_of_a_page_come_in_one_call(page, paper):
    factories.published(paper.article)
    factories.published(paper.article, "Another.", author="Ben")
    marks = [
        f'<a data-comment-count href="{paper.article.url}">?</a>',
        f'<b data-comment-count data-article-url="{paper.article.url}">?</b>',
        '<i data-comment-count data-article-url="https://paper.example/other">?</i>',
    ]
    script = f'<script async src="{paper.service}/count.js" data-site="the-daily-ledger"></script>'
    paper.body = "".join(marks) + script
    calls = []
    page.on("request", lambda request: calls.append(urlsplit(request.url).path))
    page.goto(paper.origin)
    page.wait_for_selector("i:has-text('0')")
    assert page.locator("[data-comment-count]").all_inner_texts() == ["2", "2", "0"]
    assert calls.count("/api/v1/counts/") == 1
