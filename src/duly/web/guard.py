"""Who may see the page, and what a browser may do with it.

The server listens on this machine only; what remains are other pages open in the same browser and
other users of the same machine. Against the first: it answers under its own names only (DNS
rebinding), changes nothing unless the request comes from its own pages (Fetch's `Origin`), sits in
nobody's frame and runs no script but its own files (CSP 3). Against the second: nothing is shown
without the cookie that a one-time link gave.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from duly.core.errors import StoreError
from duly.services import signing_in
from duly.web import beside, failures

Respond = Callable[[HttpRequest], HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def open_to_all(view: View) -> View:
    """Mark a view that is shown without a sign-in; every other view is closed."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


class OwnPagesOnly:
    """Answer under our own names, to our own pages, and say what a browser may do."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what comes from elsewhere; add the headers to what does not."""
        refusal = _foreign(request)
        response = HttpResponse(refusal, status=403) if refusal else self._respond(request)
        if refusal:
            response["Content-Type"] = "text/plain; charset=utf-8"
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


def _foreign(request: HttpRequest) -> str:
    """Return why a request is refused; empty where it is one of our own."""
    if request.META.get("HTTP_HOST", "") not in settings.OWN_HOSTS:
        return "This page answers under its own address only."
    if request.method in _SAFE:
        return ""
    origin = request.META.get("HTTP_ORIGIN", "")
    if origin not in {f"http://{host}" for host in settings.OWN_HOSTS}:
        return "This came from another page, so nothing was done."
    return ""


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether a browser has the cookie that a one-time link gave; looked up once a request."""
    known: bool | None = getattr(request, "is_signed_in", None)
    if known is None:
        cookie = request.COOKIES.get(settings.SIGN_IN_COOKIE, "")
        known = signing_in.is_signed_in(cookie, datetime.now(UTC))
        request.is_signed_in = known  # type: ignore[attr-defined]
    return known


class SignedInOnly:
    """Show nothing without the cookie that a one-time link gave, save what is open to all."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on: which view it will be is not known yet."""
        return self._respond(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], *_of_view: Any
    ) -> HttpResponse | None:
        """Stand before every view."""
        if beside.is_over():
            return HttpResponse(status=410)
        if getattr(view, "open_to_all", False):
            return None
        try:
            if is_signed_in(request):
                return None
        except (
            StoreError
        ) as error:  # no view has begun that `failures.ToldPlainly` could stand behind
            return failures.told(request, error)
        if request.method not in _SAFE:
            raise PermissionDenied
        return render(request, "web/sign_in.html", status=401)
