"""`duly card`: a handwritten card to copy from, and its envelope (T9)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option

if TYPE_CHECKING:
    from duly.formats.cardsheet import CardSheet
    from duly.services.cards import Laid

_VOICES = ("formal", "warm", "brief")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("card")
@click.argument("id", metavar="ID")
@click.option("--to", default="", metavar="PERSON", help="Only the card to this reader.")
@click.option("--voice", type=click.Choice(_VOICES), help="How it should sound.")
@click.option("--envelope", default="", metavar="NAME",
              help="c6, dl, 10 or a7; otherwise as usual in your country.")  # fmt: skip
@click.option("--pdf", metavar="FILE.pdf", type=_FILE, help="Save it, to print or to read from.")
@click.option("--html", metavar="FILE.html", type=_FILE, help="The same for a browser to print.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@at_option
@json_option
def command(
    id: str,
    to: str,
    voice: str | None,
    envelope: str,
    pdf: Path | None,
    html: Path | None,
    force: bool,  # noqa: FBT001 - click calls it
    at: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Lay a card out to copy by hand: its words, line by line, and the envelope.

    Its words are changed like any letter's: `duly letter ID card --edit`.
    """
    from duly.cli.desk import desk, say, say_json
    from duly.letters.material import Voice
    from duly.services import cards
    from duly.services.letters import Wish

    who = desk(at)
    laid = cards.lay_out(id, to, Wish(Voice(voice) if voice else None), envelope, who.at)
    if pdf:
        cards.save_pdf(laid, pdf, who.at, force=force)
    if html:
        cards.save_html(laid, html, force=force)
    if as_json:
        say_json({"cards": [_json(each) for each in laid]})
        return
    for each in laid:
        say([*_lines(each), ""])
    for file in filter(None, (pdf, html)):
        say([f"Saved to {file}. Print it at its own size, 100 %."])


def _json(laid: Laid) -> dict[str, Any]:
    from duly.cli.pages import page_json

    return {
        **page_json(laid.page),
        "planned": laid.planned,
        "sheet": laid.sheet.data() if laid.sheet else None,
        "lacking": list(laid.lacking),
    }


def _lines(laid: Laid) -> Iterable[str]:
    from duly.cli.pages import page_lines, verdict_lines

    page, sheet = laid.page, laid.sheet
    if sheet is None or page.reader is None:
        yield from page_lines(page)
        return
    yield f"{click.style(f'A card to {page.reader.name}', bold=True)}  to copy by hand [T9]"
    if not laid.planned:
        yield "  The plan has no card to them now; this one is your own idea."
    yield ""
    yield from _card(sheet)
    yield ""
    yield from verdict_lines(page)
    yield ""
    yield from _envelope(sheet)
    yield ""
    yield from (f"  {each}" for each in laid.lacking)
    yield (
        "  Once it is in the post: "
        f"duly sent {page.opportunity.id} card --to {page.reader.id} --by post"
    )


def _card(sheet: CardSheet) -> Iterable[str]:
    from duly.formats.cardsheet import LINE, room

    yield f"    {sheet.dated:>{LINE}}"
    for block in sheet.blocks:
        yield ""
        yield from (f"    {line}" for line in block)
    yield ""
    yield f"  {room(sheet)}."


def _envelope(sheet: CardSheet) -> Iterable[str]:
    paper = sheet.stationery
    yield f"{click.style('The envelope', bold=True)}  {paper.name}, {paper.said}"
    yield ""
    yield from (f"    {line}" for line in sheet.sender)
    yield from (f"    {'':24}{line}" for line in sheet.to or ("(address not known yet)",))
