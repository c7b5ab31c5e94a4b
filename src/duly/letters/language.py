"""Which language a letter is in: English, or another, told by its small words alone."""

from __future__ import annotations

from duly.letters.text import Letter, words_of

_ENGLISH = words_of(
    "the and to of a i you for in is that my your with it on me be have was at this as we"
    " are would am from about will thank thanks not or by if can so our an had has been but"
    " know could when let any please dear hi hear do did what u us all more no up"
)
_OTHERS = {
    "German": (
        "der die das und ich sie für ihnen mit nicht ist zu auf dass ihre ein eine sehr"
        " vielen dank mich haben bei dem den von habe geehrte geehrter wir im am freue"
    ),
    "French": (
        "le la les et je vous pour de des une est que dans avec sur votre nous merci monsieur"
        " madame mon ma du au été qui cette bien ce"
    ),
    "Spanish": (
        "el los las y que de para por con una su muy gracias usted mi en es se del estimado"
        " estimada fue como más un la"
    ),
    "Italian": (
        "il lo gli e che di per con una la grazie sono mi del della è un molto suo gentile ho"
        " nel alla le"
    ),
    "Dutch": (
        "de het een en ik van voor u dat met op uw is niet bij bedankt zeer geachte mijn heb"
        " te graag naar wij"
    ),
    "Portuguese": (
        "o os as e que de para por com uma seu sua muito obrigado obrigada prezado prezada"
        " não eu em do da no na foi"
    ),
    "Polish": (
        "i w na z do się że za jest nie dziękuję pan pani szanowny szanowna bardzo o to mi jak po"
    ),
    "Swedish": (
        "och att det som en på är för av jag med inte till du er tack hej den har vi om mig"
    ),
}
_SMALL = {name: frozenset(words.split()) for name, words in _OTHERS.items()}
LOOK_AT = 2_000
"""So many words of the letter are enough to tell."""
ENOUGH = 8


def language_of(letter: Letter) -> str:
    """Return "English", another language's name, or "another language" where it has no name here.

    A letter of a few words is taken for English.
    """
    words = letter.words[:LOOK_AT]
    if not words:
        return "English"
    shares = sum(word in _ENGLISH for word in words) / len(words)
    if len(words) < ENOUGH and letter.folded.isascii():
        return "English"
    if shares >= 0.22:
        return "English"
    name, share = max(
        ((name, sum(w in small for w in words) / len(words)) for name, small in _SMALL.items()),
        key=lambda pair: pair[1],
    )
    if share > max(0.12, shares):
        return name
    return "another language" if shares < 0.06 and len(words) >= ENOUGH else "English"
