"""What a folder is for, by its name."""

from __future__ import annotations

import pytest

from duly.adapters.folders import Role, role_of, role_of_name


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Sent Items", Role.SENT),
        ("GESENDET", Role.SENT),
        ("Éléments envoyés", Role.SENT),
        ("E\u0301le\u0301ments envoye\u0301s", Role.SENT),
        ("Отправленные", Role.SENT),
        ("已发送", Role.SENT),
        ("Brouillons", Role.DRAFTS),
        ("Outbox", Role.UNSENT),
        ("Vorlagen", Role.UNSENT),
        ("Correo no deseado", Role.JUNK),
        ("Junk E-mail", Role.JUNK),
        ("Papierkorb", Role.TRASH),
        ("ゴミ箱", Role.TRASH),
        ("Archives", Role.ARCHIVE),
        ("INBOX", None),
        ("Sent to Anna", None),
        ("Bewerbungen", None),
        ("", None),
    ],
)
def test_a_name_tells_the_role(name: str, role: Role | None) -> None:
    assert role_of_name(name) is role
    assert role_of(name) is role


def test_a_dot_or_slash_in_a_name_is_part_of_it_where_that_is_known() -> None:
    assert role_of("Jobs.Bin") is Role.TRASH
    assert role_of_name("Jobs.Bin") is None
