"""`duly accept`: the user takes an offer."""

from duly.cli.deciding import decision

command = decision(
    "accept",
    "accepted",
    "Noted: you accepted {company}'s offer. Tell them in writing, and everyone else too: `duly`.",
    "You accept an offer; the letters that tell everyone follow.",
)
