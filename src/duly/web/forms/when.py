"""Days and times as browsers send them, or as people type them, in somebody's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duly.core.errors import WrongUsageError
from duly.core.told import told
from duly.core.worktime import YEARS
from duly.formats import whenwords
from duly.formats.whenwords import Facing
from duly.web import saying

LONGEST: Final = 24 * 60
"""Minutes that a meeting may take."""
CLOSING: Final = time(17)
"""When a deadline ends that is only a day."""
_OTHER_YEAR: Final = gettext_lazy("A year from 1970 to 2199.")


def day_input() -> forms.DateInput:
    """Return a field that browsers show a calendar for."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def time_input() -> forms.TimeInput:
    """Return a field for a time of day."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class DayField(forms.DateField):
    """A day that can be planned for; nothing else is asked of it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": day_input(), "required": False, **more})

    def to_python(self, value: Any) -> date | None:
        """Return the day; None where nothing was chosen."""
        found = super().to_python(value)
        if found and found.year not in YEARS:
            raise ValidationError(_OTHER_YEAR)
        return found


class ClockField(forms.TimeField):
    """A time of day beside a day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": time_input(), "required": False, **more})


class HappenedField(forms.CharField):
    """When something happened, by the user's own clock; now where nothing is said."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(**{"widget": widget, "required": False, **more})
        self._now, self._zone = datetime.min.replace(tzinfo=UTC), ZoneInfo("UTC")

    def read_by(self, now: datetime, mine: ZoneInfo) -> None:
        """Say what the present is, and by whose clock the time is told."""
        self._now, self._zone = now, mine

    def clean(self, value: Any) -> datetime:
        """Return the instant that is meant.

        Raises:
            ValidationError: It cannot be read, or there is no such time.
        """
        text = str(super().clean(value))
        if not text:
            return self._now
        try:
            found = whenwords.moment(text, self._now, self._zone, Facing.BACK, at=time(12))
        except WrongUsageError as error:
            raise ValidationError(saying.error(error)) from None
        # The field shows no seconds: the minute that has begun is now.
        return self._now if found == minute(self._now) else found


def day_chosen(text: str) -> date:
    """Return the day that a button's own calendar sent.

    Raises:
        WrongUsageError: It is none.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise WrongUsageError(
            told('"{text}" is no day', text=text), mend=_("Choose a day to come.")
        ) from None
    if found.year not in YEARS:
        raise WrongUsageError(str(_OTHER_YEAR).rstrip("."), mend=_("Choose a day to come."))
    return found


def minute(instant: datetime) -> datetime:
    """Return the minute of an instant, which is all that a field shows."""
    return instant.replace(second=0, microsecond=0)


def told_by(form: forms.Form, now: datetime, mine: ZoneInfo) -> None:
    """Have the times in a form read by the user's clock."""
    for each in form.fields.values():
        if isinstance(each, HappenedField):
            each.read_by(now, mine)


def deadline(day: date | None, clock: time | None, theirs: ZoneInfo) -> datetime | None:
    """Return the instant of a deadline in their zone, if there is one."""
    return end_of(day, clock, theirs) if day else None


def end_of(day: date, clock: time | None, theirs: ZoneInfo) -> datetime:
    """Return the instant at which a day's deadline ends; a day alone ends at 17:00."""
    return datetime.combine(day, clock or CLOSING, theirs).astimezone(UTC)
