"""Text that children and others may type: sixty kinds of trouble through every field, and never a fault or a tag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import html5lib
import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select

from esafety.db import db
from esafety.school.models import SchoolClass, Staff
from tests.factories.world import World, put_back
from tests.house import HouseClient
from tests.house_rules.page_faults import elements
from tests.web.doors import open_tile, plain_client, tokens_of, told_by
from tests.web.lesson_steps import KS2, stand_at

FORM = "application/x-www-form-urlencoded"
LESSON = f"/lesson/{KS2}"
# Our own list: each line is a kind of trouble with its name, made for the fields of this program.
TROUBLE: dict[str, str] = {
    "NUL in the middle": "my\x00secret",
    "only NUL": "\x00" * 20,
    "a lone high surrogate": "a\ud83db",
    "a lone low surrogate": "\udc00",
    "surrogates the wrong way round": "\udc00\ud83d",
    "last sign of Unicode": "\U0010ffff",
    "not a sign": "\ufffe\uffff",
    "private signs": "\ue000\U000f0000",
    "byte order mark": "\ufeffhello",
    "replacement sign": "\ufffd" * 9,
    "right to left": "\u0645\u0631\u062d\u0628\u0627 \u0643\u064a\u0641 \u062d\u0627\u0644\u0643",
    "turned round": "abc\u202egnirts\u202c",
    "isolated": "\u2067abc\u2069",
    "zero width": "h\u200be\u200cl\u200dl\u2060o",
    "soft hyphens": "h\xade\xadl\xadp",
    "combining marks piled up": "h" + "\u0300\u0489\u035f" * 200,
    "only a mark": "\u0301",
    "Hangul fillers": "\u3164\u115f\u1160",
    "tag letters": "\U000e0001\U000e0061",
    "variation": "\u2764\ufe0f",
    "family of four": "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 60,
    "flags": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f\U0001f1ec\U0001f1e7",
    "skin tones": "\U0001f44d\U0001f3fd" * 100,
    "Welsh letters": "Ll\u0177r a'r t\u0177 \u0175yn",
    "small capital i without dot": "\u0130\u0131\u017fK",
    "ligature": "\ufb01ne \ufdfd",
    "digits of many scripts": "\u0663\u096a\u09eb\u0bec\uff17",
    "mathematical letters": "\U0001d4f1\U0001d4ee\U0001d4f5\U0001d4f9",
    "all line ends": "a\rb\nc\r\nd\u2028e\u2029f\x85g\x0bh\x0ci",
    "500 lines": "\n" * 500,
    "tabs and bells": "\t\x07\x08\x1b[31mred\x1b[0m",
    "a very long word": "w" * 9000,
    "ten thousand signs": "ab " * 3334,
    "only spaces": " \xa0\u2003\u3000",
    "script": "<script>alert(1)</script>",
    "broken tag": "<scr<script>ipt>alert(1)//",
    "picture with handler": "<img src=x onerror=alert(1)>",
    "drawing with handler": "<svg/onload=alert(1)>",
    "closing everything": "</textarea></form></section></main></body></html><h1>x</h1>",
    "out of an attribute": '" onmouseover="alert(1)" x="',
    "out of another": "' autofocus onfocus='alert(1)",
    "comment": "--><!-- <b>x</b>",
    "cdata": "]]><![CDATA[<b>x</b>",
    "entities": "&lt;b&gt;&#60;i&#62;&amp;&nbsp;&bogus;",
    "frame": "<iframe srcdoc='<b>x</b>'>",
    "style": "<style>*{display:none}</style>",
    "base": "<base href=//evil.example>",
    "refresh": "<meta http-equiv=refresh content=0;//evil.example>",
    "htmx": "<i hx-get=/sign-out hx-trigger=load>",
    "a form": "<form action=/sign-out method=post><button>x</button></form>",
    "Jinja": "{{ 7*7 }}{% for x in config %}{{ x }}{% endfor %}{# x #}",
    "format strings": "%s%n%(x)s{0}{x.__class__}$x${x}#{x}",
    "SQL": "'; DROP TABLE concern; --",
    "SQL likes": "%_\\%\\_",
    "JSON": '{"feeling": null, "not_adults": [',
    "shell": "`id`; $(id) | id && id",
    "path": "../../../../etc/passwd\\..\\..",
    "a formula": '=HYPERLINK("http://evil.example")',
    "header": "x\r\nSet-Cookie: esafety=evil\r\n\r\n<b>",
    "percent signs": "%00%0d%0a%E0%A4%A%",
    "plus and equals": "a+b=c&d=e;f",
    "numbers": "-1 1e309 NaN Infinity 0x10 9223372036854775808",
    "words of a program": "None null undefined True [object Object]",
    "a name of ours": "csrf_token=owner=key=csrf_token",
    "link": "javascript:alert(1) data:text/html,<b>x</b> //evil.example",
}


def send(client: FlaskClient, address: str, fields: dict[str, Any]) -> tuple[int, str]:
    """Send a form as raw bytes, so that half signs go over the wire as they are."""
    body = urlencode(fields, doseq=True, encoding="utf-8", errors="surrogatepass")
    answer = client.post(address, data=body.encode(), content_type=FORM)
    assert "\r\n" not in answer.headers.get("Location", "")
    return answer.status_code, answer.get_data(as_text=True)


def stands_as_typed(text: str, html: str) -> bool:
    """Whether markup of `text`, whole or cut as short fields cut it, stands unescaped in `html` or took effect."""
    if not re.search(r"[<\"']", text):
        return False
    if any(piece in html for piece in (text.strip(), text.strip()[:12]) if re.search(r"[<\"']", piece)):
        return True
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return any(
        name.startswith(("on", "autofocus", "srcdoc"))
        or value == "refresh"
        or (name, value) == ("hx-get", "/sign-out")
        or "evil.example" in value
        for element in elements(tree)
        for name, value in element.attrib.items()
        if name != "value"
    )


def as_it_arrives(text: str) -> str:
    """What the program makes of `text`: without NUL, lines ended alike, half signs written out as their bytes."""
    plain = text.replace("\x00", "").replace("\r\n", "\n")
    return "".join(quote(each, errors="surrogatepass") if "\ud800" <= each <= "\udfff" else each for each in plain)


@dataclass
class Senders:
    """Somebody at each door and behind it, with what their forms carry; nothing that they send here is ever taken."""

    world: World
    clients: dict[str, HouseClient]
    carried: dict[str, dict[str, str]]
    tile: str
    oak: str

    def client(self, name: str) -> FlaskClient:
        return plain_client(self.world.app, like=self.clients[name])

    def put_everywhere(self, text: str) -> dict[str, tuple[int, str]]:
        """Put `text` into every field of every form; each answer by address."""
        told = dict.fromkeys(("words", "feeling", "about", "not_adult", "from_page", "key"), text)
        forms: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("stranger", "/class-code", {"code": text}),
            ("stranger", "/staff/sign-in", {"email": text, "passphrase": text}),
            ("at the tiles", f"{self.tile}/pictures", {"pick": text, "picked": [text, text]}),
            ("child", "/help", told),
            ("child", f"{LESSON}/choose", {"step": text, "choice": text, "key": text}),
            ("child", f"{LESSON}/answer", {"question": text, "answer": [text, text], "key": text}),
            ("child", f"{LESSON}/answer", {"question": "who-can-see", "answer": text, text: text}),
            ("child", f"{LESSON}/on", {"move": text, "question": text, "key": text}),
            ("teacher", f"{self.oak}/let-in", {"pupil": text}),
        )
        found = {}
        for number, (who, address, fields) in enumerate(forms):
            found[f"{number} {address}"] = send(self.client(who), address, {**self.carried[who], **fields})
        asked = quote(text[:60], errors="surrogatepass")
        for who, address in (
            ("child", "/help?from="),
            ("child", "/not-me?back="),
            ("child", f"{LESSON}?x="),
            ("teacher", f"{self.oak}{LESSON}?v="),
        ):
            answer = self.client(who).get(address + asked)
            found[address] = (answer.status_code, answer.get_data(as_text=True))
        return found


@pytest.fixture(scope="module")
def senders(shared_world: World) -> Iterator[Senders]:
    world = shared_world
    clients = {
        "stranger": world.new_client(),
        "at the tiles": world.new_client(),
        "child": stand_at(world, world.pupil("Oak", 12), lesson_id=KS2, place="question:who-can-see"),
        "teacher": world.signed_in(world.staff("patel")),
    }
    tile = open_tile(clients["at the tiles"], world.pupil("Oak", 3)).request.path
    pages = {"stranger": "/", "at the tiles": "/", "child": "/help", "teacher": "/desk"}
    carried = {name: tokens_of(clients[name].get(page)) for name, page in pages.items()}
    oak = f"/desk/class/{world.class_ref('Oak')}"
    yield Senders(world=world, clients=clients, carried=carried, tile=tile, oak=oak)
    put_back(world)


@pytest.fixture
def fast_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind would else wait for the slow hash of a passphrase that fits nobody."""
    monkeypatch.setattr("esafety.accounts.secrets.passphrase_fits", lambda given, *, kept: (given, kept) is None)


