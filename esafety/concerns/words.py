"""The words for what a child can tap, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from esafety.concerns.rules import Source


def feeling_words(feeling: str) -> str:
    """How a feeling is called; nothing for none."""
    words: dict[str, str] = {
        "worried": _("Worried"),
        "sad": _("Sad"),
        "scared": _("Scared"),
        "cross": _("Cross"),
        "unsure": _("Not sure"),
    }
    return words.get(feeling, "")


def about_words(about: str) -> str:
    """What a call for help is about; nothing for none."""
    words: dict[str, str] = {
        "someone-unkind": _("Someone was unkind"),
        "saw-something": _("I saw something"),
        "someone-asked": _("Someone asked me for something"),
        "shared-something": _("I shared something"),
        "something-else": _("Something else"),
    }
    return words.get(about, "")


def source_words(source: Source) -> str:
    """What raised a concern, where no child asked for help; nothing for a child."""
    words: dict[Source, str] = {
        Source.FILTER: _("Filter: a message"),
        Source.STAFF: _("Staff: a message"),
    }
    return words.get(source, "")


def kind_words(kind: str) -> str:
    """What kind of message a concern is about."""
    words: dict[str, str] = {
        "post": _("A post"),
        "reply": _("A reply"),
        "note": _("A private note to the teacher"),
        "mail": _("Class mail"),
    }
    return words.get(kind, str(_("A message")))
