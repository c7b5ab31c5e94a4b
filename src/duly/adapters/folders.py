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
    UNSENT = "unsent"
    """Templates, and what waits to be sent: some servers send whatever is put there."""
    JUNK = "junk"
    TRASH = "trash"
    ARCHIVE = "archive"


PASSED_OVER: Final = frozenset({Role.DRAFTS, Role.UNSENT, Role.JUNK, Role.TRASH})
"""Nobody wants to be reminded of what lies there."""

_NAMES: Final = {
    Role.SENT: """
        sent | sent mail | sent items | sent messages | sent-mail | gesendet |
        gesendete elemente | gesendete objekte | gesendete nachrichten | envoyés |
        messages envoyés | éléments envoyés | courrier envoyé | envoyes | enviados |
        elementos enviados | enviada | correo enviado | mensajes enviados | itens enviados |
        mensagens enviadas | e-mails enviados | posta inviata | inviata | inviati |
        elementi inviati | messaggi inviati | verzonden | verzonden items | verzonden berichten |
        verzonden e-mail | skickat | skickade objekt | sendt | sendte elementer | lähetetyt |
        wysłane | elementy wysłane | odeslaná pošta | отправленные | 送信済み | 已发送 |
        objets envoyés | skickade | sendte | lähetetyt viestit | odeslané | odoslané | elküldött |
        elküldött elemek | trimise | poslano | gönderilmiş öğeler | gönderilenler |
        gönderilmiş postalar | απεσταλμένα | надіслані | изпратени | 送信済みアイテム |
        送信済みメール | 已发送邮件 | 寄件備份 | 寄件匣備份 | 보낸 편지함 | 보낸편지함 |
        보낸메일함 | المرسلة | البريد المرسل | נשלח | דואר שנשלח | thư đã gửi | terkirim""",
    Role.DRAFTS: """
        draft | drafts | entwurf | entwürfe | brouillon | brouillons | borrador | borradores |
        rascunho | rascunhos | bozza | bozze | concept | concepten | utkast | kladder |
        luonnokset | wersje robocze | szkice | koncepty | черновики | 下書き | 草稿 | kladde |
        kopie robocze | robocze | rozepsané | piszkozatok | ciorne | skice | taslaklar |
        πρόχειρα | чернетки | чернови | 草稿箱 | 草稿匣 | 임시 보관함 | 임시보관함 | المسودات |
        טיוטות | thư nháp | draf""",
    Role.UNSENT: """
        templates | vorlagen | modèles | outbox | postausgang | unsent messages |
        boîte d'envoi | bandeja de salida""",
    Role.JUNK: """
        junk | junk mail | junk e-mail | junk email | spam | bulk mail | spamverdacht |
        unerwünscht | unerwünschte werbung | courrier indésirable | indésirables | pourriel |
        correo no deseado | no deseado | lixo eletrônico | posta indesiderata | indesiderata |
        ongewenste e-mail | ongewenste reclame | skräppost | søppelpost | roskaposti | спам |
        迷惑メール | 垃圾邮件 | bulk | pourriels | correo basura | lixo eletrónico | ongewenst |
        uønsket e-post | uønsket mail | wiadomości-śmieci | nevyžádaná pošta | nevyžiadaná pošta |
        levélszemét | önemsiz | önemsiz e-posta | gereksiz | ανεπιθύμητη αλληλογραφία |
        ανεπιθύμητα | нежелательная почта | небажана пошта | 垃圾郵件 | 정크 메일 | 스팸 |
        스팸메일함""",
    Role.TRASH: """
        trash | bin | deleted | deleted items | deleted messages | papierkorb | gelöscht |
        gelöschte elemente | gelöschte objekte | corbeille | éléments supprimés |
        messages supprimés | papelera | eliminados | elementos eliminados | lixo | lixeira |
        itens excluídos | cestino | posta eliminata | elementi eliminati | prullenbak |
        verwijderde items | papperskorgen | papirkurv | slettede elementer | roskakori | kosz |
        koš | корзина | ゴミ箱 | 已删除邮件 | deleted mail | wastebasket | poubelle |
        itens eliminados | eliminata | prullenmand | borttagna objekt | papirkurven |
        slettet post | poistetut | elementy usunięte | odstraněná pošta | kôš | lomtár |
        törölt elemek | coș de gunoi | çöp | çöp kutusu | silinmiş öğeler | διαγραμμένα |
        κάδος απορριμμάτων | кошик | удаленные | удалённые | видалені | 削除済みアイテム |
        已删除 | 废件箱 | 刪除的郵件 | 垃圾桶 | 휴지통 | 지운 편지함 | سلة المهملات | אשפה |
        thùng rác | sampah""",
    Role.ARCHIVE: """
        archive | archives | archiv | archivos | archivio | arquivo | archief | arkiv | arkisto |
        archiwum | archív | архив | アーカイブ | all mail | alle nachrichten | archivo |
        archivum | arhiva | arşiv | αρχείο | архів | 归档 | 封存 | 보관함""",
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
    roles = [role for part in _PARTS.split(path) if (role := role_of_name(part))]
    lost = next((role for role in roles if role in PASSED_OVER), None)
    return lost or (roles[-1] if roles else None)


def role_of_name(name: str) -> Role | None:
    """Return what a folder is for by its own name, without those it lies in."""
    return _ROLES.get(_plain(name))
