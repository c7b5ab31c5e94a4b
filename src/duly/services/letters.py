"""Letters of the plan's actions: composed, kept version by version, judged, approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from duly.adapters import letterfiles, playbookfiles
from duly.core.errors import NeedsUserError, UnknownError, WrongUsageError, did_you_mean
from duly.core.model import Action, Opportunity, Person, Plan, Step
from duly.core.told import told
from duly.formats import mailto, message
from duly.formats.message import Mailbox
from duly.letters.compose import compose
from duly.letters.gather import gather, reader_of
from duly.letters.judge import Judgement, Verdict, judge
from duly.letters.material import LetterKind, Material, Missing, Voice, kind_for
from duly.letters.situation import Aim, context_for
from duly.letters.text import read
from duly.recognise import marks
from duly.services import follow_ups, opening, opportunities, plan_file
from duly.services.planning import Planned
from duly.store import correspondence, queries
from duly.store.connection import ThroughDjango
from duly.store.queries import KeptLetter

if TYPE_CHECKING:
    from duly.letters.context import Context
    from duly.recognise.filed import Filed
    from duly.store import models

WORDLESS: Final = frozenset({Step.PREPARE, Step.DEBRIEF, Step.DECIDE, Step.LET_GO})
"""Steps that are no message to anybody."""


class Wish(NamedTuple):
    """What the user asks of a letter beside which one it is.

    Attributes:
        voice: How it should sound; None for how the last version sounds.
        again: Compose it afresh even where the user wrote the last version.
        ask_until: The day the user would like to have to decide on an offer.
        premium: LinkedIn allows longer notes.
    """

    voice: Voice | None = None
    again: bool = False
    ask_until: date | None = None
    premium: bool = False


class WishedDayError(WrongUsageError):
    """The day to ask for gives no more time than there is."""


class Page(NamedTuple):
    """The letter of one action as it stands, or what is missing for one.

    Attributes:
        kept: The version in force; None while something is missing.
        missing: What to ask the user first.
        judgement: What the checks say of the version in force.
    """

    opportunity: Opportunity
    action: Action
    reader: Person | None
    kind: LetterKind
    kept: KeptLetter | None
    missing: Missing | None
    judgement: Judgement | None
    reading_seconds: int | None = None


def wanted(
    opportunity: Opportunity, plan: Plan, step: str = "", to: str = ""
) -> tuple[Action, ...]:
    """Return the actions whose letters are asked for: the next message, to each of its readers.

    Raises:
        UnknownError: The plan has no such step, or nobody goes by that name.
        NeedsUserError: Nothing that is planned wants words.
    """
    actions = [action for action in plan.actions if action.step not in WORDLESS]
    if to:
        person = opportunities.person_in(opportunity, to, where="--to")
        actions = [action for action in actions if action.to == person]
    if not actions:
        raise NeedsUserError(
            told('nothing that is planned for "{id}" wants a letter', id=opportunity.id),
            mend=told("See the plan: duly show {id}", id=opportunity.id),
        )
    if not step:
        first = next((each for each in actions if each.step is not Step.FIND_ADDRESS), actions[0])
        return tuple(each for each in actions if each.step is first.step)
    found = tuple(each for each in actions if each.step == step)
    if not found:
        steps = {str(each.step) for each in actions}
        raise UnknownError(
            told('no "{step}" is planned for "{id}"', step=step, id=opportunity.id),
            mend=did_you_mean(step, steps),
        )
    return found


@opening.use_case
def write(id: str, step: str, to: str, wish: Wish, at: datetime) -> list[Page]:
    """Compose the letters asked for, keep what is new in them, and judge them.

    Raises:
        UnknownError: No opportunity, person or planned step goes by that name.
        NeedsUserError: Nothing that is planned wants words.
        LettersError: The user's own parts have a mistake.
    """
    opportunity, plan, planned = follow_ups.current(at, id)
    return compose_for(planned, opportunity, wanted(opportunity, plan, step, to), wish, at)


def compose_for(
    planned: Planned,
    opportunity: Opportunity,
    actions: Iterable[Action],
    wish: Wish,
    at: datetime,
    *,
    keeping: bool = True,
) -> list[Page]:
    """Compose the letters of some actions inside a use case; the plan need not have them."""
    pages: list[Page] = []
    for action in actions:
        pages += WritingDesk(planned, opportunity, action, wish, at, keeping=keeping).pages()
    return pages


def look(
    planned: Planned, opportunity: Opportunity, actions: Iterable[Action], at: datetime
) -> list[Page]:
    """Return the letters of some actions as `write` would leave them, and keep nothing."""
    return compose_for(planned, opportunity, actions, Wish(), at, keeping=False)


@opening.use_case
def revise(page: Page, subject: str, body: str, at: datetime) -> Page:
    """Keep what the user wrote as the next version, and judge it."""
    desk = WritingDesk(_planned(at), page.opportunity, page.action, Wish(), at)
    return desk.revised(page, subject, body)


@opening.use_case
def approve(pages: Iterable[Page], at: datetime, *, anyway: bool = False) -> list[Page]:
    """Approve the versions in force, all or none; what would hurt only where the user insists.

    Raises:
        NeedsUserError: A letter is not there yet, or would hurt and nobody insists.
    """
    return [_approved(page, at, anyway=anyway) for page in pages]


def _approved(page: Page, at: datetime, *, anyway: bool) -> Page:
    kept, judgement = page.kept, page.judgement
    if kept is None or judgement is None:
        why = page.missing.why if page.missing else "there is no letter yet"
        raise NeedsUserError(why, mend=told("Say more: duly debrief {id}", id=page.opportunity.id))
    if judgement.verdict is Verdict.NOT_LIKE_THIS and not anyway:
        worst = next(each for each in judgement.findings if each.severity.value == "hurts")
        raise NeedsUserError(
            told("this letter would hurt: {why}", why=worst.why),
            mend="Mend it with --edit, or say --anyway if you are sure.",
        )
    from duly.store import models

    models.Letter.objects.filter(pk=kept.id).update(
        approved_at=at, approved_verdict=judgement.verdict.value
    )
    return page._replace(kept=kept._replace(approved_at=at))


def renewed(page: Page, at: datetime) -> Page:
    """Keep an approved letter once more, inside a use case, so that its mark is its own.

    One that was on its way before may turn up among the sent mail after all.
    """
    from duly.store import models

    assert page.kept  # noqa: S101 - it is approved
    row = models.Letter.objects.get(pk=page.kept.id)
    same = models.Letter.objects.filter(
        opportunity=row.opportunity_id,
        step=row.step,
        to=row.to,
        occasion=row.occasion,
        kind=row.kind,
    )
    row.pk, row.version, row.written_at = None, same.count() + 1, at
    row.save(force_insert=True)
    kept = page.kept._replace(id=row.pk, version=row.version, written_at=at)
    return page._replace(kept=kept)


class Finished(NamedTuple):
    """A letter as it leaves: its bytes, and from whom to whom."""

    data: bytes
    id: str
    sender: str
    recipient: str


def as_message(
    page: Page, me_email: str, me_name: str, at: datetime, zone: ZoneInfo, *, unsent: bool = True
) -> bytes:
    """Return the letter as a draft that mail programs open for sending.

    Args:
        page: The letter.
        me_email: Whom it is from.
        me_name: Their name.
        at: When it is dated.
        zone: In whose time that is told.
        unsent: It is a file, which mail programs open for reading unless they are told.

    Raises:
        NeedsUserError: There is no letter yet, or an address is missing.
        MessageError: An address or header is not fit to be sent.
    """
    return _written(page, Mailbox(me_email, me_name), at.astimezone(zone), unsent=unsent).data


def finished(page: Page, me_email: str, me_name: str, at: datetime) -> Finished:
    """Return the letter as it is sent; its header `X-Duly-Letter` finds it again in Sent.

    Raises:
        NeedsUserError: There is no letter yet, or an address is missing.
        MessageError: An address or header is not fit to be sent.
    """
    zone = ZoneInfo(page.opportunity.time_zone)
    return _written(page, Mailbox(me_email, me_name), at.astimezone(zone), unsent=False)


def _written(page: Page, me: Mailbox, date: datetime, *, unsent: bool) -> Finished:
    kept, to = _ready(page)
    if not me.address:
        raise NeedsUserError(
            "your own address is not known yet", mend="Say it: duly me --email you@example.org"
        )
    answered = _conversation(page.opportunity, to)
    id = marks.message_id(kept.mark, me.address.rpartition("@")[2])
    data = message.write_draft(
        sender=me,
        to=Mailbox(to.email, to.name),
        subject=kept.subject,
        body=kept.body,
        date=date,
        message_id=id,
        letter=kept.mark,
        in_reply_to=answered.key if answered else "",
        references=tuple(reversed(answered.thread)) if answered else (),
        unsent=unsent,
    )
    return Finished(data, id, me.address, to.email)


def receiver(opportunity: Opportunity, action: Action) -> Person | None:
    """Return whom the letter of an action goes to: the recruiter in between, else its reader."""
    return opportunity.person(action.via) or reader_of(opportunity, action)


def as_address(page: Page) -> str:
    """Return the letter as the `mailto:` address that opens it for writing.

    Raises:
        NeedsUserError: There is no letter yet, or an address is missing.
        TooLongError: It is too long for some mail programs.
        MessageError: An address or header is not fit to be sent.
    """
    kept, to = _ready(page)
    answered = _conversation(page.opportunity, to)
    return mailto.write(to.email, kept.subject, kept.body, answered.key if answered else "")


def _ready(page: Page) -> tuple[KeptLetter, Person]:
    """Return the words of a letter, and whom they go to."""
    if page.kept is None or page.reader is None:
        raise NeedsUserError("there is no letter yet", mend="See what is missing: duly letter …")
    to = receiver(page.opportunity, page.action) or page.reader
    if not to.email:
        raise NeedsUserError(
            told("{name}'s address is not known yet", name=to.name),
            mend=told(
                "Say it: duly person {id} {person} --email …", id=page.opportunity.id, person=to.id
            ),
        )
    return page.kept, to


def _conversation(opportunity: Opportunity, reader: Person) -> Filed | None:
    """Return the mail that a letter goes on from; one without a Message-ID cannot be named."""
    with opening.opened() as database:
        known = correspondence.people_by_address(database)
        addresses = frozenset(address for address, ids in known.items() if reader.id in ids)
        found = correspondence.last_with(database, opportunity.id, addresses)
    return found if found and found.key.startswith("<") else None


def _planned(at: datetime) -> Planned:
    from duly.services import planning

    return planning.what_if(at)


def _check_wished(material: Material) -> None:
    """Refuse to ask for a day that gives no more time (O1).

    Raises:
        WishedDayError: It is not after the day they named, or not after today.
    """
    wished, given = material.ask_until, material.answer_by
    if wished is None:
        return
    if given and wished <= given:
        expected = told("a day after {day}, until when you have time already", day=given)
    elif wished <= material.today:
        expected = told("a day to come")
    else:
        return
    raise WishedDayError(
        told("{day} would give you no more time to decide", day=wished),
        expected=expected,
        mend=told("Choose a later day."),
    )


class WritingDesk:
    """One action's letters: everything needed to write, keep and judge them.

    Args:
        keeping: What is composed is kept as a version; else it is only shown, under the number of
            the version it would follow.
    """

    def __init__(
        self,
        planned: Planned,
        opportunity: Opportunity,
        action: Action,
        wish: Wish,
        at: datetime,
        *,
        keeping: bool = True,
    ) -> None:
        self._planned = planned
        self._opportunity = opportunity
        self._action = action
        self._wish = wish
        self._at = at
        self._keeping = keeping
        database = ThroughDjango()
        self._debriefs = [each.debrief for each in queries.debriefs(database, opportunity.id)]
        self._letters = queries.letters(database, opportunity.id)
        self._search = replace(
            planned.search,
            facts=tuple(
                each for each in planned.search.facts if each.opportunity == opportunity.id
            ),
            debriefs=tuple(self._debriefs),
        )

    def pages(self) -> list[Page]:
        """Return the letters of the action: one, or for a call its script and its voicemail."""
        material = self._material()
        kind = kind_for(self._action.step, material)
        if kind is None:
            raise NeedsUserError(
                told("only you know what to write as {step}", step=told(self._action.step)),
                mend=told(
                    "Then note it: duly sent {id} {step}",
                    id=self._opportunity.id,
                    step=self._action.step,
                ),
            )
        kinds = [kind, LetterKind.VOICEMAIL] if kind is LetterKind.CALL else [kind]
        return [self._page(each, material) for each in kinds]

    def revised(
        self, page: Page, subject: str, body: str, voice: str = "", *, by_hand: bool = True
    ) -> Page:
        """Keep words as the next version: the user's own, unless they are said to be composed."""
        last = self.last(page.kind)
        voice = voice or (last.voice if last else Voice.WARM.value)
        kept = self._keep(page.kind, last, voice, subject, body, by_hand=by_hand)
        return self.in_force(page, kept)

    def in_force(self, page: Page, kept: KeptLetter) -> Page:
        """Return the letter with a version in force, judged."""
        judgement = self._judge(page.kind, page.reader, kept)
        return page._replace(kept=kept, missing=None, judgement=judgement)

    def versions(self, kind: LetterKind) -> list[KeptLetter]:
        """Return every version of the letter, oldest first."""
        mine = (self._action.step, self._action.to, self._action.occasion, kind)
        versions = [
            each for each in self._letters
            if (each.step, each.to, each.occasion, each.kind) == mine
        ]  # fmt: skip
        return sorted(versions, key=_version)

    def last(self, kind: LetterKind) -> KeptLetter | None:
        """Return the version in force, if there is one."""
        return next(reversed(self.versions(kind)), None)

    def to_colleagues(self, kind: LetterKind) -> dict[str, KeptLetter]:
        """Return the latest letter of this kind to each other reader on this occasion."""
        latest: dict[str, KeptLetter] = {}
        for each in sorted(self._letters, key=_version):
            same = (each.step, each.occasion, each.kind)
            if same == (self._action.step, self._action.occasion, kind) and (
                each.to != self._action.to
            ):
                latest[each.to] = each
        return latest

    def _material(self) -> Material:
        material = gather(
            self._search,
            self._opportunity,
            self._planned.plan.plans,
            self._action,
            plan_file.calendar_of(self._opportunity, self._search.facts, self._at),
            self._at,
            debriefs=self._debriefs,
            ask_until=self._wish.ask_until,
            premium=self._wish.premium,
        )
        if self._action.step is Step.ASK_MORE_TIME:
            _check_wished(material)
        return material

    def _page(self, kind: LetterKind, material: Material) -> Page:
        reader = reader_of(self._opportunity, self._action)
        last = self.last(kind)
        page = Page(self._opportunity, self._action, reader, kind, last, None, None)
        if last is None or self._wish.again or not last.by_hand:
            page = self._composed(page, material, last)
        if page.kept is None:
            return page
        return page._replace(judgement=self._judge(kind, reader, page.kept))

    def _composed(self, page: Page, material: Material, last: KeptLetter | None) -> Page:
        """Compose a letter, and keep it where it is not what was composed before."""
        if page.reader is None:
            company = self._opportunity.company
            why = told("Nobody at {company} is known yet to write to.", company=company)
            return page._replace(missing=Missing(page.kind, why))
        voice = self._wish.voice or Voice(last.voice if last else Voice.WARM)
        found = compose(page.kind, page.reader, material, voice, letterfiles.collection())
        if isinstance(found, Missing):
            return page._replace(missing=found, kept=None)
        kept = last
        if last is None or (last.subject, last.body) != (found.subject, found.body):
            keep = self._keep if self._keeping else self._shown
            kept = keep(page.kind, last, voice.value, found.subject, found.body)
        return page._replace(kept=kept, reading_seconds=found.reading_seconds)

    def _shown(
        self, kind: LetterKind, last: KeptLetter | None, voice: str, subject: str, body: str
    ) -> KeptLetter:
        """Return what was composed as a version that is not kept: it has no id."""
        return KeptLetter(
            0, str(self._action.step), self._action.to, self._action.occasion, str(kind),
            last.version if last else 0, voice, subject, body, by_hand=False,
            written_at=self._at, approved_at=None,
        )  # fmt: skip

    def _keep(
        self,
        kind: LetterKind,
        last: KeptLetter | None,
        voice: str,
        subject: str,
        body: str,
        *,
        by_hand: bool = False,
    ) -> KeptLetter:
        found = KeptLetter(
            0, str(self._action.step), self._action.to, self._action.occasion, str(kind),
            (last.version if last else 0) + 1, voice, subject, body, by_hand, self._at, None,
        )  # fmt: skip
        return found._replace(id=self._row(found).pk)

    def _row(self, letter: KeptLetter) -> models.Letter:
        from duly.store import models

        return models.Letter.objects.create(
            opportunity=opportunities.row_of(self._opportunity.id),
            step=letter.step,
            to=letter.to,
            occasion=letter.occasion,
            kind=letter.kind,
            version=letter.version,
            voice=letter.voice,
            subject=letter.subject,
            body=letter.body,
            by_hand=letter.by_hand,
            written_at=letter.written_at,
        )

    def _judge(self, kind: LetterKind, reader: Person | None, kept: KeptLetter) -> Judgement:
        return judge(kept.body, subject=kept.subject or None, context=self.context(kind, reader))

    def context(self, kind: LetterKind, reader: Person | None) -> Context:
        """Return what is known beside the letter's words; it does not depend on them."""
        name = self._opportunity.playbook or self._search.playbook
        context = context_for(
            read("", None),
            self._search,
            Aim(self._opportunity, reader),
            kind="status" if kind is LetterKind.SECOND_STATUS else kind.value,
            now=max(self._at, self._action.due),
            attempts_allowed=playbookfiles.load(name).attempts,
        )
        return context._replace(
            colleagues_letters=tuple(each.body for each in self.to_colleagues(kind).values()),
            premium=self._wish.premium,
            waits=str(self._action.why) if self._action.due > self._at else "",
        )


def _version(kept: KeptLetter) -> int:
    return kept.version
