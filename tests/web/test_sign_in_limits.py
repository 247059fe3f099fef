"""How often one may guess, and that no limit locks out a class: keyed by child, device and class, never by address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import (
    have_tried_wrongly,
    is_at_lessons,
    open_tile,
    tap,
    text_of,
    try_at_once,
    words_of,
    wrong_pictures,
)
from tests.web.tablets import tablet_of

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def guess_wrongly(world: World, client: HouseClient, *, class_: str, times: int) -> None:
    pupil = world.pupil(class_)
    page = open_tile(client, pupil)
    for _try in range(times):
        try_at_once(client, page, wrong_pictures(pupil))


@pytest.mark.parametrize("class_", ["Acorn", "Oak"])
def test_after_five_wrong_even_the_right_pictures_wait_five_minutes(world: World, class_: str) -> None:
    pupil = world.pupil(class_)
    with time_machine.travel(MONDAY, tick=False) as now:
        client = tablet_of(world, class_)
        page = client.follow_link(client.get("/"), words=pupil["nickname"])
        for _try in range(4):
            assert "Not those pictures" in words_of(try_at_once(client, page, wrong_pictures(pupil)))
        assert "wait five minutes" in words_of(try_at_once(client, page, wrong_pictures(pupil)))
        refused = try_at_once(client, page, pupil["pictures"])
        assert refused.status_code == 422
        assert "wait five minutes" in words_of(refused)
        waiting = client.get(page.request.path)
        assert 'name="pick"' not in waiting.get_data(as_text=True)
        now.shift(timedelta(minutes=5, seconds=1))
        assert is_at_lessons(try_at_once(client, page, pupil["pictures"]))


def test_while_waiting_right_and_wrong_pictures_get_the_same_page(world: World) -> None:
    pupil, client = world.pupil(), world.new_client()
    page = open_tile(client, pupil)
    guess_wrongly(world, client, class_="Oak", times=5)
    answers = [try_at_once(client, page, pictures) for pictures in (pupil["pictures"], wrong_pictures(pupil))]
    assert text_of(answers[0]) == text_of(answers[1])


def test_one_waiting_child_does_not_stop_the_neighbour_or_another_tablet(world: World) -> None:
    pupil, client = world.pupil(), world.new_client()
    guess_wrongly(world, client, class_="Oak", times=5)
    neighbour = world.pupil("Oak", 1)
    page = client.follow_link(client.get("/tiles"), words=neighbour["nickname"])
    assert is_at_lessons(tap(client, page, neighbour["pictures"]))
    tablet = world.new_client()
    assert is_at_lessons(tap(tablet, open_tile(tablet, pupil), pupil["pictures"]))


def test_the_teacher_sees_who_waits_and_lets_them_in_at_once(world: World) -> None:
    pupil, client = world.pupil(), world.new_client()
    guess_wrongly(world, client, class_="Oak", times=5)
    teacher = world.signed_in(world.staff("patel"))
    page = teacher.get(f"/desk/class/{world.class_ref('Oak')}")
    page = teacher.post_form(page, button=f"Let them try again : {pupil['nickname']}")
    assert "Let them try again" not in words_of(page)
    tile = client.follow_link(client.get("/tiles"), words=pupil["nickname"])
    assert is_at_lessons(tap(client, tile, pupil["pictures"]))
    assert world.rows("SELECT COUNT(*) FROM audit_entry WHERE verb = 'pupil.let-in'") == [(1,)]


def test_a_teacher_lets_in_nobody_of_another_class(world: World) -> None:
    (elsewhere,) = world.rows(
        "SELECT MIN(p.ref) FROM pupil p JOIN school_class c ON c.id = p.class_id WHERE c.name = 'Willow'"
    )
    guess_wrongly(world, world.new_client(), class_="Oak", times=5)
    teacher = world.signed_in(world.staff("patel"))
    page = teacher.get(f"/desk/class/{world.class_ref('Oak')}")
    answer = teacher.post_form(page, action="/let-in", forged={"pupil": elsewhere[0]})
    assert answer.status_code == 404
    assert world.rows("SELECT COUNT(*) FROM pupil WHERE let_in_at IS NOT NULL") == [(0,)]


@pytest.mark.parametrize(("class_", "most", "teacher"), [("Acorn", 12, "lloyd"), ("Oak", 40, "patel")])
def test_so_many_wrong_in_a_day_and_only_a_teacher_opens(world: World, class_: str, most: int, teacher: str) -> None:
    pupil = world.pupil(class_)
    with time_machine.travel(MONDAY, tick=False) as now:
        have_tried_wrongly(world, pupil, times=most - 1, apart=timedelta(minutes=20), ends=timedelta(minutes=30))
        client = world.new_client()
        page = open_tile(client, pupil)
        assert "Ask your teacher" in words_of(try_at_once(client, page, wrong_pictures(pupil)))
        now.shift(timedelta(minutes=10))
        assert "Ask your teacher" in words_of(try_at_once(client, page, pupil["pictures"]))
        desk = world.signed_in(world.staff(teacher))
        desk.post_form(desk.get(f"/desk/class/{world.class_ref(class_)}"), action="/let-in")
        now.shift(timedelta(seconds=1))
        assert is_at_lessons(try_at_once(client, page, pupil["pictures"]))


def test_the_next_day_a_child_may_try_again(world: World) -> None:
    pupil = world.pupil("Acorn")
    with time_machine.travel(MONDAY, tick=False) as now:
        have_tried_wrongly(world, pupil, times=12, apart=timedelta(minutes=1))
        now.shift(timedelta(days=1))
        client = world.new_client()
        assert is_at_lessons(tap(client, open_tile(client, pupil), pupil["pictures"]))


@pytest.mark.parametrize(
    ("times", "apart", "words"),
    [(30, timedelta(seconds=20), "wait five minutes"), (150, timedelta(minutes=9), "Ask your teacher")],
)
def test_strange_devices_share_the_guesses_of_a_class_while_its_own_tablets_go_on(
    world: World, times: int, apart: timedelta, words: str
) -> None:
    with time_machine.travel(MONDAY, tick=False) as now:
        tablet = tablet_of(world, "Oak")
        now.shift(timedelta(minutes=1))
        spread = 10
        for number in range(spread):
            at = world.pupil("Oak", number)
            have_tried_wrongly(world, at, times=times // spread, apart=apart * spread, ends=apart * number)
        stranger, pupil = world.new_client(), world.pupil("Oak", 11)
        refused = try_at_once(stranger, open_tile(stranger, world.pupil("Oak", 10)), world.pupil("Oak", 10)["pictures"])
        assert refused.status_code == 422
        assert words in words_of(refused)
        page = tablet.follow_link(tablet.get("/tiles"), words=pupil["nickname"])
        assert is_at_lessons(tap(tablet, page, pupil["pictures"]))
        other_class = world.new_client()
        other = world.pupil("Willow", 1)
        assert is_at_lessons(tap(other_class, open_tile(other_class, other), other["pictures"]))


def test_dropping_the_device_cookie_buys_no_more_guesses_a_day(world: World) -> None:
    pupil = world.pupil("Acorn")
    taken = 0
    for _device in range(14):
        client = world.new_client()
        answer = try_at_once(client, open_tile(client, pupil), wrong_pictures(pupil))
        taken += "Not those pictures" in words_of(answer)
    assert taken == 4  # the fifth is the last one on devices that the class does not know, and says so
