"""The job seeker: guessed at the first start, changed at any time."""

from __future__ import annotations

from typing import Any

from duly.adapters import daysoff, here, playbookfiles
from duly.core.errors import NothingToDoError
from duly.core.model import Me
from duly.core.worktime import zone
from duly.formats import whom
from duly.services import opening
from duly.store import mapping, queries
from duly.store.connection import ThroughDjango
from duly.store.queries import NoProfileError, Profile


def current() -> Profile | None:
    """Return the job seeker, or None where nobody has said yet who that is."""
    with opening.opened() as database:
        try:
            return queries.profile(database)
        except NoProfileError:
            return None


def guess() -> Me:
    """Return the job seeker as this machine suggests: a zone, its country, no name."""
    found = here.time_zone()
    return Me("", found, here.country(found))


def ensure() -> Profile:
    """Return the job seeker; at the very first start, guess who that is."""
    return current() or introduce(guess(), guessed=True)


@opening.use_case
def introduce(me: Me, *, guessed: bool, playbook: str = "balanced") -> Profile:
    """Note who is searching, unless somebody did so in the meantime."""
    from duly.store import models

    columns = {name: getattr(me, name) for name in mapping.ME_COLUMNS}
    models.Profile.objects.get_or_create(
        pk=1, defaults={**columns, "guessed": guessed, "playbook": playbook}
    )
    return queries.profile(ThroughDjango())


@opening.use_case
def take(me: Me, playbook: str) -> None:
    """Note who is searching, in the place of whoever was noted or guessed before."""
    from duly.store import models

    columns = {name: getattr(me, name) for name in mapping.ME_COLUMNS}
    models.Profile.objects.update_or_create(
        pk=1, defaults={**columns, "guessed": False, "playbook": playbook}
    )


@opening.use_case
def change(**wanted: Any) -> Profile:
    """Change what is known of the job seeker.

    Args:
        wanted: `name`, `time_zone`, `country`, `email`, `phone`, `address`, `cards` and `playbook`;
            what is left out or None stays as it is.

    Raises:
        ZoneError: There is no zone of that name.
        FactsError: There is no country of that code.
        UnknownError: There is no playbook of that name.
        NothingToDoError: All of it is so already.
    """
    from duly.store import models

    changes = {name: value for name, value in wanted.items() if value is not None}
    _check(changes)
    known = _known()
    if known and not known.guessed and changes.items() <= _columns(known).items():
        raise NothingToDoError("that is what is noted of you already")
    columns = _columns(known or Profile(guess(), "balanced", guessed=True)) | changes
    where_from = {"time_zone", "country"} & changes.keys()
    guessed = not where_from and (known is None or known.guessed)
    models.Profile.objects.update_or_create(pk=1, defaults={**columns, "guessed": guessed})
    return queries.profile(ThroughDjango())


def _known() -> Profile | None:
    try:
        return queries.profile(ThroughDjango())
    except NoProfileError:
        return None


def _columns(profile: Profile) -> dict[str, Any]:
    columns: dict[str, Any] = {name: getattr(profile.me, name) for name in mapping.ME_COLUMNS}
    return {**columns, "playbook": profile.playbook}


def _check(changes: dict[str, Any]) -> None:
    if "time_zone" in changes:
        zone(changes["time_zone"], where="--zone")
    if changes.get("country"):
        check_country(changes["country"])
    if changes.get("email"):
        whom.email(changes["email"], where="--email")
    if "playbook" in changes:
        playbookfiles.load(changes["playbook"])


def check_country(code: str) -> None:
    """Refuse a country whose holidays cannot be told.

    Raises:
        FactsError: There is no country of that code.
    """
    daysoff.days_off([code], [2026])


def near(me: Me, zone_name: str) -> str:
    """Return the country of a zone of theirs, else the user's own."""
    if zone_name == me.time_zone:
        return me.country
    return here.country(zone_name) or me.country
