"""What was offered, until when, and what the user decides."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from duly.core.model import Fact, Opportunity, What
from duly.core.worktime import zone
from duly.services.deciding import OnTheTable
from duly.services.offers import Terms
from duly.web.forms import when
from duly.web.forms.people import one_of


class OfferForm(forms.Form):
    """An offer and its terms, in the user's own words."""

    sender = forms.ChoiceField(label=_("Who made it"), required=False)
    answer_by = when.DayField(label=_("They want an answer by"), has_clock=True)
    answer_by_time = when.ClockField(label=_("at, in their time (17:00 if empty)"))
    no_day = forms.BooleanField(label=_("They gave no date"), required=False)
    salary = forms.CharField(label=_("Salary"), required=False, max_length=200)
    terms = forms.CharField(
        label=_("Terms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Start, holidays, hours, place: whatever they said."),
    )
    notes = forms.CharField(
        label=_("Notes for yourself"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    happened = when.HappenedField(label=_("When it came (now if empty)"))

    def __init__(
        self,
        opportunity: Opportunity,
        known: OnTheTable | None,
        now: datetime,
        mine: ZoneInfo,
        data: Any,
    ) -> None:
        self._opportunity = opportunity
        self._known = known if known and known.noted else None
        super().__init__(data, initial=self._initial())
        self.fields["sender"].choices = one_of(opportunity)  # type: ignore[attr-defined]
        when.told_by(self, now, mine)
        if self._known:
            del self.fields["happened"]

    def _initial(self) -> dict[str, Any]:
        known = self._known
        if known is None or known.noted is None:
            return {}
        until = known.noted.fact.answer_by
        local = until.astimezone(zone(self._opportunity.time_zone)) if until else None
        return {
            "sender": next(iter(known.noted.fact.people), ""),
            "answer_by": local.date() if local else None,
            "answer_by_time": local.time() if local else None,
            "no_day": local is None,
            "salary": known.terms.salary,
            "terms": known.terms.terms,
            "notes": known.terms.notes,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a time, and for one that was still to come."""
        super().clean()
        when.ask_for_day(self, "answer_by", "answer_by_time")
        when.refuse_over(self, "answer_by", self._until(), self._made_at())
        given = self.cleaned_data
        if not given.get("answer_by") and not given["no_day"] and "answer_by" not in self.errors:
            self.add_error("answer_by", _("By when? If they named no day, say so below."))
        return self.cleaned_data

    def _until(self) -> datetime | None:
        given, theirs = self.cleaned_data, zone(self._opportunity.time_zone)
        return when.deadline(given.get("answer_by"), given.get("answer_by_time"), theirs)

    def _made_at(self) -> datetime | None:
        if self._known and self._known.noted:
            return self._known.noted.fact.at
        return self.cleaned_data.get("happened")

    def offer(self) -> Fact:
        """Return the offer as a fact."""
        given = self.cleaned_data
        noted = self._known.noted.fact if self._known and self._known.noted else None
        return Fact(
            noted.at if noted else given["happened"],
            What.OFFER,
            self._opportunity.id,
            people=(given["sender"],) if given["sender"] else (),
            answer_by=self._until(),
            note=noted.note if noted else "",
        )

    def told_terms(self) -> Terms:
        """Return the terms as typed."""
        given = self.cleaned_data
        return Terms(given["salary"], given["terms"], given["notes"])


class MoreTimeForm(forms.Form):
    """Until when they gave the user time."""

    until = when.DayField(label=_("They gave you until"), required=True, has_clock=True)
    until_time = when.ClockField(label=_("at, in their time (17:00 if empty)"))
    happened = when.HappenedField(label=_("When they said so (now if empty)"))

    def __init__(self, opportunity: Opportunity, now: datetime, mine: ZoneInfo, data: Any) -> None:
        super().__init__(data)
        self._theirs = zone(opportunity.time_zone)
        when.told_by(self, now, mine)

    def clean(self) -> dict[str, Any]:
        """Ask for a day that was still to come."""
        super().clean()
        if self.cleaned_data.get("until"):
            when.refuse_over(self, "until", self.answer_by(), self.cleaned_data.get("happened"))
        return self.cleaned_data

    def answer_by(self) -> datetime:
        """Return the new deadline."""
        given = self.cleaned_data
        return when.end_of(given["until"], given.get("until_time"), self._theirs)


class DecisionForm(forms.Form):
    """A decision, and when it was taken."""

    note = forms.CharField(
        label=_("A note for yourself"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    happened = when.HappenedField(label=_("When you decided (now if empty)"))

    def __init__(self, now: datetime, mine: ZoneInfo, data: Any) -> None:
        super().__init__(data)
        when.told_by(self, now, mine)
