"""A lesson is set for a class or for some children: they find it first, nobody else sees a difference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import html5lib
import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from esafety.codes import new_ref
from esafety.db import db
from esafety.school.models import ClassTeacher
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import text_of, tokens_of, words_of
from tests.web.lesson_steps import KS1, KS2, stand_at

WILLOW = "Willow"  # KS2; the demonstration sets nothing for it
# The lessons of Willow's key stage, by year; and how they stand once one of them is set.
ALL = ["Why the number?", "Friends of friends of friends", "Keep it, stop it, tell it"]
SET = [("For you today", ALL[1:2]), ("More lessons", [ALL[0], ALL[2]])]


def address(world: World, *, class_: str = WILLOW, lesson_id: str = KS2) -> str:
    return f"/desk/class/{world.class_ref(class_)}/lesson/{lesson_id}"


def teacher_of_willow(world: World) -> HouseClient:
    return world.signed_in(world.staff("hughes"))


def set_for(client: HouseClient, world: World, **fields: Any) -> TestResponse:
    page = client.get(f"{address(world)}/set")
    return client.post_form(page, action="/set", fields=fields)


def ref_of(world: World, pupil: dict[str, Any]) -> str:
    with world.app.app_context():
        return world.pupil_row(pupil).ref


def books_on(page: TestResponse) -> list[tuple[str, list[str]]]:
    """The headings of a child's page, each with the lessons that stand below it."""
    found: list[tuple[str, list[str]]] = []
    for each in elements(html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False), "h1", "h2", "span"):
        if each.tag in {"h1", "h2"}:
            found.append((words_in(each), []))
        elif each.get("class") == "book__title":
            found[-1][1].append(words_in(each))
    return [(heading, titles) for heading, titles in found if titles]


def set_lessons(world: World) -> list[Any]:
    return world.rows(
        "SELECT c.name, s.lesson_id, s.whole_class, s.due_on FROM set_lesson s JOIN school_class c ON c.id = s.class_id"
        " WHERE c.name = 'Willow'"
    )


def home_of(world: World, number: int = 0, *, class_: str = WILLOW) -> TestResponse:
    return world.signed_in(world.pupil(class_, number)).get("/home")


def test_set_for_the_class_it_stands_first_for_every_child_under_its_own_heading(world: World) -> None:
    assert books_on(home_of(world)) == [("My lessons", ALL)]
    page = set_for(teacher_of_willow(world), world, who="all")
    assert page.request.path == address(world)
    assert "Set for the whole class" in words_of(page)
    assert books_on(home_of(world)) == books_on(home_of(world, 3))
    assert books_on(home_of(world)) == SET
    ((_class, lesson_id, whole_class, due_on),) = set_lessons(world)
    assert (lesson_id, bool(whole_class), due_on) == (KS2, True, None)


def test_a_child_for_whom_it_is_not_set_sees_no_difference(world: World) -> None:
    child = world.signed_in(world.pupil(WILLOW, 1))
    before = text_of(child.get("/home"))
    page = set_for(teacher_of_willow(world), world, who="some", pupil=[ref_of(world, world.pupil(WILLOW, 0))])
    assert "Set for 1 child" in words_of(page)
    assert text_of(child.get("/home")) == before
    assert books_on(home_of(world, 0)) == SET


def test_what_is_begun_still_stands_first_and_what_is_done_does_not(world: World) -> None:
    set_for(teacher_of_willow(world), world, who="all")
    begun = stand_at(world, world.pupil(WILLOW, 0), lesson_id=KS2, place="step:settings")
    assert books_on(begun.get("/home"))[0][0] == "For you today"
    with world.app.app_context():
        db.session.execute(db.text("UPDATE sitting SET finished_at = moved_at"))
        db.session.commit()
    assert books_on(begun.get("/home")) == [("My lessons", ALL)]


def test_what_was_done_in_last_years_class_is_to_be_done_where_this_years_is_set_it(world: World) -> None:
    child = stand_at(world, world.pupil(WILLOW, 0), lesson_id=KS2, place="step:settings")
    with world.app.app_context():
        oak = "(SELECT id FROM school_class WHERE name = 'Oak')"
        db.session.execute(db.text(f"UPDATE sitting SET finished_at = moved_at, class_id = {oak}"))  # noqa: S608
        db.session.commit()
    assert books_on(child.get("/home")) == [("My lessons", ALL)]
    set_for(teacher_of_willow(world), world, who="all")
    assert books_on(child.get("/home")) == SET
    assert "Done" not in words_of(child.get("/home"))


