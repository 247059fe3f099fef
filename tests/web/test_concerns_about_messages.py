"""What the filter or staff raised reads as what was written, not as a call for help, and to its readers alone."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from esafety.db import db
from esafety.moderation.child_reports import report
from tests.factories.boards import NICE, SAD
from tests.factories.world import World
from tests.web.boards import board_in
from tests.web.doors import words_of

URGENT, MEETING = "I am scared to go home. My uncle hurts me.", "He wants me to wait by the gate on Saturday"


def ref_of(world: World, source: str) -> str:
    """The demonstration's concern that the filter raised, or staff."""
    ((ref,),) = world.rows(f"SELECT ref FROM concern WHERE source = '{source}' ORDER BY id LIMIT 1")  # noqa: S608 - our own words
    return str(ref)


def test_the_list_tells_them_from_calls_for_help(world: World) -> None:
    listed = words_of(world.signed_in(world.staff("khan")).get("/concerns"))
    assert "Filter: a message" in listed
    assert "Staff: a message" in listed
    assert URGENT not in listed


def test_the_reader_sees_what_was_written_and_what_the_filter_found(world: World) -> None:
    page = words_of(world.signed_in(world.staff("khan")).get(f"/concerns/{ref_of(world, 'filter')}"))
    assert URGENT in page
    assert "Raised by the filter" in page
    assert "afraid at home" in page
    assert "A post" in page
    assert "In the child's own words" not in page


def test_the_reader_sees_who_of_the_staff_raised_it_and_why(world: World) -> None:
    page = words_of(world.signed_in(world.staff("bell")).get(f"/concerns/{ref_of(world, 'staff')}"))
    assert MEETING in page
    assert "Raised by Miss Okoro" in page
    assert "Who is to be met, and who asked her?" in page


@pytest.mark.parametrize("who", ["okoro", "rahman", "adeyemi", "doyle", "rees"])
def test_nobody_else_reads_it_not_even_who_raised_it(world: World, who: str) -> None:
    client = world.signed_in(world.staff(who))
    for source in ("filter", "staff"):
        assert client.get(f"/concerns/{ref_of(world, source)}").status_code == 404


def test_one_whose_copy_is_damaged_is_named_as_such(world: World) -> None:
    ref = ref_of(world, "filter")
    with world.app.app_context():
        db.session.execute(text("UPDATE concern SET frozen = 'gAAAA-damaged' WHERE ref = :ref"), {"ref": ref})
        db.session.commit()
    officer = world.signed_in(world.staff("khan"))
    assert "cannot be opened" in words_of(officer.get("/concerns"))
    assert "cannot be opened" in words_of(officer.get(f"/concerns/{ref}"))


def test_what_a_child_says_of_anothers_message_reads_beside_the_message(world: World) -> None:
    board = board_in(world)
    ref = board.shown(1)
    with board.services():
        report(board.actor(0), ref=ref, words=SAD)
    ((concern,),) = world.rows("SELECT ref FROM concern ORDER BY id DESC LIMIT 1")
    page = words_of(world.signed_in(world.staff("khan")).get(f"/concerns/{concern}"))
    for each in ("In the child's own words", SAD, "What it is about, as it was then", NICE, "Written by"):
        assert each in page
