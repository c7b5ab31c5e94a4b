"""`duly decline`: the user turns an offer down."""

from duly.cli.deciding import decision

command = decision(
    "decline",
    "declined",
    "Noted: you declined {company}. Tell them promptly, and burn no bridges.",
    "You decline an offer; the letter that tells them follows.",
)
