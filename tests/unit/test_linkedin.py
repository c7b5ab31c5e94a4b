"""LinkedIn's connections: in every language of its export, and however a spreadsheet saved them."""

# ruff: noqa: E501 - a table is easier to read unbroken

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duly.formats.linkedin import MAX_BYTES, Connection, ConnectionsError, read_connections

HERE = Path(__file__).parent / "connections"


def read(name: str) -> list[Connection]:
    return read_connections((HERE / f"{name}.connections.csv").read_bytes())


def test_the_export_is_read_past_its_notes() -> None:
    ana, bo, cy = read("en")
    assert ana == Connection(
        name="Ana Ruiz",
        first_name="Ana",
        last_name="Ruiz, PhD, SHRM-CP",
        url="https://www.linkedin.com/in/ana-ruiz-example",
        email="ana@acme.example",
        company="Acme, Inc.",
        position="Head of Data",
        connected_on=date(2026, 3, 12),
        line=5,
    )
    assert (bo.name, bo.email, bo.position) == ("Bo Lind", "", 'Lead "Platform" Engineer')
    assert (cy.name, cy.connected_on, cy.line) == ("Cy Okafor", date(2024, 9, 28), 8)


def test_german_semicolons_and_french_utf_16_are_read() -> None:
    joerg, aenne = read("de")
    assert (joerg.name, joerg.company) == ("Jörg Müller-Lüdenscheidt", "Nordhafen Großhandel")
    assert (joerg.connected_on, aenne.connected_on) == (date(2026, 3, 12), date(2025, 12, 1))
    zoe, noel = read("fr")
    assert (zoe.name, zoe.connected_on) == ("Zoé Lefèvre", date(2025, 8, 1))
    assert noel.connected_on == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("header", "written"),
    [
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "12 Mar 2026"),
        ("Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am", "12. Mär. 2026"),
        ("Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté(e) le", "12 mars 2026"),
        ("Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Fecha de conexión",
         "12 de marzo de 2026"),
        ("Nome,Cognome,URL,Indirizzo e-mail,Azienda,Posizione,Collegato il", "12 mar 2026"),
        ("Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em", "12 de mar. de 2026"),
        ("Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op", "12 mrt. 2026"),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "2026-03-12"),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "2026/03/12 09:00"),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On", "12-Mar-2026"),
        ('First Name,Last Name,URL,Email Address,Company,Position,"Connected On"', '"March 12, 2026"'),
    ],
)  # fmt: skip
def test_every_language_and_order_of_a_date_is_read(header: str, written: str) -> None:
    text = f"{header}\nAna,Ruiz,https://u.example,ana@acme.example,Acme,Head,{written}\n"
    (found,) = read_connections(text.encode())
    assert (found.name, found.email, found.company) == ("Ana Ruiz", "ana@acme.example", "Acme")
    assert found.position == "Head"
    assert found.connected_on == date(2026, 3, 12)


def rows(*written: str) -> list[date | None]:
    lines = [f"Ana,Ruiz,{each}" for each in written]
    text = "\n".join(["First Name,Last Name,Connected On", *lines])
    return [each.connected_on for each in read_connections(text.encode())]


def test_the_file_itself_shows_how_its_numbers_are_meant() -> None:
    assert rows("03/04/2026", "25/04/2026") == [date(2026, 4, 3), date(2026, 4, 25)]
    assert rows("03/04/26", "04/25/26") == [date(2026, 3, 4), date(2026, 4, 25)]


def test_a_day_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    text = "First Name,Last Name,Connected On\nAna,Ruiz,03/04/2026\nBo,Lind,some day\n"
    ana, bo = read_connections(text.encode())
    assert ana.connected_on is None
    assert bo.connected_on is None
    assert "Line 2" in ana.remark
    assert "12 Mar 2026" in bo.remark


@pytest.mark.parametrize(
    ("data", "helpful"),
    [
        (b"", "line 1"),
        (b"a,b,c\n1,2,3\n", "First Name, Last Name"),
        (b'First Name,Last Name\nAna,"Ruiz\n' + b"Bo,Lind\n" * 100, "line 2"),
        (b"First Name,Last Name\n" + b"Ana,Ruiz\n" * 41_000, "40,000"),
        (b"x" * (MAX_BYTES + 1), "16,000,000"),
        (b"First Name,Last Name\n" + b'"' + b"x" * 200_000 + b'",y\n', "line 2"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(data: bytes, helpful: str) -> None:
    with pytest.raises(ConnectionsError) as caught:
        read_connections(data, where="Connections.csv")
    assert str(caught.value).startswith("Connections.csv")
    assert helpful in str(caught.value)
    assert caught.value.mend


@pytest.mark.timeout(30)
def test_a_hostile_file_takes_no_time() -> None:
    data = b"First Name,Last Name,Connected On\n" + b"A" * 90_000 + b",B," + b"1/" * 9_000 + b"\n"
    with suppress(ConnectionsError):
        read_connections(data * 20)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ConnectionsError):
        read_connections(b"First Name,Last Name,Connected On\n" + data)
