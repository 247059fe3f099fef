"""The data files are read row by row: what is wrong is named, and takes nothing else down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from esafety.content.apps import App
from esafety.content.facts import (
    Avatar,
    CastMember,
    Facts,
    Helpline,
    Picture,
    SaferInternetDay,
    SignInPicture,
    load_facts,
)
from tests.content.samples import DATA_FILES, HOOT, TODAY, write_shipped


def loaded(folder: Path, *, static_folder: Path | None = None, **changed: str) -> Facts:
    data = write_shipped(folder / "lessons") / "data"
    for name, text in changed.items():
        (data / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_facts(data, static_folder=static_folder)


def test_good_data_files_are_read(tmp_path: Path) -> None:
    day = "sid-2026: {date: 2026-02-10, theme: AI, source: x, checked_on: 2026-11-21}\n"
    facts = loaded(tmp_path, ages=HOOT, **{"safer-internet-days": day})
    assert facts.problems == ()
    assert facts.pictures["wren"] == Picture("wren", "art/wren.svg", "wren")
    assert facts.scenes["wood"].alt == "a wood"
    assert facts.avatars == {"red-fox": Avatar("red-fox", "Red Fox", "art/fox.svg")}
    assert facts.sign_in_pictures == (SignInPicture("apple", "apple", "art/apple.svg"),)
    assert facts.cast["wren"] == CastMember("wren", "Wren", "wren", "KS1", "a bird", "us", TODAY)
    assert facts.helplines["childline"] == Helpline(
        "childline", "Childline", "0800 1111", "always", "NSPCC", TODAY, "children"
    )
    assert facts.statements["nc-ks1-private"].nation == "england"
    assert facts.misconceptions["all-private"].talk == "Is it?"
    assert facts.ages["hoot"].min_age == "13"
    assert facts.safer_internet_days["sid-2026"] == SaferInternetDay("sid-2026", date(2026, 2, 10), "AI", "x", TODAY)


def test_invented_apps_are_read_and_may_be_absent(tmp_path: Path) -> None:
    assert loaded(tmp_path / "with", apps=APPS).apps == {"hoot": App("hoot", "Hoot", "sea", "wren", "short posts")}
    assert loaded(tmp_path / "without").apps == {}


def test_ages_may_be_absent_and_nothing_else(tmp_path: Path) -> None:
    assert loaded(tmp_path).ages == {}
    empty = load_facts(tmp_path / "nowhere")
    assert empty.cast == {}
    assert [one.path for one in empty.problems] == [
        f"nowhere/{name}.yaml"
        for name in ("pictures", "scenes", "avatars", "cast", "statements", "helplines", "misconceptions")
    ]
    assert all(one.message.startswith("the file is missing") for one in empty.problems[:2])


CAST = DATA_FILES["cast.yaml"]
AVATARS = DATA_FILES["avatars.yaml"]
APPS = "hoot: {name: Hoot, colour: sea, sign: wren, about: short posts}\n"


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        (
            "pictures",
            'wren: {file: art/wren.svg}\npip: {file: art/pip.svg, alt: ""}\n',
            2,
            "pip: alt is missing or empty.",
        ),
        ("scenes", "garden: {file: ../../etc/passwd, alt: x}\n", 1, "garden: file: write a path below static/"),
        ("scenes", "garden: {file: http://x/a.svg, alt: x}\n", 1, "garden: file: write a path below static/"),
        ("scenes", "garden: {file: /a.svg, alt: x}\n", 1, "garden: file: write a path below static/"),
        ("scenes", "garden: x\n", 1, "garden: write its fields as {file, alt}."),
        ("scenes", "Big Garden: {file: a.svg, alt: x}\n", 1, '"Big Garden" is no name'),
        ("scenes", "- garden\n", 1, "the file is not of the right shape: write name: {field: value}."),
        ("scenes", "", 1, "the file is not of the right shape"),
        ("scenes", "a: [", 1, "this cannot be read"),
        ("scenes", "a: {file: a.svg, alt: x}\na: {file: b.svg, alt: x}\n", 2, 'the field "a" is given twice'),
        (
            "cast",
            CAST.replace("about: a bird", "abuot: a bird"),
            1,
            'wren: unknown field "abuot": did you mean "about"?',
        ),
        (
            "cast",
            CAST.replace("picture: wren", "picture: wron"),
            1,
            'wren: there is no picture "wron": did you mean "wren"?',
        ),
        ("cast", CAST.replace("KS1", "KS4"), 1, "wren: key_stage: write KS1 or KS2."),
        (
            "statements",
            DATA_FILES["statements.yaml"].replace("2026-11-21", "2026-13-01"),
            1,
            "checked_on: write a real date",
        ),
        ("avatars", AVATARS.replace("avatars:", "avatar:"), 1, "the file is not of the right shape: write avatars:"),
        ("avatars", AVATARS.replace("{id: red-fox, ", "{"), 2, '"" is no name'),
        ("avatars", AVATARS.replace("{id: red-fox, ", "{id: [a], "), 2, '"" is no name'),
        (
            "avatars",
            AVATARS.replace("{id: red-fox, nickname: Red Fox, file: art/fox.svg}", "red-fox"),
            2,
            '"" is no name',
        ),
        (
            "avatars",
            AVATARS.replace("sign", "  - {id: red-fox, nickname: B, file: a.svg}\nsign"),
            3,
            '"red-fox" stands there twice',
        ),
        (
            "avatars",
            AVATARS.replace("sign", "  - {id: a, nickname: Red Fox, file: a.svg}\nsign"),
            3,
            'the nickname "Red Fox" stands',
        ),
        ("ages", "hoot: {name: Hoot}\n", 1, "hoot: min_age is missing or empty."),
        ("helplines", "x" * 200_001, 1, "the file is too long"),
        ("apps", APPS.replace("sea", "pink"), 1, "hoot: colour: write one of sea, leaf, berry, plum, ink."),
        ("apps", APPS.replace("wren", "wrem"), 1, 'hoot: there is no picture "wrem": did you mean "wren"?'),
        ("apps", APPS.replace("Hoot", "Toot"), 1, "hoot: name: write the same name, such as Hoot."),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, name: str, text: str, line: int, message: str) -> None:
    facts = loaded(tmp_path, static_folder=None, **{name: text})
    found = [one for one in facts.problems if one.path == f"data/{name}.yaml"]
    assert any(one.line == line and message in one.message for one in found), "\n".join(map(str, found))
    assert facts.misconceptions


def test_a_broken_row_takes_no_other_down(tmp_path: Path) -> None:
    facts = loaded(tmp_path, cast=CAST.replace("name: Wren, ", ""))
    assert list(facts.cast) == ["pip"]


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data" / "cast.yaml").mkdir(parents=True)
    assert any("the file cannot be read" in one.message for one in load_facts(tmp_path / "data").problems)


def test_every_picture_has_its_file_where_the_folder_is_known(tmp_path: Path) -> None:
    static = tmp_path / "static"
    (static / "art").mkdir(parents=True)
    for name in ("wren", "pip", "apple", "fox"):
        (static / "art" / f"{name}.svg").touch()
    facts = loaded(tmp_path, static_folder=static)
    assert set(facts.pictures) == {"wren", "pip"}
    assert any("garden: there is no file art/garden.svg in static/" in one.message for one in facts.problems)
