"""The lesson pack and certificates: what was ticked is there, and only first names, and only of one's own class."""

from __future__ import annotations

import pytest

from tests.factories.world import World
from tests.web.doors import text_of, words_of
from tests.web.lesson_steps import KS1, KS2

TITLES = {
    "story": "Start at 1. At each arrow choose",
    "quiz": "Quiz: Wren's name badge",
    "answers": "Answers: Wren's name badge",
    "notes": "For the teacher: Wren's name badge",
}


@pytest.mark.parametrize("ticked", [[], ["story"], ["quiz", "answers"], ["notes"]])
def test_the_pack_holds_the_parts_that_were_ticked(world: World, ticked: list[str]) -> None:
    client = world.signed_in(world.staff("patel"))
    words = words_of(client.get(f"/desk/lessons/{KS1}/paper", query_string={"part": ticked}))
    expected = set(ticked or TITLES)
    assert {name for name, title in TITLES.items() if title in words} == expected


def test_the_quiz_sheet_gives_no_answer_away(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    html = text_of(client.get(f"/desk/lessons/{KS1}/paper?part=quiz"))
    sheet = html[html.index('id="paper-quiz"') :]
    assert "Where she lives" in sheet
    assert "It shows people where to find her" not in sheet
    assert "#check" not in sheet.replace("</form>", "")


def children_of(world: World, class_: str) -> list[tuple[str, str]]:
    """Reference and first name of each child of a class."""
    in_class = "FROM pupil p JOIN school_class c ON c.id = class_id"
    return world.rows(f"SELECT p.ref, first_name {in_class} WHERE c.name = '{class_}' ORDER BY p.id")


def test_certificates_are_for_who_has_finished_for_the_class_or_for_one_child(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    address = f"/desk/class/{world.class_ref('Oak')}/lesson/{KS2}/certificates"
    children = children_of(world, "Oak")
    finished = text_of(client.get(address)).count('class="certificate"')
    assert 0 < finished < len(children)
    everybody = text_of(client.get(f"{address}?for=class"))
    assert everybody.count('class="certificate"') == len(children)
    assert all(f"hx-disable>{name}" in everybody for _ref, name in children)
    ref, name = children[0]
    one = text_of(client.get(f"{address}?for={ref}"))
    assert one.count('class="certificate"') == 1
    assert f'class="certificate__name" hx-disable>{name}' in one


def test_a_child_of_another_class_gets_no_certificate_here(world: World) -> None:
    client = world.signed_in(world.staff("patel"))
    ref, _name = children_of(world, "Willow")[0]
    page = text_of(client.get(f"/desk/class/{world.class_ref('Oak')}/lesson/{KS2}/certificates?for={ref}"))
    assert 'class="certificate"' not in page
