"""E-mail without content: with what it tells of or not at all, again until it is taken, and to nobody who has left."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate
from flask import current_app
from sqlalchemy import func, select, update

from esafety import clock
from esafety.certificate_making import make_authority, make_certificate
from esafety.clockwork import service as clockwork
from esafety.clockwork.lease import Keeper
from esafety.clockwork.models import TimedJob
from esafety.clockwork.rules import MOST_TRIES, Pace
from esafety.config import Settings, SettingsProblem
from esafety.db import db
from esafety.mail_settings import Mail
from esafety.moderation.child_reports import report
from esafety.moderation.notices import NoticeKind, notify
from esafety.moderation.ringing import ring_for_late_messages
from esafety.moderation.states import Decision
from esafety.outbox import service
from esafety.outbox.models import OutgoingMail
from esafety.outbox.words import body_of, subject_of
from esafety.school.models import School, Staff, Term
from tests.factories.classroom import SAD, Classroom, approved, choose, sent
from tests.factories.mail_server import MailServer, mail_server

CANARY = "zyxcanaryqwv"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def school(classroom: Classroom, post_office: MailServer) -> Classroom:
    """A school with a mail server, open from a quarter to nine to half past three in November 2026."""
    use(Mail(host="127.0.0.1", port=post_office.port, security="none", sender="esafety@school.example"))
    row = db.session.get_one(School, classroom.school_id)
    row.opens, row.closes = time(8, 45), time(15, 30)
    db.session.add(Term(school_id=row.id, name="Autumn", starts_on=date(2026, 9, 1), ends_on=date(2026, 12, 18)))
    db.session.commit()
    return classroom


def use(mail: Mail | None) -> None:
    settings: Settings = current_app.extensions["esafety.settings"]
    current_app.extensions["esafety.settings"] = replace(settings, mail=mail, base_url="https://esafety.school.example")


def do_all() -> None:
    """Whatever is due, as the clockwork does it."""
    db.session.rollback()  # what a test has read holds the database
    keeper = Keeper(current_app._get_current_object(), pace=Pace(), when_stuck=lambda: None)  # type: ignore[attr-defined]
    keeper.look()
    assert keeper.is_held
    while clockwork.do_next(holder=keeper.holder):
        db.session.remove()
    keeper.let_go()


def job() -> tuple[int, str, datetime]:
    """How often the one e-mail was tried, what went wrong, and when it comes again."""
    wanted = select(TimedJob.tries, TimedJob.last_fault, TimedJob.next_try_at).where(TimedJob.kind == service.SEND)
    tries, fault, at = db.session.execute(wanted).one()
    return tries, fault, at


def mails(ended: str | None = None) -> int:
    wanted = select(func.count()).select_from(OutgoingMail)
    return db.session.scalar(wanted if ended is None else wanted.where(OutgoingMail.ended == ended)) or 0


def everybody_told(server: MailServer) -> list[str]:
    return sorted(server.receivers)


def test_an_urgent_message_is_told_of_by_mail_to_all_who_must_know(school: Classroom, post_office: MailServer) -> None:
    with time_machine.travel(NOON, tick=False):
        sent(school.ada, f"{SAD} {CANARY}")
        assert mails("") == 4
        do_all()
    assert everybody_told(post_office) == [f"{who}@school.example" for who in ("bell", "khan", "lloyd", "rahman")]
    assert mails("sent") == 4


def test_a_letter_says_what_kind_of_thing_and_where_and_no_more(school: Classroom, post_office: MailServer) -> None:
    with time_machine.travel(NOON, tick=False):
        sent(school.ada, f"{SAD} {CANARY}")
        do_all()
    for letter in post_office.letters:
        assert letter["From"] == "esafety@school.example"
        assert letter["Subject"] == "esafety: please look now"
        assert letter["Auto-Submitted"] == "auto-generated"
        whole = letter.as_string()
        assert "https://esafety.school.example" in whole
        for secret in (CANARY, "Ada", "Oak", "Red Fox", "hits", "cross"):
            assert secret not in whole
    assert len({letter["Message-ID"] for letter in post_office.letters}) == 4


def test_out_of_hours_the_schools_own_address_is_told_too(school: Classroom, post_office: MailServer) -> None:
    db.session.execute(
        update(School).where(School.id == school.school_id).values(out_of_hours_email="night@trust.example")
    )
    db.session.commit()
    with time_machine.travel(SUNDAY, tick=False):
        sent(school.ada, SAD)
        do_all()
    assert "night@trust.example" in post_office.receivers
    with time_machine.travel(NOON, tick=False):
        sent(school.ben, SAD)
        do_all()
    assert post_office.receivers.count("night@trust.example") == 1


def test_a_late_urgent_message_goes_there_too_and_to_each_at_once(school: Classroom) -> None:
    db.session.execute(
        update(School).where(School.id == school.school_id).values(out_of_hours_email="night@trust.example")
    )
    db.session.commit()
    for minutes in (0, 5):
        with time_machine.travel(SUNDAY - timedelta(minutes=60 - minutes), tick=False):
            sent(school.ada, SAD)
    before = mails()
    for minutes in (0, 1, 5, 6):
        with time_machine.travel(SUNDAY + timedelta(minutes=minutes), tick=False):
            ring_for_late_messages()
            db.session.commit()
    wanted = select(OutgoingMail.staff_id).where(OutgoingMail.kind == "urgent late")
    of_class = [school.teacher.person_id, school.cover.person_id]
    assert sorted(db.session.scalars(wanted), key=str) == sorted([*of_class, None] * 2, key=str)
    assert mails() == before + 6


def test_a_school_without_such_an_address_or_without_a_mail_server_puts_nothing(
    school: Classroom, post_office: MailServer
) -> None:
    assert not service.put(school_id=school.school_id, kind="urgent", staff_id=None)
    use(None)
    sent(school.ada, SAD)
    do_all()
    assert (mails(), post_office.letters) == (0, [])


def test_a_mail_stands_and_falls_with_what_it_tells_of(school: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlucky(**_facts: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("esafety.moderation.receiving.notify", unlucky)
    with pytest.raises(OSError, match="full"):
        sent(school.ada, SAD)
    assert mails() == 0
    assert db.session.scalars(select(TimedJob).where(TimedJob.kind == service.SEND)).all() == []


def test_a_server_that_refuses_is_asked_again_and_then_each_letter_goes_once(
    school: Classroom, post_office: MailServer
) -> None:
    post_office.refuses = "451 not now"
    with time_machine.travel(NOON, tick=False) as traveller:
        notify(
            school_id=school.school_id, staff_ids=[school.officer.person_id], kind=NoticeKind.FILTER_FAILED,
            subject="message:1",
        )  # fmt: skip
        db.session.commit()
        do_all()
        assert (post_office.letters, mails("")) == ([], 1)
        assert job() == (1, "SMTPSenderRefused", NOON + timedelta(minutes=1))
        traveller.move_to(NOON + timedelta(minutes=1), tick=False)
        do_all()
        assert job() == (2, "SMTPSenderRefused", NOON + timedelta(minutes=3))
        post_office.refuses = ""
        traveller.move_to(NOON + timedelta(minutes=3), tick=False)
        do_all()
        do_all()
    assert post_office.receivers == ["khan@school.example"]
    assert (len(post_office.letters), mails("sent")) == (1, 1)


def test_a_server_that_is_gone_for_good_is_given_up_and_that_is_on_record(
    school: Classroom, post_office: MailServer
) -> None:
    post_office.refuses = "451 not now"
    with time_machine.travel(NOON, tick=False) as traveller:
        service.put(school_id=school.school_id, kind="late", staff_id=school.officer.person_id)
        db.session.commit()
        for hours in range(MOST_TRIES + 1):
            traveller.move_to(NOON + timedelta(hours=2 * hours), tick=False)
            do_all()
    (given_up,) = db.session.scalars(select(TimedJob).where(TimedJob.kind == service.SEND))
    assert (given_up.state, given_up.tries) == ("given-up", MOST_TRIES)


def test_who_has_left_since_is_told_nothing(school: Classroom, post_office: MailServer) -> None:
    service.put(school_id=school.school_id, kind="late", staff_id=school.officer.person_id)
    db.session.execute(update(Staff).where(Staff.id == school.officer.person_id).values(left_on=clock.now().date()))
    db.session.commit()
    do_all()
    assert (post_office.letters, mails("dropped")) == ([], 1)


def test_many_of_one_kind_are_one_letter_but_what_is_urgent_always_goes(
    school: Classroom, post_office: MailServer
) -> None:
    with time_machine.travel(NOON, tick=False):
        for child in (school.ada, school.cai):
            report(school.ben, ref=approved(child, by=school.teacher))
        sent(school.ada, SAD)
        sent(school.ben, SAD)
        do_all()
    to_teacher = [letter["Subject"] for letter in post_office.letters if letter["To"] == "lloyd@school.example"]
    assert sorted(to_teacher) == [
        "esafety: please look now", "esafety: please look now", "esafety: something waits for you",
    ]  # fmt: skip


def test_escalating_by_hand_is_told_of_by_mail(school: Classroom, post_office: MailServer) -> None:
    choose(school.teacher, sent(school.ada), Decision.ESCALATE, words="Please look")
    do_all()
    assert everybody_told(post_office) == [f"{who}@school.example" for who in ("bell", "khan", "rahman")]


def test_what_was_sent_is_forgotten_after_a_while(school: Classroom) -> None:
    service.put(school_id=school.school_id, kind="late", staff_id=school.officer.person_id)
    service.put(school_id=school.school_id, kind="late", staff_id=school.deputy.person_id)
    db.session.commit()
    do_all()
    assert service.forget_old(before=clock.now() - timedelta(days=1), at_most=9) == 0
    assert service.forget_old(before=clock.now() + timedelta(days=1), at_most=1) == 1
    assert mails() == 1


def test_every_kind_of_notice_has_its_sentence() -> None:
    assert len({body_of(kind, address="") for kind in NoticeKind}) == len(NoticeKind)
    assert body_of("something new", address="https://x.example").startswith("Something waits for you.")
    assert {subject_of(kind) for kind in NoticeKind} == {
        "esafety: please look now", "esafety: something is late", "esafety: something waits for you",
    }  # fmt: skip


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for "localhost", by an authority that this process trusts."""
    at = datetime.now(UTC) - timedelta(days=1)
    authority, authority_key = make_authority(["localhost"], at=at)
    chain, key = make_certificate(
        ["localhost"],
        authority=load_pem_x509_certificate(authority.encode()),
        authority_key=load_pem_private_key(authority_key.encode(), password=None),
        at=at,
    )
    for name, content in (("ca.pem", authority), ("chain.pem", chain), ("key.pem", key)):
        (tmp_path / name).write_text(content, encoding="ascii")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "chain.pem", tmp_path / "key.pem")
    return context


