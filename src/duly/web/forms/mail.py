"""What the user says a mail means instead of what was read in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from duly.core.model import Opportunity
from duly.core.worktime import zone
from duly.recognise import proposalwords
from duly.recognise.meaning import MailMeaning
from duly.recognise.proposing import AN_HOUR, Proposal
from duly.services.inbox import Correction
from duly.web.forms import when
from duly.web.forms.fields import ZoneField
from duly.web.saying import begun

_MEANINGS = tuple(each for each in proposalwords.SAYS if each is not MailMeaning.SENT_BY_ME)

_TIMES = ("begins_on", "begins_at", "minutes", "zone")


class CorrectionForm(forms.Form):
    """Everything that was read in a mail, to be put right."""

    meaning = forms.ChoiceField(label=_("It says"))
    opportunity = forms.ChoiceField(label=_("It belongs to"), required=False)
    company = forms.CharField(label=_("Company"), required=False, max_length=200)
    role = forms.CharField(label=_("Role"), required=False, max_length=200)
    promise_on = when.DayField(label=_("They promise to be in touch by"))
    answer_by = when.DayField(label=_("They want an answer by"), has_clock=True)
    answer_by_time = when.ClockField(label=_("at, in their time"))
    begins_on = when.DayField(label=_("The interview is on"), has_clock=True)
    begins_at = when.ClockField(label=_("It begins at"))
    minutes = forms.IntegerField(
        label=_("Minutes it takes"), required=False, min_value=1, max_value=when.LONGEST
    )
    zone = ZoneField(label=_("By the clock of"), required=False)

    def __init__(
        self,
        found: Proposal,
        opportunities: Iterable[Opportunity],
        now: datetime,
        mine: ZoneInfo,
        data: Any,
    ) -> None:
        self._found = found
        self._zones = {each.id: zone(each.time_zone) for each in opportunities}
        self._mine = mine
        super().__init__(data, initial=self._read())
        if found.events:  # a calendar says when; what it says is put right by a later one
            for name in _TIMES:
                del self.fields[name]
        self.fields["meaning"].choices = [  # type: ignore[attr-defined]
            (each.value, begun(proposalwords.says(each)))
            for each in dict.fromkeys((found.mail.recognition.meaning, *_MEANINGS))
        ]
        self.fields["opportunity"].choices = [  # type: ignore[attr-defined]
            ("", _("a new one, named below")),
            *((each.id, _title(each)) for each in opportunities),
        ]
        when.told_by(self, now, mine)

    def _read(self) -> dict[str, Any]:
        found, said = self._found, self._found.mail.recognition
        local = self._local(said.answer_by)
        return {
            "meaning": said.meaning.value,
            "opportunity": found.match.opportunity,
            "company": found.company or said.company,
            "role": found.role or said.role,
            "promise_on": said.promise_on,
            "answer_by": local.date() if local else None,
            "answer_by_time": local.time() if local else None,
            **self._slot(),
        }

    def _slot(self) -> dict[str, Any]:
        """Return the interview the mail speaks of, by the clock it was told by."""
        told = self._found.mail.recognition.interview
        named = told.zone if told else ""
        where = zone(named) if named else self._theirs(self._found.match.opportunity)
        if told is None or told.starts_at is None:
            return {"minutes": 60, "zone": where.key}
        begins = told.starts_at.astimezone(where)
        length = (told.ends_at or told.starts_at + AN_HOUR) - told.starts_at
        return {
            "begins_on": begins.date(),
            "begins_at": begins.time(),
            "minutes": round(length / timedelta(minutes=1)),
            "zone": where.key,
        }

    def _local(self, instant: datetime | None) -> datetime | None:
        return instant.astimezone(self._theirs(self._found.match.opportunity)) if instant else None

    def _theirs(self, opportunity: str) -> ZoneInfo:
        return self._zones.get(opportunity, self._mine)

    def clean(self) -> dict[str, Any]:
        """Ask for a company where a new opportunity is meant, and for the day of a time."""
        given = super().clean() or self.cleaned_data
        if not given.get("opportunity") and not given.get("company"):
            self.add_error("company", _("Name the company, or choose what it belongs to."))
        if "begins_on" in self.fields and not {"begins_on", "begins_at"} & self.errors.keys():
            if given.get("begins_on") and given.get("begins_at") is None:
                self.add_error("begins_at", _("When on that day does it begin?"))
            if given.get("begins_at") is not None and not given.get("begins_on"):
                self.add_error("begins_on", _("On which day is it?"))
        when.ask_for_day(self, "answer_by", "answer_by_time")
        when.refuse_over(self, "answer_by", self._until(), self._found.mail.sent_at)
        return given

    def _until(self) -> datetime | None:
        given = self.cleaned_data
        theirs = self._theirs(given.get("opportunity", ""))
        return when.deadline(given.get("answer_by"), given.get("answer_by_time"), theirs)

    def correction(self) -> Correction:
        """Return what differs from what was read; what stays as it was is left out."""
        given, read = self.cleaned_data, self._read()
        id = given["opportunity"]
        return Correction(
            meaning=MailMeaning(given["meaning"]) if given["meaning"] != read["meaning"] else None,
            opportunity=id,
            company="" if id else given["company"],
            role="" if id else given["role"],
            promise_on=given["promise_on"],
            answer_by=self._until(),
            **self._times(),
            without=(
                *(name for name in ("promise_on", "answer_by") if not given[name]),
                *(("interview",) if "begins_on" in given and not given["begins_on"] else ()),
            ),
        )

    def _times(self) -> dict[str, Any]:
        """Return when the interview begins and ends, where that differs from what was read."""
        given, read = self.cleaned_data, self._slot()
        if not given.get("begins_on") or all(given[name] == read.get(name) for name in _TIMES):
            return {}
        where = zone(given["zone"]) if given["zone"] else self._theirs(given["opportunity"])
        begins = datetime.combine(given["begins_on"], given["begins_at"], where).astimezone(UTC)
        length = timedelta(minutes=given["minutes"] or 60)
        return {"starts_at": begins, "ends_at": begins + length, "zone": where.key}


def _title(opportunity: Opportunity) -> str:
    return ", ".join(each for each in (opportunity.company, opportunity.role) if each)
