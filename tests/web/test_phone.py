"""The practice phone for a child: its screens, its settings, what is not on the page, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from werkzeug.test import TestResponse

from esafety.content.command import check_paths
from tests.content.samples import silence
from tests.factories.own_lessons import FOR_TESTS, PHONE, look_again, own_lesson
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import tokens_of, words_of
from tests.web.lesson_steps import KS1, stand_at

LESSON = f"/lesson/{PHONE}"
WRITTEN = date(2026, 11, 26)  # the day on which the last of the lessons for tests was read


@pytest.fixture
def phone_world(world: World) -> Iterator[World]:
    with own_lesson(world):
        yield world


def child(world: World) -> dict[str, Any]:
    return world.pupil("Oak", 12)


def at(world: World, step: str) -> HouseClient:
    return stand_at(world, child(world), lesson_id=PHONE, place=f"step:{step}")


def place_of(world: World) -> str:
    return str(world.rows("SELECT place FROM sitting ORDER BY id DESC LIMIT 1")[0][0])


def path_of(world: World) -> str:
    return str(world.rows("SELECT path FROM sitting ORDER BY id DESC LIMIT 1")[0][0])


def body(page: TestResponse) -> str:
    return page.get_data(as_text=True)


def test_the_lesson_of_these_tests_is_a_good_one() -> None:
    assert check_paths([FOR_TESTS], strict_dates=False, today=WRITTEN)[1] == 0
    assert check_paths([FOR_TESTS], strict_dates=False, today=WRITTEN)[0][-1].endswith("0 problems, 0 warnings.")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("thread", "Goalie10: gg!! you're so good at this Me: thanks 😀 Goalie10: i can get u free skins"),
        ("thread", "Goalie10 Not in your contacts · Blockadoo"),
        ("request", "Chattle Goalie10 No friends in common Goalie10 wants to be your friend. Goalie10: its me from"),
        ("popup", "Wobbleview Your phone has 9 bugs! Tap here to clean it now. Clean it Close"),
        ("prize", "Coinhop You won 1,000 coins! Type your mum's card to get them. Get it Close"),
        ("comments", "We won the cup! M Max_7 : lol u only stood there Me: Well played Zofia! Ignore Report"),
        (
            "permissions",
            "Petpuddle Petpuddle wants to use: Your camera Allow Don't allow Your place Allow Don't allow Done",
        ),
        (
            "settings",
            "Snipclip settings Who can see my pictures Everyone Friends only Only me Show where I am Dark colours",
        ),
    ],
)
def test_a_screen_is_read_in_its_order(phone_world: World, step: str, words: str) -> None:
    assert words in words_of(at(phone_world, step).get(LESSON))


def test_that_nothing_is_real_is_said_with_the_first_phone_and_not_again(phone_world: World) -> None:
    client = phone_world.signed_in(child(phone_world))
    page = client.post_form(client.get(LESSON), button="Open Blockadoo")
    assert words_of(page).count("This is a practice phone. Nothing on it is real.") == 1
    assert words_of(client.get(LESSON)).count("Nothing on it is real") == 1
    page = client.post_form(page, button="Block")
    assert "Nothing on it is real" not in words_of(page)


@pytest.mark.parametrize("button", ["Reply", "Ignore", "Block", "Report", "Show Gran"])
@pytest.mark.parametrize("htmx", [True, False], ids=["part", "page"])
def test_each_button_leads_to_its_step(phone_world: World, button: str, htmx: bool) -> None:
    client = at(phone_world, "thread")
    client.post_form(client.get(LESSON), button=button, htmx=htmx)
    assert place_of(phone_world) == ("step:replied" if button == "Reply" else "step:request")


SETTINGS = {"setting-who-can-see-my-pictures": "friends-only", "setting-dark-colours": "on"}


def test_settings_that_are_not_yet_right_lead_to_a_kind_word_and_back(phone_world: World) -> None:
    client = at(phone_world, "settings")
    page = client.post_form(client.get(LESSON), button="Save")
    assert place_of(phone_world) == "step:not-yet"
    assert "Somebody Kit does not know can still look." in words_of(page)
    page = client.post_form(page, button="Look again")
    page = client.post_form(page, button="Save", fields={**SETTINGS, "setting-show-where-i-am": []})
    assert place_of(phone_world) == "step:safe"
    assert path_of(phone_world) == '["not-yet", "settings", "safe"]'


def test_every_option_that_is_right_will_do(phone_world: World) -> None:
    client = at(phone_world, "settings")
    fields = {"setting-who-can-see-my-pictures": "only-me", "setting-show-where-i-am": [], "setting-dark-colours": []}
    client.post_form(client.get(LESSON), button="Save", fields=fields)
    assert place_of(phone_world) == "step:safe"


@pytest.mark.parametrize("step", ["settings", "permissions"])
@pytest.mark.parametrize("htmx", [True, False], ids=["part", "page"])
def test_what_is_right_is_not_on_the_page(phone_world: World, step: str, htmx: bool) -> None:
    client = at(phone_world, step)
    headers = {"HX-Request": "true"} if htmx else {}
    html = body(client.get(LESSON, headers=headers))
    controls = re.findall(r'<input [^>]*(?:type="radio"|role="switch")[^>]*>', html)
    assert controls
    known = r'<input class="(option__dot|switch__box)" type="(radio|checkbox)"( role="switch")? name="setting-[a-z-]+"'
    known += r' value="[a-z-]+"( checked)?( required)?>'
    assert [control for control in controls if not re.fullmatch(known, control)] == []
    for never in ("safe", "not-yet", "too-much", "is_right", "[x]", "Look again"):
        assert never not in html.split("<main")[-1].replace("data-waiting", "")


@pytest.mark.parametrize("goes_to", ["safe", "not-yet"])
def test_settings_cannot_be_passed_by(phone_world: World, goes_to: str) -> None:
    client = at(phone_world, "settings")
    page = client.post_form(client.get(LESSON), action="/choose", forged={"choice": goes_to})
    assert page.status_code == 400
    assert place_of(phone_world) == "step:settings"


HOSTILE = [
    "Friends only",
    "1",
    "-1",
    str(2**63),
    "9" * 5_000,
    "\u0663",
    "1e3",
    "",
    "on",
    "'; --",
    "<b>",
    "friends-only ",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_no_phone_of_ours_sends_is_refused_in_plain_words(phone_world: World, value: str) -> None:
    client = at(phone_world, "settings")
    page = client.get(LESSON)
    answer = client.post_form(page, button="Save", forged={"setting-who-can-see-my-pictures": value})
    assert answer.status_code == 400
    assert "Choose one of the answers." in words_of(answer)
    assert place_of(phone_world) == "step:settings"


def test_a_list_for_one_setting_is_refused(phone_world: World) -> None:
    client = at(phone_world, "settings")
    forged = {"setting-who-can-see-my-pictures": ["everyone", "friends-only"]}
    assert client.post_form(client.get(LESSON), button="Save", forged=forged).status_code == 400


def test_settings_that_were_left_out_are_asked_for_and_the_others_stay(phone_world: World) -> None:
    client = at(phone_world, "permissions")
    page = client.post_form(client.get(LESSON), button="Done", fields={"setting-your-camera": "dont-allow"})
    assert page.status_code == 422
    assert "Choose one for each." in words_of(page)
    assert 'name="setting-your-camera" value="dont-allow" checked' in body(page)
    assert body(page).count(" checked") == 1
    assert place_of(phone_world) == "step:permissions"


def test_nothing_set_at_all_is_a_slip(phone_world: World) -> None:
    client = at(phone_world, "permissions")
    assert client.post_form(client.get(LESSON), button="Done").status_code == 422


@pytest.mark.parametrize("step", ["thread", "safe", "gone", ""])
def test_settings_for_a_step_without_any_are_refused(phone_world: World, step: str) -> None:
    client = at(phone_world, "settings")
    answer = client.post_form(client.get(LESSON), button="Save", forged={"step": step})
    assert answer.status_code == 400
    assert place_of(phone_world) == "step:settings"


def test_settings_that_come_late_or_twice_change_nothing(phone_world: World) -> None:
    client = at(phone_world, "settings")
    page = client.get(LESSON)
    for _time in range(2):
        client.post_form(page, button="Save")
        assert path_of(phone_world) == '["not-yet"]'
    client.post_form(client.get(LESSON), button="Look again")
    client.post_form(page, button="Save", fields={**SETTINGS, "setting-show-where-i-am": []})
    assert place_of(phone_world) == "step:settings"


def test_a_child_of_the_other_key_stage_cannot_send_settings(phone_world: World) -> None:
    client = phone_world.signed_in(phone_world.pupil("Acorn", 12))
    data = {**tokens_of(client.get("/help")), "step": "settings", **SETTINGS}
    assert client.post(f"{LESSON}/settings", data=data).status_code == 404
    assert client.post(f"/lesson/{KS1}/settings", data={**data, "step": "app"}).status_code == 400


def test_names_of_settings_are_not_logged_and_pass_as_text(phone_world: World) -> None:
    client = at(phone_world, "settings")
    page = client.post_form(client.get(LESSON), button="Save", forged={"setting-<script>": "x", "is_right": "1"})
    assert place_of(phone_world) == "step:not-yet"
    assert "<script>x" not in body(page)


def test_a_teacher_sees_the_phone_and_what_is_right(phone_world: World) -> None:
    client = phone_world.signed_in(phone_world.staff("patel"))
    words = words_of(client.get(f"/desk/lessons/{PHONE}"))
    assert "Goalie10: i can get u free skins" in words
    assert "Who can see my pictures: Everyone (now) · Friends only (right) · Only me (right)" in words
    assert "not yet right Look again" in words


def test_a_recording_plays_at_a_step_with_a_phone_too(phone_world: World) -> None:
    folder = phone_world.data / "lessons"
    sound = folder / "sounds" / "gg.wav"
    sound.parent.mkdir(exist_ok=True)
    sound.write_bytes(silence())
    file = folder / f"{PHONE}.md"
    file.write_text(re.sub(r"(\{#thread\b)", r'\1 sound="gg.wav"', file.read_text("utf-8"), count=1), "utf-8")
    look_again(phone_world)
    page = at(phone_world, "thread").get(LESSON)
    sound.unlink()
    assert re.search(r'phone-words__told" data-read="box" data-sound="/sounds/gg\.wav\?v=', body(page))
