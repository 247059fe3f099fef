"""The words for what a child can tap, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


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
