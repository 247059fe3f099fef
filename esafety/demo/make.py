"""Making the demonstration in an empty database."""

from __future__ import annotations

import json
import os
import secrets as random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select, update

from esafety import clock
from esafety.accounts import secrets
from esafety.accounts.rules import ALWAYS, PICTURES_NEEDED, PICTURES_SHOWN
from esafety.config import SettingsProblem
from esafety.content.facts import Facts
from esafety.db import atomic, db
from esafety.demo.board import open_the_boards, use_the_boards
from esafety.demo.people import PASSPHRASE_WORDS, SCHOOLS, DemoClass, DemoSchool, DemoStaff, with_full_classes
from esafety.demo.use import use_the_schools
from esafety.roles import Role
from esafety.school.models import ClassTeacher, NamedRole, Pupil, School, SchoolClass, Staff, Term

SIGN_INS = "demo-sign-ins.json"
WORDS_IN_PASSPHRASE = 4
SignInFacts = dict[str, Any]


def make_demo(app: Flask, *, data: Path, has_full_classes: bool = False) -> list[SignInFacts]:
    """Make the schools in an empty database, or find them made; return every sign-in.

    With `has_full_classes` thirty children are in each class; the first of them are the same as without.

    The sign-ins are kept in a file of `data` that only its owner may read: the database holds no more than digests.

    Raises:
        SettingsProblem: the database holds schools that are not the demonstration's.
    """
    kept = data / SIGN_INS
    with app.app_context():
        has_schools = db.session.scalar(select(School.id).limit(1)) is not None
    if has_schools:
        found = _kept_sign_ins(kept)
        with app.app_context():
            _open_at_any_hour()
            open_the_boards()
        return found
    passphrases = {member.email: _passphrase() for school in SCHOOLS for member in school.staff}
    with ThreadPoolExecutor(max_workers=2) as pool:
        hashes = dict(zip(passphrases, pool.map(secrets.passphrase_hash, passphrases.values()), strict=True))
    with app.app_context():
        schools = [with_full_classes(school) if has_full_classes else school for school in SCHOOLS]
        return _make_schools(schools, passphrases=passphrases, hashes=hashes, kept=kept)


@atomic
def _open_at_any_hour() -> None:
    # A demonstration made by an older version has school hours, and people try it on Saturday evenings.
    db.session.execute(update(School).values(sign_in_window=ALWAYS))


def _kept_sign_ins(kept: Path) -> list[SignInFacts]:
    if not kept.exists():
        raise SettingsProblem(
            [f"{kept.parent} holds a school that is not the demonstration's; choose another folder with --data."]
        )
    found: list[SignInFacts] = json.loads(kept.read_text(encoding="utf-8"))
    return found


