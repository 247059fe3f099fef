"""What an e-mail says: that something waits, and where. Never who, never what was written."""

from __future__ import annotations

from flask_babel import gettext as _


def subject_of(kind: str, /) -> str:
    """The subject line for a kind of alert."""
    if kind in {"urgent", "urgent late", "escalated"}:
        return str(_("esafety: please look now"))
    if kind == "late":
        return str(_("esafety: something is late"))
    return str(_("esafety: something waits for you"))


def body_of(kind: str, *, address: str) -> str:
    """The whole text for a kind of alert; `address` is where to sign in."""
    words: dict[str, str] = {
        "urgent": _("A message on a class board may be urgent."),
        "worry": _("A message on a class board may be from somebody who is unhappy. It was held."),
        "escalated": _("Something was passed to the safeguarding lead."),
        "filter failed": _("The message filter did not work for a message. It was held."),
        "reported": _("A child reported something on a class board. It is hidden until you have decided."),
        "handed over": _("A colleague asks for a second opinion on a message."),
        "urgent late": _("A message that may be urgent still waits. Somebody has to look at it now."),
        "late": _("Messages on a class board have waited longer than they may."),
        "pause review": _("A child's pause from the board is to be looked at again today."),
        "board busy": _("A class board has paused itself, for too many messages wait."),
    }
    said = words.get(kind, str(_("Something waits for you.")))
    where = _("Sign in to see it: %(address)s", address=address) if address else _("Sign in to see it.")
    why = _("This e-mail says no more on purpose. Please do not answer it.")
    return f"{said}\n\n{where}\n\n{why}\n"
