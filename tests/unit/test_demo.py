"""The demonstration: two invented schools that look used, made once, and never mixed with a real one."""

from __future__ import annotations

import json
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from esafety import audit, clock
from esafety.accounts import secrets
from esafety.accounts.rules import PICTURES_NEEDED, PICTURES_SHOWN
from esafety.board.opening import standing_of
from esafety.board.rules import BoardState
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.demo import make, people
from esafety.demo.make import academic_year, make_demo
from esafety.demo.words import as_json, as_text
from esafety.moderation.states import State
from esafety.roles import Role
from esafety.school.models import School, SchoolClass
from esafety.serving import app_with_current_tables
from tests.factories.world import World

FIRST, SECOND = "Bramblewood Primary School", "Ysgol Glan-yr-afon"


def pupils(world: World, school: str) -> list[dict[str, object]]:
    return [each for each in world.sign_ins if each["role"] == "pupil" and each["school"] == school]


def test_the_first_school_has_sixty_pupils_in_four_classes_over_two_key_stages(demonstration: World) -> None:
    found = pupils(demonstration, FIRST)
    assert len(found) == 60
    assert Counter(each["class"] for each in found) == {"Acorn": 15, "Beech": 15, "Oak": 15, "Willow": 15}
    assert {(each["class"], each["key_stage"]) for each in found} == {
        ("Acorn", "KS1"), ("Beech", "KS1"), ("Oak", "KS2"), ("Willow", "KS2"),
    }  # fmt: skip


def test_a_class_may_hold_two_years(demonstration: World) -> None:
    assert {each["year"] for each in pupils(demonstration, FIRST) if each["class"] == "Willow"} == {5, 6}


def test_classes_may_be_full_without_two_names_alike_among_those_who_join() -> None:
    for school in people.SCHOOLS:
        for few, full in zip(school.classes, people.with_full_classes(school).classes, strict=True):
            assert len(full.children) == people.FULL_CLASS
            assert full.children[: len(few.children)] == few.children
            names = [name for name, _initial in full.children]
            assert {name for name in names if names.count(name) > 1} <= {"Lily"}  # two were there from the start


def test_there_is_a_second_school_so_that_walls_can_be_tried(demonstration: World) -> None:
    assert len(pupils(demonstration, SECOND)) == 12
    assert demonstration.rows("SELECT name, nation FROM school ORDER BY id") == [(FIRST, "england"), (SECOND, "wales")]


def test_every_sign_in_tells_all_that_is_needed_to_use_it(demonstration: World) -> None:
    for each in pupils(demonstration, FIRST) + pupils(demonstration, SECOND):
        assert set(each) == {
            "role", "school", "class", "code", "name", "nickname", "key_stage", "year", "pictures",
        }  # fmt: skip
        assert len(each["pictures"]) == PICTURES_NEEDED[str(each["key_stage"])]  # type: ignore[arg-type]
    staff = [each for each in demonstration.sign_ins if "passphrase" in each]
    assert {each["role"] for each in staff} == {
        *(Role.HEAD, Role.OFFICER, Role.DEPUTY, Role.STAND_IN, Role.OFFICE, Role.GOVERNOR, Role.TEACHER), "cover",
    }  # fmt: skip
    assert all(each["email"].endswith(".example") for each in staff)


def test_the_pictures_told_are_the_pictures_that_open(demonstration: World) -> None:
    pepper = demonstration.app.extensions["esafety.keys"].pepper
    shown = [each.id for each in demonstration.app.extensions["esafety.facts"].sign_in_pictures]
    with demonstration.app.app_context():
        for each in (*pupils(demonstration, FIRST)[::9], *pupils(demonstration, SECOND)[::5]):
            row = demonstration.pupil_row(each)
            pictures = [str(name) for name in each["pictures"]]  # type: ignore[attr-defined]
            assert set(pictures) <= set(shown[: PICTURES_SHOWN[str(each["key_stage"])]])
            assert row.pictures_hash == secrets.pictures_hash(pictures, pupil_ref=row.ref, pepper=pepper)


def test_no_child_has_a_surname_and_no_two_of_a_class_share_a_nickname(demonstration: World) -> None:
    rows = demonstration.rows("SELECT class_id, first_name, initial, nickname FROM pupil")
    assert all(" " not in first_name and len(initial) == 1 for _class, first_name, initial, _nickname in rows)
    assert len({(class_, nickname) for class_, _first, _initial, nickname in rows}) == len(rows) == 72


def test_every_named_role_has_a_stand_in_who_is_another_person(demonstration: World) -> None:
    alone = "SELECT count(*) FROM named_role WHERE role <> 'trust administrator' AND "
    assert demonstration.rows(f"{alone} (stand_in_id IS NULL OR stand_in_id = holder_id)") == [(0,)]


def test_cover_has_an_end(demonstration: World) -> None:
    ends = demonstration.rows("SELECT until_on > from_on FROM class_teacher WHERE is_cover")
    assert ends == [(1,)]


def test_some_of_it_is_already_used(demonstration: World) -> None:
    assert demonstration.rows("SELECT count(*) > 15, count(finished_at) > 10 FROM sitting") == [(1, 1)]
    assert demonstration.rows("SELECT count(*) FROM sitting WHERE finished_at IS NULL") != [(0,)]
    assert demonstration.rows("SELECT count(*) FROM quiz_answer WHERE NOT was_right") != [(0,)]
    sources = demonstration.rows("SELECT source, count(*) FROM concern GROUP BY source ORDER BY source")
    assert sources == [("child", 2), ("filter", 1), ("staff", 1)]


