"""The record: every row that is kept, as lines of JSON, so that an export comes back as it was.

What facts files have no words for is in it: corrections, letters with all their versions, mails and
what became of them, what was learnt from corrections. It is no backup: mailboxes, and how to reach
them, are left out. Each line is one row, `{"model", "pk", "fields"}`, after a first one that says
which tables it fits and which facts it goes with.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from duly import __version__
from duly.core.errors import FactsError, StoreError, WrongUsageError
from duly.services import opening
from duly.store import correspondence, queries
from duly.store.connection import Database, ThroughDjango
from duly.store.copying import ON_THEIR_WAY

if TYPE_CHECKING:
    from django.db import models as django_models

NAME: Final = "record.jsonl"
KEPT: Final = (
    *("Profile", "Opportunity", "Person", "Involvement", "Address", "Fact", "Choice", "Offer"),
    *("Debrief", "DebriefAnswer", "Invitation", "Letter", "Outgoing", "Passage", "Mail", "Lesson"),
    *("Action", "Rescheduling"),
)
"""Every table but those of mailboxes, sign-ins, feeds and reminders; what is referred to first.

What mails answer comes back by itself with each mail (`Answered`).
"""
_MOST_LINES: Final = 2_000_000
_ODD: Final = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a value of another kind than expected comes to."""
_EMPTY: Final = ("Opportunity", "Fact", "Letter", "Mail")


class PutBack(NamedTuple):
    """What was put back.

    Attributes:
        quarantined: Letters that were on their way, and are stopped.
    """

    letters: int
    mails: int
    quarantined: int


def lines(facts: bytes) -> Iterable[str]:
    """Return the record inside a use case.

    Args:
        facts: The facts file that it goes with.
    """
    from django.core import serializers

    from duly.store import models

    yield json.dumps(
        {
            "duly": __version__,
            "tables": opening.newest(),
            "facts": hashlib.sha256(facts).hexdigest(),
        }
    )
    for name in KEPT:
        rows = getattr(models, name).objects.order_by("pk")
        for row in rows.iterator(chunk_size=500):
            (plain,) = serializers.serialize("python", [row])
            yield json.dumps(_without_source(plain), ensure_ascii=False, default=_plain)


def _without_source(row: Any) -> Any:
    """Return a row without the mailbox it was read from, which stays where it is."""
    if "source" in row["fields"] and row["model"] == "store.mail":
        row["fields"]["source"] = None
    return row


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def fits(text: str, facts: bytes) -> bool:
    """Tell whether a record goes with a facts file: nobody changed the facts since.

    Raises:
        StoreError: A newer Duly wrote it.
        FactsError: It is none.
    """
    head = _json(text.partition("\n")[0], 1)
    tables = head.get("tables")
    if not isinstance(tables, int):
        raise _wrong(1, "the first line does not say which tables it fits")
    if tables > opening.newest():
        raise StoreError(
            f"a newer Duly wrote it (its tables are at {tables})",
            where=NAME,
            expected=f"tables up to {opening.newest()}",
            mend="Update Duly first; nothing was changed.",
        )
    return bool(head.get("facts") == hashlib.sha256(facts).hexdigest())


def refuse_taken() -> None:
    """Refuse a database in which something is noted already.

    Raises:
        WrongUsageError: There is.
    """
    from duly.store import models

    if any(getattr(models, name).objects.exists() for name in _EMPTY):
        raise WrongUsageError(
            "there are opportunities already", expected="an empty database", mend="Use another one."
        )


@opening.use_case
def put_back(text: str, at: datetime, why: str) -> PutBack:
    """Put every row of a record into a database that holds nothing yet: all of them, or none.

    Args:
        text: The record.
        at: The present.
        why: What to say of letters that were on their way.

    Raises:
        WrongUsageError: Something is noted already.
        FactsError: A line is no row, or the rows do not belong together.
    """
    from django.db import IntegrityError, connection

    from duly.services import planning
    from duly.store import models

    refuse_taken()
    rows = _rows(text)
    models.Profile.objects.all().delete()
    try:
        for name in KEPT:
            getattr(models, name).objects.bulk_create(rows[name], batch_size=500)
        connection.check_constraints()
    except (IntegrityError, ValueError, TypeError) as error:
        raise _torn(error) from error
    database = ThroughDjango()
    _read_all(database)
    planning.refresh(at)
    return PutBack(len(rows["Letter"]), len(rows["Mail"]), _quarantine(at, why))


def _rows(text: str) -> dict[str, list[django_models.Model]]:
    """Return the rows of a record by table."""
    from django.core import serializers
    from django.core.exceptions import FieldDoesNotExist, ValidationError
    from django.core.serializers.base import DeserializationError

    known = {f"store.{name.lower()}": name for name in KEPT}
    found: dict[str, list[django_models.Model]] = defaultdict(list)
    for number, line in enumerate(text.split("\n")[1:], 2):
        if not line:
            continue
        row = _json(line, number)
        name = known.get(str(row.get("model")))
        if name is None or not isinstance(row.get("fields"), dict) or number > _MOST_LINES:
            raise _wrong(number, "this is no row of a search")
        try:
            (one,) = serializers.deserialize("python", [_without_source(row)])
        except (DeserializationError, FieldDoesNotExist, ValidationError, *_ODD) as error:
            raise _wrong(number, f"this row cannot be read ({str(error)[:120]})") from error
        found[name].append(one.object)
    return found


def _json(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _wrong(number, "this is no JSON") from None
    if not isinstance(found, dict):
        raise _wrong(number, "this is no row")
    return found


def _wrong(number: int, found: str) -> FactsError:
    return FactsError(
        found, where=f"{NAME}, line {number}",
        mend=f"Export it again; or remove {NAME}, and the facts alone are taken over.",
    )  # fmt: skip


def _torn(error: Exception) -> FactsError:
    return FactsError(
        f"its rows do not belong together ({str(error)[:160]})", where=NAME,
        mend=f"Export it again; or remove {NAME}, and the facts alone are taken over.",
    )  # fmt: skip


def _read_all(database: Database) -> None:
    """Read everything once, so that nothing is taken over that could not be shown."""
    try:
        for opportunity in queries.search(database).opportunities:
            queries.letters(database, opportunity.id)
            queries.debriefs(database, opportunity.id)
            queries.offers(database, opportunity.id)
        queries.chronicle(database, "", _MOST_LINES)
        correspondence.mails(database, "1 = 1")
        correspondence.lessons(database)
    except (StoreError, *_ODD) as error:
        raise _torn(error) from error


def _quarantine(at: datetime, why: str) -> int:
    """Stop the letters that were on their way: some may have left since (DESIGN, Sending 5).

    Copies of others are owed to the mailbox that they left from, which has not come along.
    """
    from duly.store import models

    models.Outgoing.objects.update(copy_at=None)
    stopped = models.Outgoing.objects.filter(stage__in=ON_THEIR_WAY)
    models.Passage.objects.bulk_create(
        models.Passage(outgoing=each, at=at, stage="quarantined", why=why) for each in stopped
    )
    return stopped.update(stage="quarantined", why=why)
