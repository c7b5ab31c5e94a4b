"""What can be said of an opportunity when it is opened, by whichever verb opens it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from duly.services.opportunities import Opening

Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--role", metavar="ROLE", default="", help="The role you are after."),
    click.option("--networking", is_flag=True, help="A contact, not an application."),
    click.option("--zone", metavar="ZONE", default="", help="Their time zone; otherwise yours."),
    click.option("--country", metavar="CODE", default="", help="For their public holidays."),
    click.option("--sector", metavar="SECTOR", default="", help='Such as "sales".'),
    click.option("--via", metavar='"NAME <ADDRESS>"', default="",
                 help="The recruiter through whom all contact goes."),
    click.option("--playbook", metavar="NAME", default="", help="Follow this one here."),
)  # fmt: skip


def opening_options(function: Function) -> Function:
    """Add the options."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def given(company: str, about: dict[str, Any], **more: Any) -> Opening:
    """Return what the options say.

    Raises:
        WrongUsageError: The company has no name.
    """
    from duly.core.errors import WrongUsageError
    from duly.core.model import Kind
    from duly.services.opportunities import Opening

    name = " ".join(company.split())
    if not name or len(name) > 200:
        raise WrongUsageError(
            "the company's name is empty" if not name else "the name is longer than 200 characters",
            expected="a name such as Acme",
        )
    return Opening(
        name,
        role=about["role"],
        kind=Kind.NETWORKING if about["networking"] else Kind.APPLICATION,
        time_zone=about["zone"],
        country=about["country"],
        sector=about["sector"],
        playbook=about["playbook"],
        via=about["via"],
        **more,
    )
