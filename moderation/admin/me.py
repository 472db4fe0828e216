"""What concerns one moderator alone: what is blurred for them, and how their day went."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from moderation.admin.pages import add_pages, desk_page, sites_seen
from moderation.admin.scoped import staff_of
from moderation.desk.wellness import blur_of, day_of
from moderation.models import DeskPreference
from moderation.roles import Act


class PreferenceForm(forms.Form):
    blur = forms.ChoiceField(
        choices=DeskPreference.Blur.choices, widget=forms.RadioSelect, label="Blurred until I ask"
    )


def me_page(request: HttpRequest) -> HttpResponse:
    """Show the person's settings and day, and store the settings. 403 for who has no role."""
    sites_seen(request, Act.SEE)
    user = staff_of(request)
    form = PreferenceForm(request.POST or None, initial={"blur": blur_of(user)})
    if request.method == "POST" and form.is_valid():
        DeskPreference.objects.update_or_create(user=user, defaults=form.cleaned_data)
        messages.success(request, "Kept.")
        return redirect("admin:desk-me")
    context = {
        **admin.site.each_context(request),
        "title": "My desk",
        "form": form,
        "day": day_of(user),
    }
    return render(request, "desk/me.html", context, status=400 if form.errors else None)


add_pages(desk_page("me/", me_page, "desk-me"))
