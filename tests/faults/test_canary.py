"""A child's words, planted where a child writes, are found nowhere but where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from esafety import receipts
from esafety.db import db
from esafety.moderation.outcomes import Received
from esafety.moderation.receiving import mend, receive
from esafety.moderation.states import Kind
from esafety.moderation.writing import Writing
from esafety.roles import Actor, Role
from tests.faults.children import Device
from tests.faults.houses import LESSON, House, sign_in
from tests.faults.report import Report
from tests.faults.running import Server, served

CANARY = "zyxcanaryqwv"
READERS = {str(Role.OFFICER), str(Role.DEPUTY)}


def write_everywhere(device: Device) -> None:
    """Whatever a child can do with words: sent, too long, kept for later, and beside what the forms know."""
    assert device.post("/help", key=receipts.new_key(), words=f"{CANARY} one").status == 303
    assert device.post("/help", key=receipts.new_key(), words=f"{CANARY} " * 300).status == 422
    assert device.post("/help", key=CANARY, words=f"{CANARY} two", from_page=f"/{CANARY}", about=CANARY).status == 303
    assert device.post(f"/lesson/{LESSON}/answer", key=receipts.new_key(), question=CANARY, answer=CANARY).status == 400
    assert (
        device.post(f"/lesson/{LESSON}/choose", key=receipts.new_key(), step="x", choice="x", **{CANARY: "x"}).status
        == 400
    )
    assert device.post("/help", words=CANARY * 30_000).status == 413
    assert device.post("/help/draft", key=receipts.new_key(), words=f"{CANARY} three").status == 204


def write_messages(house: House, child: Actor) -> None:
    """A post that waits, one that is held, one that is urgent, a note, and a mend of what was held."""
    with house.app.app_context():
        refs = []
        for words in (CANARY, f"my number is 07700 900123 {CANARY}", f"my dad hits me {CANARY}"):
            writing = Writing(text=words, kind=Kind.POST, place="topic:1")
            outcome = receive(child, writing=writing, key=receipts.new_key())
            assert isinstance(outcome, Received)
            refs.append(outcome.ref)
        note = Writing(text=CANARY, kind=Kind.NOTE, place="note:1")
        assert isinstance(receive(child, writing=note, key=receipts.new_key()), Received)
        assert isinstance(mend(child, ref=refs[1], text=f"frogs {CANARY}", key=receipts.new_key()), Received)


def files_with_it(house: House, *places: Path) -> list[str]:
    """The files of the house, and `places`, that hold the canary, in any of the codings that programs write."""
    # Closing a file drops this process's locks on it: SQLite must not have it open here meanwhile.
    house.let_go()
    found = []
    needles = [CANARY.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    for place in (house.settings.data, *places):
        for path in [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]:
            data = path.read_bytes()
            found += [path.name] if any(needle in data for needle in needles) else []
    return found


def pages(house: House) -> Iterator[str]:
    """Every address that can be looked at, about this school's own things."""
    with house.app.app_context():
        class_ref, pupil_ref = house.rows(
            "SELECT c.ref, MIN(p.ref) FROM school_class c JOIN pupil p ON p.class_id = c.id GROUP BY c.ref"
        )[0]
    values = {"class_id": class_ref, "ref": pupil_ref, "lesson_id": LESSON, "filename": "css/base.css"}
    values["concern_id"] = house.rows("SELECT ref FROM concern ORDER BY id")[0].ref
    for rule in house.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "x"), rule.rule)


def shown_to(house: House, server: Server, actor: Actor) -> list[str]:
    device = Device(server.port, sign_in(house, actor))
    return [path for path in pages(house) if CANARY in device.get(path).html]


def staff(house: House) -> dict[str, Actor]:
    rows = house.rows("SELECT s.id, s.school_id, r.role FROM staff s JOIN named_role r ON r.holder_id = s.id")
    return {
        row.role: Actor(role_names=frozenset({Role(row.role)}), person_id=row.id, school_id=row.school_id)
        for row in rows
    }


def tables_with_it(house: House) -> list[str]:
    """The tables that hold the canary, each row read as text."""
    found = []
    with house.app.app_context():
        for name in db.metadata.tables:
            rows = db.session.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - the program's own names
            found += [name for row in rows if CANARY in str(tuple(row))]
    return found


def test_words_are_nowhere_but_with_their_readers(house: House, report: Report) -> None:
    child, other = house.children(2)
    with report.of(f"canary, {house.kind}") as row:
        with served(house) as server:
            device = Device(server.port, sign_in(house, child))
            write_everywhere(device)
            write_messages(house, child)
            shown = {role: shown_to(house, server, actor) for role, actor in staff(house).items()}
            shown["another child"] = shown_to(house, server, other)
            found = [*files_with_it(house, server.log), *tables_with_it(house)]
            assert CANARY in device.get("/help").html, "the child's own draft does not come back"
        found += files_with_it(house, server.log)
        elsewhere = {who: paths for who, paths in shown.items() if paths and who not in READERS}
        row.injected, row.acknowledged = f"7 forms, 5 messages, {len(shown)} roles", 8
        assert (found, elsewhere) == ([], {})
        assert all(shown[role] for role in READERS), "the readers do not see it: the look would find nothing"
        row.control = _planted(house)


def _planted(house: House) -> str:
    """The broken variant: a column that is not sealed. It must be found."""
    with house.app.app_context():
        db.session.execute(text("UPDATE concern SET told = :words"), {"words": CANARY})
        db.session.commit()
    found = tables_with_it(house)
    if house.kind == "SQLite":
        found += files_with_it(house)
    assert "concern" in found
    assert house.kind != "SQLite" or any(name.startswith("esafety.db") for name in found)
    return f"an unsealed column: found in {', '.join(dict.fromkeys(found))}"
