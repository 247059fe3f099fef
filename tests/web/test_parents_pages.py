"""A lesson for families: shut until the school opens it, and then without a child, a class or a member of staff."""

from __future__ import annotations

import re

import pytest

from esafety.codes import new_ref
from tests.factories.world import World
from tests.house_rules.tree import ROOT
from tests.web.doors import text_of, without_tokens, words_of
from tests.web.lesson_steps import KS1, lesson_of

SHEET = f"/desk/lessons/{KS1}/parents"


def public_address(world: World, school: str = "Bramblewood Primary School") -> str:
    (ref,) = world.rows(f"SELECT ref FROM school WHERE name = '{school}'")[0]  # noqa: S608 - a name of this test
    return f"/parents/{ref}/{KS1}"


def open_pages(world: World, *, who: str = "adeyemi", move: str = "Open the pages for parents") -> None:
    client = world.signed_in(world.staff(who))
    client.post_form(client.get(SHEET), button=move)


def test_the_page_is_closed_by_default_and_looks_like_one_that_does_not_exist(world: World) -> None:
    stranger = world.new_client()
    closed, missing = stranger.get(public_address(world)), stranger.get(f"/parents/{new_ref()}/{KS1}")
    assert closed.status_code == missing.status_code == 404
    assert without_tokens(closed) == without_tokens(missing) == without_tokens(stranger.get("/no/such/page"))


@pytest.mark.parametrize("who", ["adeyemi", "doyle"])
def test_head_and_office_open_and_close_it_for_their_own_school(world: World, who: str) -> None:
    stranger = world.new_client()
    open_pages(world, who=who)
    assert stranger.get(public_address(world)).status_code == 200
    (other,) = world.rows("SELECT name FROM school WHERE name <> 'Bramblewood Primary School'")[0]
    assert stranger.get(public_address(world, other)).status_code == 404
    assert stranger.get(f"{public_address(world)}x").status_code == 404
    open_pages(world, who=who, move="Close the pages for parents")
    assert stranger.get(public_address(world)).status_code == 404
    verbs = [
        verb for (verb,) in world.rows("SELECT verb FROM audit_entry WHERE verb LIKE 'parents-pages.%' ORDER BY id")
    ]
    assert verbs == ["parents-pages.opened", "parents-pages.closed"]


@pytest.mark.parametrize("move", ["", "shut", "OPEN", "\x00"])
def test_a_move_that_the_page_does_not_offer_leaves_them_as_they_are(world: World, move: str) -> None:
    open_pages(world)
    client = world.signed_in(world.staff("adeyemi"))
    assert client.post_form(client.get(SHEET), action="/parents", forged={"move": [move]}).status_code == 400
    assert world.new_client().get(public_address(world)).status_code == 200


def test_a_teacher_reads_and_prints_it_but_does_not_open_it(world: World) -> None:
    sheet = world.signed_in(world.staff("patel")).get(SHEET)
    assert sheet.status_code == 200
    assert "Open the pages for parents" not in words_of(sheet)
    assert "Staff only" in words_of(sheet)


def test_parents_see_everything_that_is_taught(world: World) -> None:
    open_pages(world)
    words, lesson = words_of(world.new_client().get(public_address(world))), lesson_of(world, KS1)
    expected = [lesson.objective, *lesson.talk]
    for step in lesson.steps:
        expected += [step.title, *step.narration, *(speech.text for speech in step.speech)]
        expected += [choice.label for choice in step.choices]
    for question in lesson.quiz:
        expected += [question.prompt, *(text for answer in question.answers for text in (answer.label, answer.reason))]
    assert [text for text in expected if text not in words] == []
    assert "Some things about us are private" in words  # why it is taught
    assert "Ask tonight:" in words
    assert "0800 1111" in words


def test_the_page_holds_no_child_no_class_no_staff_whoever_looks(world: World) -> None:
    open_pages(world)
    columns = (("first_name", "pupil"), ("name", "staff"), ("name", "school_class"))
    hidden = [row[0] for column, table in columns for row in world.rows(f"SELECT {column} FROM {table}")]  # noqa: S608
    story = (ROOT / "lessons" / "ks1" / f"{KS1}.md").read_text(encoding="utf-8")  # a character may have a child's name
    for client in (world.new_client(), world.signed_in(world.staff("patel")), world.signed_in(world.pupil("Oak"))):
        html = text_of(client.get(public_address(world)))
        found = [name for name in hidden if name not in story and re.search(rf"\b{re.escape(name)}\b", html)]
        assert found == []
        assert "<form" not in html
