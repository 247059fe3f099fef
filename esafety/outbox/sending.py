"""Handing one e-mail to the school's mail server: the one place from which the program calls anybody."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from esafety import clock
from esafety.mail_settings import Mail

SECONDS = 20


def letter(mail: Mail, *, to: str, subject: str, body: str, ref: str) -> EmailMessage:
    """The e-mail as it is sent. `ref` names it, so that a server which is given it twice can tell."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = mail.sender, to, subject
    made["Date"] = format_datetime(clock.now())
    made["Message-ID"] = f"<{ref}@{mail.sender.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body)
    return made


def hand_over(mail: Mail, *, letter: EmailMessage) -> None:
    """Give `letter` to the mail server.

    Raises:
        OSError: it does not answer, or refuses; `smtplib.SMTPException` is one too.
    """
    with _connected(mail) as server:
        if mail.user:
            server.login(mail.user, mail.password)
        server.send_message(letter)


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.security == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    if mail.security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except BaseException:
            server.close()
            raise
    return server
