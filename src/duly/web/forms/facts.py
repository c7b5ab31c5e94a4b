"""Something they sent or said; and a noted fact, put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from duly.core.meetings import MEETINGS, ending
from duly.core.model import Fact, Meaning, Opportunity, Outcome, What
from duly.core.worktime import zone
from duly.web.forms import when
from duly.web.forms.people import everyone, one_of

_MEANINGS: Final = (
    (Meaning.STILL_DECIDING, _("They are still deciding")),
    (Meaning.QUESTION, _("A question to you")),
    (Meaning.INVITATION, _("An invitation")),
    (Meaning.ASSESSMENT, _("A task for you")),
    (Meaning.REJECTION, _("A no")),
    (Meaning.CLOSED, _("The position is closed")),
    (Meaning.ACKNOWLEDGEMENT, _("Your application has arrived")),
    (Meaning.AUTO_REPLY, _("Somebody is away")),
    (Meaning.BOUNCE, _("A mail of yours did not arrive")),
    (Meaning.OFFER, _("An offer")),
    (Meaning.OTHER, _("Something else")),
)
_OUTCOMES: Final = (
    (Outcome.SPOKE, _("You spoke")),
    (Outcome.VOICEMAIL, _("Voicemail")),
    (Outcome.NO_ANSWER, _("No answer")),
)


class ReceivedForm(forms.Form):
    """What they sent or said, by what it means."""

    meaning = forms.ChoiceField(label=_("What it was"), choices=(("", _("choose …")), *_MEANINGS))
    sender = forms.ChoiceField(label=_("Who wrote or said it"), required=False)
    happened = when.HappenedField(label=_("When (now if empty)"))
    by = when.DayField(label=_("A day they named, to be in touch by"))
    may_call = forms.BooleanField(label=_("You may call then"), required=False)
    until = when.DayField(label=_("Back on, where somebody is away"))
    automatic = forms.BooleanField(label=_("A machine sent it"), required=False)
    note = forms.CharField(
        label=_("In your own words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, opportunity: Opportunity, sender: str, now: datetime, mine: ZoneInfo, data: Any
    ) -> None:
        self._opportunity = opportunity
        known = {each.id for each in opportunity.people}
        super().__init__(data, initial={"sender": sender if sender in known else ""})
        self.fields["sender"].choices = one_of(opportunity)  # type: ignore[attr-defined]
        when.told_by(self, now, mine)

    def fact(self) -> Fact:
        """Return what was received as a fact."""
        given = self.cleaned_data
        return Fact(
            given["happened"],
            What.RECEIVED,
            self._opportunity.id,
            people=(given["sender"],) if given["sender"] else (),
            meaning=Meaning(given["meaning"]),
            by=given["by"],
            may_call=given["may_call"],
            until=given["until"],
            automatic=given["automatic"],
            note=given["note"],
        )


_SAID_OF: Final[dict[What, frozenset[str]]] = {
    What.RECEIVED: frozenset({"meaning", "by", "until"}),
    What.PROMISE: frozenset({"by"}),
    What.CALLED: frozenset({"outcome", "by"}),
    What.OFFER: frozenset({"answer_by", "answer_by_time"}),
    What.MORE_TIME: frozenset({"answer_by", "answer_by_time"}),
    What.SNOOZED: frozenset({"until"}),
    What.INTERVIEW: frozenset({"minutes"}),
    What.CONVERSATION: frozenset({"minutes"}),
}
_MINUTE: Final = timedelta(minutes=1)
_OF_ALL: Final = frozenset({"happened", "people", "note"})


class FactForm(forms.Form):
    """A noted fact; what its kind says nothing of is not asked."""

    happened = when.HappenedField(label=_("When it was"), required=True)
    minutes = forms.IntegerField(
        label=_("How many minutes it took, if you know"), required=False, min_value=1,
        max_value=when.LONGEST,
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=_("Whom it concerns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    meaning = forms.ChoiceField(label=_("What it was"), choices=_MEANINGS)
    outcome = forms.ChoiceField(label=_("How it ended"), choices=_OUTCOMES)
    by = when.DayField(label=_("The day they named"))
    answer_by = when.DayField(label=_("They want an answer by"), has_clock=True)
    answer_by_time = when.ClockField(label=_("at, in their time (17:00 if empty)"))
    until = when.DayField(label=_("Until"))
    note = forms.CharField(
        label=_("In your own words"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, fact: Fact, opportunity: Opportunity, now: datetime, mine: ZoneInfo, data: Any
    ) -> None:
        self._fact, self._mine = fact, mine
        self._theirs = zone(opportunity.time_zone)
        super().__init__(data, initial=self._read())
        asked = _OF_ALL | _SAID_OF.get(fact.what, frozenset())
        for name in set(self.fields) - asked:
            del self.fields[name]
        if fact.what in MEETINGS:
            self.fields["happened"].label = _("When it ended")
        self.fields["people"].choices = everyone(opportunity)  # type: ignore[attr-defined]
        if not opportunity.people:
            del self.fields["people"]
        when.told_by(self, now, mine)

    def _read(self) -> dict[str, Any]:
        fact = self._fact
        until = fact.answer_by.astimezone(self._theirs) if fact.answer_by else None
        return {
            "happened": fact.at.astimezone(self._mine),
            "minutes": round((fact.at - fact.starts_at) / _MINUTE) if fact.starts_at else None,
            "people": list(fact.people),
            "meaning": fact.meaning,
            "outcome": fact.outcome,
            "by": fact.by,
            "answer_by": until.date() if until else None,
            "answer_by_time": until.time() if until else None,
            "until": fact.until,
            "note": fact.note,
        }

    def clean(self) -> dict[str, Any]:
        """Ask for the day of a time, and for one that was still to come."""
        super().clean()
        when.ask_for_day(self, "answer_by", "answer_by_time")
        when.refuse_over(self, "answer_by", self._until(), self._happened())
        return self.cleaned_data

    def _until(self) -> datetime | None:
        given = self.cleaned_data
        return when.deadline(given.get("answer_by"), given.get("answer_by_time"), self._theirs)

    def _happened(self) -> datetime | None:
        """Return when it was; as it was noted, where the field still shows that."""
        given: datetime | None = self.cleaned_data.get("happened")
        return (
            self._fact.at if given and self._shown(given) == self._shown(self._fact.at) else given
        )

    def replacement(self) -> Fact:
        """Return the fact as it should have been."""
        given = self.cleaned_data
        changes: dict[str, Any] = {
            name: given[name] for name in ("by", "until", "note") if name in given
        }
        if "people" in given and set(given["people"]) != set(self._fact.people):
            changes["people"] = tuple(given["people"])
        if "meaning" in given:
            changes["meaning"] = Meaning(given["meaning"])
        if "outcome" in given:
            changes["outcome"] = Outcome(given["outcome"])
        if "answer_by" in given:
            changes["answer_by"] = self._until()
        return replace(self._timed(), **changes)

    def _timed(self) -> Fact:
        """Return the fact when it was; a meeting from its start, where its length is known."""
        given, fact = self.cleaned_data, self._fact
        if self._shown(given["happened"]) != self._shown(fact.at):
            fact = ending(fact, given["happened"])
        if "minutes" not in given or given["minutes"] == self.initial["minutes"]:
            return fact
        length = given["minutes"] and timedelta(minutes=given["minutes"])
        return replace(fact, starts_at=fact.at - length if length else None)

    def _shown(self, instant: datetime) -> datetime:
        """Return what the field shows of an instant: of an hour that comes twice, not which one."""
        return when.minute(instant.astimezone(self._mine)).replace(tzinfo=None)
