"""A school's own words of the filter: adding, retiring, listing, and handing them to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, select

from esafety import audit, clock
from esafety.db import atomic, db, take_turn
from esafety.filtering.rules import OwnWord, Rules
from esafety.filtering.verdict import Category, FourC, Level
from esafety.moderation import rules
from esafety.moderation.models import FilterWord, FilterWordChange
from esafety.moderation.rules import Effect, Refused
from esafety.roles import Actor
from esafety.school.models import Staff
from esafety.school.service import duties_of


@dataclass(frozen=True, kw_only=True)
class Added:
    """The word is kept; the next message is judged by it."""

    ref: str


@dataclass(frozen=True, kw_only=True)
class Retired:
    """The word counts no more; it stays in the list of what was."""

    ref: str


@dataclass(frozen=True, kw_only=True)
class WordInList:
    """A word as staff see it."""

    ref: str
    text: str
    effect: Effect
    category: Category
    four_c: FourC
    reason: str
    author: str
    added_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A line of the change log."""

    text: str
    verb: str
    reason: str
    author: str
    at: datetime


def actor_by_email(email: str, /) -> Actor | None:
    """The member of staff behind an address, with the roles held today: for the command line; None for nobody."""
    row = db.session.execute(
        select(Staff.id, Staff.school_id).where(
            func.lower(Staff.email) == email.strip().lower(), Staff.left_on.is_(None)
        )
    ).first()
    if row is None:
        return None
    classes, roles = duties_of(row.id, on=clock.now().date())
    return Actor(role_names=roles, person_id=row.id, school_id=row.school_id, class_ids=classes)


def rules_of(school_id: int, /) -> Rules:
    """A school's words as the filter takes them: read anew for each message, so that a change counts at once."""
    rows = db.session.execute(
        select(FilterWord.text, FilterWord.effect, FilterWord.category, FilterWord.four_c)
        .where(FilterWord.school_id == school_id, FilterWord.retired_at.is_(None))
        .order_by(FilterWord.id)
    ).all()
    held = tuple(
        OwnWord(text=row.text, category=Category(row.category), level=Level(row.effect), four_c=FourC(row.four_c))
        for row in rows
        if row.effect != Effect.ALLOW
    )
    return Rules(held=held, allowed=frozenset(row.text for row in rows if row.effect == Effect.ALLOW))


@atomic
def add_word(
    actor: Actor, *, text: str, effect: Effect, category: Category, four_c: FourC, reason: str
) -> Added | Refused:
    """Add a word to the actor's own school; when this returns Added, it is committed and in force."""
    if not rules.may_change(actor, school_id=actor.school_id):
        return Refused.NOT_ALLOWED
    refused = rules.check(text=text, reason=reason)
    if refused is None and category not in rules.CATEGORIES:
        refused = Refused.NOT_A_WORD
    if refused is not None:
        return refused
    take_turn(db.session(), what=f"filter_word:{actor.school_id}")
    kept = rules.tidied(text)
    if db.session.scalar(select(FilterWord.id).where(_in_force(actor), FilterWord.text == kept)) is not None:
        return Refused.THERE_ALREADY
    word = FilterWord(
        school_id=actor.school_id,
        text=kept,
        effect=str(effect),
        category=str(category),
        four_c=str(four_c),
        reason=reason.strip(),
        added_by=actor.person_id,
        added_at=clock.now(),
    )
    db.session.add(word)
    db.session.flush()
    _log(actor, word=word, verb="added", reason=reason)
    return Added(ref=word.ref)


@atomic
def retire_word(actor: Actor, *, ref: str, reason: str) -> Retired | Refused:
    """End a word of the actor's own school; another school's word is as if it did not exist."""
    if not rules.may_change(actor, school_id=actor.school_id):
        return Refused.NOT_ALLOWED
    if not reason.strip():
        return Refused.NO_REASON
    if len(reason) > rules.LONGEST_REASON:
        return Refused.TOO_LONG
    take_turn(db.session(), what=f"filter_word:{actor.school_id}")
    word = db.session.scalar(select(FilterWord).where(_in_force(actor), FilterWord.ref == ref))
    if word is None:
        return Refused.NOT_THERE
    word.retired_at = clock.now()
    _log(actor, word=word, verb="retired", reason=reason)
    return Retired(ref=ref)


def words_of(actor: Actor, *, with_retired: bool = False) -> list[WordInList]:
    """The words of the actor's school, in the order in which they were added."""
    wanted = select(FilterWord, Staff.name).join(Staff, Staff.id == FilterWord.added_by).where(_visible_to(actor))
    if not with_retired:
        wanted = wanted.where(FilterWord.retired_at.is_(None))
    return [
        WordInList(
            ref=word.ref,
            text=word.text,
            effect=Effect(word.effect),
            category=Category(word.category),
            four_c=FourC(word.four_c),
            reason=word.reason,
            author=author,
            added_at=word.added_at,
            retired_at=word.retired_at,
        )
        for word, author in db.session.execute(wanted.order_by(FilterWord.id)).all()
    ]


def changes_of(actor: Actor, /) -> list[Change]:
    """The change log of the actor's school, the newest first."""
    rows = db.session.execute(
        select(FilterWord.text, FilterWordChange.verb, FilterWordChange.reason, Staff.name, FilterWordChange.at)
        .join(FilterWord, FilterWord.id == FilterWordChange.word_id)
        .join(Staff, Staff.id == FilterWordChange.staff_id)
        .where(_visible_to(actor))
        .order_by(FilterWordChange.id.desc())
    ).all()
    return [Change(text=row.text, verb=row.verb, reason=row.reason, author=row.name, at=row.at) for row in rows]


def _visible_to(actor: Actor, /) -> ColumnElement[bool]:
    return FilterWord.school_id == actor.school_id if rules.may_see(actor, school_id=actor.school_id) else false()


def _in_force(actor: Actor, /) -> ColumnElement[bool]:
    return (FilterWord.school_id == actor.school_id) & FilterWord.retired_at.is_(None)


def _log(actor: Actor, *, word: FilterWord, verb: str, reason: str) -> None:
    db.session.add(
        FilterWordChange(
            school_id=actor.school_id,
            word_id=word.id,
            staff_id=actor.person_id,
            verb=verb,
            reason=reason.strip(),
            at=clock.now(),
        )
    )
    audit.record(
        db.session(),
        school_id=actor.school_id,
        who=actor.label,
        verb=f"filter_word.{verb}",
        subject=f"filter_word:{word.id}",
        state=word.effect,
    )
