"""One form, one effect: whatever arrives twice is counted once, also when both come in the same moment."""

from __future__ import annotations

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from esafety import receipts
from esafety.db import atomic, db
from esafety.receipts import KEY_SHAPE, Arrival, Receipt, new_key
from esafety.school.models import Term
from tests.unit.conftest import House

A_DAY = date(2026, 9, 2)
KEY, OTHER_KEY = "k" * 20, "o" * 20


def take(house: House, *, owner: str = "pupil:1:help", key: str = KEY, words: str = "help") -> Arrival:
    with house.app.app_context():
        arrival = receipts.take(school_id=house.school_id, owner=owner, key=key, words=words)
        db.session.commit()
    return arrival


@pytest.mark.parametrize(
    ("why", "then", "arrival"),
    [
        ("the same form again", {}, Arrival.AGAIN),
        ("other words under the same key", {"words": "help me"}, Arrival.OTHER_WORDS),
        ("the same words in a form of its own", {"key": OTHER_KEY}, Arrival.FIRST),
        ("another child's form, even with this key", {"owner": "pupil:2:help"}, Arrival.FIRST),
        ("another kind of form, even with this key", {"owner": "pupil:1:lessons"}, Arrival.FIRST),
    ],
)
def test_what_arrives_after_a_first_form(house: House, why: str, then: dict[str, str], arrival: Arrival) -> None:
    assert take(house) is Arrival.FIRST
    assert take(house, **then) is arrival, why


@pytest.mark.parametrize(
    "key", ["", "short", "k" * 65, "k" * 15, "k" * 20 + " ", "k" * 20 + "\n", "ключ" * 5, "<script>alert(1)</script>"]
)
def test_a_key_that_no_form_of_ours_carries(house: House, key: str) -> None:
    assert take(house, key=key) is Arrival.NO_KEY
    assert take(house, key=key) is Arrival.NO_KEY


def test_new_keys_are_usable_and_never_alike() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(KEY_SHAPE.fullmatch(key) for key in keys)


def test_the_receipt_does_not_give_the_words_away(house: House) -> None:
    # A plain digest of so few words could be found by trying: it is keyed with what the database does not hold.
    take(house, words="sad")
    with house.app.app_context():
        kept = db.session.scalars(select(Receipt.digest)).one()
        db.session.rollback()
    assert kept != hashlib.sha256(b"sad").hexdigest()
    assert len(kept) == 64


def test_words_that_are_no_text_are_taken_too(house: House) -> None:
    assert take(house, words="\ud800") is Arrival.FIRST


def test_a_form_whose_work_failed_may_come_again(house: House) -> None:
    @atomic
    def fails() -> None:
        receipts.take(school_id=house.school_id, owner="pupil:1:help", key=KEY, words="help")
        raise RuntimeError

    with house.app.app_context(), pytest.raises(RuntimeError):
        fails()
    assert take(house) is Arrival.FIRST


def test_a_hundred_forms_each_sent_five_times_at_once_leave_a_hundred_rows(house: House) -> None:
    @atomic
    def work(number: int) -> Arrival:
        arrival = receipts.take(
            school_id=house.school_id, owner="pupil:1:help", key=f"key-number-{number:06}", words=f"{number}"
        )
        if arrival is Arrival.FIRST:
            # Nothing in this table holds off a second row alike: only the receipt does.
            db.session.add(Term(school_id=house.school_id, name="Autumn", starts_on=A_DAY, ends_on=A_DAY))
        return arrival

    def send(number: int) -> Arrival:
        with house.app.app_context():
            return work(number)

    with ThreadPoolExecutor(5) as pool:
        arrivals = Counter(pool.map(send, [number for number in range(100) for _ in range(5)]))
    assert arrivals == {Arrival.FIRST: 100, Arrival.AGAIN: 400}
    with house.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Term)) == 100
        assert db.session.scalar(select(func.count()).select_from(Receipt)) == 100
