"""Pictures, passphrases and tokens: what is kept of them gives none away."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from threading import Lock

import pytest

from esafety.accounts import secrets

PEPPER = b"a pepper that is kept outside the database"


def kept(*pictures: str, ref: str = "abc", pepper: bytes = PEPPER) -> str:
    return secrets.pictures_hash(pictures, pupil_ref=ref, pepper=pepper)


def test_the_same_pictures_in_the_same_order_fit() -> None:
    assert secrets.same(kept("apple", "boat", "drum"), other=kept("apple", "boat", "drum"))


@pytest.mark.parametrize(
    ("why", "other"),
    [
        ("another order", kept("boat", "apple", "drum")),
        ("another child with the same pictures", kept("apple", "boat", "drum", ref="abd")),
        ("another school's pepper", kept("apple", "boat", "drum", pepper=b"another")),
        ("one picture too few", kept("apple", "boat")),
        ("two names run together", kept("appleboat", "drum")),
    ],
)
def test_anything_else_does_not(why: str, other: str) -> None:
    assert not secrets.same(kept("apple", "boat", "drum"), other=other), why


def test_without_the_pepper_trying_all_1320_finds_nothing() -> None:
    names = [f"picture-{number}" for number in range(12)]
    stolen = kept(*names[:3])
    guesses = [kept(*each, pepper=b"") for each in permutations(names, 3)]
    assert len(guesses) == 1_320
    assert stolen not in guesses


def test_pictures_are_assigned_without_repeats_and_evenly() -> None:
    names = [f"picture-{number}" for number in range(12)]
    assigned = [secrets.assign_pictures(names, needed=3) for _ in range(1_200)]
    assert all(len(set(each)) == 3 and set(each) <= set(names) for each in assigned)
    first = Counter(each[0] for each in assigned)
    assert len(first) == 12
    assert max(first.values()) < 180  # 100 are expected; one in ten thousand runs would pass 145
    assert names == [f"picture-{number}" for number in range(12)]


def test_a_passphrase_fits_its_keeping_form_only() -> None:
    form = secrets.passphrase_hash("copper-kettle-sunset-otter")
    assert form.startswith("$argon2id$")
    assert secrets.passphrase_fits("copper-kettle-sunset-otter", kept=form)
    assert not secrets.passphrase_fits("copper-kettle-sunset-panda", kept=form)
    assert form != secrets.passphrase_hash("copper-kettle-sunset-otter")


@pytest.mark.parametrize(
    ("why", "kept_form"),
    [("nobody has that e-mail", None), ("nobody has set a passphrase yet", "-"), ("a damaged row", "$argon2id$x")],
)
def test_without_a_keeping_form_nothing_fits(why: str, kept_form: str | None) -> None:
    assert not secrets.passphrase_fits("-", kept=kept_form), why


def test_a_passphrase_may_be_longer_than_what_is_hashed() -> None:
    long = "one word after another " * 20
    assert secrets.passphrase_fits(long, kept=secrets.passphrase_hash(long))


def test_a_passphrase_may_hold_anything() -> None:
    assert secrets.passphrase_fits("\ud800 £ŵ😀\x00", kept=secrets.passphrase_hash("\ud800 £ŵ😀\x00"))


def test_no_more_than_two_passphrases_are_tried_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counting, seen, now = Lock(), [0], [0]

    class Slow:
        def verify(self, *_args: object) -> None:
            with counting:
                now[0] += 1
                seen[0] = max(seen[0], now[0])
            sum(range(200_000))
            with counting:
                now[0] -= 1

    monkeypatch.setattr(secrets, "_hasher", Slow())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: secrets.passphrase_fits("x", kept="y"), range(16)))
    assert seen[0] in {1, 2}


def test_a_stolen_database_holds_no_token() -> None:
    token = secrets.new_token()
    assert len(token) >= 43
    assert token != secrets.new_token()
    assert token not in secrets.token_digest(token)
    assert len(secrets.token_digest("\ud800")) == 64


def test_an_e_mail_that_nobody_has_is_counted_without_being_kept() -> None:
    mark = secrets.email_mark("somebody@school.example", pepper=PEPPER)
    assert mark == secrets.email_mark("somebody@school.example", pepper=PEPPER)
    assert mark != secrets.email_mark("somebodyelse@school.example", pepper=PEPPER)
    assert mark != secrets.email_mark("somebody@school.example", pepper=b"another")
    assert "somebody" not in mark
    assert len(mark) <= 64  # as long as the column is
