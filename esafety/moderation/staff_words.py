"""The words in which staff read of messages: where one stands, what was done with it, why something could not be."""

from __future__ import annotations

from flask_babel import gettext as _

from esafety.moderation.outcomes import AlreadyDecided, NotDecided
from esafety.moderation.states import Decision, State
from esafety.web.days import moment_words


def state_words(state: State, /) -> str:
    """Where a message stands, as a label."""
    words: dict[State, str] = {
        State.WAITING: _("Waiting"),
        State.HELD: _("Held"),
        State.URGENT: _("Urgent"),
        State.APPROVED: _("Shown"),
        State.RETURNED: _("Given back"),
        State.REJECTED: _("Not shown"),
        State.HIDDEN: _("Hidden"),
        State.REMOVED: _("Taken down"),
        State.WITHDRAWN: _("Taken back by its author"),
    }
    return words[state]


def move_words(decision: Decision | None, /) -> str:
    """What happened to a message, as a line of its history; None is that it was sent."""
    words: dict[Decision | None, str] = {
        None: _("sent"),
        Decision.APPROVE: _("approved"),
        Decision.RETURN: _("given back"),
        Decision.REJECT: _("not shown"),
        Decision.REMOVE: _("taken down"),
        Decision.ESCALATE: _("sent to the E-Safety Officer"),
        Decision.HAND_OVER: _("passed to a colleague"),
        Decision.MEND_TO_WAITING: _("mended by its author"),
        Decision.MEND_TO_HELD: _("mended by its author, and held again"),
        Decision.MEND_TO_URGENT: _("changed by its author, and urgent"),
        Decision.WITHDRAW: _("taken back by its author"),
        Decision.REPORT: _("reported by a child"),
        Decision.SPOT: _("reported by the child who practised with it"),
    }
    return words[decision]


def done_words(decision: Decision, /) -> str:
    """What the moderator is told when a decision is on disk."""
    words: dict[Decision, str] = {
        Decision.APPROVE: _("Approved: it is shown now."),
        Decision.RETURN: _("Given back: the child can mend it."),
        Decision.REJECT: _("Not shown: the child is told why."),
        Decision.REMOVE: _("Taken down: a notice says why in its place."),
        Decision.ESCALATE: _("Sent to the E-Safety Officer, and hidden."),
        Decision.HAND_OVER: _("Passed to your colleague. It stays in the list until one of you decides."),
    }
    return words.get(decision, "")


def already_words(outcome: AlreadyDecided, /) -> str:
    """Who was quicker, with what and when."""
    facts = {"who": outcome.by, "what": move_words(outcome.decision), "when": moment_words(outcome.at)}
    if outcome.by:
        return str(_("Nothing was changed now: %(what)s by %(who)s, %(when)s.", **facts))
    return str(_("Nothing was changed now: %(what)s, %(when)s. Read it again before you decide.", **facts))


def refusal_words(refused: NotDecided, *, decision: Decision) -> str:
    """What is missing, so that it can be put right."""
    if refused is NotDecided.NO_REASON and decision is Decision.ESCALATE:
        return str(_("Nothing is done yet. Write for the officer why it is sent."))
    words: dict[NotDecided, str] = {
        NotDecided.NO_REASON: _("Nothing is done yet. Choose one of the reasons: the child is told why."),
        NotDecided.TOO_LONG: _("Nothing is done yet. What you wrote is too long: 500 letters are the most."),
        NotDecided.NO_COLLEAGUE: _("Nothing is done yet. Choose the colleague whom you ask."),
        NotDecided.NO_SUCH_MOVE: _("Nothing is done: that cannot be done with a message that stands like this one."),
        NotDecided.NOT_ALLOWED: _("Nothing is done: this is for the class's own staff or the E-Safety Officer."),
    }
    return words.get(refused, "")
