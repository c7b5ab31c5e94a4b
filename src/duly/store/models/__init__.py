"""One module for each noun that is kept."""

from duly.store.models.action import Action, Ending, Rescheduling
from duly.store.models.choice import Choice
from duly.store.models.debrief import Debrief, DebriefAnswer
from duly.store.models.fact import AppendOnlyError, Fact
from duly.store.models.feed import Feed, FeedEntry
from duly.store.models.heartbeat import Heartbeat
from duly.store.models.invitation import Invitation
from duly.store.models.lesson import Lesson
from duly.store.models.letter import Letter
from duly.store.models.mail import Answered, Mail, MailState
from duly.store.models.notification import Notification, Reminding, Way
from duly.store.models.offer import Offer
from duly.store.models.opportunity import Opportunity
from duly.store.models.outgoing import Outgoing, Passage
from duly.store.models.person import Address, Involvement, Person
from duly.store.models.profile import Profile
from duly.store.models.sign_in import SignIn
from duly.store.models.source import Source, SourceKind

__all__ = [
    "Action",
    "Address",
    "Answered",
    "AppendOnlyError",
    "Choice",
    "Debrief",
    "DebriefAnswer",
    "Ending",
    "Fact",
    "Feed",
    "FeedEntry",
    "Heartbeat",
    "Invitation",
    "Involvement",
    "Lesson",
    "Letter",
    "Mail",
    "MailState",
    "Notification",
    "Offer",
    "Opportunity",
    "Outgoing",
    "Passage",
    "Person",
    "Profile",
    "Reminding",
    "Rescheduling",
    "SignIn",
    "Source",
    "SourceKind",
    "Way",
]
