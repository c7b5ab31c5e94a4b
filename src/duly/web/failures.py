"""What went wrong, told on a page: one HTTP status for each class of error, and no traceback."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from duly.core.errors import (
    DulyError,
    NeedsUserError,
    NothingToDoError,
    StoreError,
    UnknownError,
    WrongUsageError,
)
from duly.web import saying

_STATUS: Final[dict[type[DulyError], int]] = {
    UnknownError: 404,
    WrongUsageError: 422,
    NeedsUserError: 409,
    NothingToDoError: 409,
    StoreError: 503,
}
"""The first class that fits decides; whatever else we refuse is a 400."""
_NOT_ALLOWED: Final = 405


class ToldPlainly:
    """Turn the errors that services raise into pages."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: Django hands errors of views to `process_exception`.

        An address that only takes forms stands in the browser after one that was refused; asked
        for again, it leads back to its page.
        """
        response = self._respond(request)
        if response.status_code != _NOT_ALLOWED or request.method not in ("GET", "HEAD"):
            return response
        shown = _form_only(request)
        shown["Allow"] = response["Allow"]
        return shown

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what was found and what to do; leave everything else to `our_mistake`."""
        if not isinstance(error, DulyError):
            traceback.print_exception(error)
            return None
        return told(request, error)


def told(request: HttpRequest, error: DulyError) -> HttpResponse:
    """Return the page of an error."""
    return _page(request, error, status_of(error))


def _page(request: HttpRequest, error: DulyError, status: int, back: str = "") -> HttpResponse:
    page = {"error": saying.parts(error), "back": back}
    return render(request, "web/error.html", page, status=status)


def _form_only(request: HttpRequest) -> HttpResponse:
    error = DulyError("this address takes a form, and shows nothing by itself")
    return _page(request, error, _NOT_ALLOWED, _page_above(request.path))


def _page_above(path: str) -> str:
    """Return the address of the page that a form's address lies under; empty where it is none."""
    above = path.rstrip("/").rpartition("/")[0] + "/"
    try:
        resolve(above)
    except Resolver404:
        return "" if above == "/" else _page_above(above)
    return above


def status_of(error: DulyError) -> int:
    """Return the HTTP status of an error."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 400)


def status_of_forms(shown: Iterable[Any]) -> int:
    """Return the HTTP status of a page that shows forms: 422 where one of them has errors."""
    return 422 if any(getattr(each, "errors", None) for each in shown) else 200


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    del exception
    error = UnknownError("there is no such page", mend="The menu leads to all there are.")
    return told(request, error)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a browser which is not signed in changes nothing."""
    del exception
    return render(request, "web/sign_in.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was opened before the server was started anew."""
    del reason
    error = DulyError(
        "this form is from before Duly was started anew, so nothing was saved",
        mend="Go back, reload the page, and send it again.",
    )
    return _page(request, error, 403)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Say that the mistake is ours."""
    error = DulyError(
        "Duly made a mistake", mend="Nothing of yours was lost. Try again; if it stays, report it."
    )
    return _page(request, error, 500)
