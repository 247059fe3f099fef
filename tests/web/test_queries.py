"""How many queries each page takes: bounded, and as many for thirty children as for fifteen."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from esafety.db import db
from tests.factories.classes import fill_class
from tests.factories.queries import counted
from tests.factories.world import World

LESSON = "friends-of-friends"
IN_THE_STORY, AT_A_QUESTION = 9, 8  # children of Oak, as the demonstration leaves them


def assert_few(statements: list[str], *, most: int) -> None:
    assert 0 < len(statements) <= most, f"{len(statements)} queries, {most} are allowed:\n  " + "\n  ".join(statements)


@pytest.mark.parametrize(("child", "address", "most"), [
    (IN_THE_STORY, f"/lesson/{LESSON}", 2),
    (AT_A_QUESTION, f"/lesson/{LESSON}", 3),
    (AT_A_QUESTION, "/home", 3),
    (AT_A_QUESTION, "/not-me", 1),
    (AT_A_QUESTION, "/help", 8),
])  # fmt: skip
def test_a_page_for_a_child_takes_few_queries(world: World, child: int, address: str, most: int) -> None:
    client = world.signed_in(world.pupil("Oak", child))
    with counted() as statements:
        assert client.get(address).status_code == 200
    assert_few(statements, most=most)


@pytest.mark.parametrize(("child", "action", "most"), [
    (IN_THE_STORY, "/choose", 5),
    (AT_A_QUESTION, "/answer", 7),
])  # fmt: skip
@pytest.mark.parametrize("htmx", [True, False], ids=["by htmx", "without JavaScript"])
def test_a_move_in_a_lesson_takes_few_queries(world: World, child: int, action: str, most: int, htmx: bool) -> None:
    client = world.signed_in(world.pupil("Oak", child))
    page = client.get(f"/lesson/{LESSON}")
    with counted() as statements:
        moved = client.post_form(page, action=action, htmx=htmx, follow_redirects=False)
    assert moved.status_code == (200 if htmx else 303)
    assert_few(statements, most=most)
    assert any(statement.startswith("UPDATE sitting") for statement in statements)
    if htmx:
        with counted() as statements:
            assert client.post_form(page, action=action, htmx=True).status_code == 200
        # Sent again it changes nothing, and asks no more than the first time.
        assert not any(statement.startswith(("UPDATE", "INSERT")) for statement in statements)
        assert_few(statements, most=most)


def test_going_on_takes_few_queries(world: World) -> None:
    client = world.signed_in(world.pupil("Oak", AT_A_QUESTION))
    feedback = client.post_form(client.get(f"/lesson/{LESSON}"), action="/answer")
    with counted() as statements:
        client.post_form(feedback, action="/on", htmx=True)
    assert_few(statements, most=6)


@pytest.mark.parametrize("pupils", [15, 30])
def test_the_progress_of_a_class_takes_six_queries_at_most(world: World, pupils: int) -> None:
    fill_class(world, "Oak", pupils=pupils)
    client = world.signed_in(world.staff("patel"))
    address = f"/desk/class/{world.class_ref('Oak')}/lesson/{LESSON}"
    with counted() as statements:
        page = client.get(address)
    assert page.text.count('scope="row"') == pupils
    assert_few(statements, most=6)
    with counted() as statements:
        assert client.get(f"{address}?v=0-0-0", headers={"HX-Request": "true"}).status_code == 200
    assert_few(statements, most=6)


def test_a_poll_that_finds_nothing_new_takes_four(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    page = client.get(f"/desk/class/{world.class_ref('Oak')}/lesson/{LESSON}")
    address = page.text.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    with counted() as statements:
        assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    assert_few(statements, most=4)


@pytest.mark.parametrize("pupils", [15, 30])
def test_the_tiles_of_a_class_take_as_few_for_thirty(world: World, pupils: int) -> None:
    fill_class(world, "Oak", pupils=pupils)
    client = world.new_client()
    client.post_form(client.get("/"), fields={"code": world.pupil("Oak")["code"]})
    with counted() as statements:
        tiles = client.get("/tiles")
    assert tiles.text.count('class="button tile"') == pupils
    assert_few(statements, most=3)


def test_the_counter_counts(world: World) -> None:
    with world.app.app_context(), counted() as statements:
        for _number in range(3):
            db.session.execute(text("SELECT 1"))
    assert statements == ["SELECT 1"] * 3
    with pytest.raises(AssertionError, match="3 queries, 2 are allowed"):
        assert_few(statements, most=2)
