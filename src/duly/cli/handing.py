"""Letters handed over to be sent by hand: what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duly.services.by_hand import Handed
    from duly.services.letters import Page


def hand_over(
    pages: list[Page], only: Callable[[list[Page], str], Page], *, in_mail: bool, copied: bool
) -> list[Handed]:
    """Copy the one letter that is meant, open it in the mail program, or both."""
    from duly.services import by_hand

    done = []
    if copied:  # first: where the link would be too long, the words are there all the same
        done.append(by_hand.copy(only(pages, "copy")))
    if in_mail:
        done.append(by_hand.open_in_mail_program(only(pages, "open")))
    return done


def told(handed: Handed) -> Iterable[str]:
    """Return what was done with a letter, and by whom."""
    if handed.what == "opened":
        yield f"Opened in your mail program ({handed.by}). Look it over and send it from there."
    elif handed.surely:
        yield f"Copied ({handed.by}). Paste it where it is to go."
    else:
        yield (
            "Handed to your terminal's clipboard (OSC 52). Not every terminal takes it: "
            "look at what you paste."
        )
    if handed.profile:
        yield f"Their profile is open in your browser: {handed.profile}"


def how_to_note(page: Page) -> str:
    """Return how a letter that was sent by hand comes to be noted."""
    from duly.letters.material import SPOKEN
    from duly.services import by_hand

    opportunity, action = page.opportunity.id, page.action
    if page.kind in SPOKEN:
        return f"Once you have called: duly call {opportunity} --outcome spoke"
    to = f" --to {action.to}" if action.to else ""
    noticed = " A sync notices it by itself." if by_hand.is_noticed(page) else ""
    return f"Once it has left: duly sent {opportunity} {action.step}{to}.{noticed}"
