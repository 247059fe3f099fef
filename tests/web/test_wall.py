"""A lesson on the wall: kept where the class is, hands counted once and shown to nobody before their time."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

import pytest
from werkzeug.test import TestResponse

from esafety.db import db
from esafety.lessons.wall_sitting import WallSitting
from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import queries_counted, text_of, tokens_of, words_of
from tests.web.lesson_steps import KS2

FIRST = "before:who-can-see"
RIGHT, WRONG = "never-met", "only-trusted"


def address(world: World, class_: str = "Oak", *, page: str = "") -> str:
    return f"/desk/class/{world.class_ref(class_)}/lesson/{KS2}/wall{page}"


def teacher(world: World) -> HouseClient:
    return world.signed_in(world.staff("patel"))


def state_on(page: TestResponse) -> dict[str, Any]:
    (found,) = re.findall(r'data-state="([^"]+)"', page.get_data(as_text=True))
    state: dict[str, Any] = json.loads(found.replace("&#34;", '"'))
    return state


def at(place: str, *, v: int, part: int = 0, shown: Sequence[str] = (), path: Sequence[str] = ()) -> dict[str, Any]:
    return {"place": place, "part": part, "shown": list(shown), "path": list(path), "blank": False, "v": v}


def send(
    client: HouseClient,
    world: World,
    *,
    position: dict[str, Any] | None = None,
    counts: Sequence[Sequence[Any]] = (),
    number: int = 1,
    class_: str = "Oak",
) -> TestResponse:
    """Send news as a window of the wall does."""
    tokens = tokens_of(client.get("/desk/lessons/" + KS2)) or tokens_of(client.get("/desk"))
    fields = {"number": number, "state": json.dumps({"position": position, "counts": list(counts)})}
    return client.post(address(world, class_, page="/position"), data={**tokens, **fields})


def test_where_the_class_is_is_found_again_on_any_window(world: World) -> None:
    sent = send(teacher(world), world, position=at("step:count", v=9, path=["cover:", "step:trophy"]))
    assert sent.status_code == 200
    for page in ("/screen", "?carry=on"):
        assert state_on(teacher(world).get(address(world, page=page)))["position"]["place"] == "step:count"


def test_news_sent_again_changes_nothing(world: World) -> None:
    client = teacher(world)
    news = {"position": at("step:count", v=9), "counts": [[FIRST, RIGHT, 12, 4]]}
    first = send(client, world, **news).get_json()
    again = send(client, world, **news).get_json()
    assert again == first
    assert world.rows("SELECT hands FROM wall_count") == [(12,)]
    assert world.rows("SELECT verb FROM audit_entry WHERE verb LIKE 'wall.%'") == [("wall.begun",)]


@pytest.mark.parametrize("late", [3, 9])
def test_older_news_that_comes_late_is_left_out(world: World, late: int) -> None:
    client = teacher(world)
    send(client, world, position=at("step:count", v=9), counts=[[FIRST, RIGHT, 12, 9]])
    answer = send(client, world, position=at("step:trophy", v=late), counts=[[FIRST, RIGHT, 3, late]]).get_json()
    assert answer["position"]["place"] == "step:count"
    assert answer["counts"] == [[FIRST, RIGHT, 12, 9]]


def test_hands_of_two_windows_are_merged_option_by_option(world: World) -> None:
    laptop, phone = teacher(world), teacher(world)
    send(laptop, world, counts=[[FIRST, RIGHT, 12, 4], [FIRST, WRONG, 1, 2]])
    answer = send(phone, world, counts=[[FIRST, WRONG, 6, 3]]).get_json()
    assert sorted(answer["counts"]) == [[FIRST, RIGHT, 12, 4], [FIRST, WRONG, 6, 3]]


def test_a_window_that_asks_hears_nothing_where_there_is_no_news(world: World) -> None:
    client = teacher(world)
    version = send(client, world, position=at("step:count", v=9)).get_json()["version"]
    assert client.get(address(world, page=f"/position?v={version}")).status_code == 204
    send(client, world, counts=[[FIRST, RIGHT, 12, 10]])
    heard = client.get(address(world, page=f"/position?v={version}"))
    assert heard.get_json()["counts"] == [[FIRST, RIGHT, 12, 10]]


def test_asking_takes_few_questions_to_the_database(world: World) -> None:
    client = teacher(world)
    version = send(client, world, position=at("step:count", v=9)).get_json()["version"]
    asked = address(world, page=f"/position?v={version}")
    client.get(asked)
    with queries_counted() as found:
        client.get(asked)
    assert len(found) <= 5, found


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"counts": 5}', 5_000 * "["])
def test_what_no_window_sends_is_refused_and_nothing_is_kept(world: World, text: str) -> None:
    client = teacher(world)
    tokens = tokens_of(client.get("/desk"))
    answer = client.post(address(world, page="/position"), data={**tokens, "number": 1, "state": text})
    assert answer.status_code == 400
    assert world.rows("SELECT * FROM wall_sitting") == []


def test_a_place_that_the_lesson_has_no_longer_leads_back_to_the_cover(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at("step:count", v=9))
    with world.app.app_context():
        db.session.query(WallSitting).update({"position": at("step:gone", v=9)})
        db.session.commit()
    assert state_on(client.get(address(world, page="?carry=on")))["position"] == at("cover:", v=9)


# --- where to begin ---------------------------------------------------------


def test_the_first_time_one_click_opens_the_lesson(world: World) -> None:
    client = teacher(world)
    class_page = text_of(client.get(f"/desk/class/{world.class_ref('Oak')}"))
    assert f'<a href="{address(world)}">Teach it<' in class_page
    opened = client.get(address(world))
    assert state_on(opened)["position"]["place"] == "cover:"
    by_lesson = client.follow_link(client.get(f"/desk/lessons/{KS2}"), words="Teach Oak on the wall")
    assert by_lesson.request.path == opened.request.path
    assert world.rows("SELECT * FROM wall_sitting") == []  # only looking keeps nothing


def test_the_next_time_the_teacher_chooses_to_carry_on_or_to_begin_again(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at("step:count", v=9), counts=[[FIRST, RIGHT, 12, 4]])
    offer = client.get(address(world))
    assert "Story: Idris gets a pencil" in words_of(offer)
    carried_on = client.follow_link(offer, words="Carry on where you were")
    assert state_on(carried_on)["position"]["place"] == "step:count"
    begun_again = client.post_form(offer, button="Begin again")
    assert state_on(begun_again)["position"]["place"] == "cover:"
    assert state_on(begun_again)["number"] == 2
    assert state_on(begun_again)["counts"] == []
    client.post_form(offer, button="Begin again")  # pressed twice
    assert world.rows("SELECT number FROM wall_sitting ORDER BY number") == [(1,), (2,)]


def test_a_window_left_open_from_the_time_before_changes_nothing_in_the_new_one(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at("step:count", v=9))
    client.post_form(client.get(address(world)), button="Begin again")
    answer = send(client, world, position=at("step:trophy", v=50), counts=[[FIRST, RIGHT, 12, 51]], number=1).get_json()
    assert (answer["number"], answer["position"]["place"], answer["counts"]) == (2, "cover:", [])


@pytest.mark.parametrize("number", ["0", "7", "", "-1", "x"])
def test_a_time_that_never_was_is_not_begun(world: World, number: str) -> None:
    client = teacher(world)
    tokens = tokens_of(client.get("/desk"))
    state = json.dumps({"position": at("step:count", v=9), "counts": []})
    client.post(address(world, page="/position"), data={**tokens, "number": number, "state": state})
    client.post(address(world, page="/again"), data={**tokens, "number": number})
    assert world.rows("SELECT * FROM wall_sitting") == []


# --- what the wall shows ------------------------------------------------------


def test_the_wall_holds_no_name_and_no_count_before_it_is_revealed(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at(FIRST, v=9, part=1), counts=[[FIRST, RIGHT, 777, 4]])
    wall = client.get(address(world, page="/screen"))
    names = [name for (name,) in world.rows("SELECT first_name FROM pupil")] + ["Mrs Patel", "Oak", "Red Fox"]
    seen = re.sub(r'data-(state|way)="[^"]*"', "", text_of(wall))
    assert "777" not in seen
    story = {"Amara", "Idris", "Zofia", "Mei", "Kit", "Nia", "Rory"}  # are in the lesson, too
    assert [name for name in names if name not in story and re.search(rf"\b{name}\b", seen)] == []
    assert "data-hands hidden>" in seen


def test_revealed_hands_stand_on_the_wall_but_never_those_of_fewer_than_five(world: World) -> None:
    client = teacher(world)
    shown = at(FIRST, v=9, part=1, shown=[f"{FIRST}#1"])
    send(client, world, position=shown, counts=[[FIRST, RIGHT, 3, 4], [FIRST, WRONG, 1, 5]])
    assert "data-hands>" not in text_of(client.get(address(world, page="/screen")))
    send(client, world, counts=[[FIRST, WRONG, 2, 10]])
    numbers = re.findall(r"data-hands>(\d+)<", text_of(client.get(address(world, page="/screen"))))
    assert numbers == ["0", "3", "2"]


def test_the_wall_before_the_story_holds_no_answer_key(world: World) -> None:
    wall = text_of(teacher(world).get(address(world, page="/screen")))
    before = wall[: wall.index('data-place="step:trophy"')]
    assert "is-right" not in wall
    assert "All of them can look" not in before
    assert "They can all look." not in before


def test_the_teachers_view_has_notes_talk_and_which_answer_is_right(world: World) -> None:
    words = words_of(teacher(world).get(address(world)))
    for each in ("Ground rules", "What would you say to someone like Amara", "They can all look."):
        assert each in words


# --- without JavaScript ---------------------------------------------------------


@pytest.mark.parametrize("page", [1, 2])
def test_a_page_of_a_vote_on_which_no_hand_went_up_is_revealed_like_any_other(world: World, page: int) -> None:
    client = teacher(world)
    of_two_pages = "question:everyone"
    lesson = address(world).replace(KS2, "why-the-number")
    answer = client.get(f"{lesson}/screen?at={of_two_pages}&part={page}&shown=yes")
    assert answer.status_code == 200
    assert f'data-place="{of_two_pages}" data-part="{page}"' in text_of(answer)


def test_the_wall_goes_on_by_links_alone(world: World) -> None:
    client = teacher(world)
    page = client.get(address(world, page="/screen"))
    seen = []
    for _step in range(60):
        (slide,) = re.findall(r'<section class="slide[^>]*data-place="([^"]+)" data-part="(\d+)">', text_of(page))
        seen.append(slide)
        if slide[0] == "end:":
            break
        html = text_of(page)
        shown = html[html.index(f'data-place="{slide[0]}" data-part="{slide[1]}">') :].partition("</section>")[0]
        links = re.findall(r'class="(?:slide__next|way-on|choice__words)" href="([^"]+)"', shown)
        # The last choice of each step is one that goes on.
        page = client.get(links[-1].replace("&amp;", "&"))
    assert seen[-1] == ("end:", "0")
    assert ("question:nice-goal", "2") in seen


def test_hands_are_counted_by_a_plain_form_and_revealed_by_a_link(world: World) -> None:
    client = teacher(world)
    page = client.get(address(world, page=f"?at={FIRST}&part=1"))
    back = client.post_form(page, button="Keep these hands", fields={f"hands-{RIGHT}": "12", f"hands-{WRONG}": "6"})
    assert back.request.args["at"] == FIRST
    wall = client.get(address(world, page=f"/screen?at={FIRST}&part=1"))
    assert "data-hands>" not in text_of(wall)
    revealed = client.follow_link(wall, words="Reveal the hands")
    assert re.findall(r"data-hands>(\d+)<", text_of(revealed)) == ["0", "12", "6"]


def test_after_each_thing_of_a_sort_its_plain_form_comes_back_to_that_thing(world: World) -> None:
    client, place = teacher(world), "before:two-baskets"
    wall = address(world).replace(KS2, "the-number-on-the-box")
    page = client.get(f"{wall}?at={place}")
    fields = re.findall(r'id="before-two-baskets-(\d+)-1" name="(hands-[^"]+)"', text_of(page))
    assert len(fields) > 2
    for part, name in fields:
        back = client.post_form(page, button="Keep these hands", fields={name: "6"})
        assert (back.request.args["at"], back.request.args["part"]) == (place, part)
        assert state_on(client.get(f"{wall}?carry=on"))["position"]["part"] == int(part)


@pytest.mark.parametrize("typed", ["-1", "1e3", "1000", "x", " ", "²"])
def test_what_is_no_number_of_hands_counts_nothing(world: World, typed: str) -> None:
    client = teacher(world)
    page = client.get(address(world, page=f"?at={FIRST}&part=1"))
    client.post_form(page, button="Keep these hands", fields={f"hands-{RIGHT}": "4"}, forged={f"hands-{WRONG}": typed})
    assert (WRONG,) not in world.rows("SELECT option FROM wall_count WHERE hands <> 0")
    assert (RIGHT, 4) in world.rows("SELECT option, hands FROM wall_count")


# --- afterwards -------------------------------------------------------------------


def test_the_class_page_tells_what_the_class_chose_before_and_after(world: World) -> None:
    client = teacher(world)
    after = "question:who-can-see"
    send(
        client,
        world,
        position=at("end:", v=90),
        counts=[[FIRST, RIGHT, 8, 1], [FIRST, WRONG, 19, 2], [after, RIGHT, 21, 3], [after, WRONG, 6, 4]],
    )
    words = words_of(client.get(address(world, page="/chosen")))
    assert "21 of 27 chose “Some people you have never met” (before the story: 8)" in words
    assert "6 of 27 chose “Only people you can trust” (before the story: 19)" in words


def test_the_files_hold_the_hands_that_the_page_tells(world: World) -> None:
    client, page = teacher(world), f"/desk/class/{world.class_ref('Oak')}/lesson/{KS2}"
    after = "question:who-can-see"
    asked_before = [[FIRST, RIGHT, 8, 1], [FIRST, WRONG, 19, 2]]
    send(client, world, position=at("end:", v=90), counts=[*asked_before, [after, RIGHT, 21, 3], [after, WRONG, 4, 4]])
    rows = list(csv.reader(io.StringIO(client.get(f"{page}.csv").get_data().decode("utf-8-sig"))))
    assert [row[2:] for row in rows if row[2:3] == ["Some people you have never met"]] == [
        ["Some people you have never met", "8", "27", "21", "25"]
    ]
    assert ["Question", "About", "Answer", "Hands before", "Voters before", "Hands after", "Voters after"] in rows


def test_the_files_hold_no_hands_of_fewer_than_five(world: World) -> None:
    client, page = teacher(world), f"/desk/class/{world.class_ref('Oak')}/lesson/{KS2}"
    send(client, world, position=at("end:", v=90), counts=[["question:who-can-see", RIGHT, 4, 1]])
    assert "Hands after" not in client.get(f"{page}.csv").get_data(as_text=True)


def test_the_class_page_tells_nothing_of_fewer_than_five(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at("end:", v=90), counts=[["question:who-can-see", RIGHT, 4, 1]])
    words = words_of(client.get(address(world, page="/chosen")))
    assert "chose “Some people" not in words
    assert "will stand here" in words


def test_the_class_page_fetches_what_was_chosen_as_a_part_of_its_own(world: World) -> None:
    client = teacher(world)
    send(client, world, position=at("end:", v=90), counts=[["question:who-can-see", RIGHT, 21, 1]])
    page = client.get(f"/desk/class/{world.class_ref('Oak')}/lesson/{KS2}").get_data(as_text=True)
    assert f'hx-get="{address(world, page="/chosen")}"' in page
    part = client.get(address(world, page="/chosen"), headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.lstrip().startswith("<section")
    assert "21 of 21 chose" in part


def test_one_class_knows_nothing_of_another(world: World) -> None:
    send(teacher(world), world, position=at("step:count", v=9))
    assert send(teacher(world), world, position=at("step:count", v=9), class_="Willow").status_code == 404
    hughes = world.signed_in(world.staff("hughes"))
    assert state_on(hughes.get(address(world, "Willow")))["position"]["place"] == "cover:"
    assert len(world.rows("SELECT * FROM wall_sitting")) == 1
