"""What a mail is about: a job, or one of the many other things one applies for and books.

A flat, a loan, a place at a school and a poem are turned down in the words employers use. So two
kinds of words are counted, each once: those that speak of jobs, and those that speak of something
else. The lists hold kinds of matter, not turns of phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duly.recognise.structure import Make


def _any_of(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(kinds)})\b")


_JOB: Final = _any_of(
    r"interview\w*|vacanc\w+|recruit\w*|hiring|hire[ds]?|jobs?|candida(?:te|tes|cy|ture)",
    r"roles?|positions?|employ(?:ment|er|ers|ee|ees)?|short-?list\w*|salary|ctc|notice period",
    r"trial (?:shift|day|service)|internships?|apprentice\w*|careers?|hr|talent|onboarding|panel",
    r"(?:the|this|above|said) post|post of|referees?|shifts?|offer letter|appointment letter",
    r"r[eé]sum[eé]s?|cvs?|demo (?:class|lesson)|take-?home|probation\w*|start date|stage|seat",
    r"bewerb\w*|stelle|gespräch\w*|vorstellung\w*|unterlagen|zusage|vertrag|arbeits\w*|praktikum",
    r"entretien|poste|candidatures?|recrutement|entrevista|puesto|vacante|postul\w*|selección",
)
_PERHAPS_JOB: Final = _any_of(
    r"applications?|appl(?:y|ied|ying)|applicants?|offer\w*|team|start|availability|next steps?",
    r"(?:phone|technical|recruiter|initial) screen\w*|on-?site|assessments?|chat|call|background",
    r"my client|driving licen[cs]e|right to work",
)
_TITLE: Final = _any_of(
    r"\w*engineer(?! visit| appointment)|developer|analyst|manager|designer|assistant|nurse",
    r"teacher|scientist|consultant",
    r"coordinator|administrator|accountant|associate|technician|supervisor|intern|clerk|cook|chef",
    r"receptionist|barista|driver|mechanic|electrician|carpenter|carer|editor|librarian|paralegal",
    r"buyer|planner|nanny|gardener|labou?rer|hygienist|researcher|lecturer|operator|ranger|waiter",
    r"welder|baker|trainee|director|officer|registrar|coach|tutor|postdoc\w*|underwriter",
    r"porter|instructor",
)
_SENDER: Final = re.compile(
    r"(?:^|[\s@._|-])(?:jobs?|careers?|recruit\w*|talent|hr|hiring|people|bewerbung\w*|karriere|personal\w*|rrhh"
    r"|rh|seleccion|candida\w*|employment|staffing|applications?|interviews?|scheduling"
    r"|resourcing|workforce|personnel|earlycareers|internships?)\b",
    re.IGNORECASE,
)
_ELSEWHERE: Final = _any_of(
    # money
    r"loans?|mortgage|credit (?:card|report|score)|(?:platinum |debit |your )card|pre-approved",
    r"payments?|billing|invoice|refund\w*|subscription|statement|insurance claim|your claim|tax",
    r"quote|donation|warranty|renewal|overdraft|claims?",
    # homes
    r"flats?|apartments?|tenan\w+|landlord|lettings?|leases?|viewing|rent(?:al|ing)?",
    r"propert(?:y|ies)|deposit|plot|housing",
    r"(?:spare|your|the|double|single) room|flat-?share|flatmates?|housemates?|roommates?",
    r"penalty charge|your appeal|boiler|plumber|residents|neighbou?rs?|planning application",
    # shops, travel, repairs
    r"parcel|transactions?|giveaway|winner|shipped|shipment|deliver(?:y|ed)|your order",
    r"orders? #?\d+|reservation|booking|flights?|boarding|trip|hotel|table for|tickets?|laptop",
    r"repair|gift card|prize|(?:engineer|home) visit|adopt\w*",
    # school and study
    r"admissions?|tuition|degree|msc|ma programme|(?:online|degree|training|language) course",
    r"school place|nursery|pupils?",
    r"your child|(?:dear )?(?:parents?|families)|financial aid|phd program(?:me)?",
    # health and authorities
    r"dentist|dental check-?up|check-?up|prescription|gp|surgery|vaccin\w+|blood tests?|jury",
    r"passport|visa|h-1b|uscis|petition|permit|licen[cs]e application|parking",
    # arts, science, clubs
    r"manuscript|abstracts?|poems?|submissions?|auditions?|rehearsals?|exhibition|artist|contest",
    r"scholarships?|bursar(?:y|ies)|talk proposal|call for (?:papers|speakers|proposals)|self-tape",
    r"peer review\w*|reviewers|crowdfunding|ethics (?:application|committee)|research ethics",
    r"(?:for|receive) an award|your purchase|case #?\d{4,}|close your case|meetups?",
    r"lightning talks?|tournament|league|judges|grants?|affiliate|membership",
    r"allotment|volunteer\w*|choir|gym|yoga",
    r"trial class|book club|conference|trustees of|library card|fantasy",
    # cars, connections, services
    r"mot|garage|tyres?|car (?:service|hire|insurance)|breakdown|broadband|router|sim card|tariff",
    r"smart meter|meter reading|your (?:new )?installation|install(?:ation)? date|handset|roaming",
    r"haircut|salon|spa|massage|restaurant|menu|cinema|theatre tickets|match day|season ticket",
    r"vet|kennels|removals?|storage unit|locksmith|roof|kitchen fitting|carpet|sofa|mattress",
    # public life and leisure
    r"councillor|parish|co-option|election|ballot|register to vote|housing register|benefits?",
    r"universal credit|council tax|pension (?:forecast|statement)",
    r"donat\w+|fundrais\w+|charity gift",
    r"swimming|lessons|dance class|piano|workshop place|summer camp|scouts|playgroup|waiting list",
    r"next child|your (?:son|daughter|children)|term dates|school trip|uniform|library books?",
    r"auction|(?:your|higher|a) bid|outbid|bid again|overdraft|crypto\w*|trading account",
    r"wallet|coins|episode|streaming|playlist|game",
    # software
    r"atlassian|updated an issue|pull request|closed as not planned|issue #\d+|merged|github",
    r"jira|ticket \w+|build failed|repository|changelog|topic|forum",
)
_PRIVATE: Final = _any_of(
    r"mum|mom|dad|grandm?a|grandpa|darling|love (?:you|from)|xx+|lol|mate|ugh|haha|pub|birthday",
    r"party(?! of \d)|dinner|bbq|barbecue|wedding|congrats|smashed it|fingers crossed|beers?",
    r"cousin|dude",
)
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Matter:
    """How much speaks of a job, and how much of something else.

    Attributes:
        job: 0 where nothing does.
        elsewhere: Different words that belong to other matters.
        private: Different words that only friends and family use.
    """

    job: float
    elsewhere: int
    private: int

    @property
    def is_elsewhere(self) -> bool:
        """More speaks of something else than of a job."""
        return self.elsewhere > self.job

    @property
    def is_job(self) -> bool:
        """Anything speaks of a job at all."""
        return self.job > 0


def matter_of(text: str, around: str, sender: str, make: Make) -> Matter:
    """Return what a mail is about.

    Args:
        text: Its subject and what its sender wrote now.
        around: The signature and what is quoted; looked at only where the text says nothing.
        sender: Address and name.
        make: What the mail is by its make.
    """
    text = text.lower()
    job = min(_MOST, len(set(_JOB.findall(text)))) + 0.5 * bool(_PERHAPS_JOB.search(text))
    job += bool(_TITLE.search(text)) + bool(_SENDER.search(sender))
    job += 3 * (make.hiring_system or make.assessor) + 1.5 * make.job_board
    if job < 1 and (_JOB.search(around.lower()) or _TITLE.search(around.lower())):
        job += 1
    elsewhere = min(_MOST, len(set(_ELSEWHERE.findall(text))))
    elsewhere += bool(_ELSEWHERE.search(sender.lower()))
    return Matter(job, elsewhere, min(_MOST, len(set(_PRIVATE.findall(text)))))