def test_it_may_be_due_on_a_school_day_and_the_teacher_sees_it(world: World) -> None:
    client = teacher_of_willow(world)
    page = client.get(f"{address(world)}/set")
    days = offered_days(page)
    assert all(day.weekday() < 5 for day in days)
    page = client.post_form(page, action="/set", fields={"who": "all", "due": days[3].isoformat()})
    assert f"due {days[3]:%a} {days[3].day} {days[3]:%b}" in words_of(page)
    ((*_rest, due_on),) = set_lessons(world)
    assert str(due_on) == days[3].isoformat()
    again = client.get(f"{address(world)}/set")
    assert f'<option value="{days[3].isoformat()}" selected>' in again.get_data(as_text=True)


def offered_days(page: TestResponse) -> list[date]:
    options = elements(html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False), "option")
    return [date.fromisoformat(each.get("value", "")) for each in options if each.get("value")]


def test_setting_it_anew_replaces_what_was_set(world: World) -> None:
    client = teacher_of_willow(world)
    set_for(client, world, who="all")
    page = client.get(f"{address(world)}/set")
    assert "Change what is set" in words_of(page)
    client.post_form(page, action="/set", fields={"who": "some", "pupil": [ref_of(world, world.pupil(WILLOW, 2))]})
    assert len(set_lessons(world)) == 1
    assert books_on(home_of(world, 0))[0][0] == "My lessons"
    assert books_on(home_of(world, 2))[0][0] == "For you today"


@pytest.mark.parametrize(("fields", "sentence"), [
    ({"who": "some"}, "Tick at least one child"),
    ({"who": ["nobody"]}, "Choose the whole class or some children."),
    ({"who": [""]}, "Choose the whole class or some children."),
    ({"who": "all", "due": ["2026-11-28"]}, "Choose one of the days in the list"),   # a Saturday
    ({"who": "all", "due": ["tomorrow"]}, "Choose one of the days in the list"),
    ({"who": "some", "pupil": [new_ref()]}, "is not in this class any more"),
])  # fmt: skip
def test_what_cannot_be_set_is_said_and_what_was_chosen_is_kept(
    world: World, fields: dict[str, Any], sentence: str
) -> None:
    client = teacher_of_willow(world)
    page = client.post_form(client.get(f"{address(world)}/set"), action="/set", forged=fields)
    assert page.status_code == 422
    assert sentence in words_of(page)
    assert set_lessons(world) == []
    is_for_some = 'id="some" type="radio" name="who" value="some" checked' in page.get_data(as_text=True)
    assert is_for_some == (fields["who"] == "some")


def test_a_child_of_another_class_is_refused(world: World) -> None:
    client = teacher_of_willow(world)
    refs = [ref_of(world, world.pupil(WILLOW, 0)), ref_of(world, world.pupil("Oak", 0))]
    page = client.post_form(client.get(f"{address(world)}/set"), forged={"who": "some", "pupil": refs}, action="/set")
    assert page.status_code == 422
    assert set_lessons(world) == []


def test_a_lesson_of_another_key_stage_is_not_set(world: World) -> None:
    client = teacher_of_willow(world)
    page = client.get(f"{address(world, lesson_id=KS1)}/set")
    assert "another key stage" in words_of(page)
    sent = {**tokens_of(page), **tokens_of(client.get(f"{address(world)}/set")), "who": "all"}
    assert client.post(f"{address(world, lesson_id=KS1)}/set", data=sent).status_code == 422
    assert set_lessons(world) == []


def test_taking_it_back_says_first_what_it_does_and_leaves_what_was_done(world: World) -> None:
    client = teacher_of_willow(world)
    set_for(client, world, who="all")
    child = stand_at(world, world.pupil(WILLOW, 0), lesson_id=KS2, place="step:settings")
    page = client.get(f"{address(world)}/withdraw")
    assert "What children have done of it stays" in words_of(page)
    assert len(set_lessons(world)) == 1  # looking changes nothing
    page = client.post_form(page, action="/withdraw")
    assert "Not set for this class" in words_of(page)
    assert set_lessons(world) == []
    assert books_on(child.get("/home")) == [("My lessons", ALL)]
    assert "Carry on" in words_of(child.get("/home"))
    verbs = world.rows("SELECT verb FROM audit_entry WHERE verb LIKE 'lesson.%t' OR verb LIKE 'lesson.w%' ORDER BY id")
    assert verbs[-2:] == [("lesson.set",), ("lesson.withdrawn",)]


