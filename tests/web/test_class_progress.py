"""The teacher watches a class in a lesson: who is where, what was mixed up, live, and the same as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any

import html5lib
import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from esafety.db import db
from esafety.lessons.progress import counts_by_lesson
from esafety.school.models import Pupil, SchoolClass
from tests.factories.spreadsheets import read_sheets
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import queries_counted, words_of
from tests.web.lesson_steps import KS1, KS2, carry_on, give, lesson_of, stand_at, through_the_quiz, wrong_ids

# Who asks, with which roles and classes, is read anew for each request of a member of staff: four queries.
QUERIES_FOR_WHO_ASKS = 4
MOST_QUERIES = 6


def page_of_class(world: World, class_: str, *, lesson_id: str = KS2) -> str:
    return f"/desk/class/{world.class_ref(class_)}/lesson/{lesson_id}"


def table_of(page: TestResponse) -> list[list[str]]:
    """The first table of the page, its head included, cell by cell, without the column of buttons."""
    table = elements(html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False), "table")[0]
    rows = [[words_in(cell) for cell in elements(row, "th", "td")] for row in elements(table, "tr")]
    buttons = rows[0].index("Absent?")
    return [row[:buttons] + row[buttons + 1 :] for row in rows]


def talk_of(page: TestResponse) -> list[list[str]]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    found = [each for each in elements(tree, "li") if each.get("class") == "mix-up"]
    return [
        [words_in(each) for each in (*elements(one, "b"), *elements(one, "span")[:1], *elements(one, "p")[1:])]
        for one in found
    ]


def changes_of(page: TestResponse) -> list[list[str]]:
    """What the class thought: idea, question, how many before, after, of how many."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    found = []
    for each in elements(tree, "li"):
        if each.get("class") == "mix-up change":
            idea, question, told = (words_in(one) for one in elements(each, "p"))
            before, of, after, _again = (
                re.findall(r"\d+", told) if "after," in told else [*re.findall(r"\d+", told), "", ""]
            )
            found.append([idea, question, before, after, of])
    return found


def ways_of(page: TestResponse) -> list[list[str]]:
    """The tree: how deep, the choice, what followed, how it ended, how many."""
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    found: list[list[str]] = []

    def read(way: Any, level: int) -> None:
        line, *deeper = list(way)
        told = {each.get("class", "").split()[-1]: words_in(each) for each in elements(line, "b", "span")}
        titles = told.get("tree__titles", "").removeprefix("→ ")
        count = told["tree__count"].split()[0]
        found.append([f"{level}", told["tree__choice"], titles, told.get("tree__end", ""), count])
        for below in (each for ways in deeper for each in ways):
            read(below, level + 1)

    for each in elements(tree, "ul"):
        if each.get("class") == "tree":
            read(next(iter(each)), 1)
    return found


def tables_of_csv(answer: TestResponse) -> list[list[list[str]]]:
    """The tables of the file, which blank lines part."""
    tables: list[list[list[str]]] = [[]]
    for row in csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))):
        if row:
            tables[-1].append(row)
        else:
            tables.append([])
    return tables


def version_on(page: TestResponse) -> str:
    (version,) = re.findall(r'hx-get="[^"]*[?&]v=([^"&]+)"', page.get_data(as_text=True))
    return str(version)


def use_willow(world: World) -> tuple[HouseClient, dict[str, Any]]:
    """One child finishes with a slip, one slips alike and stops there, one is in the story."""
    lesson = lesson_of(world, KS2)
    first, second, third = (world.pupil("Willow", number) for number in range(3))
    client = stand_at(world, first, lesson_id=KS2, place="step:settings")
    through_the_quiz(client, carry_on(client, client.get(f"/lesson/{KS2}")), lesson, slip_at="who-can-see")
    client = stand_at(world, second, lesson_id=KS2, place="question:who-can-see")
    give(client, client.get(f"/lesson/{KS2}"), lesson.quiz[0], wrong_ids(lesson.quiz[0]))
    client = stand_at(world, third, lesson_id=KS2, place="step:trophy")
    client.post_form(client.get(f"/lesson/{KS2}"), button="Find out who that is")
    return client, third


