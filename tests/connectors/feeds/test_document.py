"""A feed's bytes as items: any charset, any damage."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.feeds.document import FeedError, Item, joined, read_feed
from models.post import MAX_LABEL, MAX_TEXT

ADDRESS = "https://harbours.example/press/rss"
TITLE = "Министерство портов: порты открыты"
BODY = "Вымышленное министерство сообщает, что ни один порт не закрыт и закрывать их никто не собирается."


def read(text: str | bytes, content_type: str | None = "application/rss+xml") -> tuple[Item, ...]:
    return read_feed(text if isinstance(text, bytes) else text.encode(), content_type, ADDRESS).items


def rss(item: str, encoding: str = "utf-8") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel>{item}</channel></rss>'


RUSSIAN = f"<item><title>{TITLE}</title><link>/news/1</link><description>{BODY}</description></item>"


@pytest.mark.parametrize(
    "written", ["cp1251", "koi8-r", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp866"]
)
@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "koi8-r", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize(
    "served", [None, "text/xml", "text/xml; charset=iso-8859-1", "text/html; charset=utf-8"]
)
def test_text_is_right_whatever_is_declared(written: str, declared: str, served: str | None) -> None:
    """By the document or by the server: both are often wrong."""
    (item,) = read(rss(RUSSIAN, declared).encode(written), served)
    assert (item.title, item.body) == (TITLE, BODY)
    assert item.link == "https://harbours.example/news/1"


def test_atom_and_the_oldest_rss_are_read() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="kk-KZ"><title>Порттар</title>'
        "<entry><id>tag:harbours.example,2026:1</id><title>Ресми жауап</title>"
        "<updated>2026-03-02T11:00:00Z</updated>"
        '<link href="/n/1"/><content type="html">&lt;p&gt;Порттар ашық.&lt;/p&gt;</content></entry></feed>'
    )
    (item,) = read(atom)
    assert item.id == "tag:harbours.example,2026:1"
    assert item.text == "Ресми жауап\n\nПорттар ашық."
    assert item.updated == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        "<item rdf:about='x'><title>Ports are open</title><link>https://harbours.example/2</link></item></rdf:RDF>"
    )
    assert [one.title for one in read(rdf)] == ["Ports are open"]


def test_of_a_broken_document_the_items_are_taken() -> None:
    """An open tag, a bare ampersand and a control character cost nothing but themselves."""
    broken = rss(
        "<item><title>Ports & piers <b>open</title><link>/1</link></item>\x0b"
        "<item><title>Second</title><link>/2</link><description>unclosed"
    ).removesuffix("</channel></rss>")
    assert [item.link for item in read(broken)] == [
        "https://harbours.example/1",
        "https://harbours.example/2",
    ]


def test_html_is_read_as_a_reader_sees_it() -> None:
    """No tags, no scripts, paragraphs kept; an escaped letter is a letter."""
    body = (
        "<![CDATA[<p>Ports&nbsp;are <b>open</b> &amp; free.</p><script>alert(1)</script>"
        "<p onclick=x>So they <a href='javascript:x'>remain</a>.<br>Truly.</p><style>p{}</style>]]>"
    )
    (item,) = read(rss(f"<item><title>Ports</title><guid>1</guid><description>{body}</description></item>"))
    assert item.body == "Ports are open & free.\n\nSo they remain.\nTruly."


def test_the_longest_of_several_bodies_is_taken() -> None:
    item = (
        "<item><guid>1</guid><title>T</title><description>Short</description>"
        '<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        "&lt;p&gt;The whole text.&lt;/p&gt;</c:encoded>"
        "</item>"
    )
    assert read(rss(item))[0].body == "The whole text."


@pytest.mark.parametrize(
    ("title", "body", "text"),
    [
        ("Ports are open", "Ports are open. So says the ministry.", "Ports are open. So says the ministry."),
        ("Ports are…", "Ports  are\nopen.", "Ports  are\nopen."),
        ("Ports are open", "So says the ministry.", "Ports are open\n\nSo says the ministry."),
        ("Ports are open", "", "Ports are open"),
        ("", "So says the ministry.", "So says the ministry."),
        ("", "", ""),
    ],
)
def test_the_title_comes_once(title: str, body: str, text: str) -> None:
    assert joined(title, body) == text


def test_an_id_is_what_leads_to_one_page() -> None:
    """The guid, else the link, else a hash of the text; a guid of several pages is none."""
    same = "<item><guid isPermaLink='false'>g</guid><link>/{0}</link><title>T{0}</title></item>"
    assert [one.id for one in read(rss(same.format(1) + same.format(2)))] == [
        "https://harbours.example/1", "https://harbours.example/2",
    ]  # fmt: skip
    (one,) = read(rss(same.format(1) + same.format(1)))
    assert one.id == "g"
    (bare,) = read(rss("<item><description>Ports are open</description></item>"))
    assert bare.id.startswith("#")
    assert bare.id == read(rss("<item><description>Ports are open</description></item>"))[0].id


def test_of_too_many_items_the_newest_are_kept() -> None:
    """Though they stand last."""
    item = "<item><guid isPermaLink='false'>n{0}</guid><title>T{0}</title><pubDate>{1}</pubDate></item>"
    days = [f"2025-{1 + number // 28:02}-{1 + number % 28:02}T00:00:00Z" for number in range(300)]
    whole = "".join(item.format(n, days[n // 2]) for n in range(600))
    found = read(rss(whole))
    assert {one.id for one in found} == {f"n{number}" for number in range(100, 600)}


def test_a_long_id_is_shortened_to_one_of_its_own() -> None:
    long = "<item><guid isPermaLink='false'>{}</guid><title>T</title></item>"
    ids = {read(rss(long.format(mark * 2000)))[0].id for mark in "ab"}
    assert len(ids) == 2
    assert all(len(one) < MAX_LABEL for one in ids)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[broken", ""]
)
def test_a_link_that_is_no_page_is_none(link: str) -> None:
    (item,) = read(rss(f"<item><guid isPermaLink='false'>1</guid><title>T</title><link>{link}</link></item>"))
    assert item.link in (None, ADDRESS)


def test_a_document_is_never_taken_for_an_address(tmp_path: Path) -> None:
    """The parser would open the file that a short text names."""
    secret = tmp_path / "rss.xml"
    secret.write_text(rss(RUSSIAN), encoding="utf-8")
    for body in (str(secret), secret.as_uri(), "http://127.0.0.1:9/"):
        with pytest.raises(FeedError, match="no feed"):
            read(body)


def test_an_entity_leads_into_no_file_and_multiplies_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hunter2", encoding="utf-8")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    item = "<item><guid>1</guid><title>T &x;&i;</title></item>"
    for head in (outside, bomb + "]>"):
        (one,) = read(f'<?xml version="1.0"?>{head}<rss version="2.0"><channel>{item}</channel></rss>')
        assert "hunter2" not in one.text
        assert len(one.text) < 1000


def test_a_page_that_is_no_feed_is_told_and_an_empty_feed_is_one() -> None:
    with pytest.raises(FeedError, match="no feed"):
        read("<html><body>Please log in</body></html>")
    assert read(rss("")) == ()


def test_no_text_is_longer_than_a_post_holds() -> None:
    (item,) = read(
        rss(f"<item><guid>1</guid><title>T</title><description>{'a ' * MAX_TEXT}</description></item>")
    )
    assert len(item.text) <= MAX_TEXT


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.none() | st.text(max_size=40))
def test_no_bytes_break_it(body: bytes, content_type: str | None) -> None:
    """Alone, or in the middle of a feed."""
    for document in (body, rss("<item><title>X</title>SPLIT</item>").encode().replace(b"SPLIT", body)):
        try:
            found = read_feed(document, content_type, ADDRESS)
        except FeedError:
            continue
        assert all(item.id and item.text.encode() is not None for item in found.items)


PARTS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<link>", "&", "&lt;", "&#0;", "&#xD800;",
     "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE x [", "]>", "<entry>",
     "<content type='xhtml'>", "<div>", "2025", "<pubDate>", "7 ноября", "\x00", "\ufeff", "\ud800",
     "<guid>", "</guid>", "<description>", "'", '"', ">", "xmlns:a='b'", "<a:b ", "<georss:point>1 2",
     "<itunes:explicit>", "<media:content url='", "<category/>", "<psc:chapter start='", "http://[",
     "<enclosure/>", "<author>a (b)", "<base href='//[' ", " xml:base='http://[::1' ",
     " xml:lang='-' "]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=25))
def test_no_pieces_of_feeds_break_it(parts: list[str]) -> None:
    document = rss("".join(parts)).encode("utf-8", "surrogatepass")
    try:
        found = read_feed(document, None, ADDRESS)
    except FeedError:
        return
    assert all(item.id for item in found.items)
