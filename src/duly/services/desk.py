"""The page in the browser: started where it is not running, and a link that opens it signed in."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from duly.adapters import places, running
from duly.services import heartbeats, opening, signing_in
from duly.store import correspondence, queries


class Around(NamedTuple):
    """What stands around every page.

    Attributes:
        idle_since: Since when nobody is at work; None while somebody is.
        asking: How many mails wait for the user's word.
        has_offer: There is an offer that the user has not turned down.
    """

    idle_since: datetime | None
    asking: int
    has_offer: bool


def around(at: datetime) -> Around:
    """Return what stands around every page, read at one go."""
    with opening.opened() as database:
        return Around(
            heartbeats.silent_since(database, at),
            correspondence.asking(database),
            queries.has_offer(database),
        )


def own_page() -> str:
    """Return the address that leads out of the demo; empty outside, and where nothing answers."""
    if not places.is_demo():
        return ""
    own = running.server_of(places.data() / places.DATABASE)
    return f"{own.address}/" if own and own.answers else ""


def link(at: datetime) -> str:
    """Return a link that works once and opens the page, which is started if need be.

    Raises:
        ServerError: The page does not start.
        StoreError: The database cannot be opened.
    """
    path = places.database()
    secret = signing_in.link(at)
    opening.make_folder(path.parent)
    server = running.ensure(path)
    return f"{server.address}/in/{secret}/"


def stop() -> bool:
    """Stop the page, and the demo's with it; tell whether one was running.

    Raises:
        ServerError: It does not stop.
    """
    stopped = [running.stop(each) for each in {places.database(), places.demo_database()}]
    return any(stopped)