@pytest.mark.usefixtures("fast_hash")
@pytest.mark.parametrize("kind", TROUBLE)
def test_no_text_in_any_field_makes_a_fault_or_a_tag(senders: Senders, kind: str) -> None:
    text = TROUBLE[kind]
    answers = senders.put_everywhere(text)
    assert answers["/help?from="][0] == 200  # the child is still signed in: the forms went all the way
    for where, (status, html) in answers.items():
        assert status < 500, where
        assert not stands_as_typed(text, html), where


@pytest.mark.parametrize("kind", TROUBLE)
def test_what_a_child_says_reaches_its_reader_to_the_letter_and_never_as_a_tag(world: World, kind: str) -> None:
    text = TROUBLE[kind]
    child = plain_client(world.app, like=world.signed_in(world.pupil("Oak", 11)))
    status, html = send(child, "/help", {**tokens_of(child.get("/help")), "words": text, "feeling": "sad"})
    expected = as_it_arrives(text)
    if len(expected) > 2_000:
        assert status == 422
        assert expected in html
        return
    assert status == 303
    (told,) = told_by(world, world.pupil("Oak", 11))
    assert told.words == expected
    reader = plain_client(world.app, like=world.signed_in(world.staff("khan")))
    ((ref,),) = world.rows("SELECT ref FROM concern ORDER BY id DESC LIMIT 1")
    page = reader.get(f"/concerns/{ref}").get_data(as_text=True)
    assert not stands_as_typed(text, page)
    if expected:
        assert str(escape(expected)) in page


HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '" onload="x',
    "{{ 7*7 }}",
    "a\u202eb",
    "O'Brien & Sons <b>",
    "=1+1",
    "hx-get=/x",
)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_out_of_a_list_is_only_ever_text(world: World, name: str) -> None:
    with world.app.app_context():
        row = world.pupil_row(world.pupil("Oak", 0))
        row.first_name, row.initial, row.nickname = name, name[:1], name
        db.session.scalars(select(SchoolClass).where(SchoolClass.id == row.class_id)).one().name = name
        db.session.scalars(select(Staff).where(Staff.name == "Mrs Patel")).one().name = name
        db.session.commit()
    teacher, officer = world.signed_in(world.staff("patel")), world.signed_in(world.staff("khan"))
    renamed = {**world.pupil("Oak", 0), "nickname": name}
    child, stranger = world.signed_in(renamed), world.new_client()
    child.post_form(child.get("/help"), button="Send", fields={"words": "x"})
    ((ref,),) = world.rows("SELECT ref FROM concern ORDER BY id DESC LIMIT 1")
    oak = f"/desk/class/{world.class_ref(name.replace(chr(39), chr(39) * 2))}" if "'" not in name else "/desk"
    pages = [
        open_tile(stranger, renamed),
        stranger.get("/tiles"),
        child.get("/home"),
        child.get("/not-me"),
        child.get("/help"),
    ]
    pages += [teacher.get("/desk"), teacher.get(oak), officer.get(f"/concerns/{ref}"), officer.get("/concerns")]
    for page in pages:
        assert page.status_code == 200
        assert not stands_as_typed(name, page.get_data(as_text=True))
    assert any(name in unescape(page.get_data(as_text=True)) for page in pages)
