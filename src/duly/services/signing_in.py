"""Signing a browser in by a link that works once: on one's own machine there is no password.

Whoever can run `duly` on this machine can read the search anyway; the link proves that it was
they who asked. Anybody else who finds the page, another user or another page in the browser, has
neither the link nor the cookie.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from duly.core.errors import NeedsUserError
from duly.services import opening
from duly.store import mapping

LINK_LASTS: Final = timedelta(minutes=10)
SIGN_IN_LASTS: Final = timedelta(days=90)
_SECRET_BYTES: Final = 24


class LinkUsedError(NeedsUserError):
    """The link was used, or is too old."""


@opening.use_case
def link(at: datetime) -> str:
    """Return the secret of a new link; it works once, within ten minutes."""
    from duly.store import models

    secret = secrets.token_urlsafe(_SECRET_BYTES)
    models.SignIn.objects.filter(used_at=None, made_at__lt=at - LINK_LASTS).delete()
    models.SignIn.objects.create(link=_digest(secret), made_at=at)
    return secret


@opening.use_case
def use(link: str, at: datetime) -> str:
    """Use a link up; return the secret of the cookie that the browser gets for it.

    Raises:
        LinkUsedError: It was used before, is too old, or never was one.
    """
    from duly.store import models

    cookie = secrets.token_urlsafe(_SECRET_BYTES)
    unused = models.SignIn.objects.filter(link=_digest(link), used_at=None)
    fresh = unused.filter(made_at__gt=at - LINK_LASTS, made_at__lte=at)
    if not fresh.update(used_at=at, cookie=_digest(cookie)):
        raise LinkUsedError(
            "this link was used before, or is too old", mend="Ask for another: make start."
        )
    return cookie


def is_signed_in(cookie: str, at: datetime) -> bool:
    """Tell whether a cookie is one that was given for a link, and is not too old."""
    if not cookie:
        return False
    with opening.opened() as database:
        rows = database.rows(
            "SELECT 1 FROM store_signin WHERE cookie = ? AND used_at > ?",
            (_digest(cookie), mapping.stamp(at - SIGN_IN_LASTS)),
        )
    return bool(rows)


@opening.use_case
def sign_out() -> None:
    """Sign every browser out, and let no link that was made before sign one in."""
    from duly.store import models

    models.SignIn.objects.all().delete()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
