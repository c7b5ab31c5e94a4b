"""Mailboxes that are read, files that are read once, and how far reading has come."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duly.adapters import local, places
from duly.adapters.imap import Look
from duly.core.errors import DulyError, NeedsUserError
from duly.core.worktime import zone
from duly.services import accounts, inbox, profile, uploads
from duly.services.readings import READINGS
from duly.web.failures import status_of_forms
from duly.web.forms.fields import beside
from duly.web.forms.mailboxes import AddressForm, FilesForm, ServerForm, found


@require_http_methods(["GET", "HEAD", "POST"])
def mail_setup(request: HttpRequest) -> HttpResponse:
    """Show what is read; find the server of an address, and connect its mailbox."""
    if request.method != "POST":
        return _page(request)
    if places.is_demo():
        raise NeedsUserError(
            "in the demo no mailbox is connected", mend="Leave the demo, and connect yours there."
        )
    if "password" in request.POST:
        return _connect(request)
    return _find(request)


def _page(request: HttpRequest, **shown: Any) -> HttpResponse:
    """Return the page; a form that was sent stands in the place of an empty one."""
    known = profile.ensure()
    page = {
        "connected": accounts.listed(),
        "zone": zone(known.me.time_zone),
        "address": AddressForm(initial={"address": known.me.email}),
        "files": FilesForm(),
        "reading": READINGS.current(),
        **shown,
    }
    return render(request, "web/mail_setup.html", page, status=status_of_forms(shown.values()))


# A mailbox


def _find(request: HttpRequest) -> HttpResponse:
    """Find the server, and ask for the password; nothing of the user's is sent anywhere."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, address=form)
    address = form.cleaned_data["address"]
    try:
        known = accounts.find(address)
    except DulyError as error:
        form.add_error("address", beside(error))
        return _page(request, address=form)
    account = known or next(accounts.answering(address), None)
    if account is None:
        return _page(request, server=ServerForm(initial={"address": address}), unfound=True)
    return _page(
        request,
        server=ServerForm(initial=found(account)),
        host=account.host,
        guessed=known is None,
        instruction=accounts.instruction(account),
    )


def _connect(request: HttpRequest) -> HttpResponse:
    form = ServerForm(request.POST)
    if form.is_valid():
        try:
            look = _connected(form)
        except DulyError as error:
            form.refuse(error)
        else:
            messages.success(request, _told(form.cleaned_data["address"], look))
            _begin([])
            return redirect("mail_progress")
    return _page(request, server=form, host=form["host"].value())


def _connected(form: ServerForm) -> Look:
    """Sign in once, and keep the mailbox only where that worked."""
    account, secret = form.account(), form.secret()
    look = accounts.look(account, secret)
    accounts.connect(account, secret, form.cleaned_data["smtp"])
    return look


def _told(address: str, look: Look) -> str:
    text = _(
        "Connected %(address)s: %(count)s messages in %(inbox)s. Duly only reads: nothing in your "
        "mailbox changes."
    ) % {
        "address": address,
        "count": number_format(look.messages, force_grouping=True),
        "inbox": look.read[0],
    }
    left_out = _("Never read: %(folders)s.") % {"folders": ", ".join(look.left_out)}
    return f"{text} {left_out}" if look.left_out else text


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Stop reading a mailbox, and delete its password."""
    gone = accounts.forget(request.POST.get("name", ""))
    text = _("%(address)s is not read any more. What was read before stays.")
    messages.success(request, text % {"address": gone[0].address})
    return redirect("mail_setup")


# Reading


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Read every mailbox that is connected, now."""
    del request
    if not accounts.listed():
        raise NeedsUserError("no mailbox is connected", mend="Connect one first.")
    _begin([])
    return redirect("mail_progress")


@require_POST
def files(request: HttpRequest) -> HttpResponse:
    """Take files from the browser, and read them."""
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, files=form)
    kept = uploads.keep((each.name or "", each.chunks()) for each in form.uploaded())
    for path in kept:
        try:
            local.source_at(path)
        except DulyError as error:
            form.add_error("upload", f"{path.name}: {beside(error).message}")
    if form.errors:
        uploads.remove(kept)
        return _page(request, files=form)
    _begin(kept)
    return redirect("mail_progress")


def _begin(kept: list[Path]) -> None:
    """Begin to read; what was handed over is removed once it is read, or cannot be."""
    profile.ensure()
    clean = partial(uploads.remove, kept)
    try:
        READINGS.begin([str(path) for path in kept], clean)
    except BaseException:
        clean()
        raise


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """End the reading; what was read is kept."""
    READINGS.stop()
    messages.info(request, _("Stopped. What was read is kept."))
    return redirect("mail_setup")


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show how far reading has come, and in the end what came of it."""
    reading = READINGS.current()
    share = reading.share if reading else None
    page = {
        "reading": reading,
        "percent": None if share is None else int(share * 100),
        "waiting": 0 if reading and reading.running else inbox.count(),
    }
    return render(request, "web/mail_progress.html", page)
