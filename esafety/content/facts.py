"""The facts that lessons draw on, from the data folder: cast, pictures, statements, helplines and the like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from esafety.content.ages import AgeLimit, read_ages
from esafety.content.apps import App, read_apps
from esafety.content.boardfacts import BoardFacts, load_board_facts
from esafety.content.dates import NEVER
from esafety.content.factfiles import FactFile, Row
from esafety.content.model import KEY_STAGE_YEARS, KeyStage, Problem
from esafety.content.report import did_you_mean, shown


@dataclass(frozen=True, slots=True)
class Picture:
    """A named picture or scene; `file` is relative to static/, `alt` is what a screen reader says."""

    name: str
    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class CastMember:
    """A character; `picture` is a picture name. `checked_on`: when its name was last looked up, to be nobody's."""

    id: str
    name: str
    picture: str
    key_stage: KeyStage
    about: str
    source: str = ""
    checked_on: date = NEVER
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Avatar:
    """A pupil's tile picture and the nickname that goes with it."""

    id: str
    nickname: str
    file: str


@dataclass(frozen=True, slots=True)
class SignInPicture:
    """One of the pictures that make a pupil's secret."""

    id: str
    alt: str
    file: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A curriculum statement, in our own words."""

    id: str
    text: str
    source: str
    nation: str
    checked_on: date
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Helpline:
    """Somebody to ring; `meant_for` is "children" or "adults"."""

    id: str
    name: str
    number: str
    hours: str
    source: str
    checked_on: date
    meant_for: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong idea with a name, and the question to put to the class about it."""

    id: str
    name: str
    talk: str


