"""What every answer says, and what is not taken in: addresses, hosts, headers, bodies that no page of ours sends."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.factories.world import World
from tests.house import HouseClient
from tests.web.doors import open_tile, plain_client, text_of, tokens_of, without_tokens, words_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
LESSON = "/lesson/friends-of-friends"


def pages_of_everybody(world: World) -> list[TestResponse]:
    stranger, child = world.new_client(), world.signed_in(world.pupil("Oak", 12))
    teacher, officer = world.signed_in(world.staff("patel")), world.signed_in(world.staff("khan"))
    oak = f"/desk/class/{world.class_ref('Oak')}"
    (concern,) = world.rows("SELECT ref FROM concern LIMIT 1")
    seen = [open_tile(stranger, world.pupil("Oak"))]
    for client, paths in (
        (stranger, ("/", "/tiles", "/staff/sign-in", "/home", "/desk", "/health", "/no/such/page", "/static/none.css")),
        (child, ("/home", LESSON, "/help", "/not-me", "/help/sent", "/desk", f"{LESSON}/choose")),
        (
            teacher,
            ("/desk", oak, f"{oak}{LESSON}", f"{oak}{LESSON}.csv", "/desk/lessons", f"/desk/lessons{LESSON[7:]}"),
        ),
        (officer, ("/desk", "/concerns", f"/concerns/{concern[0]}", oak)),
    ):
        seen += [client.get(path) for path in paths]
    return seen


def test_every_answer_to_everybody_carries_the_policy_and_is_kept_nowhere(world: World) -> None:
    seen = pages_of_everybody(world)
    assert {page.status_code for page in seen} == {200, 302, 404, 405}
    for page in seen:
        where = page.request.path
        assert page.headers["Content-Security-Policy"] == POLICY, where
        assert page.headers["Cache-Control"] == "no-store", where
        assert page.headers["X-Content-Type-Options"] == "nosniff", where
        assert page.headers["Referrer-Policy"] == "same-origin", where
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin", where
        assert "Cookie" in page.headers["Vary"], where
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_static_files_with_a_version_are_kept_for_ever_also_when_asked_again(world: World) -> None:
    client = world.new_client()
    (address,) = re.findall(r'href="(/static/css/base\.css\?v=[^"]+)"', client.get("/").get_data(as_text=True))
    for headers, status in (
        ({}, 200),
        ({"If-None-Match": client.get(address).headers["ETag"]}, 304),
        ({"Range": "bytes=0-9"}, 206),
    ):
        answer = client.get(address, headers=headers)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/static/css/base.css").headers["Cache-Control"] == "public, max-age=300"


def test_static_files_carry_no_header_that_only_a_page_can_use(world: World) -> None:
    headers = world.new_client().get("/static/css/base.css").headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy", "Content-Disposition"):
        assert name not in headers
    for name in ("Permissions-Policy", "Cross-Origin-Opener-Policy"):
        assert name in world.new_client().get("/static/css/none.css").headers


@pytest.mark.parametrize("path", ["/", "/home", "/static/css/base.css", "/no/such", "/health"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil"])
def test_a_foreign_host_gets_a_page_that_says_what_to_do(world: World, path: str, host: str) -> None:
    for client in (world.new_client(), world.signed_in(world.staff("patel")), world.signed_in(world.pupil())):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "This is not the school's address" in words_of(answer)
        assert "Type the address that your teacher gave you" in words_of(answer)
        assert host not in answer.get_data(as_text=True)
        assert "Mrs Patel" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost", "localhost:8123", "127.0.0.1", "127.0.0.1:80"])
def test_a_host_of_the_school_is_taken_on_any_port(world: World, host: str) -> None:
    assert world.new_client().get("/", headers={"Host": host}).status_code == 200


def test_forged_headers_of_a_proxy_change_nothing(world: World) -> None:
    forged = {
        "X-Forwarded-For": "203.0.113.9",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Prefix": "/evil",
        "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
        "X-Original-URL": "/concerns",
        "X-Rewrite-URL": "/concerns",
        "X-HTTP-Method-Override": "DELETE",
        "X-Real-IP": "203.0.113.9",
    }
    plain, with_forged = world.new_client().get("/"), world.new_client().get("/", headers=forged)
    assert text_of(plain) == text_of(with_forged)
    assert world.new_client().get("/home", headers=forged).location == "/"
    assert world.new_client().get("/desk", headers=forged).location == "/staff/sign-in"


def bodies() -> dict[str, tuple[int, dict[str, Any]]]:
    form = "application/x-www-form-urlencoded"
    multipart = "multipart/form-data; boundary=b"
    start = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
    one_part = start % b"code" + b"x" * 600_000 + b"\r\n--b--"
    many_parts = b"".join(start % b"f%d" % each + b"x\r\n" for each in range(5000))
    a_file = b'--b\r\nContent-Disposition: form-data; name="code"; filename="../../x"\r\n\r\nx\r\n--b--'
    entity = b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
    return {
        "a field of 600 kB": (413, {"data": {"code": "x" * 600_000}}),
        "a part of 600 kB": (413, {"data": one_part, "content_type": multipart}),
        "5,000 fields": (413, {"data": {f"f{each}": "x" for each in range(5000)}}),
        "5,000 parts": (413, {"data": many_parts + b"--b--", "content_type": multipart}),
        "only ampersands": (413, {"data": b"&" * 5000, "content_type": form}),
        "JSON": (415, {"json": {"code": "BCDFGH"}}),
        "JSON called a form": (403, {"data": json.dumps({"code": "x"}), "content_type": form}),
        "broken JSON": (415, {"data": "{", "content_type": "application/json"}),
        "no kind named": (415, {"data": b"code=BCDFGH"}),
        "plain text": (415, {"data": b"code=x", "content_type": "text/plain"}),
        "XML": (415, {"data": entity, "content_type": "text/xml"}),
        "a kind that is none": (415, {"data": b"x", "content_type": "multipart"}),
        "parts without a boundary": (403, {"data": b"xx", "content_type": "multipart/form-data"}),
        "parts cut off": (403, {"data": b'--b\r\nContent-Disposition: form-data; name="a', "content_type": multipart}),
        "gzip": (415, {"data": gzip.compress(b"code=" + b"x" * 9_000_000), "content_type": form,
                       "headers": {"Content-Encoding": "gzip"}}),
        "not UTF-8": (403, {"data": b"code=%ff%fe%ED%A0%80", "content_type": form}),
        "another set of letters": (403, {"data": b"code=x", "content_type": f"{form}; charset=utf-7"}),
        "a file": (403, {"data": a_file, "content_type": multipart}),
    }  # fmt: skip


@pytest.mark.parametrize("name", bodies())
def test_a_body_that_no_page_of_ours_sends_is_refused_and_said_why(world: World, name: str) -> None:
    status, body = bodies()[name]
    for client, path in ((world.new_client(), "/class-code"), (world.signed_in(world.pupil()), "/help")):
        answer = client.post(path, **body)
        assert answer.status_code == status
        assert answer.mimetype == "text/html"
        assert "Noth" in words_of(answer)  # nothing was sent, or nothing was changed


@pytest.mark.parametrize(("length", "status"), [("9999999", 413), ("-5", 403), ("many", 403), ("1e9", 403), ("٣", 403)])
def test_a_body_that_lies_about_its_length_is_not_waited_for(world: World, length: str, status: int) -> None:
    form = {"CONTENT_LENGTH": length, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    answer = plain_client(world.app).post("/class-code", data=b"x", environ_overrides=form)
    assert answer.status_code == status


ADDRESSES = {
    "/" + "a" * 8_000: 414,
    "/lesson/" + "a" * 8_000: 414,
    "/?" + "x=1&" * 2_000: 414,
    "/%00": 404,
    "/lesson/%00": 404,
    "/static/%00": 404,
    "/static/css/%00base.css": 404,
    "/static/%2e%2e/esafety/app.py": 404,
    "/static/..%2fesafety/app.py": 404,
    "/static/..%5c..%5cesafety": 404,
    "/static/": 404,
    "/lesson/%2e%2e": 404,
    "/;": 404,
    "/home;": 404,
    "/home/": 404,
    "/%ff%fe": 404,
    "/%ED%A0%80": 404,
    "/lesson/FRIENDS-OF-FRIENDS": 404,
    "/lesson/friends-of-friends%0a": 404,
    "/lesson/0": 404,
    "/lesson/-1": 404,
    "/lesson/9223372036854775808": 404,
    "/lesson/wrens-name-badge": 404,  # the other key stage's
    "/help/%2e%2e/desk": 404,
    "/HOME": 404,
}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:30])
def test_an_address_that_is_not_there_is_answered_calmly(world: World, address: str) -> None:
    answer = world.signed_in(world.pupil("Oak", 12)).get(address)
    assert answer.status_code == ADDRESSES[address]
    assert answer.mimetype == "text/html"


def test_doubled_slashes_lead_to_the_same_address_of_ours(world: World) -> None:
    client = world.signed_in(world.pupil())
    assert client.get("/static//etc/passwd").location == "http://localhost/static/etc/passwd"
    assert client.get("/static//etc/passwd", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("ref", ["0", "-1", "9223372036854775808", "abc", "a" * 12, "b" * 13, "../oak"])
def test_a_class_that_is_not_there_and_one_of_others_get_the_same_page(world: World, ref: str) -> None:
    teacher = world.signed_in(world.staff("patel"))
    others = teacher.get(f"/desk/class/{world.class_ref('Willow')}")
    assert others.status_code == 404
    answer = teacher.get(f"/desk/class/{ref}")
    assert (answer.status_code, without_tokens(answer)) == (404, without_tokens(others))
    assert without_tokens(teacher.get(f"/desk/class/{ref}{LESSON}")) == without_tokens(others)


@pytest.mark.parametrize("query", ["page=-1", "page=1000000000", "v=nan", "v=%00", "sort=id;drop", "v[]=1", "v=1&v=2"])
def test_questions_that_no_page_asks_leave_the_page_as_it_is(world: World, query: str) -> None:
    teacher = world.signed_in(world.staff("patel"))
    for path in ("/desk", "/desk/lessons", f"/desk/class/{world.class_ref('Oak')}{LESSON}"):
        assert text_of(teacher.get(f"{path}?{query}")) == text_of(teacher.get(path))


EVIL = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/%2f%2fevil.example", "%2f%2fevil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example",
    " //evil.example", "https://evil.example", "https:evil.example", "HTTPS://EVIL.EXAMPLE", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example/home", "/home//evil.example", "/\u2028/evil.example",
    "//127.0.0.1@evil.example", "/.//evil.example", "/..//evil.example", "http://localhost@evil.example", "/\x00/evil",
    "\uff0f\uff0fevil.example", "/home?next=//evil.example", "/home#//evil.example", "x" * 1500, "/" + "x" * 1500,
)  # fmt: skip


@pytest.mark.parametrize("address", EVIL, ids=lambda address: repr(address)[:30])
def test_no_spelling_of_a_way_back_leaves_the_school(world: World, address: str) -> None:
    client = world.signed_in(world.pupil("Oak", 12))
    pages = [client.get("/not-me", query_string={"back": address}), client.get("/help", query_string={"from": address})]
    pages.append(client.post_form(pages[1], action="/help", fields={"words": "x"}, forged={"from_page": address}))
    for page in pages:
        assert page.status_code == 200
        html = page.get_data(as_text=True)
        assert "evil.example" not in html.lower()
        leads = set(re.findall(r'<a[^>]+href="([^"]*)"', html)) - {"#main"}
        ways = r"/(home|help|not-me|reading|tiles)?(\?(from|back)=/[a-z/-]*)?"
        assert all(re.fullmatch(ways, each) for each in leads), leads


def test_a_way_back_from_a_refused_form_leads_to_the_page_it_stands_on(world: World) -> None:
    client = world.signed_in(world.pupil("Oak", 12))
    asked = client.post_form(client.get(LESSON), button="Let's begin")
    refused = client.post_form(asked, action="/answer", forged={"answer": "nowhere"})
    assert refused.status_code == 400
    page = client.follow_link(refused, words="I need help")
    assert client.follow_link(page, words="Go back").request.path == LESSON
    assert client.follow_link(client.follow_link(refused, words="Not me"), words="that's me").request.path == LESSON


@pytest.mark.parametrize(
    "forged",
    [
        {"HX-Request": "true"},
        {
            "HX-Request": "true",
            "HX-Target": "main",
            "HX-Trigger": "admin",
            "HX-Current-URL": "https://evil.example/desk",
        },
        {"HX-Request": "true", "HX-Boosted": "true", "HX-History-Restore-Request": "true"},
        {"HX-Request": "TRUE"},
        {"HX-Request": "<b>"},
    ],
    ids=str,
)
def test_forged_headers_of_htmx_give_the_same_rights(world: World, forged: dict[str, str]) -> None:
    child, stranger, teacher = world.signed_in(world.pupil()), world.new_client(), world.signed_in(world.staff("patel"))
    others = f"/desk/class/{world.class_ref('Willow')}"
    assert child.get("/desk", headers=forged).status_code == 404
    assert child.get("/concerns", headers=forged).status_code == 404
    assert teacher.get("/concerns", headers=forged).status_code == 404
    assert teacher.get(f"{others}{LESSON}", headers=forged).status_code == 404
    answer = stranger.get("/home", headers=forged)
    assert answer.status_code in {302, 401}
    assert "My lessons" not in words_of(answer)
    assert stranger.post("/help", headers=forged, data={"words": "x"}).status_code in {302, 401}
    assert child.post("/help", headers=forged, data={"words": "x"}).status_code == 403


def test_a_part_is_only_ever_a_part_of_the_page_that_one_may_see(world: World) -> None:
    client = world.signed_in(world.pupil("Oak", 12))
    whole, part = client.get(LESSON), client.get(LESSON, headers={"HX-Request": "true"})
    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-Request" in part.headers["Vary"]
    assert text_of(part).strip() in text_of(whole)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_ways_of_asking_are_refused(world: World, method: str) -> None:
    client: HouseClient = world.signed_in(world.pupil("Oak", 12))
    tokens = tokens_of(client.get("/help"))
    for path in ("/home", "/help", f"{LESSON}/choose", "/desk"):
        assert client.open(path, method=method, data=tokens).status_code in {404, 405}
