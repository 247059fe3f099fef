"""The words for reasons and states: the child's, and the staff's, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _

from esafety.moderation.reasons import ChildSees, Reason


def child_words(reason: Reason, /) -> str:
    """What the child is told: what to do, never what is wrong with them."""
    words: dict[Reason, str] = {
        Reason.PRIVATE: _("Keep private things private: names, numbers, places and passwords."),
        Reason.RUDE_WORDS: _("Some words are not for our board. Can you say it another way?"),
        Reason.WEB_ADDRESS: _("Web addresses stay off our board. You can tell us about it in words."),
        Reason.UNKIND: _("This could make someone sad. Can you say it kindly?"),
        Reason.ABOUT_A_GROUP: _("This could hurt a whole group of people. Everyone belongs here."),
        Reason.MEETING: _("Meeting up and swapping contacts are for grown-ups to plan. Ask one to help."),
        Reason.ABOUT_SOMEONE_ELSE: _("This is about someone else. Ask them before you share it."),
        Reason.NOT_ABOUT_THIS: _("This is not what we are talking about here. Try again on our topic."),
    }
    return words[reason]


def short_child_words(reason: Reason, /) -> str:
    """The reason as a child picks it from a list, at most four words."""
    words: dict[Reason, str] = {
        Reason.PRIVATE: _("Shares something private"),
        Reason.RUDE_WORDS: _("Rude words"),
        Reason.WEB_ADDRESS: _("Has a web address"),
        Reason.UNKIND: _("Not kind"),
        Reason.ABOUT_A_GROUP: _("Hurts a group"),
        Reason.MEETING: _("Plans to meet up"),
        Reason.ABOUT_SOMEONE_ELSE: _("About someone else"),
        Reason.NOT_ABOUT_THIS: _("Not on our topic"),
    }
    return words[reason]


def staff_words(reason: Reason, /) -> str:
    """The reason as staff choose it."""
    words: dict[Reason, str] = {
        Reason.PRIVATE: _("Gives away something private"),
        Reason.RUDE_WORDS: _("Swearing or rude words"),
        Reason.WEB_ADDRESS: _("Holds a web address"),
        Reason.UNKIND: _("Unkind to or about someone"),
        Reason.ABOUT_A_GROUP: _("A slur, or contempt for a group"),
        Reason.MEETING: _("Asks to meet, or for contact"),
        Reason.ABOUT_SOMEONE_ELSE: _("Tells something about another person"),
        Reason.NOT_ABOUT_THIS: _("Not about this topic"),
    }
    return words[reason]


def where_it_is(sees: ChildSees, /) -> str:
    """What its author reads beside a message."""
    words: dict[ChildSees, str] = {
        ChildSees.WAITING: _("Your teacher will read this first."),
        ChildSees.HELD_WHY: _("Your teacher will read this first. You can mend it now."),
        ChildSees.GROWN_UP: _("A grown-up will read this."),
        ChildSees.SHOWN: _("Your class can see this."),
        ChildSees.GIVEN_BACK: _("Your teacher gave this back. You can mend it."),
        ChildSees.NOT_SHOWN: _("Your teacher did not show this."),
        ChildSees.LOOKED_AT: _("A grown-up is looking at this. Nobody else can see it now."),
        ChildSees.TAKEN_DOWN: _("Your teacher took this down."),
        ChildSees.TAKEN_BACK: _("You took this back."),
    }
    return words[sees]


def help_words() -> str:
    """What stands beside the way to help, under what a grown-up will read: never a reason."""
    return str(_("If something is worrying you, you can tell us."))