def test_the_teacher_sees_who_has_begun_finished_and_mixed_something_up(world: World) -> None:
    use_willow(world)
    page = world.signed_in(world.staff("hughes")).get(page_of_class(world, "Willow"))
    rows = {row[1]: row for row in table_of(page)[1:]}
    first, second, third, fourth = (rows[world.pupil("Willow", number)["nickname"]] for number in range(4))
    assert first[2] == "Done"
    assert re.fullmatch(r"\d{1,2} \w{3}, \d\d:\d\d", first[3])
    assert second[2] == "Doing"
    assert second[3].startswith("Question 1 of ")
    assert (third[2], third[3]) == ("Doing", "Story: Idris gets a pencil")
    assert fourth[2:] == ["Not begun", "", ""]
    assert first[4] == second[4] != ""
    figures = dict(re.findall(r"(have begun|have finished) (\d+ of \d+|\d+)", words_of(page)))
    assert len(rows) == 15
    assert "3" in figures["have begun"]
    assert "1" in figures["have finished"]
    ((mixed_up, pupils, question, talk),) = [each[:4] for each in talk_of(page)]
    assert (mixed_up, pupils) == (first[4], "2 pupils")
    assert "friends of friends" in question
    assert talk.startswith("Ask the class:")


def test_a_slip_of_one_child_in_three_tries_counts_that_child_once(world: World) -> None:
    question = lesson_of(world, KS2).quiz[0]
    client = stand_at(world, world.pupil("Willow"), lesson_id=KS2, place=f"question:{question.id}")
    page = client.get(f"/lesson/{KS2}")
    for _try in range(2):
        page = give(client, page, question, wrong_ids(question))
        page = client.post_form(page, button="Have another go")
    page = world.signed_in(world.staff("hughes")).get(page_of_class(world, "Willow"))
    assert [each[1] for each in talk_of(page)] == ["1 pupil"]


def test_nothing_new_is_answered_with_nothing_and_a_childs_answer_with_a_new_version(world: World) -> None:
    child, third = use_willow(world)
    teacher, address = world.signed_in(world.staff("hughes")), page_of_class(world, "Willow")
    version = version_on(teacher.get(address))
    poll = {"HX-Request": "true"}
    for _poll in range(3):
        answer = teacher.get(f"{address}?v={version}", headers=poll)
        assert (answer.status_code, answer.get_data()) == (204, b"")
    child.post_form(child.get(f"/lesson/{KS2}"), button="88 people")
    answer = teacher.get(f"{address}?v={version}", headers=poll)
    assert answer.status_code == 200
    assert version_on(answer) != version
    row = next(row for row in table_of(answer) if row[1] == third["nickname"])
    assert row[3] == "Story: Four whole schools"
    assert teacher.get(f"{address}?v={version_on(answer)}", headers=poll).status_code == 204


def test_doing_it_again_shows_and_keeps_done(world: World) -> None:
    lesson = lesson_of(world, KS1)
    client = stand_at(world, world.pupil("Beech"), lesson_id=KS1, place="step:friends")
    page = through_the_quiz(client, carry_on(client, client.get(f"/lesson/{KS1}")), lesson)
    teacher, address = world.signed_in(world.staff("okoro")), page_of_class(world, "Beech", lesson_id=KS1)
    version = version_on(teacher.get(address))
    client.post_form(page, button="Do it again")
    answer = teacher.get(f"{address}?v={version}")
    assert answer.status_code == 200
    row = next(row for row in table_of(answer) if row[1] == world.pupil("Beech")["nickname"])
    assert row[2] == "Done"


