# ruff: noqa: A005 - it lies in a package of its own
"""A mailbox as people have it, made up from a seed: the same bytes every time.

    python -m bench.mailbox PLACE [MESSAGES [MEGABYTES]]

One message in a hundred belongs to a search for a job: the labelled mails of `tests/recognise/set`,
half of them as they are, half written anew with other transfer encodings and charsets. The rest
are newsletters, receipts, notifications, lists and letters from friends in threads. Every twentieth
carries a file in base64, which is what most of the bytes are.
"""

from __future__ import annotations

import base64
import csv
import quopri
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from duly.formats.mail import read_mail
from duly.recognise.meaning import NOISE

SET: Final = Path(__file__).resolve().parents[1] / "tests" / "recognise" / "set"
MESSAGES: Final = 20_000
MEGABYTES: Final = 500
HIRING: Final = "hiring-"
"""What the Message-IDs of mails worth finding begin with."""
ONE_IN: Final = 100
FILE_IN: Final = 20
SHARES: Final = {"newsletter": 34, "receipt": 22, "notice": 16, "list": 8, "friend": 20}
CHARSETS: Final = ("utf-8", "iso-8859-1", "windows-1252", "x-unknown", "")

SENTENCES: Final = {
    "newsletter": """Our summer collection is here, and members save twenty percent until Sunday.
Five weekend breaks you can still book for under a hundred euros.|This week's most read stories.
The new season brings linen in eleven colours, all woven in Portugal.|Free delivery on everything.
Read how a family in Lisbon turned a garage into a pottery.|Our chefs picked twelve soups for you.
You receive this because you signed up with us.|Watch the trailer before anyone does.
Three recipes with rhubarb, from quick to very slow.|The top ten albums of the month are in.
What the change in interest rates means for savers.|A guide to growing tomatoes on a balcony.
Last chance to win two tickets for the opening night.|Share this letter with a friend.""",
    "receipt": """Thank you for your purchase, your receipt is below.|Subtotal 41.20, shipping 4.90.
Your parcel was handed to the carrier and can be tracked.|Your table for four is booked for eight.
We have charged the card ending in 4471.|You can return any item within thirty days.
Your monthly statement is ready to be viewed online.|Your train leaves at 07:12 from platform 3.
The amount will be debited on the third of the month.|Keep this mail for your records.""",
    "notice": """A new device has signed in to your account.|Your storage is eighty percent full.
Build 4112 of the main branch has passed.|Somebody liked a photo that you are in.
Your backup was completed without warnings.|Reminder: the water will be off on Tuesday morning.
Version 2.4 fixes a crash on start and two smaller problems.|Your code is 302918.
Your comment has three new answers.|The meter reading is due by the end of the month.""",
    "list": """I can reproduce this on the latest kernel, see the trace below.|Looks good to me.
Could you rebase this and send it again?|The allocator returns a bad pointer.
Minutes of the allotment society: the hedge was cut.|Has anybody seen a wren?
The application crashes when the window loses focus.|In which position should the flag be set?""",
    "friend": """We are back from the lake and the children slept all the way home.|And you?
I finally read the book you gave me and stayed up until two.|Photos are in the folder.
Could you bring the big pot when you come on Saturday?|The dog has learned to open the fridge.
Grandma asked after you, give her a ring when you can.|The recipe is the one with the lemons.
The neighbours have started on the roof again, at seven.|I will bring wine, you bring cheese.
The car needs new tyres and I need a new car.|Do you still have the tent from last year?
We watched the match at the pub and nobody scored.|The garden is a jungle, in a good way.""",
}
SENDERS: Final = {
    "newsletter": ("Linen & Co", "newsletter@linen.example"),
    "receipt": ("Harlan Books", "orders@harlanbooks.example"),
    "notice": ("Cloudbox", "no-reply@cloudbox.example"),
    "list": ("Robin Marsh", "robin@hackers.example"),
    "friend": ("Ben Ortiz", "ben.ortiz@friends.example"),
}
EXTRA: Final = {
    "newsletter": "List-Unsubscribe: <https://linen.example/u/{n}>\nPrecedence: bulk\n"
    "Feedback-ID: {n}:campaign:linen\n",
    "receipt": "",
    "notice": "Auto-Submitted: auto-generated\n",
    "list": "List-Id: <devel.hackers.example>\nPrecedence: list\n",
    "friend": "",
}


