"""Settings: who the user is, when and how they are told, what of the plan is in their calendar."""

from __future__ import annotations

from datetime import time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duly.adapters import playbookfiles
from duly.core.notices import Quiet, Wishes
from duly.formats.agenda import Form
from duly.services import reminders
from duly.store.feed import Settings
from duly.store.queries import Profile
from duly.web.forms.fields import AddressField, ChangesForm, CountryField, NameField, ZoneField
from duly.web.forms.when import time_input

_ME = ("name", "email", "phone", "address", "time_zone", "country", "cards")


class MeForm(ChangesForm):
    """Who is searching, and how they go about it."""

    name = NameField(
        label=_("Name"), required=False, help_text=_("As you sign your letters."),
    )  # fmt: skip
    email = AddressField(
        label=_("E-mail"), required=False, max_length=320,
        help_text=_("Your own; it tells you from those who invite you."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), max_length=64, required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Postal address"), max_length=1_000, required=False,
        help_text=_("For the corner of an envelope, line by line."),
        widget=forms.Textarea({"rows": 3, "autocomplete": "street-address"}),
    )  # fmt: skip
    time_zone = ZoneField(label=_("Your time zone"))
    country = CountryField(label=_("Your country"))
    playbook = forms.ChoiceField(
        label=_("Playbook"), help_text=_("Followed wherever an opportunity has none of its own."),
    )  # fmt: skip
    cards = forms.BooleanField(label=_("Plan handwritten cards, too"), required=False)

    def __init__(self, *args: Any, known: Profile, **kwargs: Any) -> None:
        initial = {name: getattr(known.me, name) for name in _ME} | {"playbook": known.playbook}
        super().__init__(*args, **{**kwargs, "initial": initial, "auto_id": "me_%s"})
        names = dict.fromkeys((*playbookfiles.names(), known.playbook))
        books = cast(forms.ChoiceField, self.fields["playbook"])
        books.choices = [(each, each) for each in names]

    def clean_address(self) -> str:
        """Return the lines without what surrounds them."""
        lines = (line.strip() for line in str(self.cleaned_data["address"]).splitlines())
        return "\n".join(line for line in lines if line)

    def wanted(self) -> dict[str, Any]:
        """Return what is new."""
        return self.changes((*_ME, "playbook"))


class RemindersForm(forms.Form):
    """When the user is told of what is due."""

    on = forms.BooleanField(label=_("Remind me of what is due"), required=False)
    morning = forms.TimeField(
        label=_("Morning summary"), required=False, widget=time_input(),
        help_text=_("Leave it empty for none."),
    )  # fmt: skip
    quiet_begins = forms.TimeField(
        label=_("Nothing from"), required=False, widget=time_input(),
        help_text=_("Leave both empty to be told at any hour."),
    )  # fmt: skip
    quiet_ends = forms.TimeField(label=_("until"), required=False, widget=time_input())

    def __init__(self, *args: Any, wishes: Wishes, **kwargs: Any) -> None:
        quiet = wishes.quiet
        initial = {
            "on": wishes.on,
            "morning": wishes.morning,
            "quiet_begins": quiet and quiet.begins,
            "quiet_ends": quiet and quiet.ends,
        }
        super().__init__(*args, **{**kwargs, "initial": initial, "auto_id": "remind_%s"})

    def clean(self) -> dict[str, Any]:
        """Refuse hours that have a beginning only, or end when they begin."""
        given = super().clean() or {}
        if {"quiet_begins", "quiet_ends"} & self.errors.keys():
            return given
        begins, ends = given.get("quiet_begins"), given.get("quiet_ends")
        if (begins is None) != (ends is None):
            missing = "quiet_begins" if begins is None else "quiet_ends"
            self.add_error(missing, gettext("The other hour, too; or leave both empty."))
        elif begins is not None and begins == ends:
            self.add_error("quiet_ends", gettext("These hours end when they begin."))
        return given

    def morning_wanted(self) -> time | None:
        """Return when the summary comes; None for never."""
        found: time | None = self.cleaned_data["morning"]
        return found

    def quiet_wanted(self) -> Quiet | None:
        """Return the hours in which nothing comes; None for none."""
        begins, ends = self.cleaned_data["quiet_begins"], self.cleaned_data["quiet_ends"]
        return Quiet(begins, ends) if begins is not None else None


class WayForm(forms.Form):
    """A further way of being told."""

    way = forms.ChoiceField(
        label=_("A further way"),
        choices=[
            (reminders.EMAIL, _("By e-mail to myself")),
            (reminders.DESKTOP, _("On this desktop")),
            (reminders.SERVICE, _("At an address of a service")),
        ],
    )
    url = forms.CharField(
        label=_("Its address"), max_length=4_000, required=False,
        help_text=_("Such as ntfy://ntfy.sh/TOPIC; it is kept with your passwords."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": "way_%s"})

    def clean(self) -> dict[str, Any]:
        """Ask for the address of a service."""
        given = super().clean() or {}
        if given.get("way") == reminders.SERVICE and not given.get("url"):
            self.add_error(
                "url", gettext("A service needs an address, such as ntfy://ntfy.sh/TOPIC.")
            )
        return given

    def what(self) -> str:
        """Return the way as `reminders.add` takes it."""
        is_service = self.cleaned_data["way"] == reminders.SERVICE
        return str(self.cleaned_data["url" if is_service else "way"])


class CalendarForm(forms.Form):
    """What of the plan stands in the user's calendar."""

    form = forms.ChoiceField(
        label=_("Planned steps are"),
        choices=[
            (Form.EVENTS.value, _("events")),
            (Form.TODOS.value, _("to-dos")),
            (Form.BOTH.value, _("both")),
        ],
    )
    full = forms.BooleanField(label=_("Say why, and by which rules"), required=False)

    def __init__(self, *args: Any, chosen: Settings, **kwargs: Any) -> None:
        initial = {"form": chosen.form, "full": chosen.full}
        super().__init__(*args, **{**kwargs, "initial": initial, "auto_id": "calendar_%s"})


class WordForm(forms.Form):
    """The word that stands for "I mean it"."""

    word = forms.CharField(
        label=_("Type “erase” to go on"), max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip

    WORD = "erase"

    def clean_word(self) -> str:
        """Refuse any other word."""
        word = str(self.cleaned_data["word"]).strip().lower()
        if word != self.WORD:
            raise ValidationError(gettext("Nothing was erased: type “erase”, or leave it."))
        return word