def put_one(school: Classroom) -> None:
    service.put(school_id=school.school_id, kind="late", staff_id=school.officer.person_id)
    db.session.commit()
    do_all()


def with_tls(port: int) -> Mail:
    return Mail(
        host="localhost", port=port, security="starttls", sender="esafety@school.example", user="us", password="pass"
    )


def test_it_signs_in_only_after_the_line_is_encrypted(school: Classroom, tls: ssl.SSLContext) -> None:
    with mail_server(tls=tls) as server:
        use(with_tls(server.port))
        put_one(school)
    assert (server.signed_in, server.was_encrypted) == (["us pass"], [True])


def test_it_tells_nothing_to_a_server_that_it_does_not_trust(
    school: Classroom, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "nobody.pem").write_text("", encoding="ascii")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "nobody.pem"))
    with mail_server(tls=tls) as server:
        use(with_tls(server.port))
        put_one(school)
    assert (server.signed_in, server.letters, mails("")) == ([], [], 1)


def test_it_tells_nothing_to_a_server_that_cannot_encrypt(school: Classroom, post_office: MailServer) -> None:
    use(with_tls(post_office.port))
    put_one(school)
    assert (post_office.signed_in, post_office.letters, mails("")) == ([], [], 1)


GOOD = {"ESAFETY_MAIL_SERVER": "mail.school.example", "ESAFETY_MAIL_FROM": "esafety@school.example"}


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"ESAFETY_MAIL_SERVER": ""}, "ESAFETY_MAIL_SERVER is missing"),
        ({"ESAFETY_MAIL_SERVER": "mail.school.example:"}, "for example mail.school.example:587"),
        ({"ESAFETY_MAIL_SERVER": "mail.school.example:70000"}, "for example mail.school.example:587"),
        ({"ESAFETY_MAIL_SERVER": "https://mail"}, "for example mail.school.example:587"),
        ({"ESAFETY_MAIL_SECURITY": "ssl"}, "starttls, tls or none"),
        ({"ESAFETY_MAIL_FROM": ""}, "for example esafety@school.example"),
        ({"ESAFETY_MAIL_FROM": "a@b.example, c@d.example"}, "for example esafety@school.example"),
        ({"ESAFETY_MAIL_FROM": "a@b.example\r\nBcc: x@y.example"}, "for example esafety@school.example"),
        ({"ESAFETY_MAIL_USER": "us"}, "belong together"),
        (
            {"ESAFETY_MAIL_USER": "us", "ESAFETY_MAIL_PASSWORD": "pass", "ESAFETY_MAIL_SECURITY": "none"},
            "where everybody can listen in",
        ),
    ],
)
def test_mail_settings_that_cannot_be_are_named(env: dict[str, str], says: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem) as problem:
        Settings.from_environment({"ESAFETY_DATA": str(tmp_path), **GOOD, **env})
    (sentence,) = problem.value.sentences
    assert says in sentence


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_usual_port_of_each_way(security: str, port: int, tmp_path: Path) -> None:
    env = {"ESAFETY_DATA": str(tmp_path), **GOOD, "ESAFETY_MAIL_SECURITY": security}
    mail = Settings.from_environment(env).mail
    assert mail is not None
    assert (mail.port, mail.security) == (port, security or "starttls")


def test_the_password_is_not_shown() -> None:
    assert "pass" not in repr(with_tls(25))
    assert Settings.from_environment({"ESAFETY_DATA": "/tmp/none"}).mail is None  # noqa: S108 - nothing is written
