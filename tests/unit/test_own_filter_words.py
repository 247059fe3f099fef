"""A school's own words of the filter: who may change them, that they count at once, and that nothing is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from esafety import audit
from esafety.audit import AuditEntry
from esafety.cli import main
from esafety.db import db
from esafety.filtering.pipeline import check
from esafety.filtering.rules import NO_OWN_RULES
from esafety.filtering.verdict import Category, FourC, Level
from esafety.moderation import service
from esafety.moderation.models import FilterWord
from esafety.moderation.rules import Effect, Refused
from esafety.roles import Actor, Role
from esafety.school.models import NamedRole, Staff
from tests.unit.conftest import House

Said = pytest.CaptureFixture[str]


@dataclass(frozen=True, kw_only=True)
class People:
    officer: Actor
    teacher: Actor
    stranger: Actor


@pytest.fixture
def people(house: House) -> Iterator[People]:
    with house.app.app_context():
        officer = staff(house.school_id, "officer")
        teacher = staff(house.school_id, "teacher")
        stranger = staff(house.other_school_id, "stranger")
        db.session.add(
            NamedRole(school_id=house.school_id, role=Role.OFFICER, holder_id=officer, from_on=audit.clock.now().date())
        )
        db.session.commit()
        yield People(
            officer=Actor(role_names=frozenset({Role.OFFICER}), person_id=officer, school_id=house.school_id),
            teacher=Actor(role_names=frozenset({Role.TEACHER}), person_id=teacher, school_id=house.school_id),
            stranger=Actor(role_names=frozenset({Role.OFFICER}), person_id=stranger, school_id=house.other_school_id),
        )


def staff(school_id: int, name: str) -> int:
    row = Staff(school_id=school_id, name=f"Mx {name}", email=f"{name}@example.org", passphrase_hash="")
    db.session.add(row)
    db.session.flush()
    return row.id


def add(actor: Actor, text: str, *, effect: Effect = Effect.HOLD, reason: str = "A game of this term") -> object:
    return service.add_word(
        actor, text=text, effect=effect, category=Category.UNKIND, four_c=FourC.CONDUCT, reason=reason
    )


def ref_of(outcome: object) -> str:
    assert isinstance(outcome, service.Added)
    return outcome.ref


def test_a_word_counts_from_the_next_message_on_and_no_more_once_retired(people: People) -> None:
    text = "you are a real flumpwit"
    assert check(text, rules=service.rules_of(people.officer.school_id)).level is Level.ALLOW
    ref = ref_of(add(people.officer, "  Flumpwit "))
    verdict = check(text, rules=service.rules_of(people.officer.school_id))
    assert (verdict.level, verdict.findings[0].rule) == (Level.HOLD, "unkind.own-word")
    assert verdict.findings[0].four_c is FourC.CONDUCT
    assert isinstance(service.retire_word(people.officer, ref=ref, reason="Over now"), service.Retired)
    assert check(text, rules=service.rules_of(people.officer.school_id)).level is Level.ALLOW


def test_an_urgent_word_is_urgent_and_a_phrase_is_found(people: People) -> None:
    add(people.officer, "blue pill challenge", effect=Effect.URGENT)
    rules = service.rules_of(people.officer.school_id)
    assert check("who did the blue pill challenge", rules=rules).level is Level.URGENT


def test_an_allowed_word_is_let_through_but_hides_nothing(people: People) -> None:
    assert check("the crap shoot").level is Level.HOLD
    add(people.officer, "crap", effect=Effect.ALLOW, reason="The name of our ferry")
    rules = service.rules_of(people.officer.school_id)
    assert check("the crap shoot", rules=rules).level is Level.ALLOW
    assert check("the crap shoot and my dad hits me", rules=rules).level is Level.URGENT


@pytest.mark.parametrize(
    ("why", "text", "reason", "refused"),
    [
        ("no text", "  ", "because", Refused.NO_TEXT),
        ("one letter would hold everything", "a", "because", Refused.NO_TEXT),
        ("too long", "a" * 61, "because", Refused.TOO_LONG),
        ("no letters", "1234", "because", Refused.NOT_A_WORD),
        ("no reason", "flumpwit", " ", Refused.NO_REASON),
        ("a reason without end", "flumpwit", "a" * 301, Refused.TOO_LONG),
    ],
)
def test_what_cannot_be_added(people: People, why: str, text: str, reason: str, refused: Refused) -> None:
    assert add(people.officer, text, reason=reason) is refused, why
    assert service.rules_of(people.officer.school_id) == NO_OWN_RULES


def test_the_same_word_is_added_once(people: People) -> None:
    ref_of(add(people.officer, "flumpwit"))
    assert add(people.officer, "FLUMPWIT") is Refused.THERE_ALREADY


def test_only_the_officer_changes_words_and_only_in_the_own_school(people: People) -> None:
    assert add(people.teacher, "flumpwit") is Refused.NOT_ALLOWED
    ref = ref_of(add(people.officer, "flumpwit"))
    assert service.retire_word(people.teacher, ref=ref, reason="no") is Refused.NOT_ALLOWED
    assert service.retire_word(people.stranger, ref=ref, reason="no") is Refused.NOT_THERE
    assert service.retire_word(people.officer, ref=ref, reason="") is Refused.NO_REASON
    assert service.retire_word(people.officer, ref=ref, reason="a" * 301) is Refused.TOO_LONG
    assert service.words_of(people.stranger) == []
    assert service.changes_of(people.stranger) == []
    assert service.rules_of(people.stranger.school_id) == NO_OWN_RULES
    pupil = Actor(role_names=frozenset({Role.PUPIL}), person_id=1, school_id=people.officer.school_id)
    assert service.words_of(pupil) == []


def test_a_teacher_sees_the_words_and_who_added_them(people: People) -> None:
    add(people.officer, "flumpwit", reason="A game of this term")
    (word,) = service.words_of(people.teacher)
    assert (word.text, word.author, word.reason, word.effect) == (
        "flumpwit", "Mx officer", "A game of this term", Effect.HOLD,
    )  # fmt: skip


def test_what_filter_says_of_itself_is_no_category_for_a_word(people: People) -> None:
    outcome = service.add_word(
        people.officer, text="flumpwit", effect=Effect.HOLD, category=Category.UNREAD, four_c=FourC.NONE, reason="x"
    )
    assert outcome is Refused.NOT_A_WORD


def test_every_change_is_kept_with_its_reason_and_the_audit_holds_no_word(people: People) -> None:
    ref = ref_of(add(people.officer, "flumpwit", reason="A game"))
    service.retire_word(people.officer, ref=ref, reason="Game over")
    assert [(one.text, one.verb, one.reason, one.author) for one in service.changes_of(people.officer)] == [
        ("flumpwit", "retired", "Game over", "Mx officer"),
        ("flumpwit", "added", "A game", "Mx officer"),
    ]
    assert [word.text for word in service.words_of(people.officer, with_retired=True)] == ["flumpwit"]
    entries = db.session.query(AuditEntry).order_by(AuditEntry.number).all()
    assert [entry.verb for entry in entries] == ["filter_word.added", "filter_word.retired"]
    assert not any("flumpwit" in f"{entry.verb}{entry.subject}{entry.state}" for entry in entries)
    assert db.session.query(FilterWord).count() == 1


def test_a_retired_word_may_be_added_again(people: People) -> None:
    ref = ref_of(add(people.officer, "flumpwit"))
    service.retire_word(people.officer, ref=ref, reason="Game over")
    assert ref_of(add(people.officer, "flumpwit")) != ref


@pytest.mark.usefixtures("people")
def test_the_command_line_adds_lists_and_retires(house: House, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("ESAFETY_DATA", str(house.data))
    monkeypatch.setattr("esafety.tables.app_with_current_tables", lambda _settings: house.app)
    by = ["--by", "Officer@example.org"]
    assert main(["filter", "words", "add", "flumpwit", *by, "--reason", "A game"]) == 0
    capsys.readouterr()
    assert main(["filter", "words", "list", *by]) == 0
    line = capsys.readouterr().out
    assert "flumpwit" in line
    assert "A game" in line
    assert main(["filter", "words", "retire", line.split()[0], *by, "--reason", "Over"]) == 0
    assert main(["filter", "words", "retire", line.split()[0], *by, "--reason", "Over"]) == 1
    assert "not there" in capsys.readouterr().err
    assert main(["filter", "words", "add", "x1", "--by", "teacher@example.org", "--reason", "A game"]) == 1
    assert "not allowed" in capsys.readouterr().err
    assert main(["filter", "words", "list", "--by", "nobody@example.org"]) == 1
    assert "Nobody of the staff" in capsys.readouterr().err
