"""Who is absent is marked with one tap and unmarked with another, and shows on each page that it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from esafety import clock
from esafety.codes import new_ref
from esafety.db import db
from esafety.lessons.models import Absence, Sitting
from esafety.web.days import today
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import tokens_of, words_of
from tests.web.lesson_steps import KS2, stand_at
from tests.web.test_class_progress import page_of_class, table_of, version_on

HTMX = {"HX-Request": "true"}


@pytest.fixture
def teacher(world: World) -> HouseClient:
    """Mr Hughes, who leads Willow; the demonstration has marked nobody there."""
    return world.signed_in(world.staff("hughes"))


def ref_of(world: World, number: int = 0, *, class_: str = "Willow") -> str:
    with world.app.app_context():
        return world.pupil_row(world.pupil(class_, number)).ref


def states(page: TestResponse) -> list[str]:
    return [row[2] for row in table_of(page)[1:]]


def press(client: HouseClient, page: TestResponse, ref: str, *, htmx: bool = False) -> TestResponse:
    """Press the button in a child's line: "Absent", or "Here after all" where the page says so."""
    return client.post_form(page, action="/absent", button=ref, htmx=htmx)


def class_page(world: World, class_: str = "Willow") -> str:
    return f"/desk/class/{world.class_ref(class_)}"


def set_for_all(client: HouseClient, world: World) -> None:
    page = client.get(f"{page_of_class(world, 'Willow')}/set")
    client.post_form(page, action="/set", fields={"who": "all"})


