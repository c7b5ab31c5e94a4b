"""Hiring systems and other senders known by their domains; the brand is never the company."""

from __future__ import annotations

import re
from typing import Final

HIRING_SYSTEMS: Final = frozenset(
    {
        *("ashbyhq.com", "avature.net", "bamboohr.com", "breezy.hr", "brassring.com", "comeet.com"),
        *("comeet-notifications.com", "cornerstoneondemand.com", "csod.com", "dayforce.com"),
        *("dover.com", "eightfold.ai", "fountain.com", "freshteam.com", "gem.com", "goodtime.io"),
        *("greenhouse.io", "greenhouse-mail.io", "gr8people.com", "gupy.com.br", "hibob.com"),
        *(
            "hire.lever.co",
            "lever.co",
            "hireology.com",
            "hirebridge.com",
            "homerun.co",
            "icims.com",
        ),
        *("jazz.co", "jazzhr.com", "applytojob.com", "jobdiva.com", "jobscore.com", "jobvite.com"),
        *("join.com", "jobylon.com", "kenexa.com", "lumesse.com", "mail.paradox.ai", "paradox.ai"),
        *("manatal.com", "myworkday.com", "myworkdayjobs.com", "workday.com", "oleeo.com"),
        *("onlyfy.jobs", "oraclecloud.com", "otta.com", "paycomonline.net", "paylocity.com"),
        *("peoplehr.com", "personio.de", "personio.com", "personio-mail.com", "phenompeople.com"),
        *("pinpointhq.com", "polymer.co", "prescreenapp.io", "recooty.com", "recruitee.com"),
        *("recruiterbox.com", "recruitingbypaycor.com", "rexx-systems.com", "rippling.com"),
        *("saphr.com", "selectminds.com", "silkroad.com", "smartrecruiters.com", "softgarden.io"),
        *(
            "successfactors.com",
            "successfactors.eu",
            "talentlyft.com",
            "taleo.net",
            "talentech.com",
        ),
        *("teamtailor.com", "teamtailor-mail.com", "tribepad.com", "trinethire.com", "ukg.com"),
        *("ultipro.com", "umantis.com", "welcomekit.co", "workable.com", "workablemail.com"),
        *("candidates.workablemail.com", "workbright.com", "zohorecruit.com", "trakstar.com"),
        *("bullhorn.com", "networxrecruitment.com", "jobtrain.co.uk", "nhsjobs.com", "trac.jobs"),
        *("usajobs.gov", "governmentjobs.com", "neogov.com", "schoolspring.com", "frontlineed.com"),
        *("tes.com", "eteach.com", "civilservicejobs.service.gov.uk", "concludis.de", "d-vinci.de"),
        *("softgarden.de", "flatchr.io", "talentsoft.com", "digitalrecruiters.com", "infojobs.net"),
    }
)
ASSESSORS: Final = frozenset(
    {
        *("codesignal.com", "codility.com", "coderpad.io", "codesubmit.io", "hackerrank.com"),
        *(
            "hackerrankforwork.com",
            "hirevue.com",
            "hackerearth.com",
            "testgorilla.com",
            "mettl.com",
        ),
        *("shl.com", "sparkhire.com", "vervoe.com", "willo.video", "karat.com", "pymetrics.com"),
        *("arcticshores.com", "cappfinity.com", "criteriacorp.com", "devskiller.com", "harver.com"),
        *("predictiveindex.com", "wonderlic.com", "qualified.io", "cut-e.com", "aon.com"),
        *("thomas.co", "kornferry.com", "talentlens.com", "modernhire.com", "cammio.com"),
    }
)
SCHEDULERS: Final = frozenset(
    {
        *("calendly.com", "goodtime.io", "cal.com", "doodle.com", "youcanbook.me", "x.ai"),
        *(
            "savvycal.com",
            "chilipiper.com",
            "cronofy.com",
            "meetingbird.com",
            "acuityscheduling.com",
        ),
        *("prelude.co", "modernloop.io", "zcal.co", "paradox.ai"),
    }
)
JOB_BOARDS: Final = frozenset(
    {
        *("adzuna.com", "adzuna.co.uk", "angel.co", "careerbuilder.com", "careerjet.com"),
        *("cv-library.co.uk", "dice.com", "glassdoor.com", "handshake.com", "joinhandshake.com"),
        *(
            "hired.com",
            "indeed.com",
            "indeedemail.com",
            "jobserve.com",
            "jooble.org",
            "ladders.com",
        ),
        *("lensa.com", "linkedin.com", "monster.com", "monster.de", "naukri.com", "neuvoo.com"),
        *("otta.com", "reed.co.uk", "seek.com.au", "seek.co.nz", "simplyhired.com", "snagajob.com"),
        *("stepstone.de", "talent.com", "theladders.com", "totaljobs.com", "wellfound.com"),
        *(
            "welcometothejungle.com",
            "xing.com",
            "ziprecruiter.com",
            "ziprecruiter.co.uk",
            "jobcase.com",
        ),
        *("jobs2careers.com", "bayt.com", "irishjobs.ie", "jobsdb.com", "wttj.co", "idealist.org"),
    }
)
FREE_MAIL: Final = frozenset(
    {
        *("aol.com", "fastmail.com", "fastmail.fm", "free.fr", "gmail.com", "gmx.at", "gmx.com"),
        *("gmx.de", "gmx.net", "googlemail.com", "hey.com", "hotmail.com", "hotmail.co.uk"),
        *(
            "hotmail.fr",
            "icloud.com",
            "laposte.net",
            "libero.it",
            "live.com",
            "mail.com",
            "mail.ru",
        ),
        *("me.com", "msn.com", "orange.fr", "outlook.com", "outlook.de", "pm.me", "posteo.de"),
        *("proton.me", "protonmail.com", "t-online.de", "tutanota.com", "web.de", "wanadoo.fr"),
        *(
            "yahoo.com",
            "yahoo.co.uk",
            "yahoo.fr",
            "yahoo.de",
            "ymail.com",
            "zoho.com",
            "btinternet.com",
        ),
    }
)
BRANDS: Final = re.compile(
    r"\b(?:greenhouse|lever|workday|ashby|smartrecruiters|icims|taleo|jobvite|bamboohr|teamtailor|"
    r"personio|recruitee|workable|successfactors|hirevue|hackerrank|calendly|goodtime"
    r"|breezy(?: ?hr)?|"
    r"jazzhr|codility|codesignal|testgorilla|linkedin|indeed|glassdoor|ziprecruiter|monster|xing|"
    r"pinpoint|rippling|paylocity|dayforce|avature|eightfold|softgarden|greenhouse recruiting|zoom|"
    r"paradox|spark ?hire|willo|handshake|microsoft teams|google calendar|docusign)\b",
    re.IGNORECASE,
)
_SECOND_LEVELS: Final = frozenset(
    {"co", "com", "org", "net", "gov", "gob", "ac", "edu", "nhs", "or", "ne"}
)


_SYSTEMS: Final = (HIRING_SYSTEMS, JOB_BOARDS, SCHEDULERS, ASSESSORS)


def domain_of(address: str) -> str:
    """Return the domain of an address in lower case."""
    return address.rpartition("@")[2].lower().strip(".")


def is_of(domain: str, known: frozenset[str]) -> bool:
    """Tell whether a domain, or one it lies in, is among the known ones."""
    labels = domain.split(".")[-6:]
    return any(".".join(labels[index:]) in known for index in range(len(labels)))


def is_system(domain: str) -> bool:
    """Tell whether a domain is a system's that writes for many companies."""
    return any(is_of(domain, known) for known in _SYSTEMS)


def is_shared(domain: str) -> bool:
    """Tell whether a domain is a provider's or a system's, and so nobody's own."""
    return is_system(domain) or is_of(domain, FREE_MAIL)


def organisation(domain: str) -> str:
    """Return the label that names who owns a domain: "acme" of "mail.acme.co.uk"."""
    labels = [label for label in domain.split(".") if label]
    if len(labels) >= 3 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) == 2:
        return labels[-3]
    return labels[-2] if len(labels) >= 2 else ""
