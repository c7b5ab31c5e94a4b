"""`duly withdraw`: the user leaves the race."""

from duly.cli.deciding import decision

command = decision(
    "withdraw",
    "withdrew",
    "Noted: you withdrew from {company}. Tell them, so that nobody waits for you.",
    "You withdraw; the letter that tells them follows.",
)
