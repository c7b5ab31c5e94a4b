"""The page in the browser: started where it is not running, and a link that opens it signed in."""

from __future__ import annotations

from datetime import datetime

from duly.adapters import places, running
from duly.services import opening, signing_in


def link(at: datetime, back_to: int = 0) -> str:
    """Return a link that works once and opens the page, which is started if need be.

    Args:
        at: The present.
        back_to: The port of the page that the demo leads back to.

    Raises:
        ServerError: The page does not start.
        StoreError: The database cannot be opened.
    """
    path = places.database()
    secret = signing_in.link(at)
    opening.make_folder(path.parent)
    environment = {"DULY_BACK_TO": str(back_to)} if back_to else {}
    server = running.server_of(path) or running.start(path, environment)
    return f"{server.address}/in/{secret}/"


def stop() -> bool:
    """Stop the page; tell whether it was running.

    Raises:
        ServerError: It does not stop.
    """
    return running.stop(places.database())
