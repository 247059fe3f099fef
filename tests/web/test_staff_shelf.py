"""Teachers find a lesson by what it teaches; each says what their own classes did of it."""

from __future__ import annotations

from urllib.parse import quote

import html5lib
import pytest
from werkzeug.test import TestResponse

from tests.factories.queries import counted
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import words_of
from tests.web.lesson_steps import KS1, KS2

WREN, FRIENDS = "Wren's name badge", "Friends of friends of friends"


@pytest.fixture
def teacher(world: World) -> HouseClient:
    return world.signed_in(world.staff("patel"))


def titles(page: TestResponse) -> list[str]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [words_in(each) for each in elements(tree, "a") if each.get("class") == "book-row__title"]


def kept(page: TestResponse) -> dict[str, str]:
    """What stands in the form after it was sent."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    found = {
        each.get("name", ""): each.get("value", "") for each in elements(tree, "input") if each.get("type") == "search"
    }
    for each in elements(tree, "select"):
        chosen = [option for option in elements(each, "option") if option.get("selected") is not None]
        found[each.get("name", "")] = chosen[0].get("value", "") if chosen else ""
    return found


def test_all_lessons_stand_there_by_year(teacher: HouseClient) -> None:
    found = titles(teacher.get("/desk/lessons"))
    assert {WREN, FRIENDS} <= set(found)
    assert found.index(WREN) < found.index(FRIENDS)


@pytest.mark.parametrize(("asked", "there", "not_there"), [
    ("words=name+badge", WREN, FRIENDS),
    ("words=BADGE+wren%27s", WREN, FRIENDS),
    ("year=4", FRIENDS, WREN),
    ("topic=privacy&year=1", WREN, FRIENDS),
    ("strand=privacy-and-security&words=picture", FRIENDS, WREN),
    ("statement=efacw-ps-4", FRIENDS, WREN),
])  # fmt: skip
def test_choices_and_words_combine_and_what_was_asked_for_stays(
    teacher: HouseClient, asked: str, there: str, not_there: str
) -> None:
    page = teacher.get(f"/desk/lessons?{asked}")
    assert there in titles(page)
    assert not_there not in titles(page)
    for pair in asked.split("&"):
        name, value = pair.split("=")
        assert kept(page)[name].lower().replace(" ", "+").replace("'", "%27") == value.lower()


def test_where_nothing_fits_the_page_says_what_to_do(teacher: HouseClient) -> None:
    page = teacher.get("/desk/lessons?words=zebra&year=4")
    assert titles(page) == []
    assert "No lesson fits all of that." in words_of(page)
    assert kept(page) == {"words": "zebra", "year": "4", "topic": "", "strand": "", "statement": ""}


@pytest.mark.parametrize("asked", [
    "year=-1", "year=1000000000", "year=nan", "year=", "topic=id%3Bdrop", "strand=%27+or+1", "statement=" + "x" * 300,
    "sort=id%3Bdrop", "page=-1", "year=4%00", "topic[]=privacy", "words=%00", "words=%FF%FE", "year=1&year=4&topic=x",
])  # fmt: skip
def test_what_nobody_could_mean_is_as_if_it_had_not_been_asked_for(teacher: HouseClient, asked: str) -> None:
    page = teacher.get(f"/desk/lessons?{asked}")
    assert page.status_code == 200
    if asked.startswith(("words=%FF", "year=1&", "year=4%00")):
        return  # such words fit nothing, the first of two years counts, and a NUL is left out: all are answered
    assert {WREN, FRIENDS} <= set(titles(page))


def test_what_is_typed_is_words_and_never_markup(teacher: HouseClient) -> None:
    typed = '"><img src=x onerror=alert(1)>'
    page = teacher.get(f"/desk/lessons?words={quote(typed)}")
    assert kept(page)["words"] == typed
    assert "<img src=x" not in page.get_data(as_text=True)


def test_htmx_gets_the_lessons_alone_and_how_many(teacher: HouseClient) -> None:
    page = teacher.get("/desk/lessons?year=4", headers={"HX-Request": "true"})
    assert "<form" not in page.get_data(as_text=True)
    assert 'id="found"' in page.get_data(as_text=True)
    assert FRIENDS in titles(page)
    assert "fit" in words_of(page)
    assert "HX-Request" in page.headers["Vary"]


def test_each_lesson_says_what_ones_own_classes_did_and_no_others(teacher: HouseClient, world: World) -> None:
    page = words_of(teacher.get("/desk/lessons"))
    assert "Oak 7 of 15 finished, 10 begun set, due" in page
    assert all(name not in page for name in ("Acorn", "Willow", "Onnen"))
    willow = words_of(world.signed_in(world.staff("hughes")).get("/desk/lessons"))
    assert "Willow not begun Set it" in willow
    assert "Oak" not in willow


def test_whoever_teaches_no_class_sees_the_lessons_and_no_class(world: World) -> None:
    page = world.signed_in(world.staff("adeyemi")).get("/desk/lessons")
    assert WREN in titles(page)
    assert "finished" not in words_of(page)


def test_the_way_from_the_shelf_to_setting_a_lesson(world: World) -> None:
    client = world.signed_in(world.staff("hughes"))
    page = client.follow_link(client.get("/desk/lessons?words=friends of friends&topic=privacy"), words="Set it")
    assert page.request.path == f"/desk/class/{world.class_ref('Willow')}/lesson/{KS2}/set"


@pytest.mark.parametrize("lesson_id", [KS1, KS2])
def test_a_lesson_leads_to_all_others_of_its_kind(teacher: HouseClient, world: World, lesson_id: str) -> None:
    page = teacher.get(f"/desk/lessons/{lesson_id}")
    with world.app.app_context():
        from esafety.lessons.shelf import lessons_now  # noqa: PLC0415 - only a running installation has lessons

        lesson = lessons_now().lessons[lesson_id]
    html = page.get_data(as_text=True)
    for kind, name in (("topic", lesson.topic), ("strand", lesson.strand), ("statement", lesson.statements[0])):
        assert f'href="/desk/lessons?{kind}={name}"' in html
        assert lesson.title in titles(teacher.get(f"/desk/lessons?{kind}={name}"))


def test_the_shelf_takes_as_few_questions_to_the_database_for_many_lessons_as_for_one(teacher: HouseClient) -> None:
    teacher.get("/desk/lessons")
    with counted() as all_of_them:
        teacher.get("/desk/lessons")
    with counted() as one:
        teacher.get("/desk/lessons?words=badge")
    assert len(all_of_them) == len(one) <= 6
