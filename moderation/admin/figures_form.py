"""What is asked of figures: which days, and which section."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from articles.models import Article, Site
from moderation.figures.period import Period

MOST_SECTIONS = 200


class PeriodForm(forms.Form):
    """Two days. What is not given is as in `usual`, so that a shortened address still answers; a
    valid form has `period` among its data.
    """

    def __init__(self, given: Mapping[str, str], usual: Period) -> None:
        days = {"from": usual.first.isoformat(), "to": usual.last.isoformat()}
        super().__init__({**days, **{name: value for name, value in given.items() if value}})
        for name in days:
            self.fields[name] = forms.DateField(
                widget=forms.DateInput({"type": "date"}),
                error_messages={"invalid": "Give the day like 2026-11-23."},
                input_formats=["%Y-%m-%d"],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "from" in cleaned and "to" in cleaned:
            try:
                cleaned["period"] = Period(cleaned["from"], cleaned["to"])
            except ValueError as refused:
                raise forms.ValidationError(str(refused)) from refused
        return cleaned


class FiguresForm(PeriodForm):
    """Two days and a section of the site; no section is all of them."""

    def __init__(self, given: Mapping[str, str], usual: Period, site: Site) -> None:
        super().__init__(given, usual)
        self.fields["section"] = forms.ChoiceField(
            required=False,
            choices=[("", "All sections"), *((name, name) for name in sections_of(site))],
            error_messages={"invalid_choice": "This site has no such section."},
        )


def sections_of(site: Site) -> list[str]:
    """Return the sections that the site's articles name, by name: one query."""
    named = Article.objects.filter(site=site).exclude(section="").order_by("section")
    return list(named.values_list("section", flat=True).distinct()[:MOST_SECTIONS])


def last_month(today: date) -> Period:
    """Return the whole calendar month before today's."""
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)