@dataclass(frozen=True, slots=True)
class SaferInternetDay:
    """One year's day; `theme` is empty where it was not announced."""

    id: str
    day: date
    theme: str
    source: str
    checked_on: date
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything in the data folder, by id, with what was wrong there. Broken rows are left out."""

    cast: Mapping[str, CastMember] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    scenes: Mapping[str, Picture] = field(default_factory=dict)
    avatars: Mapping[str, Avatar] = field(default_factory=dict)
    sign_in_pictures: tuple[SignInPicture, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    helplines: Mapping[str, Helpline] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    ages: Mapping[str, AgeLimit] = field(default_factory=dict)
    apps: Mapping[str, App] = field(default_factory=dict)
    safer_internet_days: Mapping[str, SaferInternetDay] = field(default_factory=dict)
    board: BoardFacts = field(default_factory=BoardFacts)
    problems: tuple[Problem, ...] = ()


def load_facts(data_folder: Path, *, static_folder: Path | None = None) -> Facts:
    """Read the data files; never raises: what is missing or wrong is in `Facts.problems`.

    `ages.yaml`, `apps.yaml`, `safer-internet-days.yaml` and the board's own files may be absent. With `static_folder`
    every picture's file must be there.
    """
    pictures, scenes = FactFile(data_folder, name="pictures.yaml"), FactFile(data_folder, name="scenes.yaml")
    avatars, cast = FactFile(data_folder, name="avatars.yaml"), FactFile(data_folder, name="cast.yaml")
    statements, helplines = FactFile(data_folder, name="statements.yaml"), FactFile(data_folder, name="helplines.yaml")
    misconceptions = FactFile(data_folder, name="misconceptions.yaml")
    ages = FactFile(data_folder, name="ages.yaml", is_optional=True)
    days = FactFile(data_folder, name="safer-internet-days.yaml", is_optional=True)
    apps = FactFile(data_folder, name="apps.yaml", is_optional=True)
    known_pictures = _pictures(pictures, static_folder=static_folder)
    facts = Facts(
        pictures=known_pictures,
        scenes=_pictures(scenes, static_folder=static_folder),
        avatars=_avatars(avatars, static_folder=static_folder),
        sign_in_pictures=_sign_in_pictures(avatars, static_folder=static_folder),
        cast=_cast(cast, pictures=known_pictures),
        statements=_statements(statements),
        helplines=_helplines(helplines),
        misconceptions={
            row.id: Misconception(row.id, row.fields["name"], row.fields["talk"])
            for row in misconceptions.named_rows(fields=("name", "talk"))
        },
        ages=read_ages(ages, pictures=known_pictures),
        safer_internet_days=_safer_internet_days(days),
        apps=read_apps(apps, pictures=known_pictures),
        problems=tuple(
            problem
            for file in (pictures, scenes, avatars, cast, statements, helplines, misconceptions, ages, days, apps)
            for problem in file.problems()
        ),
    )
    return _with_board(facts, data_folder=data_folder)


def _with_board(facts: Facts, *, data_folder: Path) -> Facts:
    board = load_board_facts(
        data_folder,
        pictures=facts.pictures,
        scenes=facts.scenes,
        writers=[one.id for one in facts.cast.values() if one.key_stage == "KS2"],
        nicknames=[one.nickname for one in facts.avatars.values()],
    )
    return replace(facts, board=board, problems=(*facts.problems, *board.problems))


def _there(rows: list[Row], *, file: FactFile, static_folder: Path | None) -> Iterator[Row]:
    for row in rows:
        if static_folder is None or (static_folder / row.fields["file"]).is_file():
            yield row
        else:
            file.report.problem(
                row.line, message=f"{row.id}: there is no file {row.fields['file']} in static/: put it there."
            )


def _pictures(file: FactFile, *, static_folder: Path | None) -> dict[str, Picture]:
    rows = file.named_rows(fields=("file", "alt"))
    there = _there(rows, file=file, static_folder=static_folder)
    return {row.id: Picture(row.id, row.fields["file"], row.fields["alt"]) for row in there}


def _avatars(file: FactFile, *, static_folder: Path | None) -> dict[str, Avatar]:
    rows = file.listed_rows("avatars", fields=("nickname", "file"))
    taken: set[str] = set()
    avatars: dict[str, Avatar] = {}
    for row in _there(rows, file=file, static_folder=static_folder):
        nickname = row.fields["nickname"]
        if nickname in taken:
            file.report.problem(
                row.line, message=f'the nickname "{nickname}" stands there twice: give {row.id} another.'
            )
        else:
            taken.add(nickname)
            avatars[row.id] = Avatar(row.id, nickname, row.fields["file"])
    return avatars


def _sign_in_pictures(file: FactFile, *, static_folder: Path | None) -> tuple[SignInPicture, ...]:
    rows = file.listed_rows("sign_in_pictures", fields=("alt", "file"))
    there = _there(rows, file=file, static_folder=static_folder)
    return tuple(SignInPicture(row.id, row.fields["alt"], row.fields["file"]) for row in there)


def _cast(file: FactFile, *, pictures: Mapping[str, Picture]) -> dict[str, CastMember]:
    cast: dict[str, CastMember] = {}
    fields = ("name", "picture", "key_stage", "about", "source", "checked_on")
    for row in file.named_rows(fields=fields):
        key_stage = next((known for known in KEY_STAGE_YEARS if known == row.fields["key_stage"]), None)
        if row.fields["picture"] not in pictures:
            ending = did_you_mean(
                row.fields["picture"], known=pictures, otherwise="write one that stands in pictures.yaml."
            )
            file.report.problem(
                row.line, message=f'{row.id}: there is no picture "{shown(row.fields["picture"])}": {ending}'
            )
        elif key_stage is None:
            file.report.problem(row.line, message=f"{row.id}: key_stage: write KS1 or KS2.")
        else:
            cast[row.id] = CastMember(
                id=row.id,
                name=row.fields["name"],
                picture=row.fields["picture"],
                key_stage=key_stage,
                about=row.fields["about"],
                source=row.fields["source"],
                checked_on=row.day("checked_on"),
                line=row.line,
            )
    return cast


def _statements(file: FactFile) -> dict[str, Statement]:
    return {
        row.id: Statement(
            row.id, row.fields["text"], row.fields["source"], row.fields["nation"], row.day("checked_on"), row.line
        )
        for row in file.named_rows(fields=("text", "source", "nation", "checked_on"))
    }


def _helplines(file: FactFile) -> dict[str, Helpline]:
    return {
        row.id: Helpline(
            id=row.id,
            name=row.fields["name"],
            number=row.fields["number"],
            hours=row.fields["hours"],
            source=row.fields["source"],
            checked_on=row.day("checked_on"),
            meant_for=row.fields["for"],
            line=row.line,
        )
        for row in file.named_rows(fields=("name", "number", "hours", "source", "checked_on", "for"))
    }


def _safer_internet_days(file: FactFile) -> dict[str, SaferInternetDay]:
    if file.value is None:
        return {}
    return {
        row.id: SaferInternetDay(
            row.id, row.day("date"), row.get("theme"), row.fields["source"], row.day("checked_on"), row.line
        )
        for row in file.named_rows(fields=("date", "source", "checked_on"), optional=("theme", "note"))
    }
