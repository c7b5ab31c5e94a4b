"""How far an IMAP account has been read: RFC 3501 §2.3.1.1 (UIDVALIDITY), RFC 7162 (MODSEQ)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Place:
    """How far one folder has been read.

    Attributes:
        uidvalidity: UIDs mean something only as long as this stays the same.
        uid: The last one that was gone past.
        uidnext: What the server said would come next when the end was reached; 0 before.
        modseq: HIGHESTMODSEQ at that moment; 0 where the server does not tell.
    """

    uidvalidity: int
    uid: int = 0
    uidnext: int = 0
    modseq: int = 0

    def still_holds(self, status: dict[bytes, Any]) -> bool:
        """Tell from a STATUS whether the end was reached and nothing has come since."""
        if status.get(b"UIDVALIDITY") != self.uidvalidity:
            return False
        unmoved = self.uidnext and self.uidnext == status.get(b"UIDNEXT")
        return bool(unmoved or (self.modseq and self.modseq == status.get(b"HIGHESTMODSEQ")))


class Mark(dict[str, Place]):
    """The place in each folder, by its path."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return a mark as it was written; an empty one where it cannot be read."""
        try:
            kept = {path: _place(place) for path, place in json.loads(text).items()}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls()
        return cls(kept)

    def __str__(self) -> str:
        places = {path: asdict(place) for path, place in self.items()}
        return json.dumps(places, separators=(",", ":"), sort_keys=True)


def _place(kept: dict[str, Any]) -> Place:
    return Place(**{name: int(value) for name, value in kept.items()})
