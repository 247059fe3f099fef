"""The report on messages: numbers that are right, the alarm for a rule that holds too much, and no words."""

from __future__ import annotations

import csv
import io

import html5lib
import pytest
from werkzeug.test import TestResponse

from esafety.moderation.reasons import Reason
from esafety.moderation.states import Decision
from tests.factories.messages import decided, nobody_has_written, write
from tests.factories.queries import counted
from tests.factories.world import World
from tests.house import HouseClient
from tests.house_rules.page_faults import elements, words_in
from tests.web.doors import words_of

NICE, SECRET, CRUEL, SAD = (
    "I like the hedgehog story",
    "my phone number is 07700 900123",
    "you are so stupid and ugly",
    "my dad hits me when he is cross",
)


@pytest.fixture(autouse=True)
def _nobody_has_written(world: World) -> None:
    nobody_has_written(world)


def head(world: World) -> HouseClient:
    return world.signed_in(world.staff("adeyemi"))


def tables(page: TestResponse) -> list[list[list[str]]]:
    tree = html5lib.parse(page.get_data(as_text=True), namespaceHTMLElements=False)
    return [
        [[words_in(cell) for cell in elements(row, "th", "td")] for row in elements(table, "tr")]
        for table in elements(tree, "table")
    ]


def test_where_nothing_was_written_it_says_so(world: World) -> None:
    assert "Nothing was written yet." in words_of(head(world).get("/reports/messages"))


def test_months_count_what_was_sent_held_and_urgent_and_what_was_found(world: World) -> None:
    for number, text in enumerate((NICE, NICE, SECRET, CRUEL, SAD)):
        write(world, text, number=number)
    write(world, SECRET, class_="Onnen")
    [columns, month] = tables(head(world).get("/reports/messages"))[0]
    found = dict(zip(columns, month, strict=True))
    assert (found["Sent"], found["Held"], found["Urgent"]) == ("5", "2", "1")
    assert (found["something private"], found["unkind"], found["unhappy or in danger"]) == ("1", "1", "1")


def test_a_rule_whose_messages_are_shown_unchanged_is_marked_from_five_on_and_above_a_fifth(world: World) -> None:
    refs = [write(world, SECRET, number=number) for number in range(6)]
    for ref in refs[:4]:
        decided(world, ref, Decision.RETURN, reason=Reason.PRIVATE)
    decided(world, refs[4], Decision.APPROVE)
    page = head(world).get("/reports/messages")
    assert tables(page)[1][1:] == [["personal.telephone", "5", "1", "20%", ""]]
    decided(world, refs[5], Decision.APPROVE)
    page = head(world).get("/reports/messages")
    assert tables(page)[1][1:] == [["personal.telephone", "6", "2", "33%", "holds too much"]]
    assert "The rule personal.telephone held messages that were then shown as they were" in words_of(page)


def test_four_are_no_rate(world: World) -> None:
    for number in range(4):
        decided(world, write(world, SECRET, number=number), Decision.APPROVE)
    assert tables(head(world).get("/reports/messages"))[1][1:] == [["personal.telephone", "4", "4", "100%", ""]]


def test_the_first_decision_counts_and_a_second_opinion_is_none(world: World) -> None:
    ref = write(world, CRUEL)
    decided(world, ref, Decision.ESCALATE, words="Please look.")
    decided(world, ref, Decision.APPROVE, by="khan")
    page = head(world).get("/reports/messages")
    assert tables(page)[1][1][1:3] == ["1", "0"]
    assert tables(page)[2][1][0] == "1"


def test_the_spreadsheet_says_what_the_screen_says_and_holds_no_word_or_name(world: World) -> None:
    decided(world, write(world, SECRET), Decision.APPROVE)
    client = head(world)
    shown = tables(client.get("/reports/messages"))
    saved = client.get("/reports/messages.csv").get_data(as_text=True).lstrip("\ufeff")
    rows = [row for row in csv.reader(io.StringIO(saved)) if row]
    assert rows == [row for table in shown for row in table]
    assert "07700" not in saved
    assert world.pupil("Oak")["nickname"] not in saved


@pytest.mark.parametrize("number", [5, 25])
def test_it_takes_as_few_queries_for_many_messages(world: World, number: int) -> None:
    for each in range(number):
        write(world, SECRET, number=each % 10)
    client = head(world)
    with counted() as statements:
        client.get("/reports/messages")
    assert 0 < len(statements) <= 12, "\n".join(statements)
