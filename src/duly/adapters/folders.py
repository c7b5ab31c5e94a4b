"""What a mail folder is for, going by its name in the languages of common mail programs."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What lies in a folder; the special uses of RFC 6154 that matter here."""

    SENT = "sent"
    DRAFTS = "drafts"
    JUNK = "junk"
    TRASH = "trash"
    ARCHIVE = "archive"


PASSED_OVER: Final = frozenset({Role.DRAFTS, Role.JUNK, Role.TRASH})
"""Nobody wants to be reminded of what lies there."""

_NAMES: Final = {
    Role.SENT: """
        sent | sent mail | sent items | sent messages | sent-mail | gesendet |
        gesendete elemente | gesendete objekte | gesendete nachrichten | envoyés |
        messages envoyés | éléments envoyés | courrier envoyé | envoyes | enviados |
        elementos enviados | enviada | correo enviado | mensajes enviados | itens enviados |
        mensagens enviadas | e-mails enviados | posta inviata | inviata | inviati |
        elementi inviati | messaggi inviati | verzonden | verzonden items |
        verzonden berichten | verzonden e-mail | skickat | skickade objekt | sendt |
        sendte elementer | lähetetyt | wysłane | elementy wysłane | odeslaná pošta |
        отправленные | 送信済み | 已发送""",
    Role.DRAFTS: """
        draft | drafts | entwurf | entwürfe | brouillon | brouillons | borrador | borradores |
        rascunho | rascunhos | bozza | bozze | concept | concepten | utkast | kladder |
        luonnokset | wersje robocze | szkice | koncepty | черновики | 下書き | 草稿 | templates |
        vorlagen | modèles | outbox | postausgang | unsent messages | boîte d'envoi""",
    Role.JUNK: """
        junk | junk mail | junk e-mail | junk email | spam | bulk mail | spamverdacht |
        unerwünscht | unerwünschte werbung | courrier indésirable | indésirables | pourriel |
        correo no deseado | no deseado | lixo eletrônico | posta indesiderata | indesiderata |
        ongewenste e-mail | ongewenste reclame | skräppost | søppelpost | roskaposti | спам |
        迷惑メール | 垃圾邮件""",
    Role.TRASH: """
        trash | bin | deleted | deleted items | deleted messages | papierkorb | gelöscht |
        gelöschte elemente | gelöschte objekte | corbeille | éléments supprimés |
        messages supprimés | papelera | eliminados | elementos eliminados | lixo | lixeira |
        itens excluídos | cestino | posta eliminata | elementi eliminati | prullenbak |
        verwijderde items | papperskorgen | papirkurv | slettede elementer | roskakori | kosz |
        koš | корзина | ゴミ箱 | 已删除邮件""",
    Role.ARCHIVE: """
        archive | archives | archiv | archivos | archivio | arquivo | archief | arkiv |
        arkisto | archiwum | archív | архив | アーカイブ | all mail | alle nachrichten""",
}
_PARTS: Final = re.compile(r"[/\\.]")


def _plain(name: str) -> str:
    """Return a name in small letters, however its accents are written and its words joined."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return " ".join(composed.replace("_", " ").replace("-", " ").split())


_ROLES: Final = {_plain(name): role for role, names in _NAMES.items() for name in names.split("|")}


def role_of(path: str) -> Role | None:
    """Return what a folder is for; None for the inbox and folders of the user's own.

    Args:
        path: Its name, with those it lies in before it, split by "/" or ".": "[Gmail]/Spam",
            "INBOX.Sent", "Archive/2024". A folder within the trash is trash as well.
    """
    roles = [role for part in _PARTS.split(path) if (role := _ROLES.get(_plain(part)))]
    lost = next((role for role in roles if role in PASSED_OVER), None)
    return lost or (roles[-1] if roles else None)
