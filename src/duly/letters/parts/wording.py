"""One wording: a Jinja2 template cut down to names, forms and `if`.

Without loops, calls, filters and arithmetic a template's output cannot outgrow what is put in,
and without attributes beyond the vocabulary it cannot reach anything. The sandbox is the second
wall. Jinja2 is imported when the first wording is filled in: it takes longer to load than most
commands take to run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from duly.letters.errors import LettersError
from duly.letters.parts.vocabulary import ALWAYS, CONDITIONS, SOMETIMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

LONGEST = 1000
"""Characters a wording may have; a paragraph of a letter has some four hundred."""

_MEND = "Use only {{ names }}, {{ name.form }} and {% if name %}…{% endif %}."
_ALLOWED = frozenset(
    {"Template", "Output", "TemplateData", "Name", "Getattr", "If", "CondExpr", "Const"}
    | {"Not", "And", "Or"}
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a wording and where it was found, for the errors."""

    text: str
    where: str

    def fill(self, known: Mapping[str, Any]) -> str:
        """Return the wording with what is known put in.

        Raises:
            LettersError: It uses a name that `when` does not vouch for.
        """
        from jinja2 import UndefinedError

        try:
            return _compiled(self).render(known)
        except UndefinedError as error:
            raise LettersError(
                f"the wording uses what is not known here ({error})",
                where=self.where,
                mend="Ask for it in `when`.",
            ) from error

    def check(self, wanted: frozenset[str]) -> None:
        """Compile it, and see that it uses nothing `when` does not ask for.

        Raises:
            LettersError: It is no template, or uses what it may not.
        """
        for name in _compiled_names(self):
            if name in SOMETIMES and name not in wanted:
                raise LettersError(
                    f"the wording uses `{name}`, which may be missing",
                    where=self.where,
                    mend=f'Add it to this group\'s `when`: when = "{name}".',
                )


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Not escaped: letters are plain text, and "&" must stay "&".
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.globals.clear()
    environment.filters.clear()
    return environment


@cache
def _compiled(wording: Wording) -> Template:
    return _environment().from_string(_checked(wording))


@cache
def _compiled_names(wording: Wording) -> tuple[str, ...]:
    from jinja2 import nodes

    tree = _checked(wording)
    guarded = {name.name for test in tree.find_all(nodes.If) for name in _names(test.test)}
    names = {name.name for name in tree.find_all(nodes.Name)}
    return tuple(sorted(names - guarded))


def _names(tree: nodes.Node) -> Iterator[nodes.Name]:
    from jinja2 import nodes

    if isinstance(tree, nodes.Name):
        yield tree
    yield from tree.find_all(nodes.Name)


def _checked(wording: Wording) -> nodes.Template:
    """Parse a wording and refuse all that a sentence does not need."""
    from jinja2 import TemplateError

    if len(wording.text) > LONGEST:
        raise LettersError(
            f"the wording has {len(wording.text)} characters",
            where=wording.where,
            expected=f"at most {LONGEST}",
            mend="Letters are short (L6).",
        )
    try:
        tree = _environment().parse(wording.text)
    except (TemplateError, RecursionError) as error:
        raise LettersError(
            f"the wording is no template ({error})", where=wording.where, mend=_MEND
        ) from error
    for node in _walk(tree):
        _refuse(node, wording)
    return tree


def _walk(tree: nodes.Node) -> Iterator[nodes.Node]:
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.iter_child_nodes())


def _refuse(node: nodes.Node, wording: Wording) -> None:
    from jinja2 import nodes

    if type(node).__name__ not in _ALLOWED:
        raise LettersError(
            f"the wording uses {type(node).__name__.lower()}", where=wording.where, mend=_MEND
        )
    if isinstance(node, nodes.Getattr):
        _refuse_form(node, wording)
    elif isinstance(node, nodes.Name) and node.name not in ALWAYS.keys() | CONDITIONS:
        raise LettersError.unknown(
            f"the wording uses the name `{node.name}`, which nothing goes by",
            word=node.name,
            known=ALWAYS.keys() | CONDITIONS,
            where=wording.where,
        )


def _refuse_form(node: nodes.Getattr, wording: Wording) -> None:
    from jinja2 import nodes

    name = node.node.name if isinstance(node.node, nodes.Name) else ""
    forms = SOMETIMES.get(name, frozenset())
    if node.attr not in forms:
        raise LettersError.unknown(
            f"the wording uses `{name}.{node.attr}`",
            word=f"{name}.{node.attr}",
            known=[f"{name}.{form}" for form in forms],
            where=wording.where,
        )
