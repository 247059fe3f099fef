"""Class codes: a child's typing is understood, and nothing else is ever looked up."""

from __future__ import annotations

import pytest

from esafety.codes import (
    ALPHABET,
    CODE_LENGTH,
    LOOK_ALIKES,
    REF_ALPHABET,
    REF_LENGTH,
    new_code,
    new_ref,
    tidy_code,
)


@pytest.mark.parametrize(
    ("why", "typed", "code"),
    [
        ("as it stands on the board", "BCDFGH", "BCDFGH"),
        ("small letters are letters", "bcdfgh", "BCDFGH"),
        ("a space before, between and after", " bcd fgh ", "BCDFGH"),
        ("a dash, as codes are often shown", "BCD-FGH", "BCDFGH"),
        ("the long dash that tablets make of two", "BCD—FGH", "BCDFGH"),
        ("dots and underlines", "B.C.D_F.G.H", "BCDFGH"),
        ("full-width letters of another keyboard", "ＢＣＤＦＧＨ", "BCDFGH"),  # noqa: RUF001
        ("characters without a shape, from a copied text", "BCD\u200bFGH\u2060", "BCDFGH"),
        ("a tab and a line break", "BCD\tFGH\n", "BCDFGH"),
        ("letter O and zero are the same", "0CDFGH", "QCDFGH"),
        ("zero and letter O are the same", "OCDFGH", "QCDFGH"),
        ("letter I and one are the same", "1CDFGH", "LCDFGH"),
        ("one and letter I are the same", "iCDFGH", "LCDFGH"),
        ("digits that look like letters", "2568CD", "ZSGBCD"),
    ],
)
def test_a_code_is_understood(why: str, typed: str, code: str) -> None:
    assert tidy_code(typed) == code, why


@pytest.mark.parametrize(
    ("why", "typed"),
    [
        ("nothing", ""),
        ("only spaces", "      "),
        ("a letter too few", "BCDFG"),
        ("a letter too many", "BCDFGHJ"),
        ("a vowel that no code holds", "ABCDFG"),
        ("an emoji", "😀😀😀😀😀😀"),
        ("an emoji between the letters", "BCD😀FGH"),
        ("somebody's SQL", "' OR 1=1 --"),
        ("digits of another script", "٣٣٣٣٣٣"),
        ("letters of another script that look alike", "ВСDFGН"),  # noqa: RUF001
        ("a lone surrogate", "BCDFG\ud800"),
        ("a million letters", "B" * 1_000_000),
        ("a short text that grows when it is unfolded", "ﷺ" * 60),
    ],
)
def test_what_cannot_be_a_code_is_never_looked_up(why: str, typed: str) -> None:
    assert tidy_code(typed) is None, why


def test_a_code_has_no_vowel_no_digit_and_nothing_that_is_read_as_something_else() -> None:
    assert not set(ALPHABET) & set("AEIOUY0123456789")
    assert not {chr(number) for number in LOOK_ALIKES} & set(ALPHABET)


def test_new_codes_are_what_children_can_type() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(tidy_code(code.lower()) == code for code in codes)
    assert len(ALPHABET) ** CODE_LENGTH == 64_000_000


def test_references_tell_nothing_of_order() -> None:
    refs = [new_ref() for _ in range(200)]
    assert len(set(refs)) == 200
    assert all(len(ref) == REF_LENGTH and set(ref) <= set(REF_ALPHABET) for ref in refs)
    assert refs != sorted(refs)
    assert len(REF_ALPHABET) ** REF_LENGTH > 2**56
