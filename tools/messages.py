"""What the page says, gathered for translators: `make messages` after words were added or changed.

Gathered are the texts of templates and views, as gettext knows them; whatever remembers its
template (`core/told.py`): the sentences of the planner, tasks, facts, figures and pictures; the
reasons in the playbooks; what the rules say; and the values of the enumerations that pages show.
The catalogues lie in `src/duly/web/locale`, the `.po` for people and the `.mo` for programs.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translated
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from duly.core.figures.funnel import End, Stage
from duly.core.figures.waits import Letter
from duly.core.model import Channel, LinkedIn, Meaning, Medium, Outcome, PersonRole, State, Step
from duly.core.model import Status as Urgency
from duly.letters.material import Voice
from duly.recognise.matching import Basis

SOURCE: Final = Path(__file__).parents[1] / "src" / "duly"
LOCALE: Final = SOURCE / "web" / "locale"
_GETTEXT: Final = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy")
_PLANNER: Final = ("bounds", "chase", "drafting", "portfolio", "replies", "thanks")
"""Modules of the core in which whatever reads like a sentence is said to people."""
_SAID_OF_STEPS: Final = ("because", "only", "says", "window")
_SENTENCE: Final = re.compile(r"[A-Z0-9{][^%]* ")
_TABLES: Final = {
    "core/figures/letting_go.py": ("_CALLED", "_OTHERS", "_ATTEMPTS", "_LATER"),
    "core/figures/words.py": ("_NAMES",),
    "formats/actionwords.py": ("_STEPS", "_WHEN"),
    "formats/factwords.py": ("_WORDS", "_DONE"),
    "formats/timeline.py": ("_SAID",),
    "formats/plot.py": ("_HEAD_OF_CURVE", "_HEAD_OF_FUNNEL"),
    "recognise/proposalwords.py": ("SAYS",),
    "services/preparing.py": ("_WANTED",),
}
"""Constants whose every text is said as it stands, or is the template of a sentence."""
_COUNTED: Final = {"core/figures/words.py": ("_LETTERS", "_OTHERS", "_CAME", "_ENDED")}
"""Constants with pairs of templates, for one and for several."""
_SHOWN: Final[tuple[type[StrEnum], ...]] = (
    Basis, Channel, End, Letter, LinkedIn, Meaning, Medium, Outcome, PersonRole, Stage, State, Step,
    Urgency, Voice,
)  # fmt: skip
"""Enumerations whose values pages show."""


class Message(NamedTuple):
    """One text to translate.

    Attributes:
        id: In English; a pair where the plural differs.
        where: The file it is in.
    """

    id: str | tuple[str, str]
    where: str


def gathered() -> Catalog:
    """Return every text there is, with where it stands."""
    catalog = Catalog(project="Duly", charset="utf-8")
    for message in sorted(set(_all()), key=lambda each: (each.where, str(each.id))):
        catalog.add(message.id, locations=[(message.where, 0)])
    return catalog


def _all() -> Iterator[Message]:
    yield from _templates()
    for file in sorted((SOURCE / "web").rglob("*.py")):
        yield from _gettext(file.read_text(encoding="utf-8"), file)
    for file in (SOURCE / "core" / f"{name}.py" for name in _PLANNER):
        yield from _messages(_sentences(_module(file)), file)
    for file in sorted(SOURCE.rglob("*.py")):
        yield from _messages(_told(_module(file)), file)
        yield from _messages(_counted(_module(file)), file)
    for name, tables in _TABLES.items():
        yield from _messages(_constants(_module(SOURCE / name), tables), SOURCE / name)
    for name, tables in _COUNTED.items():
        texts = _constants(_module(SOURCE / name), tables)
        yield from _messages(zip(texts, texts, strict=True), SOURCE / name)
    yield from _questions()
    yield from _data()
    for enumeration in _SHOWN:
        where = f"{enumeration.__module__.removeprefix('duly.').replace('.', '/')}.py"
        yield from (Message(each.value, where) for each in enumeration if each.value)


# Texts that gettext knows


def _templates() -> Iterator[Message]:
    import django
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    for file in sorted((SOURCE / "web" / "templates").rglob("*.html")):
        python = templatize(file.read_text(encoding="utf-8"), origin=str(file))
        # What is no text comes as words that look like Python, but are not indented like it.
        yield from _gettext("\n".join(line.strip() for line in python.splitlines()), file)


def _gettext(text: str, file: Path) -> Iterator[Message]:
    keywords = dict.fromkeys(_GETTEXT)
    found = extract_python(io.BytesIO(text.encode()), cast(Any, keywords), [], {})
    for _, function, found_texts, _ in found:
        texts: object = found_texts
        if isinstance(texts, str):
            yield Message(texts, _name(file))
        elif isinstance(texts, tuple) and str(function).startswith("ngettext") and all(texts[:2]):
            yield Message((texts[0], texts[1]), _name(file))


# Texts that are said by `saying.say`


def _module(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _messages(texts: Iterable[str | tuple[str, str]], file: Path) -> Iterator[Message]:
    yield from (Message(text, _name(file)) for text in texts if text)


def _sentences(module: ast.Module) -> Iterator[str]:
    """Yield what reads like a sentence; neither docstrings nor parts of f-strings."""
    parts = [node for node in ast.walk(module) if isinstance(node, ast.Expr | ast.JoinedStr)]
    aside = {id(node.value) for node in parts if isinstance(node, ast.Expr)}
    aside |= {id(part) for node in parts if isinstance(node, ast.JoinedStr)
              for part in ast.walk(node)}  # fmt: skip
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and id(node) not in aside:
            yield from (text for text in _texts(node) if _SENTENCE.match(text))


def _told(module: ast.Module) -> Iterator[str]:
    """Yield the templates that are handed to `told` and `Told`."""
    for call in _calls(module, "told", "Told"):
        yield from _texts(call.args[0])


def _counted(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the templates that are handed to `counted`."""
    for call in _calls(module, "counted"):
        texts = tuple(_texts(each) for each in call.args[1:3])
        yield from zip(*texts, strict=True) if len(texts) == 2 else ()


