"""Letters that the user sends themself: opened in their mail program, or copied.

Nothing is noted when a letter is handed over this way: whether it was sent, only the user knows, or
a sync that finds it among the sent mail. One that was saved or put among the drafts bears its mark;
one that was opened by its address or copied does not, and is known by its words (`filing`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from duly.adapters import desktop
from duly.core.errors import NeedsUserError
from duly.formats import profile
from duly.letters.material import LetterKind
from duly.services import accounts, letters, opening
from duly.services.letters import Page

_SPOKEN: Final = frozenset({LetterKind.CALL, LetterKind.VOICEMAIL})
_NOT_BY_MAIL: Final = frozenset({LetterKind.CARD, LetterKind.LINKEDIN}) | _SPOKEN


class Handed(NamedTuple):
    """A letter that was handed over.

    Attributes:
        what: "opened" in the mail program, or "copied".
        by: The program that took it, or "the terminal".
        surely: It said so.
        profile: The profile that was opened for it; "" for none.
    """

    what: str
    by: str
    surely: bool = True
    profile: str = ""


def open_in_mail_program(page: Page) -> Handed:
    """Open a letter in the user's mail program, ready to be looked at and sent.

    Raises:
        NeedsUserError: There is no letter yet, it is no mail, or an address is missing.
        TooLongError: Some mail programs would lose its end.
        DesktopError: No mail program can be opened from here.
    """
    _refuse_wordless(page)
    if page.kind in _NOT_BY_MAIL:
        raise NeedsUserError(
            f"a {page.kind} is no mail",
            mend=f"See it: duly letter {page.opportunity.id} {page.kind}",
        )
    address = letters.as_address(page)
    return Handed("opened", desktop.open_address(address))


def copy(page: Page) -> Handed:
    """Put a letter's words where they can be pasted from; for LinkedIn, open the profile too.

    Raises:
        NeedsUserError: There is no letter yet.
        DesktopError: No clipboard is in reach.
    """
    copied = desktop.copy(_refuse_wordless(page))
    return Handed("copied", copied.by, copied.surely, _opened_profile(page))


def _opened_profile(page: Page) -> str:
    """Open the reader's profile where a note goes there; a desktop that cannot is no failure."""
    known = profile.find(page.reader.profile) if page.reader else ""
    if page.kind is not LetterKind.LINKEDIN or not known:
        return ""
    try:
        desktop.open_address(known)
    except desktop.DesktopError:
        return ""
    return known


def _refuse_wordless(page: Page) -> str:
    if page.kept is None:
        raise NeedsUserError(
            page.missing.why if page.missing else "there is no letter yet",
            mend=f"Say more: duly debrief {page.opportunity.id}",
        )
    return page.kept.body


@opening.use_case
def is_noticed(page: Page) -> bool:
    """Tell whether a sync would notice by itself that a letter has left."""
    return page.kind not in _NOT_BY_MAIL and bool(accounts.listed())
