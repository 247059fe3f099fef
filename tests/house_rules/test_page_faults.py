"""The test client's own eyes: each fault that it must see at any page, planted."""

from __future__ import annotations

import pytest

from tests.house_rules.page_faults import faults_of

GOOD = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Lessons</title><link rel="stylesheet" href="/static/a.css">
<script src="/static/a.js" defer></script></head>
<body><a href="#main">Skip to the lesson</a><main id="main"><h1>Lessons</h1><img src="/static/a.svg" alt="">
<a href="/home"><img src="/static/b.svg" alt="Home"></a>
<svg aria-hidden="true"><use href="/static/i.svg#hand"></use></svg>
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="1">
<input type="hidden" name="owner" value="2">
<label for="code">Code</label><input id="code" name="code"><label><input type="checkbox" name="a">Mrs Ahmed</label>
<button name="pick" value="apple" aria-label="apple"></button></form></main></body></html>
"""


def test_a_good_page_and_a_good_part_have_no_fault() -> None:
    assert faults_of(GOOD) == []
    assert faults_of('<section id="screen"><h2>Well done</h2></section>') == []


@pytest.mark.parametrize(
    ("was", "planted", "fault"),
    [
        ("</h1>", "</h2>", "line"),
        ('lang="en-GB"', "", "no lang"),
        ("<h1>Lessons</h1>", "<h2>Lessons</h2>", "0 <h1>"),
        ("<h1>Lessons</h1>", "<h1>Lessons</h1><h1>More</h1>", "2 <h1>"),
        ("<title>Lessons</title>", "<title></title>", "no <title>"),
        ("<main id", "<div id", "line"),
        ('alt="">', ">", "no alt"),
        ('alt="Home"', 'alt=""', "has no words"),
        ('id="code"', 'id="main"', "is there 2 times"),
        ('<label for="code">Code</label>', "", "has no label"),
        ('aria-label="apple"', "", "has no words"),
        ('href="#main"', 'href="#gone"', "which is not there"),
        ("<main", '<main style="color:red"', "inline style"),
        ("<main", '<main onclick="x()"', "inline onclick"),
        ("</head>", "<style>p{}</style></head>", "inline <style>"),
        ("</head>", "<script>1</script></head>", "inline <script>"),
        ('href="/home"', 'href="javascript:x()"', "javascript:"),
        ('src="/static/a.svg"', 'src="https://example.org/a.svg"', "leaves the school"),
        ('src="/static/a.js"', 'src="//example.org/a.js"', "leaves the school"),
        ('name="owner"', 'name="other"', "does not carry owner"),
        ('name="csrf_token"', 'name="other"', "does not carry csrf_token"),
        ('<form method="post"', '<form hx-post="/x"', "without JavaScript"),
    ],
)
def test_a_planted_fault_is_seen(was: str, planted: str, fault: str) -> None:
    assert was in GOOD
    assert any(fault in found for found in faults_of(GOOD.replace(was, planted, 1)))
