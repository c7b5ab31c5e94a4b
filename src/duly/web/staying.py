"""Staying where one was: a message with its undo, and the page that a button was on."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from duly.services import chronicle

KINDS: Final = {False: "fact", True: "choice"}
"""How an entry of the log is named in addresses, by whether it is a choice."""
_OF_ALL: Final = frozenset({"today", "offers", "figures"})
_OF_ONE: Final = frozenset({"opportunity", "debrief_done", "log"})
_UNDO: Final = "undo:"


def back(request: HttpRequest, id: str, otherwise: str) -> HttpResponse:
    """Lead back to the page that a button was on: one of ours, by its name, never by an address.

    Args:
        request: Its field `back` names the page.
        id: Of the opportunity it was about.
        otherwise: Where to go where none of them is named.
    """
    named = request.POST.get("back", "")
    page = named if named in _OF_ALL | _OF_ONE else otherwise
    return redirect(page, id) if page in _OF_ONE else redirect(page)


def noted(request: HttpRequest, text: str, id: str) -> None:
    """Say what was noted of an opportunity just now, with a button that takes it back."""
    place = chronicle.latest(id)
    tags = f"{_UNDO}{reverse('log_undo', args=[id, KINDS[place.is_choice], place.id])}"
    messages.success(request, text, extra_tags=tags)


def undo_url(message: Message) -> str:
    """Return the address that takes back what a message speaks of; empty where nothing does."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
