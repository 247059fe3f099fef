"""Somebody guesses: the server gives away nothing, strange devices run out, the class goes on, the teacher sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from flask import current_app
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from esafety.accounts import doors, rules, service
from esafety.accounts.models import SignInTry
from esafety.accounts.service import SignedIn
from esafety.db import db
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import class_of, is_at_lessons, open_tile, tap, text_of, try_at_once, words_of, wrong_pictures
from tests.web.tablets import tablet_of, teacher_of

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SIX_HOURS, AN_HOUR = timedelta(hours=6), timedelta(hours=1)


def spray(world: World, class_: str, *, now: Any, hours: timedelta = AN_HOUR) -> int:
    """Hours of guessing on ever new devices, as often as it is let; how many guesses were taken."""
    pupils = [each for each in world.sign_ins if each.get("class") == class_]
    before = world.rows("SELECT COUNT(*) FROM sign_in_try")[0][0]
    with world.app.app_context():
        pepper, number = current_app.extensions["esafety.keys"].pepper, 0
        refs = [world.pupil_row(pupil).ref for pupil in pupils]
        class_ref = class_of(pupils[0]).ref
        for _burst in range(int(hours / timedelta(minutes=5))):
            for _guess in range(12):
                number += 1
                at = number % len(pupils)
                door = doors.door_by_ref(class_ref)
                assert door is not None
                service.sign_in_pupil(
                    door,
                    ref=refs[at],
                    pictures=wrong_pictures(pupils[at]),
                    device=f"strange {number}",
                    pepper=pepper,
                )
            now.shift(timedelta(minutes=5))
    return int(world.rows("SELECT COUNT(*) FROM sign_in_try")[0][0]) - int(before)


def test_six_hours_of_spraying_get_150_guesses_through_and_the_class_signs_in_all_along(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet = tablet_of(world, "Oak")
        assert spray(world, "Oak", now=now, hours=SIX_HOURS) == rules.CLASS_WRONG_A_DAY
        for number in range(15):
            pupil = world.pupil("Oak", number)
            page = tablet.follow_link(tablet.get("/"), words=pupil["nickname"])
            assert is_at_lessons(tap(tablet, page, pupil["pictures"]))
            tablet.post_form(tablet.get("/not-me"), button="Not me, or finished")


def test_in_the_youngest_class_five_get_through(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Acorn")
        assert spray(world, "Acorn", now=now) == rules.KS1_CLASS_WRONG_A_DAY
        assert is_at_lessons(
            tap(tablet, tablet.follow_link(tablet.get("/"), words=pupil["nickname"]), pupil["pictures"])
        )


def test_a_device_where_a_child_signed_in_stays_open_to_that_child_alone(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        at_home, mine, other = world.new_client(), world.pupil("Oak", 0), world.pupil("Oak", 1)
        tap(at_home, open_tile(at_home, mine), mine["pictures"])
        at_home.post_form(at_home.get("/not-me"), button="Not me, or finished")
        spray(world, "Oak", now=now, hours=1.5 * AN_HOUR)
        assert "Ask your teacher" in words_of(open_tile(at_home, other))
        assert is_at_lessons(tap(at_home, open_tile(at_home, mine), mine["pictures"]))


def test_a_revoked_tablet_is_counted_among_the_strange_ones(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet, pupil = tablet_of(world, "Acorn"), world.pupil("Acorn")
        spray(world, "Acorn", now=now)
        teacher = teacher_of(world, "Acorn")
        page = teacher.get(f"/desk/class/{world.class_ref('Acorn')}/devices")
        teacher.post_form(page, button="Take it out : Tablet 1")
        assert "Ask your teacher" in words_of(open_tile(tablet, pupil))


def test_a_whole_class_behind_one_address_some_of_them_mistaken_gets_in(world: World) -> None:
    statuses = []
    for number in range(15):
        client, pupil = world.new_client(), world.pupil("Willow", number)
        page = open_tile(client, pupil)
        if number % 4 == 0:
            page = try_at_once(client, page, wrong_pictures(pupil))
            statuses.append(page.status_code)
        assert is_at_lessons(try_at_once(client, page, pupil["pictures"]))
    assert statuses == [422] * 4


PICTURE_NAMES = st.integers(min_value=0, max_value=15)


def test_no_wrong_set_of_pictures_is_told_from_another(world: World) -> None:
    pupil, client = world.pupil("Oak"), world.new_client()
    names = [each.id for each in world.app.extensions["esafety.facts"].sign_in_pictures]
    tile = open_tile(client, pupil)
    expected = try_at_once(client, tile, wrong_pictures(pupil))

    @settings(max_examples=60, deadline=None)
    @given(numbers=st.lists(PICTURE_NAMES, min_size=4, max_size=4, unique=True), kept=st.integers(0, 3))
    def says_the_same(numbers: list[int], kept: int) -> None:
        right = pupil["pictures"]
        others = (names[number] for number in numbers if names[number] not in right[:kept])
        near = [*right[:kept], *others][:4]
        answer = try_at_once(client, tile, near if near != right else near[::-1])
        assert (answer.status_code, text_of(answer)) == (expected.status_code, text_of(expected))
        forget_tries(world)

    forget_tries(world)
    says_the_same()


def forget_tries(world: World) -> None:
    with world.app.app_context():
        db.session.execute(delete(SignInTry))
        db.session.commit()


def class_page_part(world: World, teacher: HouseClient, version: str = "") -> Any:
    return teacher.get(f"/desk/class/{world.class_ref('Oak')}/signing-in?v={version}", headers={"HX-Request": "true"})


def test_the_class_page_brings_the_alert_by_itself_and_says_nothing_while_nothing_changes(world: World) -> None:
    teacher, pupil = teacher_of(world, "Oak"), world.pupil("Oak")
    part = class_page_part(world, teacher)
    assert "Somebody tried" not in words_of(part)
    html = part.get_data(as_text=True)
    assert 'hx-trigger="every 3s"' in html
    version = html.split("?v=")[1][:16]
    assert class_page_part(world, teacher, version).status_code == 204
    client = world.new_client()
    page = open_tile(client, pupil)
    for _try in range(5):
        try_at_once(client, page, wrong_pictures(pupil))
    part = class_page_part(world, teacher, version)
    assert f"Somebody tried 5 wrong sets of pictures on {pupil['name']}'s tile today." in words_of(part)
    assert "All on devices that the class does not know." in words_of(part)


def test_the_teacher_lets_new_tablets_try_again_and_each_child_s_limit_stays(world: World) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        spray(world, "Acorn", now=now)
        client, pupil = world.new_client(), world.pupil("Acorn", 9)
        assert "Ask your teacher" in words_of(open_tile(client, pupil))
        teacher = teacher_of(world, "Acorn")
        page = teacher.get(f"/desk/class/{world.class_ref('Acorn')}")
        assert "made too many wrong tries" in words_of(page)
        page = teacher.post_form(page, button="Let new tablets try again")
        assert "made too many wrong tries" not in words_of(page)
        now.shift(timedelta(seconds=1))
        assert is_at_lessons(tap(client, open_tile(client, pupil), pupil["pictures"]))
        assert spray(world, "Acorn", now=now) == rules.KS1_CLASS_WRONG_A_DAY
        assert world.rows("SELECT COUNT(*) FROM audit_entry WHERE verb = 'class.let-in'") == [(1,)]


def test_a_child_sees_when_the_tile_was_last_used_and_the_teacher_too(world: World) -> None:
    pupil = world.pupil("Oak", 7)
    with time_machine.travel(datetime(2026, 11, 20, 10, tzinfo=UTC), tick=False) as now:
        client = world.new_client()
        page = client.sign_in_pupil(pupil)
        assert "Last here" not in words_of(page)
        now.move_to(datetime(2026, 11, 23, 10, tzinfo=UTC))
        page = world.new_client().sign_in_pupil(pupil)
        assert f"It's you, {pupil['nickname']}? Last here: Friday." in words_of(page)
        page = teacher_of(world, "Oak").get(f"/desk/class/{world.class_ref('Oak')}")
        assert f"{pupil['nickname']} today" in words_of(page)


def test_the_right_pictures_still_work_so_the_tests_above_can_fail(world: World) -> None:
    pupil = world.pupil("Oak", 2)
    with world.app.app_context():
        row = world.pupil_row(pupil)
        door = doors.door_by_ref(class_of(pupil).ref)
        assert door is not None
        pepper = current_app.extensions["esafety.keys"].pepper
        outcome = service.sign_in_pupil(door, ref=row.ref, pictures=pupil["pictures"], device="x", pepper=pepper)
        assert isinstance(outcome, SignedIn)
