"""Routes that mails lead to."""

from django.urls import path

from discussion.pages.unsubscribe import unsubscribe_page

urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe_page, name="unsubscribe")]
