"""The recovery sheet: what is typed from it is the keys again, and a slip is named by its word and line."""

from __future__ import annotations

import re
import stat
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from esafety import key_changes, recovery_sheet
from esafety.config import Settings
from esafety.keys import keys_for
from esafety.recovery_words import PLACES, WORDS_OF_LINE, Slip, lines_of, read_line, short_name
from tests.serving.program import run

KEY = bytes(range(32))


@pytest.fixture
def settings(tmp_path: object) -> Settings:
    return Settings.for_folder(tmp_path / "data")  # type: ignore[operator]


def lines_on(page: str) -> list[str]:
    return [line for line in re.findall(r"<li>([a-z ]+)</li>", page) if len(line.split()) == WORDS_OF_LINE]


@given(key=st.binary(min_size=32, max_size=32))
def test_what_was_printed_is_read_back(key: bytes) -> None:
    lines = lines_of(key, name="sealing")
    assert b"".join(read_line(line, name="sealing", row=row) for row, line in enumerate(lines)) == key


@given(
    key=st.binary(min_size=32, max_size=32), row=st.integers(0, 1), place=st.integers(0, 9),
    letter=st.integers(0, 4), other=st.sampled_from("bdfghjklmnprstvzaiou"),
)  # fmt: skip
def test_a_wrong_letter_is_named_by_word_and_line(key: bytes, row: int, place: int, letter: int, other: str) -> None:
    words = lines_of(key, name="sealing")[row].split()
    if words[place][letter] == other:
        return
    words[place] = words[place][:letter] + other + words[place][letter + 1 :]
    with pytest.raises(Slip, match=f"The {PLACES[place]} word of the {PLACES[row]} line is not right"):
        read_line(" ".join(words), name="sealing", row=row)


@pytest.mark.parametrize(
    ("why", "typed", "says"),
    [
        ("two words changed places", lambda words: [words[1], words[0], *words[2:]], "More than one word"),
        ("a word is missing", lambda words: words[:-1], "must have 10 words, but 9 were typed"),
        ("a word too many", lambda words: [*words, "babab"], "must have 10 words, but 11 were typed"),
        ("nothing", lambda _words: [], "The first word"),
        ("a word of no sheet", lambda words: [*words[:2], "three", *words[3:]], "The third word of the second line"),
    ],
)
def test_other_slips(why: str, typed: object, says: str) -> None:
    words = lines_of(KEY, name="sealing")[1].split()
    with pytest.raises(Slip) as slip:
        read_line(" ".join(typed(words)), name="sealing", row=1)  # type: ignore[operator]
    assert says in str(slip.value), why


def test_a_line_in_another_s_place_or_of_another_key_is_not_taken() -> None:
    first, second = lines_of(KEY, name="sealing")
    for line, name, row in ((second, "sealing", 0), (first, "pepper", 0)):
        with pytest.raises(Slip):
            read_line(line, name=name, row=row)


def test_capitals_commas_and_spaces_do_not_matter() -> None:
    line = lines_of(KEY, name="sealing")[0]
    assert read_line(f"  {line.upper().replace(' ', ',  ')} ", name="sealing", row=0) == KEY[:16]


def test_the_page_holds_the_keys_as_words_only_and_is_its_owner_s_alone(settings: Settings) -> None:
    keys = keys_for(settings)
    place = recovery_sheet.write(settings, keys=keys)
    page = place.read_text(encoding="utf-8")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert len(lines_on(page)) == 5
    assert "Put it in the safe" in page
    assert "School:" in page
    assert str(settings.data / "keys") in page
    for secret in (keys.secret, keys.pepper.decode(), keys.sealing[0].decode()):
        assert secret not in page
    assert "http" not in page


def test_a_pepper_of_one_s_own_is_told_of_not_printed(settings: Settings) -> None:
    own = replace(settings, pepper="a pepper that the technician chose, long enough")
    page = recovery_sheet.page(own, keys=keys_for(own))
    assert len(lines_on(page)) == 2
    assert "ESAFETY_PEPPER" in page
    assert own.pepper not in page


def test_during_a_rotation_both_sealing_keys_are_on_it(settings: Settings) -> None:
    keys = keys_for(settings)
    both = replace(keys, sealing=(Fernet.generate_key(), *keys.sealing))
    page = recovery_sheet.page(settings, keys=both)
    assert len(lines_on(page)) == 7
    assert "older" in page


def test_a_key_s_short_name_gives_nothing_of_it_away_and_differs(settings: Settings) -> None:
    del settings
    assert short_name(KEY) != short_name(KEY[::-1])
    assert len(short_name(KEY)) == 11


def test_typed_back_the_files_are_what_they_were(settings: Settings) -> None:
    keys = keys_for(settings)
    lines = lines_on(recovery_sheet.page(settings, keys=keys))
    (settings.data / "keys").rename(settings.data / "lost")
    typed = "\n".join([*lines[:2], "", *lines[2:]]) + "\n"
    done = run("keys", "restore", typed=typed, ESAFETY_DATA=str(settings.data))
    assert done.returncode == 0, done.stderr
    again = keys_for(settings)
    assert (again.sealing, again.pepper) == (keys.sealing, keys.pepper)
    assert again.secret != keys.secret


def test_with_a_slip_nothing_is_written(settings: Settings) -> None:
    lines = lines_on(recovery_sheet.page(settings, keys=keys_for(settings)))
    (settings.data / "keys").rename(settings.data / "lost")
    words = lines[1].split()
    words[2] = "babab" if words[2] != "babab" else "dadad"
    typed = "\n".join([lines[0], " ".join(words), "", *lines[2:]])
    done = run("keys", "restore", typed=typed, ESAFETY_DATA=str(settings.data))
    assert done.returncode == 1
    assert done.stderr == (
        "esafety: Sealing key: The third word of the second line is not right. Nothing was written.\n"
    )
    assert not (settings.data / "keys").exists()


def test_other_keys_are_not_written_over(settings: Settings) -> None:
    keys_for(settings)
    with pytest.raises(Exception, match="holds another key; move it away"):
        key_changes.put_back(settings, sealing=[Fernet.generate_key()], pepper="")
