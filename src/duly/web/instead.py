"""What a page tells its visitor to do where the command line names a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

INSTEAD: Final[Mapping[str, str]] = {
    # Who the user is
    "Say it: duly me --email you@example.org": "Say it in the settings.",
    "Say so: duly me --name …": "Say so in the settings.",
    "Say so: duly me --name … --zone … --country …": "Say so in the settings.",
    # Opportunities, and the people in them
    "Use the id.": "Choose the one you mean.",
    "{known} Add somebody with: duly person {id} NAME.":
        "{known} Somebody new is added on the opportunity's page.",
    "There is none yet: duly open COMPANY.":
        "There is none yet. Note an interview, and it is there.",
    "Say it: duly person {id} {person} --email …": "Add it on the page of this person.",
    'Add whom you would call: duly person {id} "Name" --phone …':
        "Add whom you would call, on the opportunity's page.",
    "Say which with --to.": "Choose the person.",
    "Say to whom the card goes with --to.": "Choose the person.",
    # Interviews, and what was said
    'Note it first: duly interview {id} --ended "yesterday 15:00".':
        "Note it first, on the opportunity's page.",
    "Say which with --was.": "Look again: it may have been moved.",
    "Say more: duly debrief {id}": "Say more in its debrief.",
    # Steps
    "See the plan: duly show {id}": "The plan is on the opportunity's page.",
    "What is still fitting stands in the plan: duly show {id}":
        "What is still fitting is on the opportunity's page.",
    "Then note it: duly sent {id} {step}": "Then note it as done.",
    "Use: duly call {id} --outcome voicemail.": "Note it on the page of the call.",
    "Leave --by out, or use --outcome spoke.": "Leave the day out, or say that you spoke.",
    "Give a later --until.": "Choose a later day.",
    "Look again: duly show.": "Look at the page again.",
    # Offers
    "Note it first: duly offer {id} --answer-by …": "Note the offer first.",
    "Note it first: duly offer {id}, with --answer-by where they gave a date.":
        "Note the offer first.",
    # Letters
    "See it: duly letter {id} {step}": "Its words are on its page.",
    "See what is missing: duly letter …": "Its page says what is missing.",
    "Mend it with --edit, or say --anyway if you are sure.":
        "Mend it, or approve it all the same if you are sure.",
    "Open it from a file, with --save letter.eml, or take it over with --copy.":
        "Take it as a file, or copy it.",
    "Have it noted: duly sync": "Have your mailbox read in the settings; then it is noted.",
    # The outbox
    "Look at it and say: duly approve {id}": "Look at it, and approve it.",
    "Once it is done: duly sent {id} {step}": "Once it is done, note it on its page.",
    "Say which: duly outbox it-left {number}, or duly outbox it-did-not {number}":
        "Say in the outbox whether it left.",
    "See: duly outbox. To stop it: duly outbox take-back {number}":
        "It is in the outbox; take it back there to stop it.",
    "See: duly outbox.": "It is in the outbox.",
    "`duly outbox` lists them.": "The outbox has them all.",
    # The inbox
    "`duly inbox` shows the numbers of those that wait.": "Those that wait are under Mail.",
    "`duly undo ID` takes back what was noted last of an opportunity.":
        "The opportunity's log takes back what was noted.",
    "Say to which: duly inbox correct {number} --for ID": "Choose to which.",
    "Note it by hand (duly interview {id} --help), then: duly inbox no {number}":
        "Note it by hand on the opportunity's page, then say no to this mail.",
    # Mailboxes
    "Connect it again: duly connect ADDRESS.": "Connect it again in the settings.",
    "Connect it again: duly connect {address}": "Connect it again in the settings.",
    "Connect one: duly connect you@provider.example. Or save a file: --save FILE.eml.":
        "Connect one in the settings, or take the letter as a file.",
    "Say it: duly connect {address} --smtp tls://smtp.example.com:465":
        "Connect it again in the settings, and say there where letters leave.",
    "Say which one with --from ADDRESS.": "Note in the settings which address is your own.",
    "Check the port, and that --security fits it (993 tls, 143 starttls).":
        "Check the port, and that the encryption fits it (993 TLS, 143 STARTTLS).",
    "Check the {what}, and whether the user name is another one: --user NAME.":
        "Check the {what}, and whether the user name is another one.",
    "Ask your provider for the server's right name and say --host NAME.":
        "Ask your provider for the server's right name.",
    "Try --security starttls --port 143.": "Try STARTTLS, with port 143.",
    "Try --security tls --port 993. If that used to work, somebody may be listening in on this "
    "network: try another one.":
        "Try TLS, with port 993. If this used to work, somebody may be listening in on this "
        "network: try another one.",
    "Is it your own server, or Proton Mail Bridge? Export its certificate and say --ca FILE. "
    "Otherwise do not go on: somebody may be listening in.":
        "Is it your own server, or Proton Mail Bridge? Export its certificate and name the file "
        "below. Otherwise do not go on: somebody may be listening in.",
    "Microsoft takes no passwords from mail programs any more: turn on IMAP under Settings, Mail, "
    "Forwarding and IMAP, and connect with --oauth and an access token.":
        "Microsoft takes no passwords from mail programs any more: turn on IMAP under Settings, "
        "Mail, Forwarding and IMAP, and connect with an access token (tick it below).",
    "Microsoft 365 takes no passwords from mail programs any more: ask your administrator to allow "
    "IMAP, and connect with --oauth and an access token.":
        "Microsoft 365 takes no passwords from mail programs any more: ask your administrator to "
        "allow IMAP, and connect with an access token (tick it below).",
    "Proton Mail needs Bridge: install and start it, export its certificate (Settings, Advanced), "
    "say --ca FILE, and give the password that Bridge shows.":
        "Proton Mail needs Bridge: install and start it, export its certificate (Settings, "
        "Advanced), name the file below, and give the password that Bridge shows.",
    "Xfinity keeps mail programs out at first: allow third-party access under Settings, Security; "
    "if your mailbox has moved to Yahoo, say --host imap.mail.yahoo.com and give an app password.":
        "Xfinity keeps mail programs out at first: allow third-party access under Settings, "
        "Security; if your mailbox has moved to Yahoo, take imap.mail.yahoo.com as the server, "
        "and give an app password.",
    # Files that are read
    "{people} have the same {what}. Nothing was changed; say of whom it is: duly person.":
        "{people} have the same {what}. Nothing was changed; put it right on their pages.",
    "You know a {name} from {company}; the file does not say that this is the same person. "
    "Nothing was changed; if it is, note their address: duly person.":
        "You know a {name} from {company}; the file does not say that this is the same person. "
        "Nothing was changed; if it is, note their address on their page.",
    'Opened as "{id}", after its title: it does not say which company it is from. Put that right: '
    "duly edit {id} --company NAME.":
        'Opened as "{id}", after its title: it does not say which company it is from. Put that '
        "right on its page.",
    # Being told
    "Add one: duly notify add email, desktop or a URL.": "Add one in the settings.",
    "Install it (Debian: libnotify-bin), or be told in another way: duly notify add …":
        "Install it (Debian: libnotify-bin), or add another way of being told.",
    "Look at its address: duly notify remove {where}, add.":
        "Look at its address: remove it, and add it again.",
    "Connect your own: duly connect ADDRESS, and say it is: duly me --email ADDRESS":
        "Connect your own in the settings, and note its address as yours.",
    # The calendar
    "To publish it: duly feed address": "Its address is made in the settings.",
    "Ask again where you are signed in at the desktop; or have it revoked and make a new one: "
    "duly feed revoke, then duly feed address.":
        "Ask again where you are signed in at the desktop; or revoke the address, and make a new "
        "one.",
    # Files and the database
    "Add it again: duly notify remove {name}, then duly notify add URL":
        "Remove {name} in the settings, and add it again.",
    "Name another file, or say --force to write over it.": "Choose another name.",
    "Ask `duly doctor`; an earlier backup can be restored.":
        "The settings can tell how everything is; an earlier backup can be restored.",
    "Say `duly erase` again once you have removed this file.":
        "Erase once more when you have removed this file.",
}  # fmt: skip
"""By the template of the mend (`core/told.py`); whatever no page can do keeps its command."""
