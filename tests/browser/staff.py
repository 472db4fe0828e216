"""Members of staff in front of a browser."""

from django.conf import settings
from django.test import Client


def sign_in(page, live_server, user):
    """Sign the user in as Django does, without the form: it has tests of its own."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
