"""Forgetting tries and stays that nothing needs any more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnExpressionArgument, delete, select

from esafety.accounts.models import SignIn, SignInTry
from esafety.db import db, rows_changed


def forget_wrong_tries(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` wrong tries to sign in from before that moment; return how many."""
    return _forget_tries(SignInTry.was_right.is_(False), before=before, at_most=at_most)


def forget_right_tries(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` right tries from before that moment; return how many.

    They are what makes a classroom's tablets known to it: kept only as long as wrong ones, the class would come back
    from its holidays to tablets that count as strangers.
    """
    return _forget_tries(SignInTry.was_right, before=before, at_most=at_most)


def _forget_tries(which: ColumnExpressionArgument[bool], *, before: datetime, at_most: int) -> int:
    old = select(SignInTry.id).where(which, SignInTry.at < before).order_by(SignInTry.at).limit(at_most)
    return rows_changed(db.session(), statement=delete(SignInTry).where(SignInTry.id.in_(old)))


def forget_stays(*, before: datetime, at_most: int) -> int:
    """Delete up to `at_most` stays that were last used before that moment; return how many.

    Most end by running out, which nothing writes down: what counts is when they were last used.
    """
    old = select(SignIn.id).where(SignIn.seen_at < before).order_by(SignIn.seen_at).limit(at_most)
    return rows_changed(db.session(), statement=delete(SignIn).where(SignIn.id.in_(old)))