def test_a_form_that_is_sent_twice_counts_once_also_when_it_comes_late(world: World) -> None:
    client = teacher_of_willow(world)
    page = client.get(f"{address(world)}/set")
    client.post_form(page, action="/set", fields={"who": "all"})
    client.post_form(client.get(f"{address(world)}/withdraw"), action="/withdraw")
    client.post_form(page, action="/set", fields={"who": "all"})  # Back, and pressed again
    assert set_lessons(world) == []


def test_other_choices_on_a_page_that_was_sent_already_are_not_lost_unseen(world: World) -> None:
    client = teacher_of_willow(world)
    page = client.get(f"{address(world)}/set")
    client.post_form(page, action="/set", fields={"who": "all"})
    some = {"who": "some", "pupil": [ref_of(world, world.pupil(WILLOW, 0))]}
    again = client.post_form(page, action="/set", fields=some)  # Back, and changed
    assert again.status_code == 422
    assert "This page was sent once already" in words_of(again)
    assert [row[2] for row in set_lessons(world)] == [True]
    assert "Set for 1 child" in words_of(client.post_form(again, action="/set"))  # what was chosen still is


@pytest.mark.parametrize("key", ["", "short", 65 * "k"])
def test_a_form_without_a_usable_key_changes_nothing_and_does_not_say_it_did(world: World, key: str) -> None:
    client = teacher_of_willow(world)
    page = client.get(f"{address(world)}/set")
    assert client.post_form(page, action="/set", forged={"who": "all", "key": [key]}).status_code == 422
    assert set_lessons(world) == []
    set_for(client, world, who="all")
    page = client.get(f"{address(world)}/withdraw")
    assert client.post_form(page, action="/withdraw", forged={"key": [key]}).status_code == 400
    assert len(set_lessons(world)) == 1


def test_there_is_nothing_to_take_back_where_nothing_is_set(world: World) -> None:
    answer = teacher_of_willow(world).get(f"{address(world)}/withdraw")
    assert (answer.status_code, answer.location) == (302, address(world))


def pages_of(world: World, class_: str, *, lesson_id: str) -> list[str]:
    page = address(world, class_=class_, lesson_id=lesson_id)
    return [page, f"{page}.csv", f"{page}.xlsx", f"{page}/set", f"{page}/withdraw",
            f"/desk/class/{world.class_ref(class_)}/catch-up"]  # fmt: skip


def test_cover_ends_with_its_last_day_on_every_page_and_form(world: World) -> None:
    client = world.signed_in(world.staff("rahman"))
    pages = pages_of(world, "Beech", lesson_id=KS1)
    set_page = client.get(pages[3])
    client.post_form(set_page, action="/set", fields={"who": "all"})
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    with world.app.app_context():
        yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the day on which the tests run
        db.session.execute(update(ClassTeacher).where(ClassTeacher.is_cover).values(until_on=yesterday))
        db.session.commit()
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    sent = {**tokens_of(client.get("/desk")), "who": "all", "absent": ref_of(world, world.pupil("Beech"))}
    class_page = f"/desk/class/{world.class_ref('Beech')}"
    forms = [pages[3], pages[4], f"{pages[0]}/absent", f"{class_page}/absent"]
    assert [client.post(form, data=sent).status_code for form in forms] == [404] * len(forms)


@pytest.mark.parametrize(("who", "class_"), [("hughes", "Oak"), ("hughes", "Onnen"), ("vaughan", WILLOW)])
def test_another_class_or_school_is_not_there(world: World, who: str, class_: str) -> None:
    client = world.signed_in(world.staff(who))
    pages = pages_of(world, class_, lesson_id=KS2)
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_a_child_who_left_is_not_counted_among_those_for_whom_it_is_set(world: World) -> None:
    client = teacher_of_willow(world)
    set_for(client, world, who="some", pupil=[ref_of(world, world.pupil(WILLOW, number)) for number in (0, 1)])
    with world.app.app_context():
        world.pupil_row(world.pupil(WILLOW, 0)).left_on = date(2026, 11, 20)
        db.session.commit()
    assert "Set for 1 child" in words_of(client.get(address(world)))


def test_what_one_class_is_set_no_other_class_sees(world: World) -> None:
    set_for(teacher_of_willow(world), world, who="all")
    assert books_on(home_of(world, class_="Onnen"))[0][0] == "My lessons"
