"""Settings: who the user is, language, reminders, calendar, browsers, backups."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings as server
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duly.adapters import places
from duly.core.errors import DulyError, NothingToDoError
from duly.core.worktime import zone
from duly.formats.agenda import Form
from duly.services import backups, checkup, feed, profile, reminders, signing_in
from duly.store.reminding import Way
from duly.web.failures import status_of_forms
from duly.web.forms.fields import beside, zones
from duly.web.forms.settings import CalendarForm, MeForm, RemindersForm, WayForm
from duly.web.saying import say

_A_YEAR: Final = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show all that can be set, and change who the user is."""
    form = MeForm(request.POST or None, known=profile.ensure())
    if request.method == "POST" and form.is_valid():
        try:
            profile.change(**form.wanted())
        except NothingToDoError:
            messages.info(request, _("That is what is noted of you already."))
            return redirect("settings")
        except DulyError as error:
            form.add_error(None, beside(error))
        else:
            messages.success(request, _("Noted."))
            return redirect("settings")
    return _page(request, me=form)


def _page(request: HttpRequest, **shown: Any) -> HttpResponse:
    """Return the page; a form that was sent and has errors stands in the place of its own."""
    known, told, chosen = profile.ensure(), reminders.settings(), feed.chosen()
    page = {
        "me": MeForm(known=known),
        "remind": RemindersForm(wishes=told.wishes),
        "way": WayForm(),
        "calendar": CalendarForm(chosen=chosen),
        "guessed": known.guessed,
        "zone": zone(known.me.time_zone),
        "zones": zones(),
        "ways": told.ways,
        "published": bool(chosen.token_hash),
        "language": request.COOKIES.get(server.LANGUAGE_COOKIE_NAME, ""),
        "languages": server.LANGUAGES,
        "backups": places.backups(),
        **shown,
    }
    return render(request, "web/settings.html", page, status=status_of_forms(shown.values()))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language of this browser; without one, go by what the browser says."""
    wanted = request.POST.get("language", "")
    response = redirect("settings")
    if wanted not in dict(server.LANGUAGES):
        response.delete_cookie(server.LANGUAGE_COOKIE_NAME, samesite="Strict")
        return response
    with translation.override(wanted):
        messages.success(request, _("This page speaks your language now."))
    response.set_cookie(
        server.LANGUAGE_COOKIE_NAME, wanted, max_age=_A_YEAR, httponly=True, samesite="Strict"
    )
    return response


# Being told


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Change when the user is told."""
    form = RemindersForm(request.POST, wishes=reminders.settings().wishes)
    if not form.is_valid():
        return _page(request, remind=form)
    reminders.change(
        datetime.now(UTC),
        on=form.cleaned_data["on"],
        morning=form.morning_wanted(),
        quiet=form.quiet_wanted(),
    )
    messages.success(request, _("Noted."))
    return redirect("settings")


@require_POST
def add_way(request: HttpRequest) -> HttpResponse:
    """Add a way of being told."""
    form = WayForm(request.POST)
    if form.is_valid():
        try:
            way = reminders.add(form.what(), datetime.now(UTC))
        except DulyError as error:
            form.add_error("url" if form.cleaned_data["url"] else "way", beside(error))
        else:
            _say_added(request, way)
            return redirect("settings")
    return _page(request, way=form)


def _say_added(request: HttpRequest, way: Way) -> None:
    if reminders.obstacle(way):
        told = _("Noted. You are told by %(way)s once a mailbox of yours is connected.")
        messages.warning(request, told % {"way": way.name})
    else:
        told = _("You are told by %(way)s from now on. Try it.")
        messages.success(request, told % {"way": way.name})


@require_POST
def remove_way(request: HttpRequest) -> HttpResponse:
    """Remove a way of being told, and forget its address."""
    way = reminders.remove(request.POST.get("name", ""))
    messages.success(request, _("You are no longer told by %(way)s.") % {"way": way.name})
    return redirect("settings")


@require_POST
def try_ways(request: HttpRequest) -> HttpResponse:
    """Tell something in each way, now, and say what came of it."""
    for each in reminders.test(datetime.now(UTC)):
        if each.failed:
            text = _("%(way)s: not told, %(why)s. %(mend)s") % {
                "way": each.way.name, "why": say(each.failed.found), "mend": say(each.failed.mend),
            }  # fmt: skip
            messages.error(request, text)
        else:
            messages.success(request, _("%(way)s: told.") % {"way": each.way.name})
    return redirect("settings")


# The calendar


@require_POST
def calendar(request: HttpRequest) -> HttpResponse:
    """Remember what of the plan stands in the user's calendar."""
    form = CalendarForm(request.POST, chosen=feed.chosen())
    if not form.is_valid():
        return _page(request, calendar=form)
    feed.choose(form=Form(form.cleaned_data["form"]), full=form.cleaned_data["full"])
    messages.success(request, _("Noted."))
    return redirect("settings")


@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Show the secret address of the calendar; at first, make one."""
    return _page(request, address=feed.address().url)


@require_POST
def calendar_revoke(request: HttpRequest) -> HttpResponse:
    """Have the address answer nobody from now on."""
    feed.revoke()
    messages.success(request, _("The address answers nobody any more."))
    return redirect("settings")


# This machine


@require_POST
def sign_out(_request: HttpRequest) -> HttpResponse:
    """Sign every browser out, this one too."""
    signing_in.sign_out()
    response = redirect("today")
    response.delete_cookie(server.SIGN_IN_COOKIE, samesite="Strict")
    return response


@require_POST
def backup(request: HttpRequest) -> HttpResponseBase:
    """Make a backup; say where it lies, or hand it to the browser as well."""
    made = backups.back_up(None, datetime.now(UTC).astimezone())
    if "download" in request.POST:
        return FileResponse(made.path.open("rb"), as_attachment=True, filename=made.path.name)
    messages.success(request, _("Backed up, and checked: %(path)s") % {"path": made.path})
    return redirect("settings")


@require_safe
def checked(request: HttpRequest) -> HttpResponse:
    """Look at everything, and say how it is."""
    found = checkup.examine(datetime.now(UTC))
    return render(request, "web/checkup.html", {"findings": found})
