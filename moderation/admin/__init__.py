"""The moderation desk and the operator's set-up, in Django's admin.

It registers the models of all three apps: who sees which row follows from memberships, which are
this app's, and a lower app may not ask it.
"""

from django.contrib import admin
from django.contrib.auth.models import Group

from moderation.admin import (
    alerts,
    appeals,
    comments,
    complaints,
    deliveries,
    desk_settings,
    escalations,
    external,
    feeds,
    figures,
    forget_page,
    jobs,
    keys,
    ledger,
    me,
    people,
    policies,
    queue,
    readers,
    retention,
    second_look,
    sign_in_urls,
    sites,
    templates,
    thread_acts,
    token_page,
    transparency,
    webhook_acts,
    webhooks,
)

__all__ = [
    "alerts",
    "appeals",
    "comments",
    "complaints",
    "deliveries",
    "desk_settings",
    "escalations",
    "external",
    "feeds",
    "figures",
    "forget_page",
    "jobs",
    "keys",
    "ledger",
    "me",
    "people",
    "policies",
    "queue",
    "readers",
    "retention",
    "second_look",
    "sign_in_urls",
    "sites",
    "templates",
    "thread_acts",
    "token_page",
    "transparency",
    "webhook_acts",
    "webhooks",
]

# Roles are memberships per site; groups of Django's permissions would promise what they do not do.
admin.site.unregister(Group)
admin.site.site_header = "Discussion"
admin.site.site_title = "Discussion"
admin.site.index_title = "Desk"
admin.site.site_url = None  # there is no one site to view
# The text needs the width.
admin.site.enable_nav_sidebar = False