def catch_up(page: TestResponse) -> list[list[str]]:
    """The lines of the list; a child's name stands in the first of that child's lines."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    body = next(iter(elements(tree, "tbody")), None)
    rows = elements(body, "tr") if body is not None else []
    return [[words_in(cell) for cell in elements(row, "th", "td")] for row in rows]


@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_one_tap_marks_who_is_absent_from_the_lesson_and_another_takes_it_back(
    world: World, teacher: HouseClient, htmx: bool
) -> None:
    page, ref = teacher.get(page_of_class(world, "Willow")), ref_of(world)
    assert set(states(page)) == {"Not begun"}
    page = press(teacher, page, ref, htmx=htmx)
    assert sorted(states(page)) == ["Absent", *["Not begun"] * 14]
    assert "are absent 1 of 15" in words_of(page)
    page = press(teacher, page, ref, htmx=htmx)
    assert set(states(page)) == {"Not begun"}
    assert world.rows(
        "SELECT COUNT(*) FROM absence a JOIN school_class c ON c.id = a.class_id WHERE c.name = 'Willow'"
    ) == [(0,)]


def test_marked_twice_is_marked_once(world: World, teacher: HouseClient) -> None:
    page, ref = teacher.get(page_of_class(world, "Willow")), ref_of(world)
    press(teacher, page, ref)
    assert states(press(teacher, page, ref)).count("Absent") == 1


def test_who_begins_after_all_is_doing_it(world: World, teacher: HouseClient) -> None:
    press(teacher, teacher.get(page_of_class(world, "Willow")), ref_of(world))
    stand_at(world, world.pupil("Willow"), lesson_id=KS2, place="step:settings")
    page = teacher.get(page_of_class(world, "Willow"))
    assert "Absent" not in states(page)
    assert states(page).count("Doing") == 1


@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_absent_today_is_marked_on_the_class_page_and_counts_in_each_lesson(
    world: World, teacher: HouseClient, htmx: bool
) -> None:
    ref = ref_of(world)
    page = press(teacher, teacher.get(class_page(world)), ref, htmx=htmx)
    assert "Here after all" in words_of(page)
    lesson = teacher.get(page_of_class(world, "Willow"))
    assert states(lesson).count("Absent") == 1
    # Taken back on the page of the lesson, it is taken back for the day.
    press(teacher, lesson, ref)
    assert "Here after all" not in words_of(teacher.get(class_page(world)))


def test_a_mark_of_a_lesson_is_none_of_the_day(world: World, teacher: HouseClient) -> None:
    ref = ref_of(world)
    press(teacher, teacher.get(page_of_class(world, "Willow")), ref)
    assert "Here after all" not in words_of(teacher.get(class_page(world)))
    page = press(teacher, teacher.get(class_page(world)), ref)
    press(teacher, page, ref)
    assert states(teacher.get(page_of_class(world, "Willow"))).count("Absent") == 1


def test_a_day_absent_counts_later_where_the_class_did_the_lesson_that_day(world: World, teacher: HouseClient) -> None:
    other_day = move_marks_back(world, teacher, days=3)
    assert "Absent" not in states(teacher.get(page_of_class(world, "Willow")))
    stand_at(world, world.pupil("Willow", 1), lesson_id=KS2, place="step:settings")
    with world.app.app_context():
        db.session.execute(update(Sitting).where(Sitting.place == "step:settings").values(begun_at=other_day))
        db.session.commit()
    page = teacher.get(page_of_class(world, "Willow"))
    assert states(page).count("Absent") == 1
    page = press(teacher, page, ref_of(world))
    assert "Absent" not in states(page)


def move_marks_back(world: World, teacher: HouseClient, *, days: int) -> Any:
    """Mark a child absent on the class page, as if that had been done some days ago; return a moment of that day."""
    press(teacher, teacher.get(class_page(world)), ref_of(world))
    with world.app.app_context():
        day: date = today() - timedelta(days=days)
        mine = select(Absence.id).where(Absence.lesson_id == "")
        db.session.execute(update(Absence).where(Absence.id.in_(mine)).values(day=day))
        db.session.commit()
        return clock.now() - timedelta(days=days)


def test_the_live_page_hears_of_marks_and_of_what_is_set(world: World, teacher: HouseClient) -> None:
    address, ref = page_of_class(world, "Willow"), ref_of(world)
    versions = [version_on(teacher.get(address))]
    for change in (
        lambda: press(teacher, teacher.get(address), ref),
        lambda: press(teacher, teacher.get(address), ref_of(world, 1)),
        lambda: press(teacher, teacher.get(address), ref),
        lambda: set_for_all(teacher, world),
        lambda: set_for_all(teacher, world),
        lambda: teacher.post_form(teacher.get(f"{address}/withdraw"), action="/withdraw"),
    ):
        assert teacher.get(f"{address}?v={versions[-1]}", headers=HTMX).status_code == 204
        change()
        answer = teacher.get(f"{address}?v={versions[-1]}", headers=HTMX)
        assert answer.status_code == 200
        versions.append(version_on(answer))
    assert len(set(versions[:6])) == 6


def test_a_child_of_another_class_is_not_marked(world: World, teacher: HouseClient) -> None:
    for page in (page_of_class(world, "Willow"), class_page(world)):
        sent = tokens_of(teacher.get(page))
        for ref in (ref_of(world, class_="Oak"), ref_of(world, class_="Onnen"), new_ref(), ""):
            assert teacher.post(f"{page}/absent", data={**sent, "absent": ref}).status_code == 404
            assert teacher.post(f"{page}/absent", data={**sent, "here": ref}).status_code == 404
    stays = (
        "SELECT COUNT(*) FROM absence a JOIN school_class c ON c.id = a.class_id WHERE c.name IN ('Willow', 'Onnen')"
    )
    assert world.rows(stays) == [(0,)]


def test_the_list_says_who_has_still_to_do_what_is_set_and_who_was_absent(world: World, teacher: HouseClient) -> None:
    address = f"{class_page(world)}/catch-up"
    assert "Nobody has anything to catch up." in words_of(teacher.get(address))
    set_for_all(teacher, world)
    press(teacher, teacher.get(page_of_class(world, "Willow")), ref_of(world, 0))
    stand_at(world, world.pupil("Willow", 1), lesson_id=KS2, place="step:settings")
    stand_at(world, world.pupil("Willow", 2), lesson_id=KS2, place="end:")
    with world.app.app_context():
        db.session.execute(update(Sitting).where(Sitting.place == "end:").values(finished_at=Sitting.moved_at))
        db.session.commit()
    lines = {line[1]: line for line in catch_up(teacher.get(address))}
    nicknames = [world.pupil("Willow", number)["nickname"] for number in range(4)]
    assert lines[nicknames[0]][-1].startswith("Absent ")
    assert lines[nicknames[1]][-1] == "Doing"
    assert nicknames[2] not in lines
    assert lines[nicknames[3]][2:] == ["Friends of friends of friends", "", "Not begun"]
    assert len(lines) == 14


def test_the_list_asks_nothing_of_children_for_whom_nothing_is_set(world: World, teacher: HouseClient) -> None:
    page = teacher.get(f"{page_of_class(world, 'Willow')}/set")
    teacher.post_form(page, action="/set", fields={"who": "some", "pupil": [ref_of(world, 4), ref_of(world, 5)]})
    lines = catch_up(teacher.get(f"{class_page(world)}/catch-up"))
    assert [line[1] for line in lines] == sorted(
        (world.pupil("Willow", number)["nickname"] for number in (4, 5)), key=[line[1] for line in lines].index
    )
    assert len(lines) == 2


def test_what_was_due_and_is_not_done_is_late(world: World, teacher: HouseClient) -> None:
    set_for_all(teacher, world)
    with world.app.app_context():
        db.session.execute(db.text("UPDATE set_lesson SET due_on = '2026-01-12'"))
        db.session.commit()
    lines = catch_up(teacher.get(f"{class_page(world)}/catch-up"))
    assert {line[3] for line in lines} == {"Mon 12 Jan late"}
    assert "was due Mon 12 Jan" in words_of(teacher.get(page_of_class(world, "Willow")))


def test_a_lesson_that_is_gone_asks_nothing_of_anybody(world: World, teacher: HouseClient) -> None:
    set_for_all(teacher, world)
    with world.app.app_context():
        db.session.execute(db.text("UPDATE set_lesson SET lesson_id = 'gone' WHERE lesson_id = 'friends-of-friends'"))
        db.session.commit()
    assert catch_up(teacher.get(f"{class_page(world)}/catch-up")) == []
    home = world.signed_in(world.pupil("Willow")).get("/home")
    assert "For you today" not in words_of(home)
