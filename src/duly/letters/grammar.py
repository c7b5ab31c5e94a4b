"""Just enough English to tell a noun phrase from a sentence.

People type "Cutting churn.", "new customers leave after a month" and "How to keep night shifts
staffed" into the same field. A letter must know which it has, or it says "you told me about new
customers leave". There is no parser here, only lists and their order; what they cannot tell is
`UNSURE`, and gets wording that is right either way.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Shape(StrEnum):
    """What a piece of text is, grammatically."""

    NOUN = "noun"
    """"the move to event sourcing"."""
    GERUND = "gerund"
    """"cutting churn"."""
    MANNER = "manner"
    """"by calling every new customer"."""
    WH = "wh"
    """"how to keep night shifts staffed"."""
    CLAUSE = "clause"
    """"new customers leave after the first month"."""
    VERB = "verb"
    """"start with the first week's calls"."""
    ADJECTIVE = "adjective"
    """"good at explaining"."""
    QUESTION = "question"
    """"How do you handle conflict?"."""
    UNSURE = "unsure"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WH = _words("how why whether what when where which who whom whose if")
_SUBJECTS = _words(
    "i we you he she they there nobody everyone everybody somebody someone anyone nothing "
    "everything no-one i'd i'm i've i'll we'd we're we've we'll you're you've you'd he's she's "
    "they're they've they'd it's there's that's"
)
_FINITE = _words(
    "is are was were am has had do does did will would can could should must cannot "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't "
    "couldn't shouldn't mustn't "
    "loses takes makes keeps gets goes comes knows wants happens becomes arrives forgets fails "
    "gives grows brings misses seems spends begins breaks falls feels finds holds leads says "
    "thinks tells wishes decides struggles suffers matters depends lacks hurts sits stands turns "
    "expects prefers complains quits disappears outpaces outgrows varies eats hates loves "
    "went came took got fell grew began broke became resigned doubled tripled "
    "halved stalled collapsed disappeared happened complained struggled"
)
# Finite after a plural: "customers leave", "patients wait". Most are nouns elsewhere.
_PLAIN = _words(
    "leave arrive complain struggle forget lose go get come take make keep break wait fail stay "
    "stop feel find know quit give grow become happen disappear pile suffer expect ask send spend "
    "sit stand tend bring miss fall burn need want depend say think tell hate love prefer have "
    "may might vary eat drift hang pull read run cancel refuse see hear lack hold overlook ignore "
    "left lost ran went churn walk work use buy return pay sleep drive live learn talk speak turn "
    "try play write show start check move change call skip share report carry count lift search "
    "clash overlap repeat rise slip stand stall double waste collect throw cost run hide argue "
    "choose decide"
)
# The same for one thing: "the line stops every Friday"; plurals of nouns elsewhere.
_SINGULAR = _words(
    "leaves stops needs waits runs costs drops slips piles slows works burns reads changes "
    "starts ends hits meets means asks sends cuts stays moves pulls dropped slipped failed stopped "
    "increased decreased declined retired died left lost needed wanted took"
)
_AFTER_VERB = _words(
    "a an the their our your his her its my no not too so more less most longer late early often "
    "never always rarely up down out off away back in on at for to from with without within "
    "before after by because when if until while every each it them us me everything nothing "
    "unnoticed unread empty open over about around between during through twice once and just "
    "half last two three four five six seven eight nine ten weeks days hours months"
)
_BEFORE_NOUN = _words(
    "the a an of and or in on at for to with without from by our your their his her its my this "
    "that these those some any each every no new more less about between into over under"
)
_RELATIVE = _words("that which who whom whose where when because if how why what whether while")
_PLURALS = _words(
    "people children men women staff police patients parents nobody everyone customers everybody "
    "teeth feet mice data media"
)
_OBJECT = _words("a an the our their your his its my us them me you it")
_PREPOSITIONS = _words("in on at for to from with without within before after by of about during")
_AUXILIARY_FIRST = _words(
    "is are was were do does did can could will would should have has had may might am"
)
_BARE_VERBS = _words(
    "start begin ask call read talk listen build write map look find sit spend teach train move "
    "make set put take go walk meet visit keep give let split cut add remove check measure count "
    "track watch shadow interview run plan organise organize automate document review test "
    "introduce use bring create design develop draw explain help hire hold learn offer prepare "
    "show simplify standardise standardize stop try work agree reduce rewrite replace weld "
    "inspect order cook prep negotiate draft file pair rotate log compare collect combine connect "
    "cross-check define discuss divide drop encourage establish explore fix focus follow gather "
    "group identify improve include increase invite join keep label limit list lower mark match "
    "mentor move name note open phone pick pilot post prioritise prioritize publish question raise "
    "record redo rehearse rely repeat report reserve return rework send separate serve share shift "
    "shorten sketch sort speak standardise start step store study switch tackle tell think tidy "
    "trace treat trial trim turn understand update wait weigh work wrap"
)
_DEEDS = _words(
    "won finished completed passed led built ran wrote got gave made took taught sold earned "
    "launched shipped published presented organised organized trained designed developed improved "
    "reduced increased introduced started joined helped delivered closed negotiated obtained "
    "received achieved graduated renewed translated repaired installed welded cooked opened "
    "volunteered rebuilt cut raised set brought became learned learnt began did found wrote gained "
    "created managed moved planned planted prepared produced rewrote saved solved tested"
)
_ADJECTIVES = _words(
    "good able used comfortable experienced patient fluent skilled strong quick calm reliable "
    "careful happy willing confident familiar organised organized punctual thorough qualified "
    "certified licensed trained great bilingual diligent honest discreet proficient steady tidy "
    "curious adaptable flexible precise methodical approachable"
)
_NOT_GERUNDS = _words(
    "during spring king ring thing things something nothing anything everything string wing "
    "morning evening ceiling building buildings beijing boeing sterling turing sibling ping being "
    "nanjing chongqing browning lessing interesting boring exciting missing existing ongoing "
    "growing rising falling remaining incoming outgoing upcoming competing conflicting aging "
    "ageing changing declining recurring underlying overwhelming lasting"
)
_TOKEN = re.compile(r"[\w’'-]+")


def begins_with_verb(text: str) -> bool:
    """Return whether a note on what to do begins with the verb: "compare three years of…"."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    return len(words) > 1 and words[0] in _BARE_VERBS and words[1] not in {"of", "for", "is"}


