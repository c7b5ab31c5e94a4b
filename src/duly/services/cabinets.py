"""The connected mailboxes on servers, opened for what is put into them or looked for in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

from duly.core.errors import DulyError
from duly.services import accounts

if TYPE_CHECKING:
    from duly.adapters.imapwriting import Cabinet
    from duly.services.accounts import Connected

Result = TypeVar("Result")


@contextmanager
def mailboxes() -> Iterator[Mailboxes]:
    """Give out the mailboxes, and sign out of them at the end."""
    with ExitStack() as until:
        yield Mailboxes(until)


class Mailboxes:
    """The mailboxes; each is signed in to when first used, and not again where that failed.

    Args:
        until: Signs out of whichever was used; see `mailboxes`.
    """

    def __init__(self, until: ExitStack) -> None:
        self.known = [each for each in accounts.listed() if each.account]
        self._open: dict[str, Cabinet] = {}
        self._failed: dict[str, DulyError] = {}
        self._until = until

    def of(self, address: str) -> Sequence[Connected]:
        """Return the mailbox of an address; where it is none of them, all that there are."""
        own = [each for each in self.known if each.address.casefold() == address.casefold()]
        return own or self.known

    def leaves_from(self, address: str) -> Connected | None:
        """Return the mailbox that letters of an address leave from: its own, or the only one.

        None where its own is not connected any more: no other one's sent mail is their place.
        """
        found = self.of(address)
        if len(found) == 1 and not accounts.was_connected(address):
            return found[0]
        return next((each for each in found if each.address.casefold() == address.casefold()), None)

    def do(self, connected: Connected, work: Callable[[Cabinet], Result]) -> Result:
        """Do something in one mailbox; one that failed is not asked again this time.

        Raises:
            DulyError: It cannot be reached or signed in to, or does not do it.
        """
        if connected.name in self._failed:
            raise self._failed[connected.name]
        try:
            return work(self._cabinet(connected))
        except DulyError as error:
            self._failed[connected.name] = error
            raise

    def _cabinet(self, connected: Connected) -> Cabinet:
        from duly.adapters.imapwriting import Cabinet

        if connected.name not in self._open:
            assert connected.account  # noqa: S101 - only such are known here
            cabinet = Cabinet(connected.account, accounts.secret_of(connected))
            self._open[connected.name] = self._until.enter_context(cabinet)
        return self._open[connected.name]
