"""No key, passphrase or token is written in the code (house rule 9)."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules.tree import ROOT, expect_none, parsed, plant

SECRET_NAME = re.compile(
    r"(?:^|_)(?:secret|passphrase|password|pepper|token|secret_key|api_key|private_key|key)s?$", re.IGNORECASE
)
# What names a secret or its place is no secret: a cookie's name, a form's field, a file, a setting.
NAME_OF_SECRET = re.compile(
    r"(?:[a-z][a-z0-9]*[._-])*[a-z][a-z0-9]*|[A-Z][A-Z0-9_]*|[A-Z][a-z]+|__[A-Za-z0-9-]+|[a-z]+://.*|.*\s.*|"
)
KNOWN_SHAPES = re.compile(r"AKIA[0-9A-Z]{16}|-----BEGIN|gh[pousr]_[A-Za-z0-9]{20,}|xox[bap]-|eyJ[A-Za-z0-9_-]{10,}\.")
LONG_AND_DENSE = re.compile(r"[A-Za-z0-9+/=_-]{24,}")
BITS_PER_CHARACTER = 4.2


def secrets_in(root: Path) -> Iterator[str]:
    for name, tree in parsed(root, under="esafety"):
        for node in ast.walk(tree):
            for called, value in _named_strings(node):
                if SECRET_NAME.search(called) and not NAME_OF_SECRET.fullmatch(value):
                    yield f"{name}: {called} = {value[:3]}... is written in the code"
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and _looks_secret(node.value):
                yield f"{name}:{node.lineno}: this string looks like a key"


def _named_strings(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Each string with the name it goes by: in assignments, arguments, dictionaries and defaults of settings."""
    pairs: list[tuple[ast.expr | str | None, ast.expr | None]] = []
    if isinstance(node, ast.Assign):
        pairs = [(target, node.value) for target in node.targets]
    elif isinstance(node, ast.AnnAssign):
        pairs = [(node.target, node.value)]
    elif isinstance(node, ast.Dict):
        pairs = list(zip(node.keys, node.values, strict=True))
    elif isinstance(node, ast.Call):
        pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        pairs += [(node.args[0], node.args[1])] if len(node.args) > 1 else []
    elif isinstance(node, ast.arguments):
        pairs = [(arg.arg, default) for arg, default in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
    for called, value in pairs:
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and (name := _name(called)):
            yield name, value.value


def _name(called: ast.expr | str | None) -> str:
    if isinstance(called, ast.Constant):
        return str(called.value)
    if isinstance(called, ast.Name):
        return called.id
    if isinstance(called, ast.Attribute):
        return called.attr
    return called if isinstance(called, str) else ""


def _looks_secret(value: str | bytes) -> bool:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if KNOWN_SHAPES.search(text):
        return True
    # An alphabet to choose from has each character once, a key hardly ever.
    dense = [found for found in LONG_AND_DENSE.findall(text) if len(set(found)) < len(found)]
    return any(_bits(found) > BITS_PER_CHARACTER and re.search(r"\d", found) for found in dense)


def _bits(text: str) -> float:
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)


def test_no_secret_is_in_the_code() -> None:
    expect_none(secrets_in(ROOT))


@pytest.mark.parametrize(
    "source",
    [
        "SECRET_KEY = 'Change-me-2'",
        "app.config.update(SECRET_KEY='N0t very secret'.replace(' ', ''), PEPPER='Salt&vinegar')",
        "settings = {'password': 'Hunter2!'}",
        "key = os.environ.get('ESAFETY_SECRET_KEY', 'Dev-key-1')",
        "def sign(text, *, token='T0ken!'): pass",
        "x = 'AKIAABCDEFGHIJKLMNOP'",
        "pem = '-----BEGIN PRIVATE KEY-----'",
        "x = 'q8Zt3LrW0vXb7NcYp2KdHs5MfGa9qZ'",
    ],
)
def test_a_planted_secret_is_found(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "esafety/planted.py", source)
    assert list(secrets_in(tmp_path))


@pytest.mark.parametrize(
    "source",
    [
        "token = 'csrf_token'",
        "SESSION_KEY = 'sign_in'",
        "pepper = folder / 'pepper.key'",
        "key = env.get('ESAFETY_SECRET_KEY', '')",
        "alphabet = 'BCDFGHJKMNPQRTVWXYZabcdefghk23456789'",
        "topics = {'passwords': 'Passwords'}",
        "passphrase = secrets.choice(words)",
    ],
)
def test_the_name_of_a_secret_is_no_secret(tmp_path: Path, source: str) -> None:
    plant(tmp_path, "esafety/planted.py", source)
    assert not list(secrets_in(tmp_path))
