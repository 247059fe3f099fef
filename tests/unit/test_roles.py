"""The table of who may do what, held against the school's rules sentence by sentence, and printed for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from esafety.roles import MAY, Actor, Capability, Role

C, R = Capability, Role
PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
READS_WORDS_OF_CHILDREN = {
    C.READ_CONCERNS, C.READ_CONCERNS_AS_STAND_IN, C.MODERATE_SCHOOL_BOARD, C.MODERATE_CLASS_BOARD, C.TEACH_CLASS,
}  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "role", "may"),
    [
        ("A pupil does own work, writes on the own class's board and asks for help, and nothing else.",
         R.PUPIL, {C.DO_LESSONS, C.WRITE_ON_BOARD, C.ASK_FOR_HELP}),
        ("A teacher leads own classes, and those covered until the end date.",
         R.TEACHER, {C.TEACH_CLASS, C.MODERATE_CLASS_BOARD, C.SEE_LESSONS}),
        ("The officer reads concerns and held posts of the whole school, and keeps the filter.",
         R.OFFICER, {C.READ_CONCERNS, C.MODERATE_SCHOOL_BOARD, C.CHANGE_FILTER, C.HIDE_AND_ESCALATE, C.SEE_REPORTS,
                     C.SEE_LESSONS}),
        ("A deputy may do what the officer may.", R.DEPUTY, set(MAY[R.OFFICER])),
        ("The officer's stand-in reads only what every reader is kept out of.",
         R.STAND_IN, {C.READ_CONCERNS_AS_STAND_IN, C.SEE_LESSONS}),
        ("The head keeps staff and policies, closes the board, and can always hide and escalate.",
         R.HEAD, {C.KEEP_STAFF, C.KEEP_POLICIES, C.CLOSE_BOARD, C.HIDE_AND_ESCALATE, C.SEE_REPORTS, C.SEE_LESSONS}),
        ("The office keeps roll, cards, settings and backups.",
         R.OFFICE, {C.KEEP_ROLL, C.KEEP_SETTINGS, C.SEE_LESSONS}),
        ("A governor sees reports without names.", R.GOVERNOR, {C.SEE_REPORTS}),
        ("A trust administrator sees schools and counts.", R.TRUST_ADMINISTRATOR, {C.KEEP_SCHOOLS}),
    ],
    ids=lambda value: value if isinstance(value, Role) else "",
)  # fmt: skip
def test_each_role_may_do_this_and_nothing_else(sentence: str, role: Role, may: set[Capability]) -> None:
    assert MAY[role] == may, sentence


@pytest.mark.parametrize(
    ("sentence", "roles", "never"),
    [
        ("The head reads concerns only where named a reader.", {R.HEAD}, {C.READ_CONCERNS}),
        ("The office sees no concern and no held post.",
         {R.OFFICE}, {C.READ_CONCERNS, C.READ_CONCERNS_AS_STAND_IN, C.MODERATE_SCHOOL_BOARD, C.MODERATE_CLASS_BOARD}),
        ("Neither trust nor governors ever see a child's words.",
         {R.TRUST_ADMINISTRATOR, R.GOVERNOR}, READS_WORDS_OF_CHILDREN),
        ("A teacher reads no concern.", {R.TEACHER}, {C.READ_CONCERNS, C.READ_CONCERNS_AS_STAND_IN}),
        ("No adult does a child's lessons or asks for help in a child's place.",
         set(Role) - {R.PUPIL}, {C.DO_LESSONS, C.ASK_FOR_HELP, C.WRITE_ON_BOARD}),
        ("Whoever keeps settings, staff or the roll cannot read concerns by that.",
         {R.HEAD, R.OFFICE}, {C.READ_CONCERNS, C.READ_CONCERNS_AS_STAND_IN}),
    ],
)  # fmt: skip
def test_what_a_role_never_may(sentence: str, roles: set[Role], never: set[Capability]) -> None:
    assert all(not MAY[role] & never for role in roles), sentence


def test_every_role_is_in_the_table_and_every_capability_is_somebody_s() -> None:
    assert set(MAY) == set(Role)
    assert frozenset().union(*MAY.values()) == set(Capability)


@pytest.mark.parametrize(
    ("who", "roles", "label", "may_read_concerns"),
    [
        ("a child", {R.PUPIL}, "pupil:12", False),
        ("a teacher", {R.TEACHER}, "staff:12", False),
        ("a head who is also a deputy, as in a small school", {R.HEAD, R.DEPUTY}, "staff:12", True),
        ("somebody who has no role any more", set(), "staff:12", False),
    ],
)
def test_a_person_may_what_any_of_their_roles_may(
    who: str, roles: set[Role], label: str, may_read_concerns: bool
) -> None:
    actor = Actor(role_names=frozenset(roles), person_id=12, school_id=1)
    assert actor.may(C.READ_CONCERNS) is may_read_concerns, who
    assert actor.capabilities == frozenset().union(*(MAY[role] for role in roles))
    assert actor.label == label
    assert actor.is_pupil is (R.PUPIL in roles)


def printed_table() -> str:
    """The table as docs/roles.md shows it."""
    lines = [f"| may ... | {' | '.join(Role)} |", f"|---|{'---|' * len(Role)}"]
    lines += [f"| {each} | {' | '.join('yes' if each in MAY[role] else '' for role in Role)} |" for each in Capability]
    return "\n".join(lines)


def test_the_page_for_people_shows_the_table_that_the_program_keeps() -> None:
    assert printed_table() in PAGE.read_text(encoding="utf-8"), f"docs/roles.md must hold:\n{printed_table()}"
