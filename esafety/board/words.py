"""The words in which a child is told that the board is not open, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from esafety.board.rules import BoardState


def why_not_open(state: BoardState, /) -> str:
    """Why nobody can write just now, kindly; nothing where the board is open."""
    words: dict[BoardState, str] = {
        BoardState.NOT_OPENED: _("The board is resting. Your teacher opens it."),
        BoardState.OUT_OF_HOURS: _("The board is asleep until school is open."),
        BoardState.NOBODY_ON_DUTY: _("The board is resting until a grown-up is here to look after it."),
        BoardState.CLOSED_BY_HEAD: _("The board is resting for the whole school today."),
        BoardState.BUSY: _("So many messages! Your teacher is reading them. The board opens again soon."),
    }
    return words.get(state, "")
