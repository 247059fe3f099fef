"""What the forms of a lesson send: answers to a question of any kind, and nothing else."""

from __future__ import annotations

import logging

from flask import request
from flask_babel import gettext as _

from esafety.content import marking
from esafety.web.forms import fields

log = logging.getLogger(__name__)
KNOWN_FIELDS = frozenset({"csrf_token", "owner", "key", "step", "choice", "question", "asked", "answer", "move"})
PUT = "answer."
"""The beginning of the name of a field that says where one thing of a sort, a match or an order was put."""
MOST_PUT = 50


def answers_sent() -> list[str]:
    """All that was answered: what was chosen as it stands, what was put somewhere as "thing=place"."""
    put = [name for name in request.form if name.startswith(PUT)][:MOST_PUT]
    return fields("answer") + [f"{name.removeprefix(PUT)[:200]}={place}" for name in put for place in fields(name)]


def note_unknown_fields() -> None:
    """Count in the log what no form of ours has; it is ignored."""
    unknown = [name for name in request.form if name not in KNOWN_FIELDS and not name.startswith(PUT)]
    if unknown:
        # Only how many: a field's name is whatever somebody typed.
        log.warning("%d unknown fields ignored at %s", len(unknown), request.endpoint)


def refusal_words(message: str) -> str:
    """Why an answer was not taken, in the reader's language."""
    words = {
        marking.CHOOSE_AT_LEAST_ONE: _("Choose at least one."),
        marking.PUT_EACH_IN_A_BOX: _("Put each one in a box."),
        marking.GIVE_EACH_A_PLACE: _("Give each one a place of its own."),
        marking.FIND_EACH_A_PARTNER: _("Find a partner for each one."),
        marking.TAP_A_CLUE: _("Tap at least one clue."),
    }
    return str(words.get(message) or _("Choose one of the answers."))
