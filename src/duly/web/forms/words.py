"""What is wrong with a field, in our words where Django has words of its own."""

from __future__ import annotations

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


def say_it_our_way() -> None:
    """Replace the messages of Django's fields and validators that people meet here."""
    forms.Field.default_error_messages = {"required": _("Something is needed here.")}
    forms.IntegerField.default_error_messages = {"invalid": _("A whole number, such as 45.")}
    forms.FileField.default_error_messages |= {"empty": _("There is nothing in this file.")}
    validators.MinValueValidator.message = _("%(limit_value)s or more.")
    validators.MaxValueValidator.message = _("%(limit_value)s or less.")
    validators.MaxLengthValidator.message = ngettext_lazy(
        "At most %(limit_value)d character; there are %(show_value)d.",
        "At most %(limit_value)d characters; there are %(show_value)d.",
        "limit_value",
    )