def test_a_message_of_beech_is_in_every_state(demonstration: World) -> None:
    found = demonstration.rows(
        "SELECT DISTINCT m.state FROM message m JOIN school_class c ON c.id = m.class_id WHERE c.name = 'Beech'"
    )
    assert {state for (state,) in found} == {str(state) for state in State}
    kinds = demonstration.rows("SELECT DISTINCT kind FROM message")
    assert {kind for (kind,) in kinds} == {"post", "reply", "note"}
    assert demonstration.rows("SELECT count(*) FROM pupil_pause WHERE ended_at IS NULL") == [(1,)]
    assert demonstration.rows("SELECT count(*) FROM message_version") == [(1,)]


def test_what_was_written_on_the_boards_was_written_on_the_last_school_day(demonstration: World) -> None:
    ((latest,),) = demonstration.rows("SELECT max(submitted_at) FROM message")
    assert latest < clock.now().date().isoformat()
    early = "SELECT count(*) FROM message m JOIN message_move v ON v.message_id = m.id WHERE v.at < m.submitted_at"
    assert demonstration.rows(f"{early} AND m.edition = 1") == [(0,)]


def test_the_boards_of_beech_and_oak_are_open(demonstration: World) -> None:
    with demonstration.app.app_context():
        for name, state in (("Beech", BoardState.OPEN), ("Oak", BoardState.OPEN), ("Willow", BoardState.NOT_OPENED)):
            class_ = db.session.scalars(select(SchoolClass).where(SchoolClass.name == name)).one()
            assert standing_of(class_.id, school_id=class_.school_id).state is state, name
    with demonstration.app.app_context():
        assert audit.broken_link(db.session(), school_id=1) is None
        assert audit.broken_link(db.session(), school_id=2) is None


def test_no_secret_is_the_same_in_two_installations_and_none_is_in_the_code(demonstration: World) -> None:
    code = Path(people.__file__).read_text(encoding="utf-8")
    staff = [each for each in demonstration.sign_ins if "passphrase" in each]
    assert len({each["passphrase"] for each in staff}) == len(staff)
    assert all(each["passphrase"] not in code for each in staff)
    assert len(people.PASSPHRASE_WORDS) > 90


def test_the_sign_ins_are_for_their_owner_alone(demonstration: World) -> None:
    kept = demonstration.data / make.SIGN_INS
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert demonstration.sign_ins[: len(json.loads(kept.read_text(encoding="utf-8")))] == json.loads(
        kept.read_text("utf-8")
    )


def test_a_second_run_keeps_what_is_there_and_tells_the_same(demonstration: World) -> None:
    before = demonstration.rows("SELECT count(*), max(id) FROM sitting")
    again = make_demo(demonstration.app, data=demonstration.data)
    assert again == [each for each in demonstration.sign_ins if each["role"] != "trust administrator"]
    assert demonstration.rows("SELECT count(*), max(id) FROM sitting") == before


def test_it_is_told_to_people_and_to_programs(demonstration: World) -> None:
    sign_ins = make_demo(demonstration.app, data=demonstration.data)
    text = as_text(sign_ins, port=8123, data=demonstration.data)
    assert "http://127.0.0.1:8123/staff/sign-in" in text
    assert all(each.get("passphrase", each.get("nickname")) in text for each in sign_ins)
    assert json.loads(as_json(sign_ins, port=8123)) == {"address": "http://127.0.0.1:8123", "sign_ins": sign_ins}


@contextmanager
def empty(data: Path) -> Iterator[Flask]:
    app = app_with_current_tables(Settings.for_folder(data))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_real_school_s_database_is_left_alone(tmp_path: Path) -> None:
    with empty(tmp_path) as app:
        with app.app_context():
            db.session.add(School(name="A real school"))
            db.session.commit()
        with pytest.raises(SettingsProblem, match="holds a school that is not the demonstration's"):
            make_demo(app, data=tmp_path)
        with app.app_context():
            assert db.session.query(School.name).all() == [("A real school",)]
    assert not (tmp_path / make.SIGN_INS).exists()


def test_sign_ins_of_schools_that_are_gone_are_not_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / make.SIGN_INS).write_text('[{"role": "pupil", "name": "from before"}]')
    monkeypatch.setattr(secrets, "passphrase_hash", lambda passphrase: f"quick {passphrase[:3]}")
    with empty(tmp_path) as app:
        sign_ins = make_demo(app, data=tmp_path)
    assert len(sign_ins) > 70
    assert json.loads((tmp_path / make.SIGN_INS).read_text(encoding="utf-8")) == sign_ins


def test_the_boards_are_opened_again_for_who_comes_back_the_next_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "passphrase_hash", lambda passphrase: f"quick {passphrase[:3]}")
    with empty(tmp_path) as app:
        make_demo(app, data=tmp_path)
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            assert board_of_oak(app) is BoardState.NOT_OPENED
            make_demo(app, data=tmp_path)
            assert board_of_oak(app) is BoardState.OPEN


def board_of_oak(app: Flask) -> BoardState:
    with app.app_context():
        class_ = db.session.scalars(select(SchoolClass).where(SchoolClass.name == "Oak")).one()
        return standing_of(class_.id, school_id=class_.school_id).state


def test_schools_whose_sign_ins_could_not_be_kept_are_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(secrets, "passphrase_hash", lambda passphrase: f"quick {passphrase[:3]}")
    monkeypatch.setattr(make, "write_for_owner", full)
    with empty(tmp_path) as app:
        with pytest.raises(OSError, match="disk is full"):
            make_demo(app, data=tmp_path)
        with app.app_context():
            assert db.session.query(School).count() == 0


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_begins_in_september(day: date, year: int) -> None:
    assert academic_year(day) == year
