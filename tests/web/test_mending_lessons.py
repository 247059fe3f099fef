"""A short lesson that mends a message is reached from the message: it clutters no shelf, and works like any other."""

from __future__ import annotations

import html5lib
import pytest
from werkzeug.test import TestResponse

from tests.factories.world import World
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import words_of
from tests.web.lesson_steps import carry_on, lesson_of, stand_at, through_the_quiz
from tests.web.test_staff_shelf import titles

SHORT = {"Acorn": ("ottos-party-message", "Otto's party message"), "Willow": ("nias-surprise", "Nia's surprise")}


def headings(page: TestResponse) -> list[str]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [words_in(each) for each in elements(tree, "h2")]


@pytest.mark.parametrize("class_", ["Acorn", "Willow"])
def test_it_is_not_on_the_childs_shelf_and_opens_with_its_story_by_its_address(world: World, class_: str) -> None:
    lesson_id, title = SHORT[class_]
    client = world.signed_in(world.pupil(class_, 0))
    assert title not in words_of(client.get("/home"))
    page = client.get(f"/lesson/{lesson_id}")
    assert page.status_code == 200
    assert "It comes back." in words_of(page) or "It waits for a grown-up." in words_of(page)


def test_a_child_of_the_other_key_stage_does_not_come_to_it(world: World) -> None:
    assert world.signed_in(world.pupil("Acorn", 0)).get(f"/lesson/{SHORT['Willow'][0]}").status_code == 404


def test_it_is_done_like_any_lesson_and_left_half_way_it_can_be_found_again(world: World) -> None:
    lesson_id, title = SHORT["Acorn"]
    client = stand_at(world, world.pupil("Acorn", 1), lesson_id=lesson_id, place="step:mend")
    assert title in words_of(client.get("/home"))
    page = client.post_form(client.get(f"/lesson/{lesson_id}"), button="Send it")
    assert "Shall Mum ask your mum?" in words_of(page)
    page = through_the_quiz(client, carry_on(client, page), lesson_of(world, lesson_id))
    assert "art/stamps/mend-personal" in page.get_data(as_text=True)
    assert title not in words_of(client.get("/home"))


def test_a_teacher_finds_them_together_below_the_other_lessons(world: World) -> None:
    page = world.signed_in(world.staff("patel")).get("/desk/lessons")
    assert "Mend a message" in headings(page)
    found = titles(page)
    assert len(found) == len(set(found)) == 18
    assert found.index("Friends of friends of friends") < found.index("Otto's party message")
    assert "18 lessons" in words_of(page)
    assert "Something private · 3 minutes" in words_of(page)
    alone = world.signed_in(world.staff("patel")).get("/desk/lessons?words=party")
    assert titles(alone) == ["Otto's party message"]
    assert "No lesson fits" not in words_of(alone)


def test_the_class_page_has_it_once_a_teacher_set_it(world: World) -> None:
    lesson_id, title = SHORT["Willow"]
    client = world.signed_in(world.staff("hughes"))
    class_page = f"/desk/class/{world.class_ref('Willow')}"
    assert title not in words_of(client.get(class_page))
    client.post_form(client.get(f"{class_page}/lesson/{lesson_id}/set"), action="/set", fields={"who": "all"})
    assert title in words_of(client.get(class_page))
    assert title in words_of(world.signed_in(world.pupil("Willow", 0)).get("/home"))