def write_for_owner(path: Path, *, text: str) -> None:
    """Write `text` to `path`, readable by its owner alone from the first byte."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


@atomic
def _make_schools(
    schools: Sequence[DemoSchool], *, passphrases: dict[str, str], hashes: dict[str, str], kept: Path
) -> list[SignInFacts]:
    sign_ins = []
    for plan in schools:
        school = School(name=plan.name, nation=plan.nation, sign_in_window=ALWAYS)
        db.session.add(school)
        db.session.flush()
        _add_calendar(school)
        classes = {each.name: _add_class(school, plan=each) for each in plan.classes}
        sign_ins += _add_staff(school, plan=plan, classes=classes, passphrases=passphrases, hashes=hashes)
        for each in plan.classes:
            sign_ins += _add_pupils(school, plan=each, class_=classes[each.name])
    use_the_boards()
    use_the_schools()
    # Before the commit: schools whose sign-ins nobody knows could never be entered.
    write_for_owner(kept, text=json.dumps(sign_ins, ensure_ascii=False, indent=1))
    return sign_ins


def academic_year(day: date) -> int:
    """The calendar year in which the school year of `day` began."""
    return day.year if day.month >= 9 else day.year - 1  # noqa: PLR2004 - September


def _add_calendar(school: School) -> None:
    year = academic_year(clock.now().date())
    terms = (
        ("Autumn, first half", date(year, 9, 2), date(year, 10, 23)),
        ("Autumn, second half", date(year, 11, 2), date(year, 12, 18)),
        ("Spring, first half", date(year + 1, 1, 5), date(year + 1, 2, 12)),
        ("Spring, second half", date(year + 1, 2, 22), date(year + 1, 3, 26)),
        ("Summer, first half", date(year + 1, 4, 12), date(year + 1, 5, 28)),
        ("Summer, second half", date(year + 1, 6, 7), date(year + 1, 7, 21)),
    )
    db.session.add_all(
        Term(school_id=school.id, name=name, starts_on=first, ends_on=last) for name, first, last in terms
    )


def _add_class(school: School, *, plan: DemoClass) -> SchoolClass:
    class_ = SchoolClass(
        school_id=school.id,
        name=plan.name,
        key_stage=plan.key_stage,
        academic_year=academic_year(clock.now().date()),
    )
    db.session.add(class_)
    db.session.flush()
    return class_


def _add_staff(
    school: School,
    *,
    plan: DemoSchool,
    classes: dict[str, SchoolClass],
    passphrases: dict[str, str],
    hashes: dict[str, str],
) -> list[SignInFacts]:
    people = {}
    for member in plan.staff:
        email = f"{member.email}@{plan.domain}"
        person = Staff(school_id=school.id, name=member.name, email=email, passphrase_hash=hashes[member.email])
        db.session.add(person)
        people[member.email] = person
    db.session.flush()
    _add_roles(school, plan=plan, people=people)
    for member in plan.staff:
        _add_teaching(school, member=member, person=people[member.email], classes=classes)
    return [
        {
            "role": str(_role_of(member)),
            "school": plan.name,
            "name": member.name,
            "email": people[member.email].email,
            "passphrase": passphrases[member.email],
            "classes": [*member.leads, *([member.covers] if member.covers else [])],
        }
        for member in plan.staff
    ]


def _role_of(member: DemoStaff) -> Role | str:
    if member.roles:
        return member.roles[0]
    if member.stands_in_for:
        return Role.STAND_IN
    return "cover" if member.covers else Role.TEACHER


def _add_roles(school: School, *, plan: DemoSchool, people: dict[str, Staff]) -> None:
    stand_ins = {member.stands_in_for: people[member.email] for member in plan.staff if member.stands_in_for}
    head = next(people[member.email] for member in plan.staff if Role.HEAD in member.roles)
    deputy = next(people[member.email] for member in plan.staff if Role.DEPUTY in member.roles)
    for member in plan.staff:
        for role in member.roles:
            stand_in = stand_ins.get(role) or (deputy if role is Role.HEAD else head)
            db.session.add(
                NamedRole(
                    school_id=school.id,
                    role=str(role),
                    holder_id=people[member.email].id,
                    stand_in_id=stand_in.id,
                    from_on=date(academic_year(clock.now().date()), 9, 1),
                )
            )


def _add_teaching(school: School, *, member: DemoStaff, person: Staff, classes: dict[str, SchoolClass]) -> None:
    start = date(academic_year(clock.now().date()), 9, 1)
    for name in member.leads:
        db.session.add(ClassTeacher(school_id=school.id, class_id=classes[name].id, staff_id=person.id, from_on=start))
    if member.covers:
        db.session.add(
            ClassTeacher(
                school_id=school.id,
                class_id=classes[member.covers].id,
                staff_id=person.id,
                is_cover=True,
                from_on=start,
                until_on=clock.now().date() + timedelta(days=60),
            )
        )


def _add_pupils(school: School, *, plan: DemoClass, class_: SchoolClass) -> list[SignInFacts]:
    facts: Facts = current_app.extensions["esafety.facts"]
    names = [picture.id for picture in facts.sign_in_pictures][: PICTURES_SHOWN[plan.key_stage]]
    sign_ins = []
    for number, ((first_name, initial), avatar) in enumerate(
        zip(plan.children, list(facts.avatars.values()), strict=False)
    ):
        pupil = Pupil(
            school_id=school.id,
            class_id=class_.id,
            first_name=first_name,
            initial=initial,
            nickname=avatar.nickname,
            avatar=avatar.id,
            year_group=plan.years[number * len(plan.years) // len(plan.children)],
            pictures_hash="",
        )
        db.session.add(pupil)
        db.session.flush()
        pictures = secrets.assign_pictures(names, needed=PICTURES_NEEDED[plan.key_stage])
        pepper = current_app.extensions["esafety.keys"].pepper
        pupil.pictures_hash = secrets.pictures_hash(pictures, pupil_ref=pupil.ref, pepper=pepper)
        sign_ins.append(
            {
                "role": "pupil",
                "school": school.name,
                "class": plan.name,
                "code": class_.code,
                "name": first_name,
                "nickname": pupil.nickname,
                "key_stage": plan.key_stage,
                "year": pupil.year_group,
                "pictures": pictures,
            }
        )
    return sign_ins


def _passphrase() -> str:
    return "-".join(random.choice(PASSPHRASE_WORDS) for _ in range(WORDS_IN_PASSPHRASE))
