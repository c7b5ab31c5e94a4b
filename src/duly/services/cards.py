"""The handwritten card: its words laid out to copy from, and its envelope (T9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from duly.adapters import here, publishing, typesetting
from duly.core.errors import NeedsUserError, WrongUsageError
from duly.core.model import Action, Me, Opportunity, Person, PersonRole, Plan, Step
from duly.formats import cardsheet, postal
from duly.formats.cardsheet import CardSheet
from duly.letters import days
from duly.services import follow_ups, letters, opening, opportunities, unplanned
from duly.services.letters import Page, Wish
from duly.services.planning import Planned


class Laid(NamedTuple):
    """One card.

    Attributes:
        page: Its words, with what the checks say; none where something is missing.
        sheet: What stands where; None while there are no words.
        planned: The plan has it.
        lacking: What is not known and belongs on the envelope, each with what to do.
    """

    page: Page
    sheet: CardSheet | None
    planned: bool
    lacking: tuple[str, ...]


@opening.use_case
def lay_out(id: str, to: str, wish: Wish, envelope: str, at: datetime) -> list[Laid]:
    """Lay out the cards that are planned, or the one to somebody who was met.

    Args:
        id: The opportunity, as typed.
        to: Whom, as typed; "" for everybody the plan has a card to.
        wish: How it should sound.
        envelope: Its name; "" for the usual one in the user's country.
        at: The present.

    Raises:
        UnknownError: No opportunity or person goes by that.
        NeedsUserError: Nobody was met, several were, or a no stands.
        WrongUsageError: There is no such envelope.
    """
    opportunity, plan, planned = follow_ups.current(at, id)
    me = planned.search.me
    paper = cardsheet.stationery(envelope, me.country)
    actions = _wanted(opportunity, plan, to)
    in_plan = bool(actions)
    if not actions:
        standing = unplanned.standing_of(opportunity, planned, at)
        actions = [unplanned.card(opportunity, plan, standing, to)]
    pages = letters.compose_for(planned, opportunity, actions, wish, at)
    return [
        Laid(page, _sheet(page, me, planned, paper, at), in_plan, tuple(_lacking(page, me)))
        for page in pages
    ]


def _wanted(opportunity: Opportunity, plan: Plan, to: str) -> list[Action]:
    person = opportunities.person_in(opportunity, to, where="--to") if to else ""
    return [
        each for each in plan.actions
        if each.step is Step.CARD and (not person or each.to == person)
    ]  # fmt: skip


def _sheet(
    page: Page, me: Me, planned: Planned, paper: cardsheet.Stationery, at: datetime
) -> CardSheet | None:
    if page.kept is None or page.reader is None:
        return None
    opportunity = page.opportunity
    written_on = unplanned.calendar_of(opportunity, planned, at).day(max(page.action.due, at))
    return cardsheet.lay_out(
        page.kept.body,
        days.in_full(written_on, opportunity.country),
        paper,
        _address(page.reader, opportunity, me),
        _corner(me, opportunity),
    )


def _address(reader: Person, opportunity: Opportunity, me: Me) -> tuple[str, ...]:
    company = "" if reader.role is PersonRole.RECRUITER else opportunity.company
    return postal.recipient(
        reader.name,
        company,
        reader.address,
        opportunity.country,
        abroad=_country_if_abroad(opportunity.country, me.country),
    )


def _corner(me: Me, opportunity: Opportunity) -> tuple[str, ...]:
    if not me.address:
        return (me.name,) if me.name else ()
    abroad = _country_if_abroad(me.country, opportunity.country)
    return postal.recipient(me.name, "", me.address, me.country, abroad=abroad)


def _country_if_abroad(of: str, seen_from: str) -> str:
    """Return the name of a country for the last line, where the other end lies in another one."""
    if not of or not seen_from or postal.country_of(of) == postal.country_of(seen_from):
        return ""
    return postal.english_name(of, here.name_of_country(of))


def _lacking(page: Page, me: Me) -> Iterable[str]:
    reader = page.reader
    if reader and not reader.address:
        yield (
            f"{reader.name}'s postal address is not known yet. Their card or the company's web "
            f'site has it: duly person {page.opportunity.id} {reader.id} --address "…"'
        )
    if not me.address:
        yield 'Your own address is not known yet: duly me --address "…"'


def save_pdf(laid: Sequence[Laid], file: Path, at: datetime, *, force: bool) -> None:
    """Save cards as a PDF.

    Raises:
        WrongUsageError: The extra is not installed, or the file is there already.
        NeedsUserError: There are no words yet.
        TypesettingError: It cannot be set: no font has a letter.
        PublishingError: It cannot be written.
    """
    if not typesetting.available():
        raise WrongUsageError(
            'a PDF needs the extra "pdf", which is not installed',
            where="--pdf",
            mend=f"Install Duly with it, or print the same from a browser: --html "
            f"{file.with_suffix('.html')}",
        )
    _write(typesetting.pdf(_sheets(laid), _title(laid), at), file, force=force)


def save_html(laid: Sequence[Laid], file: Path, *, force: bool) -> None:
    """Save cards as a page for a browser to print.

    Raises:
        WrongUsageError: The file is there already.
        NeedsUserError: There are no words yet.
        PublishingError: It cannot be written.
    """
    from duly.formats import cardpage

    _write(cardpage.write(_sheets(laid), _title(laid)), file, force=force)


def _sheets(laid: Sequence[Laid]) -> list[CardSheet]:
    found = [each.sheet for each in laid if each.sheet]
    if not found:
        page = laid[0].page
        raise NeedsUserError(
            page.missing.why if page.missing else "there are no words yet",
            mend=f"Say more: duly debrief {page.opportunity.id}",
        )
    return found


def _title(laid: Sequence[Laid]) -> str:
    names = [each.page.reader.name for each in laid if each.sheet and each.page.reader]
    return f"A card for {' and '.join(names)}"


def _write(data: bytes, file: Path, *, force: bool) -> None:
    with publishing.new_file(file.expanduser().absolute(), force=force) as part:
        part.write_bytes(data)