def _calls(module: ast.Module, *names: str) -> Iterator[ast.Call]:
    calls = (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args)
    return (each for each in calls if isinstance(each.func, ast.Name) and each.func.id in names)


def _constants(module: ast.Module, names: Iterable[str]) -> Iterator[str]:
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Name) and each.id in names for each in targets):
            yield from _texts(cast(ast.Assign, node).value)


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _questions() -> Iterator[Message]:
    from duly.core.playbook import ENTRIES
    from duly.services.debriefs import OF_PERSON, OF_ROUND
    from duly.services.preparing import QUESTIONS

    yield from (Message(each.text, "services/debriefs.py") for each in (*OF_PERSON, *OF_ROUND))
    yield from (Message(text, "services/preparing.py") for _rule, text in QUESTIONS)
    yield from (Message(step, "core/playbook.py") for step in ENTRIES)


def _data() -> Iterator[Message]:
    for file in sorted((SOURCE / "playbooks").glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in (*data.values(), *data.get("rules", {}).values()):
            if isinstance(table, dict):
                yield from _messages((table.get(key, "") for key in _SAID_OF_STEPS), file)
        yield from _messages(data.get("sections", {}).values(), file)
        yield from _messages((data.get(key, "") for key in ("title", "about", "guide")), file)


def _name(file: Path) -> str:
    return file.relative_to(SOURCE).as_posix()


# The catalogues


def catalogues() -> list[Path]:
    """Return the catalogues there are, one a language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(file: Path) -> Catalog:
    """Read a catalogue."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parts[-3], charset="utf-8")


def as_po(catalog: Catalog) -> bytes:
    """Return a catalogue for people; without line numbers, so that it changes with words only."""
    out = io.BytesIO()
    write_po(out, catalog, sort_by_file=True, include_lineno=False, omit_header=False, width=100)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """Return a catalogue for programs."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def updated(file: Path) -> Catalog:
    """Return a catalogue with what is gathered now; what was said before of a text is kept."""
    catalog = read(file)
    written_on = catalog.creation_date
    catalog.update(gathered(), no_fuzzy_matching=True)
    catalog.creation_date = written_on
    catalog.obsolete.clear()
    return catalog


def untranslated(catalog: Catalog) -> list[str]:
    """Return the texts that are still to be translated, wholly or in their plural."""
    return [str(each.id) for each in catalog if each.id and not all(said(each))]


def said(message: Translated) -> tuple[str, ...]:
    """Return the translation of a text, in each of its numbers."""
    string: object = message.string
    return tuple(string) if isinstance(string, tuple | list) else (str(string or ""),)


def main() -> int:
    """Bring every catalogue up to date, and say what is still to be translated."""
    for file in catalogues():
        catalog = updated(file)
        file.write_bytes(as_po(catalog))
        file.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing = untranslated(catalog)
        sys.stdout.write(f"{file.parts[-3]}: {len(catalog)} texts, {len(missing)} to translate\n")
        sys.stdout.writelines(f"  {text}\n" for text in missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
