"""What the page says, gathered for translators: `make messages` after words were added or changed.

Gathered are the texts of templates and views, as gettext knows them; whatever remembers its
template (`core/told.py`): the sentences of the planner, tasks, facts, figures and pictures; what
errors say; the reasons in the playbooks; what the rules say; what the providers of mail want; and
the values of the enumerations that pages show.
The catalogues lie in `src/duly/web/locale`, the `.po` for people and the `.mo` for programs.
"""

from __future__ import annotations

import ast
import builtins
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

from duly.adapters.smtperrors import Stage as At
from duly.core.figures.funnel import End, Stage
from duly.core.figures.waits import Letter
from duly.core.model import (
    Channel,
    LinkedIn,
    Meaning,
    Medium,
    Outcome,
    PersonRole,
    State,
    Step,
    What,
)
from duly.core.model import Status as Urgency
from duly.core.outbox import Stage as OnItsWay
from duly.letters.material import Voice
from duly.recognise.matching import Basis
from duly.web.instead import INSTEAD

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
    "formats/actionwords.py": ("_STEPS", "_DONE", "_WHEN"),
    "formats/factwords.py": ("_WORDS",),
    "formats/timeline.py": ("_SAID", "_STATUS"),
    "formats/plot.py": ("_HEAD_OF_CURVE", "_HEAD_OF_FUNNEL"),
    "recognise/proposalwords.py": ("SAYS",),
    "services/preparing.py": ("_WANTED",),
    # What errors say
    "adapters/imapwriting.py": ("_AGAIN", "_FOR"),
    "adapters/local.py": ("_ANYTHING", "_CLAIMS", "_REFUSED"),
    "adapters/notify.py": ("MISSING",),
    "adapters/publishing.py": ("_REASONS",),
    "adapters/smtperrors.py": ("_LATER", "UNSENT"),
    "core/errors.py": ("_NONE_YET",),
    "core/playbook.py": ("_EXAMPLES", "_NO_SUCH_FIELD"),
    "formats/calendar.py": ("_COMPONENTS", "_NO_INVITATION", "_SINGLE"),
    "formats/whenwords.py": ("_EXAMPLES",),
    "services/drafts.py": ("_NO_MAIL",),
    "web/instead.py": ("INSTEAD",),
}
"""Constants whose every text is said as it stands, or is the template of a sentence."""
_COUNTED: Final = {"core/figures/words.py": ("_LETTERS", "_OTHERS", "_CAME", "_ENDED")}
"""Constants with pairs of templates, for one and for several."""
_SHOWN: Final[tuple[type[StrEnum], ...]] = (
    At, Basis, Channel, End, Letter, LinkedIn, Meaning, Medium, Outcome, OnItsWay, PersonRole,
    Stage, State, Step, Urgency, Voice, What,
)  # fmt: skip
"""Enumerations whose values pages show."""


_REFUSALS: Final = {"_broken": 0, "_too_much": 0, "_unfit": 0, "_wrong": 0, "_wrong_field": 1}
"""Functions that make an error of what they are given, from which argument on it is said."""
_NOT_OURS: Final = ("GarbledError", "RefusedError")
"""What one module says to another, and nobody to people."""
_NO_PAGES: Final = (
    "adapters/desktop.py", "adapters/letterfiles.py", "adapters/running.py",
    "adapters/smtpwire.py", "adapters/typesetting.py", "formats/cardsheet.py",
    "formats/factsfile.py", "letters/source.py", "services/by_hand.py", "services/cards.py",
    "services/checkup.py", "services/demo.py", "services/joining.py", "services/record.py",
    "services/taking_over.py",
)  # fmt: skip
"""Modules whose errors no page meets; `cli`, `server` and the parts of letters aside."""


class Message(NamedTuple):
    """One text to translate.

    Attributes:
        id: In English; a pair where the plural differs.
        where: The file it is in.
    """

    id: str | tuple[str, str]
    where: str


def gathered() -> Catalog:
    """Return every text there is, with where it stands; but not what no page says."""
    catalog = Catalog(project="Duly", charset="utf-8")
    said = (each for each in set(_all()) if each.id not in INSTEAD)
    for message in sorted(said, key=lambda each: (each.where, str(each.id))):
        catalog.add(message.id, locations=[(message.where, 0)])
    return catalog


