"""Every page that a person sees, by day and by night, at the desk and on a phone.

Signing in has a way of its own, and tests of its own: test_sign_in_in_chromium.
"""

import pytest
from django.urls import reverse

from discussion.models import Topic
from discussion.unsubscribing import unsubscribe_address
from tests.browser.accessibility import AT_REST, violations, violations_of_looks
from tests.browser.staff import sign_in
from tests.browser.world import make_world
from tests.discussion_rows import reader_token

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SCREENS = {"light": ("light", DESK), "dark": ("dark", DESK), "phone": ("light", PHONE)}
ALL = tuple(SCREENS)
# Lists and forms that are Django's own look alike: one picture is enough.
BY_DAY = ("light",)
# Elements that make the page wider than its window; what scrolls within itself does not.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    ['the page', ...[...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > innerWidth)
        .map(element => element.cloneNode().outerHTML.slice(0, 120)).slice(0, 5)]"""


@pytest.fixture
def world(settings):
    settings.DEMO = True
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    return make_world()


class Visitor:
    """Looks at pages as they are now, and remembers what is wrong with them in `faults`."""

    def __init__(self, page, origin, shoot, screens):
        self.page, self.origin, self.shoot, self.screens = page, origin, shoot, screens
        self.faults = []

    def visit(self, name, path, pictures=ALL):
        answer = self.page.goto(self.origin + path)
        if not answer.ok:
            self.faults.append(f"{name}: {answer.status} {path}")
        self.look(name, pictures)

    def look(self, name, pictures=ALL):
        """By day at the desk, and what depends on colours and size by night on a phone as well."""
        for picture in [one for one in pictures if one in self.screens]:
            self._see(*self.screens[picture])
            self.shoot(self.page, f"{name}-{picture}")
        self._see("light", DESK)
        self._weigh(name, "light", violations)
        self._see("dark", PHONE)
        self._weigh(name, "dark on a phone", violations_of_looks)
        self._fault(name, "too wide for a phone", self.page.evaluate(TOO_WIDE))
        if self.page.locator("h1").count() != 1:
            self.faults.append(f"{name}: {self.page.locator('h1').count()} first headings")
        self._see("light", DESK)

    def _see(self, scheme, size):
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size(size)
        self.page.evaluate(AT_REST)

    def _weigh(self, name, how, ask_axe):
        self._fault(name, "complains", self.page.complaints)
        self._fault(name, how, ask_axe(self.page))
        # What axe-core does itself (it reads the stylesheets once more) is not the page's fault.
        self.page.complaints.clear()

    def _fault(self, name, what, lines):
        self.faults += [f"{name}, {what}: {line}" for line in lines]


@pytest.fixture
def visitor(page, live_server, shoot, takes_pictures):
    """Where no pictures are wanted, no screen is set up for them."""
    return Visitor(page, live_server.url, shoot, SCREENS if takes_pictures else {})


def changelist(model):
    return reverse(f"admin:{model}_changelist")


def change(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def desk(name, *args):
    return reverse(f"admin:desk-{name}", args=args)


def test_every_page_is_accessible_by_day_and_by_night_and_fits_a_phone(
    visitor, world, live_server, settings
):
    readers_pages(visitor, world, settings)
    sign_in(visitor.page, live_server, world.remy)
    pages_of_the_queue(visitor, world)
    lists_of_django(visitor, world)
    pages_around_it(visitor, world)
    bulk_pages(visitor)
    sign_in(visitor.page, live_server, world.pia)
    policy_pages(visitor, world)
    sign_in(visitor.page, live_server, world.sam)
    operators_pages(visitor, world)
    assert not visitor.faults, "\n".join(visitor.faults)


def readers_pages(visitor, world, settings):
    article = f"/{world.site.slug}/articles/{world.article.slug}/"
    visitor.visit("article", article)
    visitor.page.evaluate("document.querySelector('[id^=c-]').scrollIntoView()")
    visitor.look("discussion")
    visitor.visit(
        "comment-page", f"/{world.site.slug}/comments/{world.public.public_id}/", pictures=()
    )
    visitor.visit("policy", f"/{world.site.slug}/policy/")
    visitor.visit("site", f"/{world.site.slug}/")
    visitor.visit("notice", f"/{world.site.slug}/notice/?comment={world.public.public_id}")
    address = unsubscribe_address(world.author, Topic.REPLY)
    visitor.visit("unsubscribe", address.removeprefix(settings.PUBLIC_URL))


def pages_of_the_queue(visitor, world):
    visitor.visit("queue", changelist("moderation_reviewitem"))
    visitor.page.locator(".filter summary").click()
    visitor.look("queue-filter", BY_DAY)
    visitor.visit("saved-views", reverse("admin:moderation_reviewitem_views"))
    visitor.visit("review", change(world.item))
    visitor.page.keyboard.press("?")
    visitor.look("keys")
    visitor.visit("comments", changelist("discussion_comment"))
    visitor.page.locator("#changelist-drawer > summary").click()
    visitor.look("comments-filter", pictures=())
    visitor.visit("comment", desk("comment", world.public.pk))
    visitor.visit("comment-stored", change(world.public), BY_DAY)


def pages_around_it(visitor, world):
    for name, path in {
        "desk": reverse("admin:index"),
        "author": desk("author", world.author.pk),
        "article-measures": desk("article", world.article.pk),
        "appeals": changelist("moderation_appeal"),
        "appeal": change(world.appeal),
        "appeal-decided": change(world.settled),
        "jobs": changelist("moderation_job"),
        "job": desk("job", world.looked_again.pk),
        "rejudge": desk("rejudge"),
        "rejudged": desk("job", world.judged_again.pk) + "?result=proposed",
        "escalate": desk("escalate", world.public.pk),
        "escalation": change(world.escalation),
        "webhook": change(world.webhook),
        "webhook-add": reverse("admin:discussion_webhookendpoint_add"),
        "settings": reverse("admin:moderation_desksettings_change", args=[world.site.pk]),
        "second-look": desk("second-look"),
        "figures": desk("figures"),
        "transparency": desk("transparency"),
        "my-desk": desk("me"),
    }.items():
        visitor.visit(name, path)
    visitor.visit("forget", desk("forget", world.author.pk), pictures=())
    visitor.visit("retention", changelist("moderation_retentionrule"), pictures=())


def lists_of_django(visitor, world):
    for name, path in {
        "authors": changelist("discussion_author"),
        "articles": changelist("articles_article"),
        "reports": changelist("moderation_report"),
        "report": change(world.report),
        "notices": changelist("moderation_notice"),
        "notice-given": change(world.notice),
        "escalations": changelist("moderation_escalation"),
        "alerts": changelist("moderation_alert"),
        "webhooks": changelist("discussion_webhookendpoint"),
        "webhook-log": changelist("discussion_webhookdelivery"),
        "settings-list": changelist("moderation_desksettings"),
        "templates": changelist("moderation_reasoningtemplate"),
        "template": change(world.site.reasoning_templates.get()),
    }.items():
        visitor.visit(name, path, BY_DAY)


def bulk_pages(visitor):
    queue = changelist("moderation_reviewitem")
    visitor.page.goto(f"{visitor.origin}{queue}?site=harbour-courier")
    for box in visitor.page.locator("tbody .pick input").all()[:3]:
        box.check()
    visitor.page.get_by_role("button", name="Reject…").click()
    visitor.look("bulk")
    visitor.page.locator(".choices input").first.check()
    visitor.page.fill("#id_reasoning", "It abuses another reader.")
    visitor.page.locator("#send-rejection").click()
    visitor.page.wait_for_selector(".bulk-results")
    visitor.look("bulk-results")


def policy_pages(visitor, world):
    visitor.visit("policies", changelist("articles_policyversion"))
    visitor.visit("policy-version", change(world.site.policy))
    visitor.visit("policy-draft", change(world.draft))
    visitor.visit("policy-publish", desk("policy-publish", world.draft.pk))


def operators_pages(visitor, world):
    for model in (
        "articles_auditevent",
        "articles_feedsource",
        "articles_outboxevent",
        "articles_keyset",
        "articles_readerkey",
        "articles_readerrules",
        "articles_site",
        "articles_sitekey",
        "discussion_decision",
        "discussion_statement",
        "discussion_user",
        "moderation_membership",
        "moderation_screening",
        "moderation_signal",
        "moderation_workerheartbeat",
    ):
        visitor.visit(model, changelist(model), pictures=())
    visitor.visit("site-set-up", change(world.site), BY_DAY)
    visitor.visit("user", change(world.rosa), pictures=())
    visitor.visit("reader-rules", change(world.site.reader_rules), pictures=())
    visitor.visit("reader-token-form", desk("reader-token"), pictures=())
    visitor.page.fill("#id_token", reader_token(world.site, "u1", jti="t1", aud="billing"))
    visitor.page.get_by_role("button", name="Check it").click()
    visitor.page.wait_for_selector("#verdict")
    visitor.look("reader-token", pictures=())
