"""The parts are data that people change; a mistake names its place, and nothing in it can run."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from duly.letters.compose import compose
from duly.letters.errors import LettersError
from duly.letters.material import Letter, LetterKind, Voice
from duly.letters.parts import packaged, packaged_texts, read_collection
from duly.letters.parts.vocabulary import ALWAYS, CONDITIONS
from duly.letters.sample import sample

if TYPE_CHECKING:
    from collections.abc import Mapping

VOICE = """
[{voice}]
words = [5, 60]
paragraphs = [["yes"]]
closing = ["Bye"]
[[{voice}.subject]]
say = ["Yes"]
[[{voice}.yes]]
say = ["{say}"]
"""


def file_with(say: str = "I accept {{ role_at }}.", extra: str = "") -> Mapping[str, str]:
    voices = "".join(VOICE.format(voice=voice.value, say=say) for voice in Voice)
    return {"accept.toml": f'about = "Accepts."\n{extra}{voices}'}


def refused(texts: Mapping[str, str]) -> str:
    with pytest.raises(LettersError) as caught:
        read_collection(texts)
    return str(caught.value)


def test_packaged_collection_has_every_kind_and_no_mistake() -> None:
    texts = dict(packaged_texts())
    assert set(texts) == {f"{kind.value}.toml" for kind in LetterKind}
    read_collection(texts)


def test_every_part_has_a_wording_for_each_of_a_panel() -> None:
    """Where several people get the kind, groups of a part hold five wordings or one."""
    for kind in (LetterKind.THANK_YOU, LetterKind.CARD, LetterKind.LINKEDIN):
        for voice in packaged().parts(kind).voices.values():
            for part, groups in voice.parts.items():
                if part in {"subject", "success", "answer", "hello", "name"}:
                    continue
                assert {len(group.say) for group in groups} <= {1, 5}, (kind, part)


def test_own_wording_is_used_and_the_rest_stays() -> None:
    reader, material = sample(LetterKind.ACCEPT)
    own = read_collection(file_with("Gladly: {{ role_at }}."))
    found = compose(LetterKind.ACCEPT, reader, material, Voice.BRIEF, own)
    assert isinstance(found, Letter)
    assert found.body == "Hello Ana,\n\nGladly: the data analyst role at Acme.\n\nBye,\nSam Field"
    assert own.parts(LetterKind.DECLINE) == packaged().parts(LetterKind.DECLINE)


def test_ampersands_and_quotes_stay_as_they_are() -> None:
    reader, material = sample(LetterKind.ACCEPT)
    found = compose(
        LetterKind.ACCEPT, reader, material, Voice.BRIEF, read_collection(file_with("R&D <b> 'x'."))
    )
    assert isinstance(found, Letter)
    assert "R&D <b> 'x'." in found.body


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"acept.toml": ""}, ["acept", 'Did you mean "accept"?']),
        ({"accept.toml": "about = "}, ["accept.toml", "not TOML"]),
        ({"accept.toml": "abuot = 1"}, ["`abuot`", 'Did you mean "about"?']),
        ({"accept.toml": 'about = "x"'}, ["voice formal", "[formal]"]),
        (file_with(extra='layout = "poem"\n'), ["'poem'", "letter, note or script"]),
        (file_with(extra='needs = ["money"]\n'), ['"money"', "specific"]),
        (file_with("Yes, {{ rool }}."), ["voice formal, part yes, group 1, wording 1", "rool"]),
        (file_with("Yes, {{ topic.about }}."), ["`topic`", 'when = "topic"']),
        (file_with("Yes, {{ role.upper }}."), ["role.upper"]),
        (file_with("Yes, {{ role"), ["no template"]),
        (file_with("x" * 1001), ["1001", "1000", "short"]),
    ],
)
def test_mistake_names_its_place_and_the_mend(texts: Mapping[str, str], says: list[str]) -> None:
    message = refused(texts)
    for word in says:
        assert word in message


@pytest.mark.parametrize(
    ("line", "instead", "says"),
    [
        ("words = [5, 60]", "words = [60, 5]", "the least and the most"),
        ("words = [5, 60]", 'words = "many"', "[80, 170]"),
        ('paragraphs = [["yes"]]', 'paragraphs = [["no"]]', '"no"'),
        ('paragraphs = [["yes"]]', 'paragraphs = "yes"', "lists of parts"),
        ('closing = ["Bye"]', "closing = [1]", "a list of texts"),
        ('closing = ["Bye"]', 'drop = ["yse"]', 'Did you mean "yes"?'),
        ('say = ["Yes"]', 'sya = ["Yes"]', "`sya`"),
        ('say = ["Yes"]', "say = []", "says nothing"),
        ('say = ["Yes"]', 'say = ["Yes"]\nwhen = "rainy"', '"rainy"'),
        ('say = ["Yes"]', 'say = ["Yes"]\nwhen = 3', "words as in"),
        ("[[formal.subject]]", "[[formal.other]]", "`subject`"),
        ('paragraphs = [["yes"]]', 'paragraphs = [["subject"]]', "no paragraph"),
    ],
)
def test_mistake_in_a_voice_names_it(line: str, instead: str, says: str) -> None:
    text = file_with()["accept.toml"].replace(line, instead, 1)
    message = refused({"accept.toml": text})
    assert "formal" in message
    assert says in message


@pytest.mark.parametrize(
    "say",
    [
        "{% for each in role %}{{ each }}{% endfor %}",
        "{% for a in range(999999999) %}x{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ 10 ** 999999999 }}",
        "{{ role.__class__ }}",
        "{{ role.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}",
        "{{ topic['about'] }}",
        "{{ role() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ role|upper }}",
        "{{ [role] }}",
        "{{ role ~ role }}",
        "{% set role = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% raw %}{{ x }}{% endraw %}{% block b %}{% endblock %}",
        "{{ self }}",
        "{{ " + "(" * 400 + "role" + ")" * 400 + " }}",
    ],
)
def test_template_that_could_do_more_than_speak_is_refused(say: str) -> None:
    began = time.perf_counter()
    text = VOICE.replace('say = ["{say}"]', "say = ['''{say}''']")
    voices = "".join(text.replace("{voice}", each.value).replace("{say}", say) for each in Voice)
    assert "accept.toml" in refused({"accept.toml": f'about = "x"\n{voices}'})
    assert time.perf_counter() - began < 2


def test_what_people_type_is_no_template() -> None:
    from dataclasses import replace

    reader, material = sample(LetterKind.ACCEPT)
    material = replace(
        material, opportunity=replace(material.opportunity, company="{{ me }} {% for %}")
    )
    found = compose(LetterKind.ACCEPT, reader, material)
    assert isinstance(found, Letter)
    assert "{{ me }}" in found.body


def test_huge_file_is_refused() -> None:
    assert "characters" in refused({"accept.toml": "#" * 200_001})


def test_nested_toml_is_refused_not_crashed_on() -> None:
    assert "accept.toml" in refused({"accept.toml": "a = " + "[" * 5000})


def test_names_and_conditions_do_not_clash() -> None:
    assert not ALWAYS.keys() & CONDITIONS


def test_jinja_is_loaded_only_to_compose() -> None:
    program = (
        "import sys\n"
        "import duly.letters.compose, duly.letters.sample, duly.letters.parts\n"
        "duly.letters.parts.packaged().parts(duly.letters.material.LetterKind.CARD)\n"
        "assert 'jinja2' not in sys.modules\n"
        "assert 'django' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_vocabulary_is_what_letters_are_filled_with() -> None:
    """A name that nothing fills would be a wording nobody ever sees."""
    from dataclasses import replace
    from datetime import date

    from duly.letters.known import Known
    from duly.letters.sample import ANA, PRIYA, TALK

    mend, success = TALK.impressions[1].mend, "no complaints"
    mine = replace(TALK.impressions[0], value="Tidy Data", mend=mend)
    debrief = replace(TALK, impressions=(mine,), success_short=success)
    day = date(2026, 4, 1)
    material = replace(
        sample(LetterKind.STATUS)[1],
        debriefs=(debrief,),
        applied_on=day,
        asked_on=day,
        answer_by=day,
        ask_until=day,
        seek=PRIYA,
    )
    filled = Known(ANA, material, Voice.WARM).names
    assert set(filled) == ALWAYS.keys() | CONDITIONS


def test_how_to_names_every_word_of_the_vocabulary() -> None:
    from pathlib import Path

    from duly.letters.parts.vocabulary import PHRASE_FORMS

    page = Path(__file__).parents[3] / "docs" / "how-to" / "change-the-letters.md"
    text = page.read_text("utf-8")
    for word in (*ALWAYS, *CONDITIONS, *PHRASE_FORMS):
        assert f"`{word}`" in text, word


def test_example_in_the_how_to_is_a_collection() -> None:
    import re
    from pathlib import Path

    page = Path(__file__).parents[3] / "docs" / "how-to" / "change-the-letters.md"
    found = re.search(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert found
    head, brief = found[1].split("[brief]", 1)
    brief = f"[brief]{brief}"
    voices = [brief.replace("brief", voice.value) for voice in Voice]
    own = read_collection({"accept.toml": head + "\n".join(voices)})
    reader, material = sample(LetterKind.ACCEPT)
    letter = compose(LetterKind.ACCEPT, reader, material, Voice.BRIEF, own)
    assert isinstance(letter, Letter)
    assert "I look forward to the move to event sourcing." in letter.body


def test_spaces_before_punctuation_go_but_names_with_a_dot_stay() -> None:
    from duly.letters.compose import neat

    assert neat("We spoke  about .NET , and tea .") == "We spoke about .NET, and tea."
    assert neat("your question “Why?”. Then") == "your question “Why?” Then"
