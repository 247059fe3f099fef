"""A child's moves through a lesson. Each is committed before it is answered, and counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from esafety import audit, clock, receipts
from esafety.content import marking
from esafety.content.model import Lesson
from esafety.db import atomic, db, table_of, take_turn
from esafety.lessons import answering, rules, story_ways
from esafety.lessons.answering import LastTry
from esafety.lessons.models import Sitting
from esafety.lessons.rules import Phase, Place
from esafety.receipts import Arrival
from esafety.roles import Actor

# Built once, for every screen of every child asks them; of tables, for they want columns and no objects.
_SITTINGS = table_of(Sitting)
_S = _SITTINGS.c
_LATEST = (
    select(_S.id, _S.number, _S.place, _S.path, _S.finished_at)
    .where(_S.pupil_id == bindparam("pupil"), _S.lesson_id == bindparam("lesson"))
    .order_by(_S.number.desc())
    .limit(1)
)
_BEGIN = insert(_SITTINGS).returning(_S.id)
_MOVE = (
    update(_SITTINGS)
    .where(_S.id == bindparam("sitting"))
    .values(
        place=bindparam("to"),
        class_id=bindparam("class_"),
        path=bindparam("way"),
        version=_S.version + 1,
        moved_at=bindparam("now"),
        finished_at=bindparam("ended"),
    )
)


@dataclass(frozen=True, kw_only=True)
class _Sat:
    """What a move needs of a sitting."""

    id: int
    number: int
    place: str
    path: list[str]
    finished_at: datetime | None


@dataclass(frozen=True)
class Refused:
    """A choice or an answer that the lesson does not offer, or none at all.

    `message` says why in a child's words (English), where there is more to say than that; `is_unfinished` where only
    something is still to be done.
    """

    message: str = ""
    is_unfinished: bool = False


@dataclass(frozen=True)
class Here:
    """Where the child is, and at a question or its feedback the latest try at it; `path` is the story's so far."""

    place: Place
    last: LastTry | None = None
    path: tuple[str, ...] = ()


def here(actor: Actor, *, lesson: Lesson) -> Here:
    """Where the child is; the beginning for one who has not begun."""
    return _here(_latest(actor, lesson=lesson), lesson=lesson)


def times_finished(actor: Actor, *, lesson: Lesson) -> int:
    """How often the child has finished the lesson."""
    finished = select(func.count()).where(
        Sitting.pupil_id == actor.person_id, Sitting.lesson_id == lesson.id, Sitting.finished_at.is_not(None)
    )
    return db.session.scalar(finished) or 0


@atomic
def choose(actor: Actor, *, lesson: Lesson, step_id: str, goes_to: str, key: str) -> Refused | Here:
    """Take a choice of the story, or after its ending a look at another way, and say where the child is then.

    One from a step that the child has left changes nothing.
    """
    if not story_ways.might_lead(lesson, step_id=step_id, goes_to=goes_to):
        return Refused()
    _take_turn(actor)
    sitting = _latest(actor, lesson=lesson)
    before = _here(sitting, lesson=lesson)
    if before.place != Place("step", step_id):
        return before
    is_offered = rules.after_choice(lesson, step_id=step_id, goes_to=goes_to) is not None
    look = story_ways.look_around(lesson, step_id=step_id, goes_to=goes_to, path=before.path)
    if not is_offered and not look:
        return Refused()
    if not _is_first(actor, key=key, words=f"{lesson.id} {step_id} {goes_to}"):
        return before
    return _walk(actor, sitting=sitting, lesson=lesson, steps=(goes_to,) if is_offered else look)


@atomic
def put_right(
    actor: Actor, *, lesson: Lesson, step_id: str, sent: Mapping[str, Sequence[str]], key: str
) -> Refused | Here:
    """Take what was set on the step's phone, and say where the child is then; nothing that was set is kept."""
    chosen = story_ways.read_settings(lesson, step_id=step_id, sent=sent)
    if chosen is None:
        return Refused()
    target = story_ways.after_settings(lesson, step_id=step_id, chosen=chosen)
    if target is None:
        return Refused(is_unfinished=True)
    _take_turn(actor)
    sitting = _latest(actor, lesson=lesson)
    before = _here(sitting, lesson=lesson)
    is_here = before.place == Place("step", step_id)
    if not is_here or not _is_first(actor, key=key, words=f"{lesson.id} {step_id} {sorted(chosen.items())}"):
        return before
    return _walk(actor, sitting=sitting, lesson=lesson, steps=(target.id,))


def _walk(actor: Actor, *, sitting: _Sat | None, lesson: Lesson, steps: Sequence[str]) -> Here:
    sitting = sitting or _begin(actor, lesson=lesson, number=1)
    path = [*sitting.path, *steps][: rules.LONGEST_PATH]
    _move(actor, sitting=sitting, place=Place("step", steps[-1]), path=path)
    return Here(Place("step", steps[-1]), path=tuple(path))