@pytest.mark.parametrize(
    ("teacher", "class_", "lesson_id"), [("patel", "Oak", KS2), ("lloyd", "Acorn", KS1), ("hughes", "Willow", KS2)]
)
def test_the_file_equals_the_screen_cell_by_cell(world: World, teacher: str, class_: str, lesson_id: str) -> None:
    if class_ == "Willow":
        use_willow(world)
    client, address = world.signed_in(world.staff(teacher)), page_of_class(world, class_, lesson_id=lesson_id)
    page, file = client.get(address), client.get(f"{address}.csv")
    table, talk, *more = tables_of_csv(file)
    assert table == table_of(page)
    on_screen = [[mixed, pupils.split()[0], question, words.removeprefix("Ask the class: ")]
                 for mixed, pupils, question, words, *_rest in talk_of(page)]  # fmt: skip
    assert [[" ".join(cell.split()) for cell in row] for row in talk[1:]] == on_screen
    assert len(talk) > 1
    assert file.headers["Content-Disposition"] == f'attachment; filename="{lesson_id}-progress.csv"'
    assert world.rows("SELECT state FROM audit_entry WHERE verb = 'progress.exported'") == [("csv",)]
    changes, ways = changes_of(page), ways_of(page)
    assert [table[1:] for table in more] == [table for table in (changes, ways) if table]
    assert ways


@pytest.mark.parametrize(
    ("teacher", "class_", "lesson_id"), [("patel", "Oak", KS2), ("lloyd", "Acorn", KS1), ("hughes", "Willow", KS2)]
)
def test_the_excel_file_holds_the_same_cells_as_the_screen_and_the_csv(
    world: World, teacher: str, class_: str, lesson_id: str
) -> None:
    if class_ == "Willow":
        use_willow(world)
    client, address = world.signed_in(world.staff(teacher)), page_of_class(world, class_, lesson_id=lesson_id)
    page, file = client.get(address), client.get(f"{address}.xlsx")
    sheets = read_sheets(file.get_data())
    assert not any(sheet.formulas or sheet.links for sheet in sheets)
    cells = [[[str(cell) for cell in row] for row in sheet.rows] for sheet in sheets]
    assert cells[0] == table_of(page)
    assert cells == tables_of_csv(client.get(f"{address}.csv"))
    assert file.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{lesson_id}-progress.xlsx"'
    states = world.rows("SELECT state FROM audit_entry WHERE verb = 'progress.exported' ORDER BY id")
    assert states == [("xlsx",), ("csv",)]


def test_the_change_is_told_of_the_class_and_of_no_child(world: World) -> None:
    page = world.signed_in(world.staff("patel")).get(page_of_class(world, "Oak"))
    changes = changes_of(page)
    assert changes
    for _idea, _question, before, after, of in changes:
        assert int(of) >= 5
        assert 0 <= int(after) <= int(of)
        assert 0 <= int(before) <= int(of)
    # A wrong idea that a child had before the lesson stands in no child's line.
    with world.app.app_context():
        db.session.execute(db.text("DELETE FROM quiz_answer WHERE phase = 'after'"))
        db.session.commit()
    page = world.signed_in(world.staff("patel")).get(page_of_class(world, "Oak"))
    assert {row[4] for row in table_of(page)[1:]} == {""}
    assert talk_of(page) == []
    assert "After is told when five children have answered again." in words_of(page)


def test_a_change_of_fewer_than_five_children_is_not_shown(world: World) -> None:
    with world.app.app_context():
        few = "SELECT id FROM sitting WHERE lesson_id = 'friends-of-friends' ORDER BY id LIMIT 4"
        db.session.execute(db.text(f"DELETE FROM quiz_answer WHERE phase = 'before' AND sitting_id NOT IN ({few})"))  # noqa: S608 - no words from outside
        db.session.commit()
    page = world.signed_in(world.staff("patel")).get(page_of_class(world, "Oak"))
    assert changes_of(page) == []
    assert "once five children have answered" in words_of(page)


