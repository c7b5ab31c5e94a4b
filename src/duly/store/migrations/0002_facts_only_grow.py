"""Have SQLite itself refuse to change or delete a fact.

A later migration that rebuilds the table (Django does, to alter a column on SQLite) loses the
triggers with it and has to make them anew; a test looks for them.
"""

from typing import Any, ClassVar

from django.db import migrations

_REFUSE = """
CREATE TRIGGER store_fact_no_{event} BEFORE {event} ON store_fact
BEGIN
    SELECT RAISE(ABORT, 'the log of facts is only ever added to');
END
"""


def make_triggers(_apps: Any, schema_editor: Any) -> None:
    """Make one trigger for UPDATE and one for DELETE."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(_REFUSE.format(event=event))


def drop_triggers(_apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER store_fact_no_{event}")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("store", "0001_tables")]

    operations: ClassVar = [migrations.RunPython(make_triggers, drop_triggers)]
