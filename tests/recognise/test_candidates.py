"""The sieve before the recogniser: nothing that belongs to a search slips through it."""

from __future__ import annotations

import base64
import csv
import quopri
from pathlib import Path

import pytest

from duly.formats.peek import FIRST, peek
from duly.recognise.candidates import Sought, is_candidate
from duly.recognise.meaning import NOISE

SET = Path(__file__).parent / "set"
BULK = "List-Unsubscribe: <https://x.example/u>"
FILLING = "The tomatoes on the balcony are doing well this summer, and so is the basil. " * 40
ANA = Sought(frozenset({"ana@acme.example"}), frozenset({"<Status-1@Mail.example>"}))


def mail(*headers: str, body: str | bytes = FILLING, sender: str = "x@shop.example") -> bytes:
    head = "\n".join((f"From: X <{sender}>", "To: sam@mail.example", *headers))
    return head.encode() + b"\n\n" + (body.encode() if isinstance(body, str) else body)


def wanted(data: bytes, sought: Sought | None = None) -> bool:
    return is_candidate(*peek(data[:FIRST]), sought or Sought())


def encoded(text: str, encoding: str, kind: str = "text/plain", charset: str = "utf-8") -> bytes:
    octets = text.encode(charset)
    made = base64.encodebytes(octets) if encoding == "base64" else quopri.encodestring(octets)
    headers = (BULK, f"Content-Type: {kind}; charset={charset}")
    return mail(*headers, f"Content-Transfer-Encoding: {encoding}", body=made)


def test_of_the_labelled_mails_nothing_that_matters_is_lost_and_not_all_noise_is_kept() -> None:
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    told = [(row["meaning"] in NOISE, wanted((SET / row["file"]).read_bytes())) for row in rows]
    kept = [yes for noise, yes in told if not noise]
    noise = [yes for noise, yes in told if noise]
    assert sum(kept) >= 0.99 * len(kept)
    assert sum(noise) <= 0.75 * len(noise)


@pytest.mark.parametrize(
    "subject",
    [
        "Your application for Data Analyst",
        "=?utf-8?B?WW91ciBhcHBsaWNhdGlvbg==?=",
        "=?iso-8859-1?Q?Einladung_zum_Vorstellungsgespr=E4ch?=",
        "Absage",
        "Ihre Bewerbung als Sachbearbeiter",
        "Votre candidature au poste de comptable",
        "Tu candidatura a analista de datos",
        "La tua candidatura: colloquio conoscitivo",
        "Je sollicitatie bij Acme",
        "Entrevista na quinta-feira",
        "Automatic reply: Thank you for Thursday",
        "Automatische Antwort: Vielen Dank",
    ],
)
def test_a_subject_is_enough_even_of_bulk_mail(subject: str) -> None:
    assert wanted(mail(BULK, f"Subject: {subject}"))


def test_a_long_subject_is_unfolded() -> None:
    assert wanted(mail(BULK, "Subject: Acme - the outcome of your\n application of last week"))


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16-le"])
def test_a_text_is_read_out_of_its_encoding_and_charset(encoding: str, charset: str) -> None:
    if charset == "utf-16-le" and encoding != "base64":
        charset = "cp1252"  # nobody writes UTF-16 any other way
    text = "Sehr geehrte Frau Field,\nwir laden Sie zum Vorstellungsgespräch ein.\n" + FILLING
    assert wanted(encoded(text, encoding, charset=charset))
    assert not wanted(encoded(FILLING, encoding, charset=charset))


def test_a_soft_break_within_a_phrase_hides_nothing() -> None:
    body = b"We have rev=\niewed your ap=\r\nplication and your inter=\nview. " + FILLING.encode()
    assert wanted(mail(BULK, "Content-Transfer-Encoding: quoted-printable", body=body))


