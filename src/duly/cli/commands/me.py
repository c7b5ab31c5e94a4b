"""`duly me`: who is searching, and from where."""

from __future__ import annotations

import click

from duly.cli.asking import json_option


@click.command("me")
@click.option("--name", metavar="NAME", help="As you sign your letters.")
@click.option("--zone", metavar="ZONE", help='Your time zone, such as "Europe/Berlin".')
@click.option("--country", metavar="CODE", help='For the public holidays: "DE", "US", "GB-ENG".')
@click.option("--email", metavar="ADDRESS", help="Your own; tells you from those who invite you.")
@click.option("--phone", metavar="NUMBER")
@click.option("--address", metavar="ADDRESS", help="Postal, for the corner of an envelope.")
@click.option("--cards/--no-cards", default=None, help="Plan handwritten cards (T9).")
@click.option("--playbook", metavar="NAME", help="Follow this one unless told otherwise.")
@json_option
def command(as_json: bool, zone: str | None, **wanted: str | None) -> None:  # noqa: FBT001
    """Say who you are, or show what is known of you."""
    from duly.cli.desk import desk, say, say_json
    from duly.services import profile

    if zone or any(value is not None for value in wanted.values()):
        found = profile.change(time_zone=zone, **wanted)
    else:
        desk()
        found = profile.current() or profile.introduce(profile.guess(), guessed=True)
    me = found.me
    shown: dict[str, str | bool] = {
        "name": me.name,
        "zone": me.time_zone,
        "country": me.country,
        "email": me.email,
        "phone": me.phone,
        "address": me.address,
        "cards": me.cards,
        "playbook": found.playbook,
        "guessed": found.guessed,
    }
    if as_json:
        say_json(shown)
        return
    guessed = " (guessed from this machine)" if found.guessed else ""
    say(f"{name:<10}{_text(value)}{guessed if name in ('zone', 'country') else ''}"
        for name, value in shown.items() if name != "guessed")  # fmt: skip


def _text(value: str | bool) -> str:  # noqa: FBT001
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value.split("\n")) or "-"
