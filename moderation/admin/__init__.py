"""The moderation desk and the operator's set-up, in Django's admin.

It registers the models of all three apps: who sees which row follows from memberships, which are
this app's, and a lower app may not ask it.
"""

from django.contrib import admin
from django.contrib.auth.models import Group

from moderation.admin import (
    comments,
    keys,
    ledger,
    people,
    policies,
    queue,
    sites,
)
from moderation.admin.sign_in import SignInForm

__all__ = ["comments", "keys", "ledger", "people", "policies", "queue", "sites"]

# Roles are memberships per site; groups of Django's permissions would promise what they do not do.
admin.site.unregister(Group)
admin.site.site_header = "Discussion"
admin.site.site_title = "Discussion"
admin.site.index_title = "Desk"
admin.site.site_url = None  # there is no one site to view
admin.site.login_form = SignInForm
# The text needs the width.
admin.site.enable_nav_sidebar = False
