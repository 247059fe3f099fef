"""The words in which staff read how a board stands, and what is missing before it can be changed."""

from __future__ import annotations

from flask_babel import gettext as _

from esafety.board.rules import BoardState, NotOpened
from esafety.moderation.outcomes import NotTaken, Sent
from esafety.moderation.writing import LONGEST_TEXT


def standing_words(state: BoardState, /) -> str:
    """How a board stands, and what to do where it is not open."""
    words: dict[BoardState, str] = {
        BoardState.OPEN: _("Open: children can write."),
        BoardState.NOT_OPENED: _("Not open. Children can read what is shown."),
        BoardState.OUT_OF_HOURS: _("Resting: it is outside the hours that the school has chosen for its boards."),
        BoardState.NOBODY_ON_DUTY: _("Resting: whoever was on duty no longer looks after this class. Open it anew."),
        BoardState.CLOSED_BY_HEAD: _("Closed by the head for the whole school."),
        BoardState.BUSY: _("Paused by itself: more waits to be read than the school allows. Read, and it opens again."),
    }
    return words[state]


def not_opened_words(refused: NotOpened, /) -> str:
    """What to put right."""
    words: dict[NotOpened, str] = {
        NotOpened.NO_PURPOSE: _("Nothing is changed yet. Say in a few words what it is for: children read it."),
        NotOpened.TOO_LONG: _("Nothing is changed yet. Say it in fewer words."),
        NotOpened.BAD_TIMES: _("Nothing is changed yet. Choose times and numbers that fit together."),
        NotOpened.NOBODY_ON_DUTY: _("Nothing is changed yet. Choose the adult who is on duty."),
        NotOpened.OUT_OF_HOURS: _("It is outside the hours for boards. The head or the office can change them."),
        NotOpened.CLOSED_BY_HEAD: _("The head has closed every board. The head lets them open again."),
        NotOpened.NOT_ALLOWED: _("This is for the class's own staff."),
        NotOpened.NOT_THERE: _("That is not there any more."),
    }
    return words[refused]


def not_sent_words(outcome: Sent, *, text: str) -> str:
    """Why what a member of staff wrote was not taken; it stays in the box."""
    if outcome is NotTaken.TOO_LONG:
        return str(_("Nothing is sent yet. It is %(number)d letters too long.", number=len(text) - LONGEST_TEXT))
    if outcome is NotTaken.NO_WORDS:
        return str(_("Nothing is sent yet. Write some words."))
    return str(_("Nothing is sent yet. What you answer is not shown any more, or this page is old: send it again."))
