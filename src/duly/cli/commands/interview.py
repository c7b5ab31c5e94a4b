"""`duly interview`: an interview that has ended or is set up; or moved, or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import at_option, json_option
from duly.cli.opening_options import given, opening_options

if TYPE_CHECKING:
    from duly.cli.desk import Desk
    from duly.services.interviews import Held
    from duly.services.planning import Planned


@click.command("interview")
@click.argument("company", metavar="COMPANY|ID")
@click.option("--ended", metavar="TIME", help='When it ended ("yesterday 15:00").')
@click.option("--starts", metavar="TIME", help='When it starts, if it is set up ("friday 10:00").')
@click.option("--ends", metavar="TIME", help="When it will end; otherwise an hour after it starts.")
@click.option("--with", "people", multiple=True, metavar='"NAME <ADDRESS>"',
              help="Everyone in it; once for each.")  # fmt: skip
@click.option("--arranged-by", metavar='"NAME <ADDRESS>"', help="Whoever set it up.")
@click.option("--conversation", is_flag=True, help="By chance, or networking: no interview.")
@click.option("--moved-to", metavar="TIME",
              help="They moved it: its new end; say its new start with --starts.")  # fmt: skip
@click.option("--cancelled", is_flag=True, help="They cancelled it.")
@click.option("--was", metavar="TIME", help="Which one was moved or cancelled: its old end.")
@opening_options
@at_option
@json_option
def command(company: str, at: str | None, as_json: bool, **said: Any) -> None:  # noqa: FBT001
    """Note an interview; opens the opportunity when it is new."""
    from duly.cli.desk import desk, show_plan
    from duly.services import interviews, opportunities, planning

    who = desk(at)
    search = planning.what_if(who.at).search
    if said["cancelled"] or said["moved_to"]:
        id = opportunities.find(search, company).id
        show_plan(*_changed(who, id, said), as_json=as_json)
        return
    held = _held(who, said)
    known = opportunities.look_for(search, company)
    if known:
        id = opportunities.find(search, company).id
        id, planned = interviews.record(held, who.at, id=id)
        opened = ""
    else:
        said["role"] = said["role"] or _ask_role(company)
        id, planned = interviews.record(held, who.at, new=given(company, said))
        opened = f'Opened {company} as "{id}". '
    show_plan(planned, id, f"{opened}{_noted(who, held)}", as_json=as_json)


def _ask_role(company: str) -> str:
    from duly.cli.desk import interactive

    if not interactive():
        return ""
    answer: str = click.prompt(
        f"Which role at {company}? (Enter to skip)", default="", show_default=False
    )
    return answer.strip()


def _held(who: Desk, said: dict[str, Any]) -> Held:
    """Return the interview that the options tell of.

    Raises:
        WrongUsageError: They do not say when.
    """
    from datetime import timedelta

    from duly.core.errors import WrongUsageError
    from duly.core.model import PersonRole
    from duly.formats.whenwords import Facing
    from duly.services.interviews import Held
    from duly.services.opportunities import Given

    if not said["ended"] and not said["starts"] and not said["ends"]:
        raise WrongUsageError(
            "it is not said when the interview was",
            expected='--ended "yesterday 15:00", or --starts "friday 10:00" for one to come',
        )
    starts = said["starts"] and who.moment(said["starts"], Facing.AHEAD, "--starts")
    if said["ended"]:
        ends = who.moment(said["ended"], Facing.BACK, "--ended")
        if ends > who.at:
            raise WrongUsageError(
                f'"{said["ended"]}" has not come yet',
                where="--ended",
                expected="a time that is over",
                mend="For an interview to come use --starts.",
            )
    elif said["ends"]:
        ends = who.moment(said["ends"], Facing.AHEAD, "--ends")
    else:
        ends = starts + timedelta(hours=1)
    arranged_by = said["arranged_by"]
    return Held(
        ends,
        tuple(Given(each) for each in said["people"]),
        starts_at=starts or None,
        arranged_by=Given(arranged_by, PersonRole.CONTACT) if arranged_by else None,
        conversation=said["conversation"],
    )


def _changed(who: Desk, id: str, said: dict[str, Any]) -> tuple[Planned, str, str]:
    from duly.formats.whenwords import Facing
    from duly.services import interviews

    was = said["was"] and who.moment(said["was"], Facing.AHEAD, "--was")
    if said["cancelled"]:
        return interviews.cancel(id, was or None, who.at), id, "Noted: the interview is cancelled."
    to = who.moment(said["moved_to"], Facing.AHEAD, "--moved-to")
    starts = said["starts"] and who.moment(said["starts"], Facing.AHEAD, "--starts")
    planned = interviews.move(id, was or None, to, who.at, starts_at=starts or None)
    return planned, id, "Noted: the interview was moved."


def _noted(who: Desk, held: Held) -> str:
    from duly.core.worktime import spoken
    from duly.formats import actionwords

    if held.starts_at:
        span = actionwords.span(held.starts_at, held.ends_at, who.zone, who.zone)
        return f"Noted: the interview, {span}."
    local = held.ends_at.astimezone(who.zone)
    when = f"{spoken(local.date())}, {local:%H:%M}"
    return f"Noted: the interview {'ended' if held.ends_at <= who.at else 'ends'} {when}."