def test_a_name_cannot_smuggle_a_formula_into_the_file(world: World) -> None:
    with world.app.app_context():
        row = world.pupil_row(world.pupil("Oak"))
        row.first_name = '=HYPERLINK("http://evil.example";"x")'
        db.session.commit()
    client = world.signed_in(world.staff("patel"))
    table, *_more = tables_of_csv(client.get(f"{page_of_class(world, 'Oak')}.csv"))
    assert any(row[0].startswith("'=HYPERLINK") for row in table)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_a_child_who_left_is_neither_on_the_screen_nor_in_the_figures(world: World) -> None:
    use_willow(world)
    gone = world.pupil("Willow", 0)
    teacher, address = world.signed_in(world.staff("hughes")), page_of_class(world, "Willow")
    version = version_on(teacher.get(address))
    with world.app.app_context():
        world.pupil_row(gone).left_on = date(2026, 11, 20)
        db.session.commit()
    page = teacher.get(f"{address}?v={version}")
    assert page.status_code == 200
    assert gone["nickname"] not in words_of(page)
    assert len(table_of(page)) == 1 + 14
    assert [each[1] for each in talk_of(page)] == ["1 pupil"]


def queries_of(client: HouseClient, address: str) -> int:
    client.get(address)
    with queries_counted() as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_page_takes_as_few_questions_to_the_database_for_thirty_children_as_for_five(world: World) -> None:
    teacher, address = world.signed_in(world.staff("patel")), page_of_class(world, "Oak")
    large = queries_of(teacher, address)
    class_page = queries_of(teacher, f"/desk/class/{world.class_ref('Oak')}")
    with world.app.app_context():
        row = world.pupil_row(world.pupil("Oak"))
        keep = db.session.query(Pupil.id).filter(Pupil.class_id == row.class_id).order_by(Pupil.id).limit(5)
        ids = [each.id for each in keep]
        db.session.execute(
            update(Pupil).where(Pupil.class_id == row.class_id, Pupil.id.not_in(ids)).values(left_on=date(2026, 11, 20))
        )
        db.session.commit()
    assert queries_of(teacher, address) == large
    assert queries_of(teacher, f"/desk/class/{world.class_ref('Oak')}") == class_page
    assert large - QUERIES_FOR_WHO_ASKS <= MOST_QUERIES


@pytest.mark.parametrize("place", ["step:app", "question:app-asks", "end:"])
def test_a_screen_of_a_lesson_takes_few_questions_to_the_database(world: World, place: str) -> None:
    client = stand_at(world, world.pupil("Acorn", 12), lesson_id=KS1, place=place)
    assert queries_of(client, f"/lesson/{KS1}") <= MOST_QUERIES


def test_a_poll_without_news_takes_the_fewest(world: World) -> None:
    teacher, address = world.signed_in(world.staff("patel")), page_of_class(world, "Oak")
    version = version_on(teacher.get(address))
    with queries_counted() as found:
        assert teacher.get(f"{address}?v={version}").status_code == 204
    assert len(found) - QUERIES_FOR_WHO_ASKS <= 3


def test_a_child_who_changes_class_takes_the_lesson_along(world: World) -> None:
    child = world.pupil("Oak", 12)
    client = stand_at(world, child, lesson_id=KS2, place="step:trophy")
    with world.app.app_context():
        willow = db.session.scalar(select(SchoolClass.id).where(SchoolClass.name == "Willow"))
        of_oak = select(SchoolClass.id).where(SchoolClass.name == "Oak").scalar_subquery()
        who = update(Pupil).where(Pupil.class_id == of_oak, Pupil.nickname == child["nickname"])
        db.session.execute(who.values(class_id=willow, nickname="New Here"))
        db.session.commit()
    client.post_form(client.get(f"/lesson/{KS2}"), button="Find out who that is")
    table = table_of(world.signed_in(world.staff("hughes")).get(page_of_class(world, "Willow")))
    (row,) = (row for row in table if "New Here" in " ".join(row))
    assert "Doing" in " ".join(row)


def test_who_has_left_is_counted_no_more(world: World) -> None:
    use_willow(world)
    with world.app.app_context():
        (willow,) = db.session.scalars(select(SchoolClass.id).where(SchoolClass.name == "Willow"))
        assert counts_by_lesson(class_id=willow)[KS2] == (3, 1)
        db.session.execute(update(Pupil).where(Pupil.class_id == willow).values(left_on=date(2026, 11, 20)))
        assert counts_by_lesson(class_id=willow) == {}
        db.session.rollback()
