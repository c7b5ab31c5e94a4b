"""`duly letters`: the kinds and voices of letters, on made-up people, and the parts to change."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duly.cli.asking import json_option, print_json, text_of

if TYPE_CHECKING:
    from duly.letters.material import Letter, LetterKind, Voice
    from duly.letters.parts import Collection

_WIDTH = 78


@click.command("letters")
@click.argument("kind", required=False)
@click.option("--voice", metavar="VOICE", help="Only this voice: formal, warm or brief.")
@click.option("--from", "own", metavar="DIR", help="Use the changed parts in this folder.")
@click.option("--copy", "copy_to", metavar="DIR", help="Copy the parts there, to change them.")
@click.option("--check", "check_in", metavar="DIR", help="Check the changed parts in this folder.")
@json_option
def command(
    kind: str | None,
    voice: str | None,
    own: str | None,
    copy_to: str | None,
    check_in: str | None,
    as_json: bool,  # noqa: FBT001 - click calls it
) -> None:
    """List the kinds of letters, or show one KIND on made-up people.

    Nothing of yours is read or stored, but for the parts in a folder that you name.
    """
    if copy_to:
        _copy(Path(copy_to))
    elif check_in:
        _check(Path(check_in))
    elif kind:
        _show(kind, voice, _collection(own), as_json=as_json)
    else:
        _list(_collection(own), as_json=as_json)


def _list(collection: Collection, *, as_json: bool) -> None:
    from duly.letters.material import LetterKind, Voice

    kinds = [collection.parts(kind) for kind in LetterKind]
    voices = [voice.value for voice in Voice]
    if as_json:
        print_json(
            [
                {"kind": each.kind, "about": each.about, "rules": each.rules, "voices": voices}
                for each in kinds
            ]
        )
        return
    for each in kinds:
        name = click.style(f"{each.kind.value:<22}", bold=True)
        click.echo(f"{name} {each.about} [{' '.join(each.rules)}]")
    click.echo(f"\nVoices: {', '.join(voices)}. See one: duly letters thank-you --voice warm")


def _show(kind: str, voice: str | None, collection: Collection, *, as_json: bool) -> None:
    from duly.letters.material import LetterKind, Voice

    chosen = LetterKind(_one_of(kind, [each.value for each in LetterKind], "kind of letter"))
    voices = [Voice(_one_of(voice, [each.value for each in Voice], "voice"))] if voice else [*Voice]
    shown = [pair for each in voices for pair in _composed(chosen, each, collection)]
    if as_json:
        print_json([_as_json(reader, letter) for reader, letter in shown])
        return
    for number, (reader, letter) in enumerate(shown):
        click.echo("\n".join(["", *_lines(reader, letter)] if number else _lines(reader, letter)))


def _one_of(word: str, known: list[str], what: str) -> str:
    from duly.core.errors import UnknownError, did_you_mean

    if word not in known:
        raise UnknownError(f'there is no {what} "{word}"', mend=did_you_mean(word, known))
    return word


def _composed(kind: LetterKind, voice: Voice, collection: Collection) -> list[tuple[str, Letter]]:
    from duly.letters.compose import compose
    from duly.letters.material import Letter
    from duly.letters.sample import readers, sample

    _, material = sample(kind)
    found = [
        (reader.name, compose(kind, reader, material, voice, collection))
        for reader in readers(kind)
    ]
    return [(name, letter) for name, letter in found if isinstance(letter, Letter)]


def _as_json(reader: str, letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.kind,
        "voice": letter.voice,
        "to": reader,
        "subject": letter.subject,
        "body": letter.body,
        "words": letter.words,
        "reading_seconds": letter.reading_seconds,
    }


def _lines(reader: str, letter: Letter) -> list[str]:
    length = f"{letter.words} words"
    if letter.reading_seconds is not None:
        length = f"{letter.reading_seconds} seconds to say"
    title = click.style(f"{letter.kind.value}, {letter.voice.value}, to {reader}", bold=True)
    lines = [f"{title} ({length})", f"Subject: {letter.subject}", ""]
    for line in letter.body.split("\n"):
        wrapped = textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        lines += [f"  {each}" for each in wrapped] or [""]
    return lines


def _collection(own: str | None) -> Collection:
    from duly.letters.parts import packaged, read_collection

    return read_collection(_texts(Path(own))) if own else packaged()


def _texts(folder: Path) -> dict[str, str]:
    from duly.letters.errors import LettersError

    files = sorted(folder.glob("*.toml"))
    if not files:
        raise LettersError(
            "there are no letter parts here",
            where=str(folder),
            expected="files such as thank-you.toml",
            mend=f"Copy them first: duly letters --copy {folder}",
        )
    return {file.name: text_of(str(file)) for file in files}


def _check(folder: Path) -> None:
    from duly.letters.parts import read_collection

    checked = read_collection(_texts(folder))
    click.echo(f"{len(checked.own)} files in {folder}: nothing wrong.")


def _copy(folder: Path) -> None:
    from duly.letters.errors import LettersError
    from duly.letters.parts import packaged_texts

    texts = dict(packaged_texts())
    there = [name for name in texts if (folder / name).exists()]
    if there:
        raise LettersError(
            f"{there[0]} would be overwritten" + (", and others" if there[1:] else ""),
            where=str(folder),
            mend="Name an empty folder, or move them away first.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    click.echo(f"Copied {len(texts)} files to {folder}. Keep those you change, delete the rest.")
    click.echo(f"Then: duly letters --check {folder}")