def begins_with_that(text: str) -> bool:
    """Return whether a note is a clause after "that": "that residents choose", not "that day"."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    if len(words) < 3 or words[0] != "that":
        return False
    second = words[1]
    plural = second in _PLURALS or (second.endswith("s") and not second.endswith(("ss", "'s")))
    clause = second in _SUBJECTS | {"it", "every", "each", "the", "our", "all", "people"}
    return plural or clause or shape_of(" ".join(words[1:])) is Shape.CLAUSE


def begins_with_deed(text: str) -> bool:
    """Return whether a note on something done leaves out its "I": "won a hearing last week"."""
    words = [word.casefold() for word in _TOKEN.findall(text)]
    return len(words) > 1 and words[0] in _DEEDS


def shape_of(text: str) -> Shape:
    """Return what the text is; several sentences count as their first.

    Args:
        text: Without surrounding space, quotes or a final full stop.
    """
    first = re.split(r"(?<=[.!?])\s+(?=\S)", text, maxsplit=1)[0]
    raw = _TOKEN.findall(first)
    words = [word.replace("’", "'").casefold() for word in raw]
    if not words:
        return Shape.NOUN
    asked = first.rstrip(" \"”'").endswith("?")
    shape = _by_beginning(words, raw, asked=asked)
    if asked and shape is not Shape.WH:
        return Shape.QUESTION
    return shape or _by_verb(words)


def _by_beginning(words: list[str], raw: list[str], *, asked: bool) -> Shape | None:
    """Judge by the first words, where they settle it."""
    first = words[0]
    if first in _WH:
        asks = asked and len(words) > 2 and words[1] in _AUXILIARY_FIRST
        return Shape.QUESTION if asks or _is_inverted(words[1:]) else Shape.WH
    if len(words) > 1 and (first in _SUBJECTS or (first == "it" and raw[0] != "IT")):
        return Shape.CLAUSE
    if len(words) > 1 and first == "by" and words[1].endswith("ing"):
        return Shape.MANNER
    if _is_inverted(words):
        return Shape.QUESTION
    if first in _ADJECTIVES and _governs(words[1:]):
        return Shape.ADJECTIVE
    return None


def _is_inverted(words: list[str]) -> bool:
    """Return whether the verb comes before its subject: "do you handle…"."""
    if len(words) < 3 or words[0] not in _AUXILIARY_FIRST:
        return False
    return words[0] in {"do", "does", "did"} or words[1] in _SUBJECTS | {"it"}


def _governs(rest: list[str]) -> bool:
    """Return whether an adjective stands by itself: "good at…", not "good weather"."""
    return not rest or rest[0] in _PREPOSITIONS or rest[0] in {"and", "as", "when", "under"}


def _by_verb(words: list[str]) -> Shape:
    """Look for a finite verb that belongs to the text itself, not to a relative clause."""
    relative = False
    for index, word in enumerate(words[1:], start=1):
        relative = relative or word in _RELATIVE
        if relative:
            continue
        if word in _FINITE and words[index - 1] != "to":
            return Shape.CLAUSE
        if _is_verb_here(words, index):
            return Shape.CLAUSE
        past = _past(words, index)
        if past:
            return past
    return _without_verb(words)


def _past(words: list[str], index: int) -> Shape | None:
    """Judge "the vendor raised the price" (a sentence), "the deal signed in May" (who knows)."""
    before, word = words[index - 1], words[index]
    after = words[index + 1] if index + 1 < len(words) else ""
    if not word.endswith("ed") or before in _BEFORE_NOUN or before.endswith(("ly", "ing")):
        return None
    if after in _OBJECT:
        return Shape.CLAUSE
    return Shape.UNSURE if after in _PREPOSITIONS else None


def _is_verb_here(words: list[str], index: int) -> bool:
    """Return whether a word that may be noun or verb is the verb here."""
    before, word = words[index - 1], words[index]
    after = words[index + 1] if index + 1 < len(words) else ""
    if before in _BEFORE_NOUN or (after and after not in _AFTER_VERB and word not in _CERTAIN):
        return False
    if word.endswith("s") and after in {"it", "them", "us", "me", "you"}:
        return True
    plural = before in _PLURALS or (before.endswith("s") and not before.endswith(("ss", "'s")))
    if word in _PLAIN:
        return plural
    return word in _SINGULAR and bool(after) and not before.endswith("ing")


_CERTAIN = _words(
    "leave arrive lose forget go get come keep take make become find know give bring tend expect "
    "spend suffer feel miss have may might lose think say tell lost went hear see ignore refuse"
)


def _without_verb(words: list[str]) -> Shape:
    first = words[0]
    second = words[1] if len(words) > 1 else ""
    if first.endswith("ing") and len(first) > 4:
        return Shape.GERUND if first not in _NOT_GERUNDS or second in _OBJECT else Shape.NOUN
    if first in _BARE_VERBS and len(words) > 1 and _takes_object(words):
        return Shape.VERB
    return Shape.NOUN


def _takes_object(words: list[str]) -> bool:
    """Return whether the second word follows a verb rather than ends a noun: "call every…"."""
    return words[1] in _AFTER_VERB | _RELATIVE or words[1] in {"what", "one", "new", "all", "both"}


_LOWER = _words(
    "a an the this that these those my your our their his her its some any each every no more less "
    "many few several most all both another other how why what when where whether which who if "
    "we you they he she it there in on at for to from with without within before after by of about "
    "between during through over under into as and or but not so too very is are was were be been "
    "being do does did have has had can could should would might must new old better best good "
    "bad big small large long short high low fast slow early late first last next second third "
    "daily weekly monthly yearly annual recent constant frequent regular current former whole half "
    "less enough clear clean safe hard soft strong weak cheap poor rich deep wide narrow real true "
    "right wrong open closed full empty young local global public private human social legal "
    "medical clinical technical financial commercial digital manual mental physical personal "
    "people person team teams staff nurses nurse doctors doctor patients patient parents parent "
    "students student pupils pupil children child teachers teacher customers customer clients "
    "client users user guests guest cooks cook chefs chef waiters welders welder engineers "
    "engineer analysts analyst lawyers lawyer managers manager workers worker drivers driver "
    "families family colleagues colleague employees employee suppliers supplier vendors partners "
    "time times day days night nights week weeks month months year years hour hours shift shifts "
    "work job jobs task tasks project projects plan plans process processes system systems tool "
    "tools data report reports dashboard dashboards table tables model models code tests test "
    "bugs bug release releases migration software hardware network server servers database "
    "databases cloud security privacy quality safety cost costs price prices budget budgets "
    "revenue sales profit margin margins growth churn turnover retention onboarding hiring "
    "recruiting training support service services product products feature features market "
    "markets brand content email emails mail calls call meeting meetings email phone paper "
    "paperwork forms form records record files file notes note handover handovers ward wards "
    "clinic clinics hospital school schools class classes classroom lesson lessons homework "
    "reading writing maths math science history language languages kitchen kitchens menu menus "
    "food waste prep service stock inventory orders order delivery deliveries supply demand "
    "shop floor factory line lines machine machines weld welds steel pipe pipes metal parts part "
    "rework scrap defects defect contracts contract case cases court discovery compliance audit "
    "audits tax taxes law laws claim claims risk risks deadline deadlines backlog queue queues "
    "delay delays error errors mistake mistakes problem problems issue issues question questions "
    "change changes move moves growth culture morale trust respect honesty patience kindness "
    "feedback advice experience knowledge skill skills practice habit habits discipline curiosity "
    "communication documentation coordination collaboration cooperation leadership teamwork "
    "planning five four three two one six seven eight nine ten twenty half double "
    "daughter son wife husband mother father brother sister dog cat garden bike cycling running "
    "hiking fishing marathon play concert holiday trip house home moving love interest "
    "keep keeping getting making finding losing cutting building helping teaching reducing "
    "start begin ask read talk listen build write look find spend make set put take walk meet "
    "visit give let split remove check measure count track introduce use bring create design "
    "develop draw explain help hire hold learn offer prepare show simplify stop try agree reduce "
    "rewrite replace able used comfortable experienced fluent skilled quick calm reliable careful "
    "happy willing confident familiar organised organized punctual thorough qualified certified "
    "licensed trained bilingual diligent proficient steady senior junior head chief lead assistant "
    "associate deputy registered full-time part-time remote hybrid freelance staffing rising "
    "growing falling missing ageing aging slow-moving long-term short-term day-to-day "
    "number figure spreadsheet forecast uncertainty department ratio metric audience lecture "
    "theory "
    "method exam grade grading marking attendance behaviour behavior bullying reading literacy "
    "numeracy curriculum trip ward discharge medication triage wound bed rota roster shift theatre "
    "anaesthesia anesthesia infection hygiene fall pain dementia home-care joint torch gas argon "
    "aluminium aluminum stainless beam crane frame vessel tank boiler drawing tolerance crack "
    "porosity fixture overtime apprentice apprenticeship inspector inspection lease merger "
    "acquisition employment dispute settlement mediation arbitration privilege filing billing "
    "retainer trial brief briefing sauce bread dessert pastry tasting supplier season seasonal "
    "allergen plating cover reservation table bar wine kitchen brigade station dish dishes evening "
    "morning weekend lunch dinner breakfast "
    "sous-chef pastry-chef co-ordinator vice-principal registrar paralegal barista carpenter "
    "electrician plumber joiner fitter baker butcher porter receptionist secretary administrator "
    "accountant bookkeeper designer developer architect researcher scientist librarian midwife "
    "carer paramedic pharmacist physiotherapist therapist counsellor counselor tutor lecturer "
    "instructor coach driver courier picker packer operator technician mechanic machinist "
    "supervisor coordinator consultant adviser advisor officer executive representative agent "
    "buyer planner writer editor journalist translator interpreter photographer videographer "
    "solicitor barrister clerk cashier cleaner gardener builder surveyor "
    "care story account business community copy crew customs dental dispatch elementary "
    "environmental estate executive field fire fitness flight forklift front fund general graphic "
    "group hair health hotel human import industrial information insurance interior lab "
    "laboratory landscape library life loan mobile mortgage museum music nursery occupational "
    "office operation outreach payroll pest pharmacy play police policy postal press primary "
    "procurement programme program property quantity radio rail regional research residential "
    "restaurant retail roof room route secondary site special sport statistical store street "
    "studio taxi telephone territory tour town traffic travel truck university vehicle veterinary "
    "video visitor volunteer wardrobe warehouse water web wedding welfare wood youth "
    "event shared common common-sense lots plenty rather mostly usually often sometimes "
    "speed pace accuracy precision rigour rigor detail details focus ownership clarity fairness "
    "openness candour candor integrity humility empathy warmth grit stamina energy care "
    "courage creativity design craft style tone taste humour humor balance pay wages salary "
    "output outcome outcomes result results value values goal goals target targets priority "
    "priorities evidence proof transparency autonomy accountability reliability uptime downtime "
    "latency speedy throughput workload workflow workflows bottleneck bottlenecks staffing space "
    "noise stress burnout sickness absence absences rest sleep health diversity inclusion equality "
    "ethics sustainability energy heat light fuel traffic parking transport travel freight "
    "logistics shipping packing picking returns refunds complaint complaints review reviews rating "
    "ratings churners visitors residents resident tenants tenant members member donors donor "
    "volunteers carers suppliers applicants candidates candidate newcomers beginners starters "
    "nothing anything nobody anybody somebody something someone anyone everyone everybody "
    "everything none neither either whoever whatever maybe perhaps sometimes recently lately "
    "today yesterday tomorrow currently only even still just here where then now never always "
    "reliability simplicity honesty punctuality hospitality politeness cleanliness tidiness order "
    "handwriting spelling phones telephone telephones printer printers rooms room corridor "
    "newspaper newsletter website websites app apps page pages search login signup checkout basket "
    "payment payments invoice invoices bill bills receipt receipts"
)
_NAMES_TOO = _words(
    "will may mark miss grant rob drew rose sterling price long young rich king go sketch"
)
"""Verbs and the like that are names as well: their capital stays."""
_LOWER_ENDINGS = (
    *("tion", "tions", "sion", "ment", "ments", "ness", "ance", "ence", "ship", "ing", "ism"),
    *(
        "ity",
        "ful",
        "less",
        "ous",
        "ical",
        "ics",
        "ency",
        "ancy",
        "hood",
        "ology",
        "itis",
        "psis",
        "osis",
    ),
)
_CAPITAL = _words(
    "notion constance florence provence clemence france vance lance clement boeing beijing nanjing "
    "turing sterling lessing browning reading chongqing flushing epping goring nursing-home "
    "trinity unity felicity charity verity serenity infinity amity affinity mathematica "
    "vermont piedmont prudence terrance terence clarence spence lawrence laurence"
)


def lowered(text: str, names: frozenset[str] = frozenset()) -> str:
    """Return the text as it stands inside a sentence; names and acronyms keep their capital.

    Only words that are surely no names lose it: "Kubernetes migration" stays as typed.

    Args:
        text: The phrase.
        names: Words of the company's and the people's names, folded; they stay.
    """
    match = re.match(r"[A-Z][a-z’'-]*(?![\w’'])", text)
    if not match or re.match(r"\w+ \d", text):  # "Ward 7", "Year 4"
        return text
    word = match[0].replace("’", "'").casefold()
    stem = word.split("'")[0]
    if word in names or stem in names or stem == "i":
        return text
    return text[0].lower() + text[1:] if _is_no_name(word, stem) else text


def _is_no_name(word: str, stem: str) -> bool:
    known = _LOWER | _SUBJECTS | ((_BARE_VERBS | _DEEDS | _ADJECTIVES) - _NAMES_TOO)
    if stem in known or stem.removesuffix("s") in _LOWER:
        return True
    return word.endswith(_LOWER_ENDINGS) and word not in _CAPITAL


def mine(text: str) -> str:
    """Return a noun phrase as something of mine: "my 6G certificate", but "a habit of…".

    A tool is nobody's own: "SQL" becomes "my experience with SQL".
    """
    first = re.match(r"[\w’'-]*", text)
    word = first[0].casefold() if first else ""
    if word in _BEFORE_NOUN | _COUNTS or word.isdigit():
        return text
    return f"my experience with {text}" if _is_tool(text) else f"my {text}"


def _is_tool(text: str) -> bool:
    """Return whether what a noun phrase is about is a name: "SQL", "Excel in the office"."""
    phrase = re.split(r"\s(?:in|at|on|for|to|from|with|by|and|or|under)\s|[,;:(]", text)[0]
    head = phrase.split()[-1] if phrase.split() else ""
    named = bool(re.search(r"[A-ZÀ-Þ]", head)) or bool(re.match(r"\w+[+#]", head))
    return named and head.strip(".").casefold() not in _ONE_HAS


_ONE_HAS = _words(
    "phd msc mba bsc ba ma md jd llm llb cfa cpa acca pmp rn hgv ielts toefl toeic cdl "
    "english german french spanish italian portuguese dutch polish czech russian ukrainian turkish "
    "arabic hebrew hindi urdu bengali punjabi mandarin cantonese chinese japanese korean thai "
    "vietnamese swedish norwegian danish finnish greek romanian hungarian swahili welsh irish"
)
"""Degrees, licences and languages: "my PhD", "my Spanish"."""


_COUNTS = _words(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty several "
    "many most both all half over almost nearly plenty lots few what"
)


def raised(text: str) -> str:
    """Return the text as it begins a sentence; "iPhone" and "eBay" stay as they are."""
    match = re.match(r"([\"“'‘(]*)(\w)(\w?)", text)
    if not match or match[3].isupper():
        return text
    at = match.end(1)
    return text[:at] + text[at].upper() + text[at + 1 :]
