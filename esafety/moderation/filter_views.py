"""The filter for those who answer for it: try words on it, and keep the school's own words with their reasons."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from esafety.filtering.verdict import Category, FourC, Level
from esafety.moderation import rules, service
from esafety.moderation.judging import judge
from esafety.moderation.marks import numbered, pieces_of
from esafety.moderation.rules import Effect, Refused
from esafety.moderation.writing import LONGEST_TEXT
from esafety.roles import Capability
from esafety.web.access import current_actor, require
from esafety.web.days import day_of
from esafety.web.forms import text_field

filtering = Blueprint("filter", __name__)
WHO_SEES = (Capability.CHANGE_FILTER, Capability.MODERATE_CLASS_BOARD)
LONGEST_TRIED = 4 * LONGEST_TEXT


@filtering.get("/filter")
@require(*WHO_SEES)
def page() -> str:
    """The box to try words in, and the words that the school has added."""
    return _page()


@filtering.post("/filter")
@require(*WHO_SEES)
def try_it() -> AnyResponse | tuple[str, int]:
    """What the filter makes of a text. It is kept nowhere: no draft, no log, no message."""
    text = text_field("text")
    if not text.strip() or len(text) > LONGEST_TRIED:
        problem = _("Write something to try, at most %(number)d letters.", number=LONGEST_TRIED)
        return _page(problem=str(problem), typed={"text": text}), 422
    return AnyResponse(_page(typed={"text": text}, tried=_verdict_facts(text)), mimetype="text/html")


@filtering.post("/filter/words")
@require(Capability.CHANGE_FILTER)
def add() -> AnyResponse | tuple[str, int]:
    """Add a word: the next message is judged by it."""
    typed = {name: text_field(name) for name in ("word", "effect", "category", "four_c", "reason")}
    effect = next((each for each in Effect if str(each) == typed["effect"]), None)
    category = next((each for each in rules.CATEGORIES if str(each) == typed["category"]), None)
    four_c = next((each for each in FourC if str(each) == typed["four_c"] and each is not FourC.NONE), None)
    if effect is None or category is None or four_c is None:
        abort(400)
    outcome = service.add_word(
        current_actor(), text=typed["word"], effect=effect, category=category, four_c=four_c, reason=typed["reason"]
    )
    if isinstance(outcome, Refused):
        return _page(problem=refused_words(outcome), typed=typed), 422
    return redirect(url_for("filter.page", _anchor="words"), code=303)


@filtering.post("/filter/words/<ref:word_id>/retire")
@require(Capability.CHANGE_FILTER)
def retire(word_id: str) -> AnyResponse | tuple[str, int]:
    """End a word; it stays in the list of what was."""
    actor = current_actor()
    if word_id not in {each.ref for each in service.words_of(actor)}:
        abort(404)
    outcome = service.retire_word(actor, ref=word_id, reason=text_field("reason"))
    if isinstance(outcome, Refused):
        return _page(problem=refused_words(outcome)), 422
    return redirect(url_for("filter.page", _anchor="words"), code=303)


def refused_words(refused: Refused, /) -> str:
    """What to put right."""
    words: dict[Refused, str] = {
        Refused.NO_TEXT: _("Nothing is changed yet. Write the word or phrase: two letters at least."),
        Refused.TOO_LONG: _("Nothing is changed yet. The word or the reason is too long."),
        Refused.NO_REASON: _("Nothing is changed yet. Write why: it stays in the list of changes."),
        Refused.NOT_A_WORD: _("Nothing is changed yet. A word has letters."),
        Refused.THERE_ALREADY: _("Nothing is changed: this word is in the list already."),
        Refused.NOT_ALLOWED: _("This is for the E-Safety Officer and deputies."),
        Refused.NOT_THERE: _("That word is not in the list any more."),
    }
    return words[refused]


def effect_words(effect: Effect, /) -> str:
    """What a word of the school's does."""
    words: dict[Effect, str] = {
        Effect.HOLD: _("hold the message"),
        Effect.URGENT: _("urgent: a concern at once"),
        Effect.ALLOW: _("let it through"),
    }
    return words[effect]


def category_words(category: Category, /) -> str:
    """A category of the filter, as staff call it."""
    words: dict[Category, str] = {
        Category.PROFANITY: _("swearing"),
        Category.UNKIND: _("unkind"),
        Category.IDENTITY: _("contempt for a group"),
        Category.PERSONAL: _("something private"),
        Category.CONTACT: _("contact or meeting"),
        Category.DISTRESS: _("unhappy or in danger"),
        Category.LINKS: _("web address"),
        Category.UNREAD: _("could not be read"),
    }
    return words[category]


def _verdict_facts(text: str) -> dict[str, Any]:
    verdict = judge(text, school_id=current_actor().school_id)
    words: dict[Level, str] = {
        Level.ALLOW: _("Nothing found: it would wait for a teacher like any other."),
        Level.HOLD: _("Held: it would wait for a teacher, with these findings."),
        Level.URGENT: _("Urgent: officer and class staff would be told at once."),
    }
    by_rule = {each.rule: each for each in reversed(verdict.findings)}
    return {
        "words": words[verdict.level],
        "level": str(verdict.level),
        "pieces": [{"text": each.text, "numbers": each.numbers} for each in pieces_of(text, findings=verdict.findings)],
        "findings": [
            {
                "number": number,
                "words": by_rule[rule].staff_words,
                "rule": rule,
                "is_urgent": by_rule[rule].level is Level.URGENT,
            }
            for rule, number in numbered(verdict.findings).items()
        ],
    }


def _page(*, problem: str = "", typed: dict[str, str] | None = None, tried: dict[str, Any] | None = None) -> str:
    actor = current_actor()
    preset = {"text": "", "word": "", "effect": "hold", "category": "unkind", "four_c": "conduct", "reason": ""}
    return render_template(
        "moderation/filter.html",
        problem=problem,
        typed={**preset, **(typed or {})},
        tried=tried,
        may_change=rules.may_change(actor, school_id=actor.school_id),
        words=[
            {
                "ref": each.ref,
                "text": each.text,
                "effect": effect_words(each.effect),
                "category": category_words(each.category) if each.effect is not Effect.ALLOW else "",
                "four_c": str(each.four_c),
                "reason": each.reason,
                "author": each.author,
                "day": format_date(day_of(each.added_at), "d MMM y"),
            }
            for each in service.words_of(actor)
        ],
        changes=[
            {
                "text": each.text,
                "verb": _("added") if each.verb == "added" else _("taken out"),
                "reason": each.reason,
                "author": each.author,
                "day": format_date(day_of(each.at), "d MMM y"),
            }
            for each in service.changes_of(actor)
        ],
        effects=[(str(each), effect_words(each)) for each in Effect],
        categories=[(str(each), category_words(each)) for each in rules.CATEGORIES],
        four_cs=[(str(each), str(each)) for each in FourC if each is not FourC.NONE],
    )
