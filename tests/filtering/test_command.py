"""`esafety filter`: JSON lines in, verdicts out; and one message explained."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from esafety.cli import main
from tests.filtering.corpora import HERE

Said = pytest.CaptureFixture[str]
ROLL = str(HERE / "corpus/roll.json")


def answers(monkeypatch: pytest.MonkeyPatch, capsys: Said, *lines: str, arguments: tuple[str, ...] = ()) -> list[dict]:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines) + "\n"))
    assert main(["filter", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def line(name: str, text: str) -> str:
    return json.dumps({"id": name, "text": text})


def test_each_line_is_answered_with_verdict_categories_and_findings(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    found = answers(
        monkeypatch, capsys, line("a", "we had pasta"), "", line("b", "oh crap"), line("c", "I want to die")
    )
    assert [(one["id"], one["verdict"], one["categories"]) for one in found] == [
        ("a", "allow", []), ("b", "hold", ["profanity"]), ("c", "urgent", ["distress"]),
    ]  # fmt: skip
    (finding,) = found[1]["findings"]
    assert (finding["start"], finding["end"], finding["rule"]) == (3, 7, "profanity.rude-word")
    assert finding["child"] == "Some words are not for our board. Can you say it another way?"


def test_the_roll_is_named_or_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.delenv("FILTER_ROLL", raising=False)
    asked = line("a", "Kacper Wozniak sits here")
    assert answers(monkeypatch, capsys, asked)[0]["verdict"] == "allow"
    assert answers(monkeypatch, capsys, asked, arguments=("--roll", ROLL))[0]["verdict"] == "hold"
    monkeypatch.setenv("FILTER_ROLL", ROLL)
    assert answers(monkeypatch, capsys, asked)[0]["verdict"] == "hold"


@pytest.mark.parametrize("bad", ["not json", "[]", '{"id": 1}', '{"id": 1, "text": 5}', "null"])
def test_a_line_that_is_none_is_held_and_the_next_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: Said, bad: str
) -> None:
    found = answers(monkeypatch, capsys, bad, line("b", "we had pasta"))
    assert [one["verdict"] for one in found] == ["hold", "allow"]
    assert found[0]["error"]


def test_a_message_is_explained(capsys: Said) -> None:
    assert main(["filter", "--roll", ROLL, "explain", "my dad hits me"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("urgent: ")
    assert "distress.hurt-at-home" in said
    assert "hurt, or violence, at home" in said


@pytest.mark.parametrize("text", ["", "[]", '{"pupils": [["only one"]]}', "{"])
def test_a_file_that_is_no_roll_is_said_to_be_none(tmp_path: Path, capsys: Said, text: str) -> None:
    path = tmp_path / "roll.json"
    path.write_text(text, encoding="utf-8")
    assert main(["filter", "--roll", str(path), "explain", "hi"]) == 1
    assert "cannot be used as a roll" in capsys.readouterr().err
