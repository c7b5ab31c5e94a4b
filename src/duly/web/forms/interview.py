"""An interview: where, when, with whom; and what became of one that was set up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.adapters import playbookfiles
from duly.core.model import Kind, Me, Opportunity, PersonRole
from duly.formats.whenwords import Facing
from duly.services import profile
from duly.services.interviews import Held
from duly.services.opportunities import Given, Opening
from duly.web.forms import when
from duly.web.forms.fields import (
    AddressField,
    ClockedForm,
    MomentField,
    NameField,
    ZoneField,
    choices,
)

OVER: Final = "over"
AHEAD: Final = "ahead"
ANOTHER: Final = "-"
"""Chosen where the company is known already and this is another role there."""
_ROWS: Final = 2
_MOST_PEOPLE: Final = 30


def last_full_hour(now: datetime, own_zone: ZoneInfo) -> str:
    """Return the last full hour as one would type it: when an interview probably ended."""
    return f"today {now.astimezone(own_zone):%H}:00"


class PersonRow(forms.Form):
    """Somebody who was there, or will be."""

    name = NameField(label=_("Name"), required=False)
    email = AddressField(label=_("E-mail"), required=False)
    role = forms.ChoiceField(label=_("Their part"), choices=choices(PersonRole), required=False)
    phone = forms.CharField(
        label=_("Telephone"), max_length=64, required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )  # fmt: skip

    def given(self) -> Given | None:
        """Return whom the row names; None where it is empty."""
        said = self.cleaned_data
        if not said.get("name") and not said.get("email"):
            return None
        text = f"{said['name']} <{said['email']}>" if said["email"] else said["name"]
        return Given(text, PersonRole(said["role"] or "interviewer"), said["phone"])


_Rows = forms.formset_factory(
    PersonRow, extra=0, max_num=_MOST_PEOPLE, absolute_max=_MOST_PEOPLE, validate_max=True
)


def people_rows(data: Any = None, *, more: bool = False) -> Any:
    """Return the rows for people: as typed, with one more where that was asked for."""
    if data is None:
        return _Rows(prefix="people", initial=[{}] * _ROWS)
    if not more:
        return _Rows(data, prefix="people")
    try:
        count = min(int(data.get("people-TOTAL_FORMS", _ROWS)), _MOST_PEOPLE - 1)
    except ValueError:
        count = _ROWS
    fields = PersonRow.base_fields
    typed = [
        {name: data.get(f"people-{number}-{name}", "") for name in fields}
        for number in range(max(count, 0))
    ]
    rows = _Rows(prefix="people", initial=[*typed, {}])
    rows.forms[-1].fields["name"].widget.attrs["autofocus"] = True
    return rows


class HeldForm(ClockedForm):
    """When an interview of an opportunity was, or will be."""

    tense = forms.ChoiceField(
        label=_("Is it over?"), initial=OVER, widget=forms.RadioSelect,
        choices=[(OVER, _("It is over")), (AHEAD, _("It is still to come"))],
    )  # fmt: skip
    ended = MomentField(
        label=_("When did it end?"), facing=Facing.BACK, required=False,
        help_text=_("As you would say it: “yesterday 15:00”, “friday 11am”, “20 minutes ago”."),
    )  # fmt: skip
    starts = MomentField(
        label=_("When does it start?"), facing=Facing.AHEAD, required=False,
        help_text=_("As you would say it: “tomorrow 10:00”, “friday 2pm”, “12 March 9:30”."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes will it take?"), initial=60, min_value=1, max_value=when.LONGEST,
        required=False,
    )  # fmt: skip
    conversation = forms.BooleanField(
        label=_("It was no interview but a conversation: by chance, or in your network"),
        required=False,
    )
    known = forms.MultipleChoiceField(
        label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, opportunity: Opportunity | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended"].initial = last_full_hour(self.now, self.own_zone)
        people = opportunity.people if opportunity else ()
        if people:
            known = cast(forms.MultipleChoiceField, self.fields["known"])
            known.choices = [(each.id, each.name) for each in people]
        else:
            del self.fields["known"]

    def clean_ended(self) -> datetime | None:
        """Refuse a time to come: it would be no interview that is over."""
        ended: datetime | None = self.cleaned_data["ended"]
        if ended and ended > self.now and self.cleaned_data.get("tense") == OVER:
            raise ValidationError(gettext("That has not come yet. Is it still to come?"))
        return ended

    def clean(self) -> dict[str, Any]:
        """Ask for the time that is needed, and no other."""
        said = super().clean() or {}
        wanted = "ended" if said.get("tense") == OVER else "starts"
        other = "starts" if wanted == "ended" else "ended"
        self.errors.pop(other, None)
        if wanted not in self.errors and not said.get(wanted):
            self.add_error(wanted, gettext("A day and a time, as in “yesterday 15:00”."))
        return said

    def held(self, people: tuple[Given, ...]) -> Held:
        """Return the interview that was told of."""
        said = self.cleaned_data
        everyone = (*(Given(each) for each in said.get("known", ())), *people)
        if said["tense"] == OVER:
            return Held(said["ended"], everyone, conversation=said["conversation"])
        ends = said["starts"] + timedelta(minutes=said["minutes"] or 60)
        return Held(ends, everyone, starts_at=said["starts"], conversation=said["conversation"])


class NewForm(HeldForm):
    """An interview at a company that may be new."""

    company = forms.CharField(
        label=_("Company"), max_length=200,
        widget=forms.TextInput(
            {"list": "companies", "autocomplete": "organization", "autofocus": True}
        ),
    )  # fmt: skip
    role = forms.CharField(label=_("Role"), max_length=200, required=False)
    which = forms.ChoiceField(
        label=_("You have an opportunity there already. Is it this one?"), required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    zone = ZoneField(
        label=_("Their time zone, if it is not yours"), required=False,
        help_text=_("A name such as Europe/Berlin, or its city."),
    )  # fmt: skip
    recruiter = NameField(label=_("Recruiter"), required=False)
    recruiter_email = AddressField(label=_("The recruiter's e-mail"), required=False)
    playbook = forms.ChoiceField(label=_("Playbook"), required=False)

    field_order = ("company", "role")

    def __init__(self, *args: Any, alike: tuple[Opportunity, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("company"):  # the eye is further down by then
            del self.fields["company"].widget.attrs["autofocus"]
        names = [(each, each) for each in playbookfiles.names()]
        self.fields["playbook"].choices = [("", _("The usual one")), *names]  # type: ignore[attr-defined]
        which = cast(forms.ChoiceField, self.fields["which"])
        which.choices = [
            *((each.id, f"{each.company}: {each.role}" if each.role else each.company)
              for each in alike),
            (ANOTHER, _("No, it is another one")),
        ]  # fmt: skip
        self.alike = alike

    def clean(self) -> dict[str, Any]:
        """Ask which opportunity is meant where the company is known already."""
        said = super().clean()
        if self.alike and not said.get("which"):
            self.add_error("which", gettext("Say whether it is this one."))
        return said

    def known_id(self) -> str:
        """Return the id of the opportunity that is meant; empty for a new one."""
        chosen = str(self.cleaned_data.get("which") or ANOTHER)
        return "" if chosen == ANOTHER else chosen

    def opening(self) -> Opening:
        """Return what is said of a new opportunity."""
        said = self.cleaned_data
        return Opening(
            " ".join(said["company"].split()),
            role=said["role"],
            kind=Kind.NETWORKING if said["conversation"] else Kind.APPLICATION,
            time_zone=said["zone"],
            playbook=said["playbook"],
            via=self._recruiter(),
        )

    def completing(self) -> dict[str, str]:
        """Return what is said of an opportunity that is known already, beside which one it is."""
        said = self.cleaned_data
        told = {"via": self._recruiter(), "time_zone": said["zone"], "playbook": said["playbook"]}
        return {name: text for name, text in told.items() if text}

    def _recruiter(self) -> str:
        name, email = self.cleaned_data["recruiter"], self.cleaned_data["recruiter_email"]
        return f"{name} <{email}>" if email else str(name)


class YouForm(forms.Form):
    """Whoever is searching: asked beside their first interview, for letters are signed."""

    my_name = NameField(
        label=_("Your own name"), required=False,
        help_text=_("As you sign your letters."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip
    my_zone = ZoneField(
        label=_("Your time zone"), required=False,
        help_text=_("Whose clock the times above are read by."),
        widget=forms.TextInput({"data-guessed": True}),
    )  # fmt: skip

    def wanted(self, me: Me) -> dict[str, Any]:
        """Return what was said, as `profile.change` takes it; a zone brings its country along."""
        said = self.cleaned_data
        found = {"name": said["my_name"]}
        if said["my_zone"] and said["my_zone"] != me.time_zone:
            country = profile.near(me, said["my_zone"])
            found |= {"time_zone": said["my_zone"], "country": country}
        return {name: value for name, value in found.items() if value}


class MovedForm(ClockedForm):
    """The new time of an interview that was moved."""

    to = MomentField(label=_("Its new start"), facing=Facing.AHEAD)
