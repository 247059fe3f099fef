"""The sign-in window: when tiles are shown at all, and that a code outside it is like no code."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from esafety.db import db
from esafety.school.models import ClosedDay, School
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import is_at_lessons, open_tile, open_tiles, queries_counted, tap, text_of, words_of
from tests.web.tablets import keep_school_hours, tablet_of, teacher_of

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SATURDAY_EVENING = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)
NO_SUCH_CODE = "BBBBBB"


@pytest.mark.parametrize(
    ("why", "moment", "is_open"),
    [
        ("a Monday morning", MONDAY, True),
        ("the first minute of school", datetime(2026, 11, 23, 8, 45, tzinfo=UTC), True),
        ("a minute before", datetime(2026, 11, 23, 8, 44, tzinfo=UTC), False),
        ("the end of school", datetime(2026, 11, 23, 15, 30, tzinfo=UTC), False),
        ("a Saturday evening", SATURDAY_EVENING, False),
        ("half term", datetime(2026, 10, 28, 10, 0, tzinfo=UTC), False),
        ("a training day", datetime(2026, 11, 27, 10, 0, tzinfo=UTC), False),
        ("quarter to eight by Greenwich is quarter to nine in summer", datetime(2027, 6, 14, 7, 45, tzinfo=UTC), True),
    ],
)
def test_by_default_school_hours_of_school_days(world: World, why: str, moment: datetime, is_open: bool) -> None:
    keep_school_hours(world)
    with world.app.app_context():
        for school_id in db.session.scalars(select(School.id)):
            db.session.add(ClosedDay(school_id=school_id, day=date(2026, 11, 27), why="training"))
        db.session.commit()
    with time_machine.travel(moment, tick=False):
        page = open_tiles(world.new_client(), world.pupil("Oak"))
    assert (page.request.path == "/tiles") is is_open, why


def test_the_demonstration_is_open_at_any_hour(world: World) -> None:
    with time_machine.travel(SATURDAY_EVENING, tick=False):
        for class_ in ("Acorn", "Oak", "Derwen"):
            client, pupil = world.new_client(), world.pupil(class_)
            assert is_at_lessons(tap(client, open_tile(client, pupil), pupil["pictures"]))
        assert "Open at any time" in words_of(class_page(world, teacher_of(world, "Acorn"), "Acorn"))


def class_page(world: World, teacher: HouseClient, class_: str) -> TestResponse:
    return teacher.get(f"/desk/class/{world.class_ref(class_)}")


def test_a_teacher_opens_signing_in_for_an_hour_and_may_close_it_before(world: World) -> None:
    keep_school_hours(world)
    with time_machine.travel(SATURDAY_EVENING, tick=False) as now:
        teacher, tablet = teacher_of(world, "Acorn"), tablet_of(world, "Acorn")
        assert "asleep" in words_of(tablet.get("/"))
        page = class_page(world, teacher, "Acorn")
        assert "Closed now" in words_of(page)
        page = teacher.post_form(page, button="Open for an hour")
        assert "Open until 20:00: a teacher opened it." in words_of(page)
        assert "Who are you?" in words_of(tablet.get("/"))
        by_code = world.new_client()
        assert open_tiles(by_code, world.pupil("Acorn")).request.path == "/tiles"
        assert open_tiles(world.new_client(), world.pupil("Beech")).status_code == 422
        now.shift(timedelta(minutes=59))
        assert "Who are you?" in words_of(tablet.get("/"))
        now.shift(timedelta(minutes=1))
        assert "asleep" in words_of(tablet.get("/"))
        assert by_code.get("/tiles").location == "/"
        teacher = teacher_of(world, "Acorn")
        page = teacher.post_form(class_page(world, teacher, "Acorn"), button="Open for an hour")
        teacher.post_form(page, button="Close now")
        assert "asleep" in words_of(tablet.get("/"))
        verbs = [verb for (verb,) in world.rows("SELECT verb FROM audit_entry WHERE verb LIKE 'window.%' ORDER BY id")]
        assert verbs == ["window.opened", "window.opened", "window.closed"]


def test_a_lesson_that_ends_before_school_does_leaves_school_hours_as_they_are(world: World) -> None:
    keep_school_hours(world)
    with time_machine.travel(MONDAY, tick=False):
        teacher = teacher_of(world, "Oak")
        page = teacher.post_form(class_page(world, teacher, "Oak"), button="Open for an hour")
        assert "Open until 15:30, the end of school." in words_of(page)
    with time_machine.travel(MONDAY.replace(hour=15, minute=0), tick=False):
        teacher = teacher_of(world, "Oak")
        page = teacher.post_form(class_page(world, teacher, "Oak"), button="Open for an hour")
        assert "Open until 16:00: a teacher opened it." in words_of(page)


def test_who_is_signed_in_when_the_window_closes_may_finish(world: World) -> None:
    keep_school_hours(world)
    with time_machine.travel(MONDAY.replace(hour=15, minute=25), tick=False) as now:
        client, pupil = world.new_client(), world.pupil("Oak")
        tap(client, open_tile(client, pupil), pupil["pictures"])
        now.shift(timedelta(minutes=10))
        assert client.get("/home").status_code == 200


@pytest.mark.parametrize(("class_", "is_open"), [("Oak", True), ("Acorn", False)])
def test_a_school_may_let_older_children_in_by_code_at_home_but_never_the_youngest(
    world: World, class_: str, is_open: bool
) -> None:
    keep_school_hours(world, code_sign_in="always")
    with time_machine.travel(SATURDAY_EVENING, tick=False):
        page = open_tiles(world.new_client(), world.pupil(class_))
    assert (page.request.path == "/tiles") is is_open


def type_code(client: HouseClient, typed: str) -> tuple[int, str]:
    answer = client.post_form(client.get("/?code=yes"), fields={"code": typed}, follow_redirects=False)
    return answer.status_code, text_of(answer).replace(typed, "")


def test_unknown_closed_and_another_schools_code_get_one_answer_by_one_way(world: World) -> None:
    keep_school_hours(world)
    codes = {"unknown": NO_SUCH_CODE, "closed": world.pupil("Oak")["code"], "elsewhere": world.pupil("Onnen")["code"]}
    answers, ways = {}, {}
    with time_machine.travel(MONDAY, tick=False):
        tablet = tablet_of(world, "Willow")
    for name, code in codes.items():
        moment = MONDAY if name == "elsewhere" else SATURDAY_EVENING
        with time_machine.travel(moment, tick=False), queries_counted() as queries:
            answers[name] = type_code(tablet if name == "elsewhere" else world.new_client(), code)
        ways[name] = [query for query in queries if "class_device" not in query]
    assert set(answers.values()) == {answers["unknown"]}
    assert answers["unknown"][0] == 422
    assert ways["unknown"] == ways["closed"] == ways["elsewhere"]
    tries = world.rows("SELECT class_id, pupil_id, was_right FROM sign_in_try WHERE school_id IS NULL")
    assert tries == [(None, None, 0)] * 3


def test_a_code_that_is_open_takes_another_way_so_the_test_above_can_fail(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False):
        assert type_code(world.new_client(), world.pupil("Oak")["code"])[0] == 303
