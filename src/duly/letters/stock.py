"""Words that any letter after an interview may have, and that say nothing about this one."""

from __future__ import annotations

_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "ly", "s", "e", "y")


def stem(word: str) -> str:
    """Return a word without its ending, roughly: enough to tell "learned" and "learning" alike."""
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


_WORDS = """
a able about above abreast absolutely accept accomplish accomplished achieve achievement achievements across action
actually add added addition additional additionally address advance advantage afternoon again ago ahead align aligned
aligns all allow allowed allowing along already also although always amazing ambitious among amount an and answer
answered any anybody anyone anything apart apologise apologies applicant applicants application apply applied
appreciate appreciated appreciation appropriate are area areas around arrange arrival as aside ask asked asking aspect
aspects aspiration asset assist assistance associated at attached attend attention attribute available await away
back background base based be became because become been before began being believe belief benefit benefits best
better between beyond big bit both bring brief briefly build building business but by call called came can candid
candidacy candidate candidates capabilities capable capacity care career careers certain certainly challenge
challenges challenging chance change chat check choose chosen clear clearly close closely coming commit commitment committed communicate
communicating communication communications company companies comfortable complete completely concern concerning confidence
confident confirm confirmed congratulations connect consider consideration considered considering consult contact contribute contributing
contribution contributions convenience convenient conversation convinced cordially corporate corporation could couple course courteous
courtesy create crew culture current currently customer date day days deal dear decide decided decision decisions dedicated
dedication deep deeply definitely delight delighted demand demands demonstrate department departments describe described
description desire detail detailed details determine develop developing development did different direct direction
directly discuss discussed discussing discussion discussions do doing done dream drive driven due during duties dynamic
each eager eagerly early earlier easy effective effectively effort efforts either elaborate elect else email emails
employ employee employees employer employment enable encourage encouraged end energy engaging enjoy enjoyable enjoyed
enjoying enough ensure enthusiasm enthusiastic entire environment especially esteemed etc evening ever every everybody
everyone everything evident exactly excel excellence excellent exceptional excited excitement exciting exceed exist expect expectations expected
expedite experience experienced experiences expert expertise explain explained explaining explore express expressed extend
extended extensive extra extremely eye face facility fact fantastic far fascinated fascinating fast favorable favourable
feel feedback feel felt few field final finally find fine firm first fit fits flexible follow followed following
for form forward free friendly from full fully fun further future gain gained gather gave general generous gentle get
getting give given giving glad go goal goals goes going good got gracious grateful gratitude great greatly group grow
growing growth had handle happy hard has have having he hear heard hearing held hello help helped helpful her here
hesitate hi high highly him hire hired hiring his hold honest honor honored honour honoured hope hopeful hopefully
hoping hour hours how however human i idea ideal ideas if immediate immediately impact important impressed impression
impressive improve in include included including incredible incredibly indeed industry inform information informative
initial innovative inquire insight insightful insights inspire inspired inspiring instead integral interact interest
interested interesting interests interview interviewed interviewer interviewers interviewing interviews into introduce
introduced introduction invite invited inviting is issue it its job jobs join joined joining journey just keen keep
kind kindly kindness knew know knowing knowledge knowledgeable lack large last late later lead leader leaders
leadership learn learned learning learnt least leave led left less let letter letting level life light like likely
little live local long look looked looking lot love loved lovely made mail main maintain make makes making manage management
manager managers manner many match matter matters may maybe me mean means meet meeting member members mention mentioned
message met might mind minute minutes mission moment more moreover morning most motivate motivated move moving much mutual my
myself name nature near necessary need needed needs never new news next nice no nor not note nothing now number objective
objectives obtain of off offer offered offering offers office often on once one ones only open opened opening
operate operation operations opinion opportunities opportunity or order organisation organisations organization
organizations other others our out outlined outstanding over overall overview own page part participate particular particularly
parties passion passionate past patience people perfect perfectly perform performance perhaps person personal personally
personnel perspective perspectives phone place play please pleased pleasure plus point position positions positive
possess possible possibility post potential practice practices prepare prepared present previous previously pride prior privilege
probably problem problems proceed process productive profession professional professionals professionalism proficient profile program programs
progress project projects promise promising proud prove proven provide provided providing purpose pursue put qualification
qualifications qualified qualities quality question questions quick quickly quite range rapport rather reach read
ready real really reason receive received recent recently recommend recruiter recruiting recruitment refer reference references
regard regarding regards reiterate relate related relationship relationships relevant reliable remain remember remind reply report
represent request require required requirement requirements resource resources respect respectfully respond response
responsibilities responsibility responsible rest result results resume return review rewarding right role roles said same
saw say schedule scheduled school second see seeing seek seeking seem seems seen select selected selection send sense
sent serious serve service services set several shall share shared sharing she short should show showed showing shown
sincere sincerely single sir situation skill skilled skills so solid some somebody someone something soon speak speaking
special specific specifically spend spending spent spoke spoken staff stage stand standing start started starting
state status stay step steps still strength strengthen strengths strong strongly style succeed success successful
such suggest suit suitable suited summary support supportive sure system systems take taken taking talent talented talents talk
talked talking target task tasks team teams technical tell term terms than thank thankful thanks that the their them
themselves then there therefore these they thing things think thinking this thorough thoroughly those though thought
thoughtful thoughts through throughout time timeline times title to today together told tomorrow too took top total
toward towards trade train trained training tremendous true truly trust try trying turn two type understand understanding
understood unique until up update updates upon us use used useful utilise utilize valuable value valued values
variety various very via view vision visit wait waiting walk want wanted warm warmly was way ways we week weekend
weeks welcome welcomed welcoming well went were what whatever when where whether which while who whole whom whose why
wide will willing wish wishes with within without wonder wonderful wondering word words work worked working works
workplace world would write writing yes yesterday year years yet you your yours yourself
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december spring summer autumn winter am pm mr mrs ms miss dr prof ability abilities background resume cv
colleague colleagues committee panel vacancy vacant hiring advise advance applicant website zoom video virtual onsite
pm noon eleven ten nine eight seven six five four three twenty thirty forty fifty hundred half
""".split()

GENERIC = frozenset(map(stem, _WORDS))
"""The stems of those words."""
