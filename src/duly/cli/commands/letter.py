"""`duly letter`: the words of the next step, composed, judged, kept, and yours to change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from datetime import datetime

    from duly.cli.desk import Desk
    from duly.services.by_hand import Handed
    from duly.services.drafts import Placed
    from duly.services.letters import Page

_VOICES = ("formal", "warm", "brief")


@click.command("letter")
@click.argument("id", metavar="ID")
@click.argument("step", required=False, default="")
@click.option("--to", default="", metavar="PERSON", help="Only the letter to this reader.")
@click.option("--voice", type=click.Choice(_VOICES), help="How it should sound.")
@click.option("--edit", is_flag=True, help="Open it in your editor; what you save is kept.")
@click.option("--again", is_flag=True, help="Compose it afresh, over a version of your own.")
@click.option("--until", metavar="DAY", help="The day to ask for, when asking for more time.")
@click.option("--premium", is_flag=True, help="LinkedIn Premium: notes of up to 300 characters.")
@click.option("--save", metavar="FILE.eml", type=click.Path(path_type=Path, dir_okay=False),
              help="Save it as a draft that your mail program opens.")  # fmt: skip
@click.option("--mail", "in_mail", is_flag=True,
              help="Open it in your mail program, filled in.")  # fmt: skip
@click.option("--copy", "copied", is_flag=True,
              help="Put its words where you can paste them from.")  # fmt: skip
@click.option("--to-drafts", is_flag=True, help="Put it among the drafts of your mailbox.")
@click.option("--from", "sender", default="", metavar="ADDRESS",
              help="Whose drafts, where several mailboxes are connected.")  # fmt: skip
@at_option
@json_option
def command(
    id: str,
    step: str,
    to: str,
    voice: str | None,
    edit: bool,  # noqa: FBT001 - click calls it
    again: bool,  # noqa: FBT001
    until: str | None,
    premium: bool,  # noqa: FBT001
    save: Path | None,
    in_mail: bool,  # noqa: FBT001
    copied: bool,  # noqa: FBT001
    to_drafts: bool,  # noqa: FBT001
    sender: str,
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Write the letters of the next step, or of STEP: `duly letter acme thank-you --to ana`.

    Every version is kept. Nothing is sent.
    """
    from duly.cli import handing
    from duly.cli.desk import desk, say, say_json
    from duly.cli.pages import page_json, page_lines
    from duly.core.errors import WrongUsageError
    from duly.letters.material import Voice
    from duly.services import letters

    if sender and not to_drafts:
        raise WrongUsageError("--from goes with --to-drafts", where="--from")
    who = desk(at)
    wish = letters.Wish(Voice(voice) if voice else None, again, who.day(until, "--until"), premium)
    pages = letters.write(id, step, to, wish, who.at)
    if edit:
        pages = [_edited(_only(pages, "edit"), who.at)]
    done = _Done(
        save if save and _save(_only(pages, "save"), save, who) else None,
        handing.hand_over(pages, _only, in_mail=in_mail, copied=copied),
        _placed(pages, sender, who) if to_drafts else None,
    )
    if as_json:
        say_json({"letters": [page_json(page) for page in pages], **done.json()})
        return
    for page in pages:
        say([*page_lines(page), ""])
    say(done.lines(pages[0]))


class _Done(NamedTuple):
    """What was done with letters beside showing them.

    Attributes:
        saved: The file they were saved to.
        handed: Those handed over to be sent by hand.
        placed: Those put among the drafts; None where nobody asked.
    """

    saved: Path | None
    handed: list[Handed]
    placed: list[Placed] | None

    def json(self) -> dict[str, Any]:
        """Return what there is to say of it."""
        told = {"drafts": self.placed, "handed": self.handed or None}
        return {
            name: [each._asdict() for each in found]
            for name, found in told.items()
            if found is not None
        }

    def lines(self, page: Page) -> Iterable[str]:
        """Return the same as text."""
        from duly.cli import handing

        if self.saved:
            yield f"Saved to {self.saved}. Open it in your mail program; nothing was sent."
        for one in self.handed:
            yield from handing.told(one)
        if self.saved or self.handed:
            yield handing.how_to_note(page)
        for each in self.placed or ():
            lies = f"lies in {each.folder} of {each.address}; nothing was sent."
            yield f"The letter to {each.to} {lies}"


def _only(pages: list[Page], what: str) -> Page:
    """Return the one letter that is meant.

    Raises:
        NeedsUserError: There are several, or none yet.
    """
    from duly.core.errors import NeedsUserError

    if len(pages) > 1 and len({page.action.to for page in pages}) > 1:
        readers = ", ".join(page.action.to for page in pages)
        raise NeedsUserError(
            f"there are several letters to {what}: to {readers}", mend="Say which with --to."
        )
    return pages[0]


def _edited(page: Page, at: datetime) -> Page:
    """Let the user change a letter in their editor; keep it if they did."""
    from duly.cli.pages import SUBJECT
    from duly.services import letters

    kept = page.kept
    before = f"{SUBJECT} {kept.subject}\n\n{kept.body}\n" if kept else f"{SUBJECT} \n\n"
    after = click.edit(before, extension=".txt")
    if after is None or after.strip() == before.strip():
        click.echo("Nothing was changed.", err=True)
        return page
    subject, body = _parted(after)
    return letters.revise(page, subject, body, at)


def _parted(text: str) -> tuple[str, str]:
    from duly.cli.pages import SUBJECT

    first, _, rest = text.lstrip().partition("\n")
    if first.lower().startswith(SUBJECT.lower()):
        return first[len(SUBJECT) :].strip(), rest.strip()
    return "", text.strip()


def _placed(pages: list[Page], sender: str, who: Desk) -> list[Placed]:
    from duly.services import drafts

    return drafts.put(pages, who.me, sender, who.at, who.zone)


def _save(page: Page, file: Path, who: Desk) -> bool:
    from duly.core.errors import WrongUsageError
    from duly.services import letters

    data: Any = letters.as_message(page, who.me.email, who.me.name, who.at, who.zone)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise WrongUsageError(
            f"it cannot be written ({error.strerror})", where=str(file), mend="Name another file."
        ) from None
    return True
