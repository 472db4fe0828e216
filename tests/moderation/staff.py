"""Members of staff who sign in as people do: by password, then by a code of their app."""

import time

from django.test import Client

from articles.sealing import unseal
from moderation.models import Authenticator
from moderation.staff.one_time_codes import code_at

PASSWORD = "correct horse battery staple"
LOGIN = "/admin/login/"
CODE = "/admin/login/code/"
ENROL = "/admin/account/second-factor/"
ACCOUNT = "/admin/account/"
REMOVE = "/admin/account/second-factor/remove/"
RENEW = "/admin/account/recovery-codes/"
EVERYWHERE = "/admin/account/sign-out-everywhere/"


def with_password(user, password=PASSWORD):
    user.set_password(password)
    user.save()
    return user


def give_password(client, name="rosa", password=PASSWORD, next_url="/admin/"):
    return client.post(LOGIN, {"username": name, "password": password, "next": next_url})


def code_of(user, later=0):
    """What the user's app shows, `later` seconds from now."""
    key = unseal(Authenticator.objects.get(user=user).sealed_key)
    return code_at(key, time.time() + later)


def offered_key(client):
    """The key that the page for adding an app shows, as somebody types it off the screen."""
    return client.get(ENROL).context["key"].replace(" ", "")


def enrol(client, **said):
    """Add an app by the page; return the recovery codes that it shows."""
    code = code_at(offered_key(client), time.time())
    return client.post(ENROL, {"code": code, **said}).context["codes"]


def enrolled(user):
    """The recovery codes of a user who signed in by password and added an app, then left."""
    client = Client()
    give_password(client, user.username)
    return enrol(client, password=PASSWORD)


def is_in(client):
    """Whether that browser reaches the desk."""
    return client.get("/admin/").status_code == 200
