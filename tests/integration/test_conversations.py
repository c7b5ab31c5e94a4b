"""Which mails belong to one conversation: kept by the database itself, asked for one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from duly.services import opening, opportunities
from duly.services.opportunities import Opening
from duly.store import correspondence
from duly.store.connection import ThroughDjango

AT = datetime(2026, 3, 11, 13, tzinfo=UTC)


def keep(key: str, references: str = "", in_reply_to: str = "", of: str = "", days: int = 0) -> Any:
    """Keep a mail, settled where it is of an opportunity."""
    from duly.store import models

    return models.Mail.objects.create(
        key=key, references=references, in_reply_to=in_reply_to, where="", recognition={},
        meaning="other", sent_at=AT + timedelta(days=days), read_at=AT,
        opportunity=opportunities.row_of(of) if of else None,
    )  # fmt: skip


def answered(mail: Any) -> list[str]:
    return sorted(mail.answered.values_list("message_id", flat=True))


def test_the_database_itself_keeps_what_a_mail_answers(store: Path) -> None:
    assert answered(keep("<1@a>")) == []
    assert answered(keep("<2@a>", "<0@a> <1@a>", "<1@a>")) == ["<0@a>", "<1@a>"]
    odd = ['<"a\\b"@c>', "<e\x01f@g>", "<näive@h>", "[x]"]
    assert answered(keep("<3@a>", " ".join(odd))) == sorted(odd)


def test_mails_that_were_kept_before_are_found_too(store: Path) -> None:
    from django.db import connection

    from duly.store import models

    threads = import_module("duly.store.migrations.0013_mail_threads")
    with connection.schema_editor() as editor:
        threads.drop_trigger(None, editor)
        mail = keep("<2@a>", "<0@a>", "<1@a>")
        assert answered(mail) == []
        threads.make_trigger(None, editor)
    assert answered(mail) == ["<0@a>", "<1@a>"]
    assert answered(keep("<3@a>", in_reply_to="<2@a>")) == ["<2@a>"]
    assert models.Answered.objects.count() == 3


def test_a_conversation_belongs_where_its_last_settled_mail_does(store: Path) -> None:
    for company in ("Acme", "Bolt"):
        opportunities.open_one(Opening(company), AT)
    keep("<1@a>", of="acme")
    keep("<2@a>", "<0@a> <1@a>", of="bolt", days=2)
    keep("<3@a>", "<0@a> <2@a>", of="acme", days=1)
    keep("<4@a>", "<9@a>", days=3)
    ids = ["<0@a>", "<1@a>", "<2@a>", "<3@a>", "<4@a>", "<9@a>", *(f"<n{n}@a>" for n in range(999))]
    expected = {"<0@a>": "bolt", "<1@a>": "bolt", "<2@a>": "bolt", "<3@a>": "acme"}
    assert correspondence.threads(ThroughDjango(), ids) == expected
    with opening.opened() as database:
        assert correspondence.threads(database, ids) == expected
        assert correspondence.threads(database, []) == {}


def test_mails_about_an_event_are_found_among_those_about_several(store: Path) -> None:
    from duly.store import models

    one, two = keep("<1@a>"), keep("<2@a>")
    models.Mail.objects.filter(pk=one.pk).update(uid="x@cal\ny@cal")
    with opening.opened() as database:
        assert correspondence.mails_about(database, {"y@cal"}) == {one.pk}
        assert correspondence.mails_about(database, {"y", "cal"}) == set()
    assert two.pk