def messages(count: int = MESSAGES, megabytes: int = MEGABYTES, seed: int = 7) -> Iterator[bytes]:
    """Yield the messages of a mailbox; they have about as many megabytes together."""
    dice = random.Random(seed)
    files = max(count // FILE_IN, 1)
    texts = int(count * 9_500)
    size = max((megabytes * 1_000_000 - texts) // files, 1_000)
    hiring = _hiring(dice)
    for number in range(count):
        if number % ONE_IN == ONE_IN // 2:
            yield _worth_finding(number, hiring[number // ONE_IN % len(hiring)], dice)
        else:
            kind = dice.choices(list(SHARES), list(SHARES.values()))[0]
            enclosed = dice.randint(size // 2, size * 3 // 2) if number % FILE_IN == 0 else 0
            yield _ordinary(kind, number, enclosed, dice)


def write_mbox(path: Path, mails: Iterator[bytes]) -> None:
    """Append messages to an mbox."""
    with path.open("ab") as file:
        for mail in mails:
            stuffed = re.sub(rb"^(>*From )", rb">\1", mail, flags=re.MULTILINE)
            file.write(b"From - Mon Jun  2 09:14:22 2025\n" + stuffed + b"\n")


def write_maildir(path: Path, mails: Iterator[bytes], begin: int = 0) -> None:
    """Deliver messages into a Maildir."""
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True, exist_ok=True)
    for number, mail in enumerate(mails, start=begin):
        (path / "cur" / f"{1_748_800_000 + number}.P1.host:2,S").write_bytes(mail)


def _hiring(dice: random.Random) -> list[Path]:
    """Return the labelled mails that are not noise, shuffled."""
    with (SET / "labels.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["meaning"] not in NOISE]
    found = sorted(SET / row["file"] for row in rows)
    dice.shuffle(found)
    return found


def _worth_finding(number: int, path: Path, dice: random.Random) -> bytes:
    """Return a labelled mail under a Message-ID of its own, at times in other clothes."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    name = f"<{HIRING}{number}@mail.example>"
    mail = read_mail(data)
    if number % 200 < ONE_IN or mail.calendars or mail.report_type or mail.header("auto-submitted"):
        head, _, body = data.partition(b"\n\n")
        head = re.sub(rb"(?im)^message-id:.*\n?", b"", head)
        return _received(number, dice) + f"Message-ID: {name}\n".encode() + head + b"\n\n" + body
    sender = mail.sender.address if mail.sender else "ana@acme.example"
    subject = base64.b64encode(mail.subject.encode()).decode()
    written = f"From: <{sender}>\nTo: sam.field@mail.example\nSubject: =?utf-8?B?{subject}?=\n"
    kinds, text = _encoded(mail.text, dice)
    return _received(number, dice) + f"{written}Message-ID: {name}\n{kinds}\n".encode() + text


def _encoded(text: str, dice: random.Random) -> tuple[str, bytes]:
    """Return the headers that say how a text is written, and the text written so."""
    charset = dice.choice(CHARSETS)
    known = charset in ("utf-8", "iso-8859-1", "windows-1252")
    octets = text.encode(charset if known else "utf-8", "replace")
    encoding = dice.choice(("base64", "quoted-printable", "8bit"))
    if encoding == "base64":
        octets = base64.encodebytes(octets)
    elif encoding == "quoted-printable":
        octets = quopri.encodestring(octets)
    kind = f"Content-Type: text/plain; charset={charset}\n" if charset else ""
    return f"MIME-Version: 1.0\n{kind}Content-Transfer-Encoding: {encoding}\n", octets + b"\n"


def _received(number: int, dice: random.Random) -> bytes:
    """Return the headers that a message gathers on its way."""
    signature = base64.encodebytes(dice.randbytes(256)).replace(b"\n", b"\n ").rstrip()
    hops = "".join(
        f"Received: from mx{hop}.mail.example (mx{hop}.mail.example [192.0.2.{hop}])\n"
        f"\tby in{hop}.mail.example with ESMTPS id {number:08x}{hop};\n"
        "\tMon, 02 Jun 2025 09:14:22 +0000\n"
        for hop in range(1, 4)
    )
    signed = b"DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=k1; b=" + signature + b"\n"
    return hops.encode() + signed


def _ordinary(kind: str, number: int, enclosed: int, dice: random.Random) -> bytes:
    name, address = SENDERS[kind]
    said = SENTENCES[kind].replace("\n", "|").split("|")
    thread = number - dice.randint(1, 40) if kind in ("friend", "list") else 0
    subject = dice.choice(said).rstrip(".")
    head = (
        _received(number, dice)
        + (
            f"From: {name} <{address}>\nTo: Sam Field <sam.field@mail.example>\n"
            f"Subject: {'Re: ' if thread else ''}{subject}\nMessage-ID: <{number}@mail.example>\n"
            f"Date: Mon, 02 Jun 2025 09:14:22 +0000\n{EXTRA[kind].format(n=number)}"
        ).encode()
    )
    if thread:
        head += f"In-Reply-To: <{thread}@mail.example>\n".encode()
    kinds, body = _body(kind, said, dice)
    return _with_file(head, kinds, body, enclosed, dice) if enclosed else head + kinds + body


def _body(kind: str, said: list[str], dice: random.Random) -> tuple[bytes, bytes]:
    if kind in ("friend", "list"):
        told = dice.choices(said, k=dice.randint(4, 40))
        quoted = "".join(f"> {one}\n" for one in dice.choices(said, k=dice.randint(0, 30)))
        headers, text = _encoded("\n".join(told) + f"\n\nBen\n\n{quoted}", dice)
        return headers.encode() + b"\n", text
    told = dice.choices(said, k=dice.randint(15, 90))
    rows = "".join(
        f'<tr><td style="padding:0 12px;font-family:Arial,sans-serif;color:#333333">'
        f'<a href="https://shop.example/r/{dice.getrandbits(64):016x}">{one}</a></td></tr>\n'
        for one in told
    )
    style = "<style>" + "td.x{margin:0;position:relative;width:600px}\n" * 40 + "</style>"
    page = f"<!DOCTYPE html><html><head>{style}</head><body><table>{rows}</table></body></html>"
    kinds = b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    return kinds + b"\n", quopri.encodestring(page.encode()) + b"\n"


def _with_file(head: bytes, kinds: bytes, body: bytes, size: int, dice: random.Random) -> bytes:
    edge = b"--=_%016x" % dice.getrandbits(64)
    kind = b'Content-Type: multipart/mixed; boundary="' + edge[2:] + b'"\n\n'
    file = b"Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n"
    octets = base64.encodebytes(dice.randbytes(size * 3 // 4))
    parts = [head, kind, edge, b"\n", kinds, body, edge, b"\n", file, octets, edge, b"--\n"]
    return b"".join(parts)


def main() -> None:
    """Write a mailbox: an mbox, or a Maildir where the place's name has no ending."""
    place = Path(sys.argv[1])
    sizes = [int(one) for one in sys.argv[2:4]]
    write = write_mbox if place.suffix else write_maildir
    write(place, messages(*sizes))


if __name__ == "__main__":
    main()
