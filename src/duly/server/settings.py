"""Django, told as little as it takes to keep a database: no accounts, no sessions, no web yet.

The store is loaded by every command, so nothing is installed that a command does not use.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from duly.adapters import places
from duly.store.connection import BUSY_SECONDS

SECRET_KEY: Final = secrets.token_urlsafe(50)
"""Made anew by each process: nothing that is signed outlives one, so nothing has to be kept."""

INSTALLED_APPS: Final = ["duly.store.apps.StoreConfig"]
DEFAULT_AUTO_FIELD: Final = "django.db.models.BigAutoField"
USE_TZ: Final = True
TIME_ZONE: Final = "UTC"
USE_I18N: Final = False
LOGGING_CONFIG: Final = None


_PRAGMAS: Final = "; ".join(
    (
        "PRAGMA journal_mode = WAL",  # readers never wait for a writer
        "PRAGMA foreign_keys = ON",
        "PRAGMA synchronous = FULL",  # what a command reported as noted survives a power cut
        "PRAGMA temp_store = MEMORY",  # nothing of a search is left behind in /tmp
    )
)

DATABASES: Final[dict[str, dict[str, Any]]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": places.database(),
        "OPTIONS": {
            # A transaction that will write takes its turn when it begins. Begun as a reader, it
            # could not wait for its turn later: SQLite would refuse at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
            "init_command": f"{_PRAGMAS};",
        },
    }
}
