"""Fields that read what people type as the command line does: times, days, lists, zones, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from duly.core.errors import DulyError
from duly.core.worktime import zone
from duly.formats import whenwords, whom
from duly.formats.whenwords import Facing
from duly.services import answers, profile
from duly.web import saying
from duly.web.saying import begun

_begun = lazy(begun, str)

MOST: Final = 4_000
"""Characters of one answer."""


def number_in(text: str) -> int:
    """Return the number that a hidden field or an address holds; 0 where it holds none of ours."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else 0


def beside(error: DulyError) -> ValidationError:
    """Return an error as it stands beside its field, where nobody has to be told which one."""
    error.where = ""
    return ValidationError(saying.error(error))


class ChangesForm(forms.Form):
    """A form of what is known, in which only what was changed is new.

    What it was opened with goes along, so that an old one in another window overwrites nothing
    that it did not touch.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changes(self, names: Iterable[str]) -> dict[str, Any]:
        """Return what is new, of these fields."""
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}


class ClockedForm(forms.Form):
    """A form whose times are read by the user's own clock.

    Args:
        now: The present.
        own_zone: Whose clock.
    """

    def __init__(self, *args: Any, now: datetime, own_zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.own_zone = own_zone
        for field in self.fields.values():
            if isinstance(field, Clocked):
                field.now, field.zone = now, own_zone


class Clocked(forms.CharField):
    """A field of words that name a time; its form sets the clock."""

    now = datetime.max.replace(tzinfo=UTC)
    zone = ZoneInfo("UTC")

    def __init__(self, *, facing: Facing, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facing = facing
        self.widget.attrs.update(autocapitalize="none", autocomplete="off")


class MomentField(Clocked):
    """An instant: "yesterday 15:00"."""

    def to_python(self, value: Any) -> Any:
        """Return the instant in UTC; None where nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return whenwords.moment(text, self.now, self.zone, self.facing)
        except DulyError as error:
            raise beside(error) from None


class DayField(Clocked):
    """A day: "friday", "in two weeks"."""

    def to_python(self, value: Any) -> Any:
        """Return the day; None where nothing was typed."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return whenwords.day(text, self.now, self.zone, self.facing)
        except DulyError as error:
            raise beside(error) from None

    def prepare_value(self, value: Any) -> Any:
        """Return a day as it can be typed again."""
        return value.isoformat() if isinstance(value, date) else value


class ListField(forms.CharField):
    """Several things, one a line or parted by commas."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """Return the things as a list."""
        if isinstance(value, list):
            return value
        text = super().to_python(value) or ""
        if len(text) > MOST:
            raise ValidationError(_("That is more than can be kept; shorten it a little."))
        return answers.listed(text)

    def prepare_value(self, value: Any) -> Any:
        """Return a list as it would be typed."""
        return answers.as_typed(value) if isinstance(value, list) else value


class NameField(forms.CharField):
    """Somebody's name; brackets and quotes are for addresses."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": whom.MOST_CHARACTERS, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return the name with single spaces."""
        text = " ".join(super().clean(value).split())
        if set(text) & set('<>"@'):
            raise ValidationError(_('A name without < > " or @; the address has its own field.'))
        return text


class AddressField(forms.CharField):
    """An address for mail."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Any:
        """Return the address, with nothing in it that could pass for a second one."""
        text = super().clean(value)
        try:
            return whom.email(text) if text else ""
        except DulyError as error:
            raise beside(error) from None


class ZoneField(forms.CharField):
    """A time zone: its name, or the city it is named after."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update(list="zones", autocomplete="off", autocapitalize="none")

    def clean(self, value: Any) -> Any:
        """Return the zone's name."""
        text = super().clean(value)
        if not text:
            return ""
        named = [each for each in zones() if _city(each) == _plain(text)]
        try:
            return zone(named[0] if len(named) == 1 else text).key
        except DulyError as error:
            raise beside(error) from None


class CountryField(forms.CharField):
    """A country by its code, whose public holidays are known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=16,
            required=False,
            help_text=_("Its code, for the public holidays: US, DE, DE-BY."),
            **kwargs,
        )
        self.widget.attrs.update(autocomplete="off", autocapitalize="characters")

    def clean(self, value: Any) -> Any:
        """Return the code in capitals."""
        code = super().clean(value).upper()
        try:
            if code:
                profile.check_country(code)
        except DulyError as error:
            raise beside(error) from None
        return code


def zones() -> list[str]:
    """Return the zones to choose from: those that are named after a place."""
    kept = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
            "Europe/", "Indian/", "Pacific/")  # fmt: skip
    return sorted(each for each in available_timezones() if each.startswith(kept))


def _city(name: str) -> str:
    return _plain(name.rpartition("/")[2])


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", " ")


def choices(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return words of ours as choices, in the language of whoever looks at them."""
    return [(str(each), _begun(str(each))) for each in values]
