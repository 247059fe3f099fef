"""After a good ending a child may look at what was not chosen, and comes back to Carry on; moods are said in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from esafety.db import db
from esafety.lessons.models import Sitting
from tests.factories.own_lessons import own_lesson
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import tokens_of, words_of
from tests.web.lesson_steps import KS1, stand_at

LESSON = f"/lesson/{KS1}"
TO_THE_END = ("nest", "badge", "friends")


def child(world: World) -> dict[str, Any]:
    return world.pupil("Acorn", 12)


def path_of(world: World) -> list[str]:
    path = world.rows("SELECT path FROM sitting ORDER BY id DESC LIMIT 1")[0][0]
    return list(json.loads(path) if isinstance(path, str) else path)


def place_of(world: World) -> str:
    return str(world.rows("SELECT place FROM sitting ORDER BY id DESC LIMIT 1")[0][0])


def done_of(page: TestResponse) -> str:
    found = re.search(r"Part (\d+) of \d+ is done", page.get_data(as_text=True))
    assert found
    return found[1]


@pytest.fixture
def ended(world: World) -> tuple[HouseClient, TestResponse]:
    """A child who has chosen well all the way."""
    client = stand_at(world, child(world), lesson_id=KS1, place="step:app")
    page = client.get(LESSON)
    for button in TO_THE_END:
        page = client.post_form(page, button=button)
    assert "Carry on" in words_of(page)
    return client, page


def test_what_was_not_chosen_is_offered_beside_carry_on(ended: tuple[HouseClient, TestResponse]) -> None:
    _client, page = ended
    words = words_of(page)
    assert looks_of(page) == ["told", "owl"]
    assert words.index("Carry on") < words.index("What if …?")
    assert words.count("What if …?") == 1


def test_a_child_looks_at_the_other_ending_and_comes_back(
    world: World, ended: tuple[HouseClient, TestResponse]
) -> None:
    client, ending = ended
    walked = path_of(world)
    looked = client.post_form(ending, button=looks_of(ending)[0])
    assert done_of(looked) == done_of(ending)
    assert "Back to my ending" in words_of(looked)
    assert "Choose again" not in words_of(looked)
    back = client.post_form(looked, button="Back to my ending")
    assert "Carry on" in words_of(back)
    assert looks_of(ending)[0] not in words_of(back)
    path = path_of(world)
    assert path[: len(walked)] == walked
    assert path[-1] == walked[-1]
    assert place_of(world) == f"step:{walked[-1]}"
    quiz = client.post_form(back, button="Carry on")
    assert place_of(world).startswith("question:")
    assert "What if" not in words_of(quiz)


def test_when_all_was_seen_nothing_more_is_offered(ended: tuple[HouseClient, TestResponse]) -> None:
    client, page = ended
    for _look in range(10):
        looks = looks_of(page)
        if not looks:
            break
        page = client.post_form(page, button=looks[0])
        page = client.post_form(page, button="Back to my ending")
    assert "Carry on" in words_of(page)
    assert "What if" not in words_of(page)


def looks_of(page: TestResponse) -> list[str]:
    form = re.search(r'<form class="other-ways".*?</form>', page.get_data(as_text=True), re.DOTALL)
    found = re.findall(r'name="choice" value="([^"]+)"', form[0]) if form else []
    return [str(each) for each in found]


def test_a_child_who_had_an_oops_is_not_offered_it_again(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="step:app")
    page = client.get(LESSON)
    for way in ("nest", "told", "nest", "badge", "friends"):
        page = client.post_form(page, button=way)
    assert looks_of(page) == ["owl", "name"]


def test_another_device_goes_on_with_the_look(world: World, ended: tuple[HouseClient, TestResponse]) -> None:
    client, ending = ended
    client.post_form(ending, button=looks_of(ending)[0])
    other = world.signed_in(child(world))
    page = other.get(LESSON)
    assert "Back to my ending" in words_of(page)
    assert "Carry on" in words_of(other.post_form(page, button="Back to my ending"))


def test_a_look_pressed_twice_counts_once(world: World, ended: tuple[HouseClient, TestResponse]) -> None:
    client, ending = ended
    look = looks_of(ending)[0]
    first, again = (client.post_form(ending, button=look) for _time in range(2))
    assert again.status_code == 200
    assert words_of(first) == words_of(again)
    assert path_of(world).count(look) == 1


@pytest.mark.parametrize("goes_to", ["app", "gone", "", "friends", "../x"])
def test_a_look_that_was_not_offered_is_refused(
    world: World, ended: tuple[HouseClient, TestResponse], goes_to: str
) -> None:
    client, _ending = ended
    before = place_of(world)
    data = {**tokens_of(client.get("/help")), "step": path_of(world)[-1], "choice": goes_to}
    assert client.post(f"{LESSON}/choose", data=data).status_code in {400, 422}
    assert place_of(world) == before


def test_the_ending_cannot_be_had_without_the_story(world: World) -> None:
    client = stand_at(world, child(world), lesson_id=KS1, place="step:app")
    ending = "friends"
    data = {**tokens_of(client.get("/help")), "step": "app", "choice": ending}
    assert client.post(f"{LESSON}/choose", data=data).status_code == 400
    assert place_of(world) == "step:app"


def test_a_path_that_is_nearly_full_offers_nothing_and_is_no_trap(
    world: World, ended: tuple[HouseClient, TestResponse]
) -> None:
    client, _ending = ended
    long = [*(["app", "nest"] * 80), *path_of(world)]
    with world.app.app_context():
        db.session.execute(update(Sitting).values(path=long))
        db.session.commit()
    page = client.get(LESSON)
    assert "What if" not in words_of(page)
    assert "What should Wren keep private?" in words_of(client.post_form(page, button="Carry on"))


@pytest.fixture
def phone_world(world: World) -> Iterator[World]:
    with own_lesson(world):
        yield world


def test_a_phones_button_is_named_with_its_step(phone_world: World) -> None:
    client = phone_world.signed_in(phone_world.pupil("Oak", 12))
    page = client.get("/lesson/kits-phone")
    for button in ("Open Blockadoo", "Block", "Not now", "Close", "Close", "Report"):
        page = client.post_form(page, button=button)
    nothing = {"setting-your-camera": "dont-allow", "setting-your-place": "dont-allow"}
    page = client.post_form(page, button="Done", fields=nothing)
    right = {"setting-who-can-see-my-pictures": "only-me", "setting-show-where-i-am": []}
    page = client.post_form(page, button="Save", fields=right)
    assert looks_of(page) == ["rest", "replied"]
    assert "What if …? Put it away New player joined \u2013 Reply" in words_of(page)


def test_a_mood_is_said_in_words_and_drawn_beside_the_head(phone_world: World) -> None:
    pupil = phone_world.pupil("Oak", 12)
    html = stand_at(phone_world, pupil, lesson_id="kits-phone", place="step:start").get("/lesson/kits-phone")
    assert 'alt="Kit, happy"' in html.get_data(as_text=True)
    assert "grinning-face-with-smiling-eyes" in html.get_data(as_text=True)