def test_a_phrase_is_met_across_lines_and_markup() -> None:
    page = f"<html><head><style>{'p{margin:0}' * 900}</style></head><body><p>Thank you <b>for</b>\n"
    page += f"<i>applying</i> to Acme.</p><p>{FILLING}</p></body></html>"
    assert wanted(encoded(page, "quoted-printable", "text/html"))
    entities = "<html><body><p>Ihr Vorstellungsgespr&auml;ch</p></body></html>"
    assert wanted(mail(BULK, body=entities + FILLING))


def test_a_style_sheet_speaks_of_no_position_and_no_role() -> None:
    row = '<td role="presentation" style="position:relative">Tomatoes</td>'
    page = f"<html><body>{'<p style=position:absolute role=button>' + row * 40}</body></html>"
    assert not wanted(mail(BULK, body=page))


def test_a_base64_part_of_text_is_read_and_one_of_a_picture_is_not() -> None:
    told = base64.encodebytes(b"Your interview is on Tuesday. " + FILLING.encode()).decode()
    part = "--b\nContent-Type: {}\nContent-Transfer-Encoding: base64\n\n{}\n--b--\n"
    kind = 'Content-Type: multipart/mixed; boundary="b"'
    assert wanted(mail(BULK, kind, body=part.format("text/plain; charset=utf-8", told)))
    assert not wanted(mail(BULK, kind, body=part.format("image/png", told)))


@pytest.mark.parametrize("header", ["From", "Cc", "Reply-To"])
def test_whoever_is_known_is_always_worth_reading(header: str) -> None:
    data = mail(BULK, "Subject: Re: Hello", f"{header}: Ana <Ana@Acme.example>", body=FILLING)
    data = data.replace(b"From: X <x@shop.example>\n", b"") if header == "From" else data
    assert wanted(data, ANA)
    assert not wanted(data)


def test_what_is_sent_to_somebody_known_is_worth_reading() -> None:
    assert wanted(mail(BULK, "To: Ben <b@x.example>,\n Ana <ana@acme.example>"), ANA) is False
    data = mail(BULK).replace(b"To: sam@mail.example", b"To: Ben <b@x.example>,\n ana@acme.example")
    assert wanted(data, ANA)


@pytest.mark.parametrize(
    "header",
    ["In-Reply-To: <Status-1@Mail.example>", "References: <a@b>\n <Status-1@Mail.example>"],
)
def test_an_answer_to_what_is_known_is_worth_reading(header: str) -> None:
    assert wanted(mail(BULK, "Subject: Re: Hello", header), ANA)
    assert not wanted(mail(BULK, "Subject: Re: Hello", header.replace("Status-1", "status-2")), ANA)


def test_a_hiring_system_is_known_by_its_domain() -> None:
    assert wanted(mail(BULK, sender="no-reply@us.greenhouse-mail.io"))
    assert not wanted(mail(BULK, sender="no-reply@greenhouse-plants.example"))


def test_an_invitation_and_a_bounce_are_known_by_their_make() -> None:
    kind = 'Content-Type: multipart/mixed; boundary="b"'
    assert wanted(mail(BULK, kind, body="--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR"))
    assert wanted(mail("Content-Type: multipart/report; report-type=delivery-status"))
    assert wanted(mail(BULK, sender="MAILER-DAEMON@mx.mail.example"))


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("30% off everything", "Our summer collection is here, with free delivery."),
        ("Your order has shipped", "Track your parcel. It should arrive on Friday."),
        ("14 new jobs for you", "Data Analyst, Leeds. Bus driver, York. Edit your job alert."),
        ("New sign-in", "We noticed a new sign-in. If this was you, there is nothing to do."),
    ],
)
def test_ordinary_bulk_mail_is_passed_over(subject: str, body: str) -> None:
    assert not wanted(mail(BULK, f"Subject: {subject}", body=body))


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\r\n\r\n", b"\xff" * 9_000, b"<" * 40_000, b"=?" * 20_000]
)
def test_no_bytes_are_too_odd(data: bytes) -> None:
    wanted(data, ANA)
    wanted(b"Subject: " + data, ANA)
    wanted(b"Subject: x\nContent-Type: multipart/x\n\n" + data, ANA)
    wanted(b"Content-Transfer-Encoding: base64\n\n" + data, ANA)
