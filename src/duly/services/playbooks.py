"""The user's own playbooks: begun as a copy, checked before they are kept, let go once unused."""

from __future__ import annotations

import re
import tomllib
from typing import Final

from duly.adapters import playbookfiles, publishing
from duly.core.errors import (
    NeedsUserError,
    PlaybookError,
    UnknownError,
    WrongUsageError,
    did_you_mean,
)
from duly.core.playbook import Playbook, parse
from duly.core.told import enumerated, told
from duly.services import opening
from duly.store import queries

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_OWN_NAME: Final = re.compile(r'^(name\s*=\s*)".*"', re.MULTILINE)
_TITLE: Final = re.compile(r'^(title\s*=\s*)"(.*)"', re.MULTILINE)
_MOST: Final = 60_000
"""Characters of one; those that come with Duly have under 4,000."""


def is_own(name: str) -> bool:
    """Tell whether a playbook is the user's own."""
    return name not in playbookfiles.PACKAGED


def load(name: str) -> Playbook:
    """Return a playbook by its name alone: an address of a page leads to no other file.

    Raises:
        UnknownError: There is none of that name.
        PlaybookError: Its file has a mistake.
    """
    return playbookfiles.load(_known(name))


def _known(name: str) -> str:
    names = playbookfiles.names()
    if name not in names:
        mend = did_you_mean(name[:80], names)
        raise UnknownError(told('there is no playbook "{name}"', name=name[:80]), mend=mend)
    return name


def text_of(name: str) -> str:
    """Return the text of a playbook's file.

    Raises:
        UnknownError: There is none of that name.
    """
    return playbookfiles.file_of(_known(name)).read_text(encoding="utf-8-sig", errors="replace")


def copy_of(name: str) -> tuple[str, str]:
    """Return a name for a copy of a playbook, and its text with that name and a title of its own.

    Raises:
        UnknownError: There is none of that name.
    """
    text, copied = text_of(name), f"my-{name}"
    text = _OWN_NAME.sub(lambda line: f'{line[1]}"{copied}"', text, count=1)
    return copied, _TITLE.sub(lambda line: f'{line[1]}"My {line[2].lower()}"', text, count=1)


def check(text: str) -> Playbook:
    """Return a playbook as a text has it.

    Raises:
        PlaybookError: There is a mistake in it; it names step and field.
    """
    if len(text) > _MOST:
        raise PlaybookError(
            told("it has {count} characters", count=f"{len(text):,}"),
            expected=told("at most {most}", most=f"{_MOST:,}"),
        )
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        raise PlaybookError(str(error), mend="Correct that line.") from None
    return parse(data, "")


def save(name: str, text: str, *, new: bool) -> Playbook:
    """Check a playbook and keep it among the user's own: all of it, or what was there before.

    Args:
        name: What its file is called; a playbook goes by it.
        text: What it says.
        new: There may be none of that name.

    Raises:
        WrongUsageError: The name cannot be one, or comes with Duly.
        PlaybookError: There is a mistake in it.
        ThereAlreadyError: There is one of that name.
        PublishingError: It cannot be written.
    """
    _refuse_name(name)
    book = check(text)
    folder = playbookfiles.own_folder()
    try:
        opening.make_folder(folder)
    except OSError as error:
        raise publishing.refusal(error, folder) from error
    with publishing.new_file(folder / f"{name}.toml", force=not new) as part:
        part.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
    return book


def _refuse_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise WrongUsageError(
            told('"{name}" cannot be its name', name=name[:80]),
            expected="small letters, digits and dashes",
        )
    if not is_own(name):
        raise WrongUsageError(
            told('"{name}" comes with Duly and stays as it is', name=name),
            mend="Give yours another name.",
        )


def users_of(name: str) -> list[str]:
    """Return the opportunities that follow a playbook; "" among them is the whole search."""
    with opening.opened() as database:
        search = queries.everybody(database)
    whole = [""] if search.playbook == name else []
    return whole + [each.id for each in search.opportunities if each.playbook == name]


def delete(name: str) -> None:
    """Delete one of the user's own playbooks.

    Raises:
        WrongUsageError: It comes with Duly.
        UnknownError: There is none of that name.
        NeedsUserError: Something follows it.
    """
    _refuse_name(name)
    file = playbookfiles.file_of(name)
    if users := users_of(name):
        who = enumerated([each or told("your whole search") for each in users[:5]])
        raise NeedsUserError(
            told('"{name}" is followed by {who}', name=name, who=who),
            mend="Let them follow another one.",
        )
    publishing.remove(file)