def _all() -> Iterator[Message]:
    yield from _templates()
    for file in sorted((SOURCE / "web").rglob("*.py")):
        yield from _gettext(file.read_text(encoding="utf-8"), file)
    for file in (SOURCE / "core" / f"{name}.py" for name in _PLANNER):
        yield from _messages(_sentences(_module(file)), file)
    for file in (each for each in sorted(SOURCE.rglob("*.py")) if name_of(each) not in _NO_PAGES):
        yield from _messages(_told(_module(file)), file)
        yield from _messages(_counted(_module(file)), file)
    for file in errors_of_pages():
        yield from _messages(_plain_errors(_module(file)), file)
    for name, tables in _TABLES.items():
        yield from _messages(_constants(_module(SOURCE / name), tables), SOURCE / name)
    for name, tables in _COUNTED.items():
        texts = _constants(_module(SOURCE / name), tables)
        yield from _messages(zip(texts, texts, strict=True), SOURCE / name)
    yield from _questions()
    yield from _data()
    yield from _providers()
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
            yield Message(texts, name_of(file))
        elif isinstance(texts, tuple) and str(function).startswith("ngettext") and all(texts[:2]):
            yield Message((texts[0], texts[1]), name_of(file))


# Texts that are said by `saying.say`


def _module(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _messages(texts: Iterable[str | tuple[str, str]], file: Path) -> Iterator[Message]:
    yield from (Message(text, name_of(file)) for text in texts if text)


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


def errors_of_pages() -> list[Path]:
    """Return the modules whose errors a page may meet."""
    names = {name_of(file): file for file in sorted(SOURCE.rglob("*.py"))}
    return [
        file
        for name, file in names.items()
        if name not in _NO_PAGES and not name.startswith(("cli/", "letters/parts/", "server/"))
    ]


def refusals(module: ast.Module) -> Iterator[ast.Call]:
    """Yield the calls that make an error of ours."""
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        is_error = name.endswith("Error") and name not in _NOT_OURS and not hasattr(builtins, name)
        begins = name == "__init__" and any(each.arg == "mend" for each in call.keywords)
        if is_error or begins or name in _REFUSALS:
            yield call


def _plain_errors(module: ast.Module) -> Iterator[str]:
    """Yield what errors say that have no values to be put in."""
    for call in refusals(module):
        given = [each.value for each in call.keywords if each.arg != "where"]
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        for argument in (*call.args[_REFUSALS.get(name, 0) :], *given):
            yield from _alternatives(argument)


def _alternatives(node: ast.AST) -> Iterator[str]:
    """Yield the texts that an expression may come to; `told` yields its own."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_alternatives(node.body), *_alternatives(node.orelse))
    elif isinstance(node, ast.BoolOp):
        yield from (text for each in node.values for text in _alternatives(each))


def _constants(module: ast.Module, names: Iterable[str]) -> Iterator[str]:
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(each, ast.Name) and each.id in names for each in targets):
            value = cast(ast.Assign, node).value
            for part in value.values if isinstance(value, ast.Dict) else [value]:
                yield from _texts(part)


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _questions() -> Iterator[Message]:
    from duly.core.playbook import ENTRIES
    from duly.services.contacts import MOST
    from duly.services.debriefs import OF_PERSON, OF_ROUND
    from duly.services.preparing import QUESTIONS

    yield from (Message(each.text, "services/debriefs.py") for each in (*OF_PERSON, *OF_ROUND))
    yield from (Message(text, "services/preparing.py") for _rule, text in QUESTIONS)
    yield from (Message(step, "core/playbook.py") for step in ENTRIES)
    yield from (Message(field, "services/contacts.py") for field in MOST)


def _data() -> Iterator[Message]:
    for file in sorted((SOURCE / "playbooks").glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in (*data.values(), *data.get("rules", {}).values()):
            if isinstance(table, dict):
                yield from _messages((table.get(key, "") for key in _SAID_OF_STEPS), file)
        yield from _messages(data.get("sections", {}).values(), file)
        yield from _messages((data.get(key, "") for key in ("title", "about", "guide")), file)


def _providers() -> Iterator[Message]:
    from duly.adapters.providers import all_known

    yield from (Message(each.instruction, "adapters/providers.toml") for each in all_known())


def name_of(file: Path) -> str:
    """Return what a file of the package is called."""
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
