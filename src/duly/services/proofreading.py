"""Letters judged while they are typed: what is known of one is gathered once, not at every key.

What the checks know beside the words (`Context`) takes the whole plan to gather; the words
themselves take a few milliseconds. So a context is remembered for as long as nothing it came from
has changed, and for a few minutes at most: what is approved is always judged afresh.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, NamedTuple

from duly.adapters import places
from duly.letters.context import Context
from duly.letters.judge import Judgement, judge
from duly.services import opening, writing
from duly.services.writing import Place, Sheet, Words

_MOST: Final = 32
"""Letters in as many windows; a context is some kilobytes."""
_FRESH: Final = timedelta(minutes=2)
_SEEN: Final = (
    "SELECT (SELECT MAX(id) FROM store_fact), (SELECT COUNT(*) FROM store_opportunity), "
    "(SELECT COUNT(*) FROM store_choice WHERE withdrawn_at IS NULL), "
    "(SELECT MAX(id) FROM store_choice), (SELECT MAX(l.id) FROM store_letter l "
    "WHERE l.opportunity_id = o.id), (SELECT MAX(a.answered_at) FROM store_debriefanswer a "
    "JOIN store_debrief d ON d.id = a.debrief_id WHERE d.opportunity_id = o.id), "
    "(SELECT GROUP_CONCAT(p.name, ';') FROM store_involvement i "
    "JOIN store_person p ON p.id = i.person_id WHERE i.opportunity_id = o.id), "
    "o.company, o.role, o.playbook FROM store_opportunity o WHERE o.slug = ?"
)


class _Known(NamedTuple):
    """A context, what it was gathered from, and when."""

    context: Context
    seen: list[Any]
    at: datetime


_known: Final[dict[tuple[str, Place], _Known]] = {}
_lock: Final = Lock()


def opened(place: Place, at: datetime) -> Sheet:
    """Return a letter as it stands, and remember what the checks know of it: a key comes soon.

    Raises:
        UnknownError: There is no such opportunity or person, nor was there ever such a letter.
        NeedsUserError: Only the user knows what to write.
    """
    seen = _seen(place)
    found = writing.look(place, at)
    if found.context:
        _remember(place, _Known(found.context, seen, at))
    return found


def judged(place: Place, words: Words, at: datetime) -> Judgement:
    """Judge what is being typed; nothing is kept.

    Raises:
        UnknownError: The plan has no such letter.
    """
    context = _context(place, at)
    return judge(words.body, subject=words.subject or None, context=context)


def _context(place: Place, at: datetime) -> Context:
    """Return what is known for a letter, gathered anew only where something has changed."""
    seen = _seen(place)
    with _lock:
        found = _known.get(_key(place))
    if found and found.seen == seen and abs(at - found.at) < _FRESH:
        return found.context
    gathered = _gathered(place, at)
    _remember(place, _Known(gathered, seen, at))
    return gathered


def _seen(place: Place) -> list[Any]:
    with opening.opened() as database:
        return database.rows(_SEEN, (place.opportunity,))


def _key(place: Place) -> tuple[str, Place]:
    return str(places.database()), place


def _remember(place: Place, known: _Known) -> None:
    key = _key(place)
    with _lock:
        _known.pop(key, None)
        while len(_known) >= _MOST:
            del _known[next(iter(_known))]
        _known[key] = known


@opening.use_case
def _gathered(place: Place, at: datetime) -> Context:
    desk, page = writing.at_desk(place, at)
    return desk.context(page.kind, page.reader)