@atomic
def answer(
    actor: Actor, *, lesson: Lesson, question_id: str, raw: Sequence[str], key: str, phase: Phase = "after"
) -> Refused | Here:
    """Mark an answer, keep it, and say where the child is then: before the story that is at the next question.

    One to a question that the child is not at, or not in this phase, changes nothing.
    """
    question = rules.question_of(lesson, question_id=question_id)
    chosen = marking.read_choice(question, raw=raw) if question else None
    if question is None or chosen is None:
        return Refused()
    if isinstance(chosen, marking.Refusal):
        return Refused(chosen.message, chosen.is_unfinished)
    _take_turn(actor)
    sitting = _latest(actor, lesson=lesson)
    before = _here(sitting, lesson=lesson)
    is_at_it = before.place == Place("before" if phase == "before" else "question", question_id)
    if (
        sitting is None
        or not is_at_it
        or not _is_first(actor, key=key, words=f"{lesson.id} {question_id} {phase} {list(chosen)}")
    ):
        return before
    if phase == "before":
        # One go. A child to whom the lesson's changes put a question twice keeps the first.
        if answering.last_try(sitting.id, question=question, phase="before") is None:
            answering.keep_try(actor, sitting_id=sitting.id, question=question, chosen=chosen, phase="before", try_no=1)
        target = rules.after_before(lesson, question_id=question_id)
        _move(actor, sitting=sitting, place=target)
        return Here(target)
    try_no = before.last.try_no + 1 if before.last else 1
    last = answering.keep_try(
        actor, sitting_id=sitting.id, question=question, chosen=chosen, phase="after", try_no=try_no
    )
    feedback = Place("feedback", question.id)
    _move(actor, sitting=sitting, place=feedback)
    return Here(feedback, last)


@atomic
def move_on(actor: Actor, *, lesson: Lesson, move: str, key: str) -> Here:
    """Go on from where nothing is to be chosen: `next`, `again` after a wrong answer, `afresh` after the end.

    A move that is not open here changes nothing. Says where the child is then.
    """
    _take_turn(actor)
    sitting = _latest(actor, lesson=lesson)
    before = _here(sitting, lesson=lesson)
    target = _target(lesson, before=before, move=move)
    if target is None or not _is_first(actor, key=key, words=f"{lesson.id} {before.place} {move}"):
        return before
    sitting = sitting or _begin(actor, lesson=lesson, number=1)
    if move == "afresh":
        _begin(actor, lesson=lesson, number=sitting.number + 1, at=target)
        return Here(target)
    finishes = target.kind == "end" and sitting.finished_at is None
    _move(actor, sitting=sitting, place=target, finished_at=clock.now() if finishes else None)
    if finishes:
        audit.record(
            db.session(),
            school_id=actor.school_id,
            who=actor.label,
            verb="lesson.finished",
            subject=f"sitting:{sitting.id}",
        )
    return Here(target, before.last if target.id == before.place.id else None)


def _target(lesson: Lesson, *, before: Here, move: str) -> Place | None:
    place, last = before.place, before.last
    if move == "afresh":
        # What one thinks before the story is asked once: whoever does the lesson again has heard it.
        return rules.story_begins(lesson) if place.kind == "end" else None
    if place == Place("before") and move == "next":
        return rules.after_before(lesson, question_id="")
    if place.kind == "step" and move == "next":
        return rules.after_story(lesson, step_id=place.id)
    if place.kind != "feedback":
        return None
    is_settled = last is None or rules.is_settled(was_right=last.marked.is_right, try_no=last.try_no)
    if move != ("next" if is_settled else "again"):
        return None
    return rules.after_question(lesson, question_id=place.id) if is_settled else Place("question", place.id)


def _here(sitting: _Sat | None, *, lesson: Lesson) -> Here:
    if sitting is None:
        return Here(rules.first_place(lesson))
    place = rules.read_place(lesson, text=sitting.place)
    question = rules.question_of(lesson, question_id=place.id)
    path = tuple(sitting.path)
    if question is None or place.kind not in ("question", "feedback"):
        return Here(place, path=path)
    return Here(place, answering.last_try(sitting.id, question=question, phase="after"), path)


def _latest(actor: Actor, *, lesson: Lesson) -> _Sat | None:
    row = db.session.execute(_LATEST, {"pupil": actor.person_id, "lesson": lesson.id}).first()
    return _Sat(**row._mapping) if row else None  # noqa: SLF001 - SQLAlchemy's public name for a row's columns


def _begin(actor: Actor, *, lesson: Lesson, number: int, at: Place | None = None) -> _Sat:
    now, place = clock.now(), at or rules.first_place(lesson)
    path = [lesson.steps[0].id]
    facts = {
        "school_id": actor.school_id,
        "class_id": next(iter(actor.class_ids)),
        "pupil_id": actor.person_id,
        "lesson_id": lesson.id,
        "number": number,
        "place": str(place),
        "path": path,
        "version": 1,
        "begun_at": now,
        "moved_at": now,
    }
    made = db.session.execute(_BEGIN, facts).scalar_one()
    return _Sat(id=made, number=number, place=str(place), path=path, finished_at=None)


def _move(
    actor: Actor, *, sitting: _Sat, place: Place, path: list[str] | None = None, finished_at: datetime | None = None
) -> None:
    # Who changes class in the middle of a lesson takes it along: the teacher of today sees it.
    facts = {"to": str(place), "way": path or sitting.path, "now": clock.now(), "class_": next(iter(actor.class_ids))}
    db.session.execute(_MOVE, {"sitting": sitting.id, "ended": finished_at or sitting.finished_at, **facts})


def _take_turn(actor: Actor) -> None:
    # A child's moves follow one another, also when two devices or two taps send them at once.
    take_turn(db.session(), what=f"lessons:{actor.label}")


def _is_first(actor: Actor, *, key: str, words: str) -> bool:
    arrival = receipts.take(school_id=actor.school_id, owner=f"{actor.label}:lessons", key=key, words=words)
    return arrival is Arrival.FIRST
