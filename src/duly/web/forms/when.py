"""Days and times as browsers send them, or as people type them, in somebody's own zone."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


class InWords(forms.TextInput):
    """A field for words, and the browser's own calendar beside it; words go before the calendar.

    Args:
        picker: The calendar, which shows what is known already.
        example: Words that it reads.
    """

    def __init__(self, picker: forms.DateInput | forms.DateTimeInput, example: Any) -> None:
        words = {"autocapitalize": "none", "autocomplete": "off", "placeholder": example}
        super().__init__(attrs=words)
        self._picker = picker

    def use_required_attribute(self, initial: Any) -> bool:
        """Leave it to the form to ask: either of the two will do."""
        del initial
        return False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was typed; what was chosen, where nothing was."""
        del files
        return data.get(name, "").strip() or data.get(f"{name}{_PICKED}", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Tell whether neither was sent."""
        del files
        return name not in data and f"{name}{_PICKED}" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return both; what computers write stands in the calendar, words where they were typed."""
        is_words = isinstance(value, str) and not _ISO.fullmatch(value)
        own = dict(attrs or {})
        beside = {key: own[key] for key in ("aria-describedby", "aria-invalid") if key in own}
        beside |= {"aria-label": _("Or choose it in the calendar")}
        if "id" in own:
            beside["id"] = f"{own['id']}{_PICKED}"
        words = super().render(name, value if is_words else "", own, renderer)
        chosen = "" if is_words else value
        picker = self._picker.render(f"{name}{_PICKED}", chosen, beside, renderer)
        return format_html('<span class="or">{}{}</span>', words, picker)


_PICKED: Final = "_picked"
_ISO: Final = re.compile(r"(?:\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?)?")


def time_input() -> forms.TimeInput:
    """Return a field for a time of day."""
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ClockField(forms.TimeField):
    """A time of day beside a day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"widget": time_input(), "required": False, **more})


class _Told(forms.CharField):
    """A field that is read by the user's own clock."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"required": False, "max_length": 80, **more})
        self._now, self._zone = datetime.min.replace(tzinfo=UTC), ZoneInfo("UTC")

    def read_by(self, now: datetime, mine: ZoneInfo) -> None:
        """Say what the present is, and by whose clock the time is told."""
        self._now, self._zone = now, mine


class DayField(_Told):
    """A day that can be planned for: "friday next week", or one of the calendar.

    Args:
        facing: Whether a bare weekday lies ahead or behind.
        has_clock: A field for the time stands beside it.
    """

    def __init__(
        self, *, facing: Facing = Facing.AHEAD, has_clock: bool = False, **more: Any
    ) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        widget = InWords(picker, gettext_lazy("friday next week, 12 March"))
        super().__init__(**{"widget": widget, **more})
        self._facing, self._has_clock = facing, has_clock

    def clean(self, value: Any) -> date | None:
        """Return the day; None where none is named.

        Raises:
            ValidationError: It cannot be read, there is no such day, or a time is named that has
                a field of its own.
        """
        text = str(super().clean(value))
        if not text:
            return None
        try:
            found = whenwords.day(text, self._now, self._zone, self._facing)
        except WrongUsageError as error:
            raise ValidationError(saying.error(error)) from None
        if self._has_clock and self._names_a_time(text):
            raise ValidationError(_("Only the day here: the time has its own field."))
        return found

    def _names_a_time(self, text: str) -> bool:
        with suppress(WrongUsageError):
            whenwords.moment(text, self._now, self._zone, self._facing)
            return True
        return False

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether another day is named."""
        return str(initial or "") != str(data or "")


class HappenedField(_Told):
    """When something happened, by the user's own clock; now where nothing is said."""

    def __init__(self, **more: Any) -> None:
        picker = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        widget = InWords(picker, gettext_lazy("yesterday 15:00"))
        super().__init__(**{"widget": widget, **more})

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
        if isinstance(each, _Told):
            each.read_by(now, mine)


def ask_for_day(form: forms.Form, day: str, clock: str) -> None:
    """Ask for the day where only a time was said: alone, it would be passed over in silence."""
    given = form.cleaned_data
    if given.get(clock) and not given.get(day) and day not in form.errors:
        form.add_error(day, _("A time alone: on which day?"))


def refuse_over(
    form: forms.Form, day: str, until: datetime | None, said_at: datetime | None
) -> None:
    """Refuse a deadline that was over when they named it."""
    if until and said_at and until <= said_at and day not in form.errors:
        form.add_error(day, _("That was over when they said so. A later day; or say when it came."))


def deadline(day: date | None, clock: time | None, theirs: ZoneInfo) -> datetime | None:
    """Return the instant of a deadline in their zone, if there is one."""
    return end_of(day, clock, theirs) if day else None


def end_of(day: date, clock: time | None, theirs: ZoneInfo) -> datetime:
    """Return the instant at which a day's deadline ends; a day alone ends at 17:00."""
    return datetime.combine(day, clock or CLOSING, theirs).astimezone(UTC)
