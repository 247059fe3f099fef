"""A class's progress in words, once for all: what the screen shows is what the files hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from esafety.content.model import Lesson
from esafety.exporting import Table
from esafety.lessons.paths import Way
from esafety.lessons.progress import ClassProgress, PupilProgress
from esafety.lessons.shelf import lessons_now
from esafety.lessons.wall_tallies import Tallies

Row = dict[str, Any]
ALWAYS_THERE = 2


def pupil_rows(found: ClassProgress, *, lesson: Lesson) -> list[Row]:
    """A row for each child."""
    return [_pupil_row(line, lesson=lesson) for line in found.lines]


def talk_rows(found: ClassProgress, *, lesson: Lesson) -> list[Row]:
    """The ideas that were mixed up, the most common first, each with its question for the class."""
    ideas = lessons_now().facts.misconceptions
    prompts = {question.id: question.prompt for question in lesson.quiz}
    return [
        {
            "question": prompts[each.question_id],
            "misconception": ideas[each.misconception].name,
            "pupils": each.pupils,
            "talk": ideas[each.misconception].talk,
        }
        for each in found.misunderstood
        if each.misconception in ideas
    ]


def change_rows(found: ClassProgress, *, lesson: Lesson) -> list[Row]:
    """What the class thought before the lesson and after it."""
    ideas = lessons_now().facts.misconceptions
    prompts = {question.id: question.prompt for question in lesson.quiz}
    return [
        {
            "misconception": ideas[each.misconception].name,
            "question": prompts[each.question_id],
            "before": each.before,
            "after": each.after,
            "of": each.of,
        }
        for each in found.changes
        if each.misconception in ideas
    ]


def way_rows(way: Way | None, *, level: int = 1) -> Iterator[Row]:
    """The tree of ways, line by line from its beginning; `level` says how many choices deep a line stands."""
    if way is not None:
        ends = {"safe": _("ends well"), "oops": _("leads back"), "": ""}[way.end]
        yield {
            "level": level,
            "choice": way.choice or _("The story begins"),
            "titles": " → ".join(way.titles),
            "end": ends,
            "pupils": way.pupils,
        }
        for each in way.ways:
            yield from way_rows(each, level=level + 1)


def wall_rows(on_wall: Tallies | None) -> list[Row]:
    """The hands for each answer on the wall, before the story and after; empty where not asked or too few."""
    return [
        {
            "question": asked.prompt,
            "thing": asked.thing,
            "answer": each.label,
            "before": each.before,
            "before_of": asked.voters_before or None,
            "hands": each.hands,
            "of": asked.voters or None,
        }
        for asked in (on_wall.asked if on_wall else ())
        for each in asked.chosen
    ]


def tables_of(found: ClassProgress, *, lesson: Lesson, on_wall: Tallies | None) -> list[Table]:
    """Everything that the page shows of a class in a lesson, as tables.

    The first two are always there; of the others those that hold anything.
    """
    pupils = {
        "name": _("Pupil"),
        "nickname": _("Tile"),
        "state_words": _("How far"),
        "where": _("Where"),
        "needs_help_with": _("Mixed up"),
    }
    talk = {
        "misconception": _("Mixed up"),
        "pupils": _("Pupils"),
        "question": _("Question"),
        "talk": _("Talk about these"),
    }
    change = {"misconception": _("Idea"), "question": _("Question")}
    change |= {"before": _("Before"), "after": _("After"), "of": _("Of")}
    ways = {"level": _("Level"), "choice": _("Choice"), "titles": _("What followed")}
    ways |= {"end": _("Ending"), "pupils": _("Pupils")}
    wall = {"question": _("Question"), "thing": _("About"), "answer": _("Answer"), "before": _("Hands before")}
    wall |= {"before_of": _("Voters before"), "hands": _("Hands after"), "of": _("Voters after")}
    tables = [
        _table(_("Each child"), columns=pupils, rows=pupil_rows(found, lesson=lesson)),
        _table(_("Talk about these"), columns=talk, rows=talk_rows(found, lesson=lesson)),
        _table(_("Before and after"), columns=change, rows=change_rows(found, lesson=lesson)),
        _table(_("Ways through the story"), columns=ways, rows=list(way_rows(found.ways))),
        _table(_("On the wall"), columns=wall, rows=wall_rows(on_wall)),
    ]
    return [table for number, table in enumerate(tables) if number < ALWAYS_THERE or len(table.rows) > 1]


def _table(name: str, *, columns: dict[str, str], rows: list[Row]) -> Table:
    cells = [["" if row[key] is None else row[key] for key in columns] for row in rows]
    return Table(name=str(name), rows=[[str(title) for title in columns.values()], *cells])


def _pupil_row(line: PupilProgress, *, lesson: Lesson) -> Row:
    ideas = lessons_now().facts.misconceptions
    step = _place_words(line, lesson=lesson)
    finished = format_datetime(line.finished_at, "d MMM, HH:mm") if line.finished_at else ""
    absent = format_date(line.absent_on, "d MMM") if line.state == "absent" else ""
    return {
        "ref": line.pupil.ref,
        "name": line.pupil.name,
        "nickname": line.pupil.nickname,
        "avatar": line.pupil.avatar,
        "state": line.state,
        "state_words": state_words(line.state),
        "where": finished or absent or step,
        "needs_help_with": "; ".join(ideas[each].name for each in line.misconceptions if each in ideas),
    }


def state_words(state: str) -> str:
    """How far a child is, in one or two words."""
    words = {"not begun": _("Not begun"), "absent": _("Absent"), "doing": _("Doing"), "done": _("Done")}
    return str(words[state])


def _place_words(line: PupilProgress, *, lesson: Lesson) -> str:
    place = line.place
    if place is None:
        return ""
    if place.kind == "before":
        return str(_("Before the story"))
    if place.kind == "step":
        step = lesson.step(place.id)
        return str(_("Story: %(title)s", title=step.title) if step else _("Story"))
    if place.kind == "end":
        return str(_("Finished"))
    ids = [question.id for question in lesson.quiz]
    return str(_("Question %(number)d of %(all)d", number=ids.index(place.id) + 1, all=len(ids)))
