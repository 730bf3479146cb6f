"""OPML in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.opml import DEEPEST, LONGEST_NAME, MOST, Listed, NotOpml, document_of, feeds_of, text_of

LIST = """<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><head><title>Mes flux</title></head><body>
  <outline text="Économie"><outline text="La Gazette" title="Gazette du soir" type="rss"
     xmlUrl="https://gazette.example/rss?a=1&amp;b=2" htmlUrl="https://gazette.example/"/>
    <outline text="  Le
      Courrier " xmlurl="https://courrier.example/rss"/></outline>
  <outline xmlUrl="https://sansnom.example/rss"/>
  <outline text="Encore la Gazette" xmlUrl="https://gazette.example/rss?a=1&amp;b=2"/>
  <outline text="Un signet" type="link" url="https://ailleurs.example/"/><outline xmlUrl=""/>
</body></opml>"""


def refusal(document: str) -> str:
    with pytest.raises(NotOpml) as caught:
        feeds_of(document)
    return str(caught.value).replace("\u00a0", " ")


def test_the_feeds_of_a_list_come_with_their_names_whatever_their_folder():
    assert feeds_of(LIST) == [
        Listed("https://gazette.example/rss?a=1&b=2", "Gazette du soir"),
        Listed("https://courrier.example/rss", "Le Courrier"),
        Listed("https://sansnom.example/rss"),
    ]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("", "pas une liste"),
        ("bonjour", "pas une liste"),
        ("<html><body/></html>", "pas une liste"),
        ("<rss version='2.0'><channel/></rss>", "pas une liste"),
        ("<opml><body><outline xmlUrl='https://a.example'></body></opml>", "mal formé (ligne 1)"),
        ("<opml>\n<body>\n<outline", "mal formé"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "DOCTYPE"),
        (f"<opml>{'<outline>' * DEEPEST}{'</outline>' * DEEPEST}</opml>", "trop de dossiers"),
    ],
)
def test_what_is_no_list_is_told_in_words(document, words):
    assert words in refusal(document)


def test_a_list_has_a_size():
    many = "".join(f'<outline text="{"n" * 200}" xmlUrl="https://a.example/{n}"/>' for n in range(MOST + 5))
    found = feeds_of(f"<opml><body>{many}<outline xmlUrl='https://a.example/{'x' * 2000}'/></body></opml>")
    assert len(found) == MOST
    assert len(found[0].name) == LONGEST_NAME


URLS = st.text("abc/?&=<>\"'é", min_size=1, max_size=30).map("https://a.example/{}".format)


@given(st.dictionaries(URLS, st.text(max_size=40).map(lambda name: " ".join(name.split())), max_size=8))
def test_what_goes_out_comes_in_again(feeds):
    listed = [Listed(url, name) for url, name in feeds.items()]
    found = feeds_of(document_of(listed, "Mes flux \x01"))
    assert [one.url for one in found] == [one.url for one in listed]
    for before, after in zip(listed, found, strict=True):
        assert after.name == before.name or not before.name.isprintable()


@given(st.text(max_size=60) | st.text("<>/opml outline='xmlUrl", max_size=60))
def test_any_text_is_a_list_or_is_refused(text):
    try:
        feeds_of(text)
    except NotOpml:
        return


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_is_read_in_whatever_encoding_it_was_saved(encoding):
    assert text_of("<opml title='Économie'/>".encode(encoding)) == "<opml title='Économie'/>"


def test_a_file_is_read_as_it_declares_where_it_is_not_utf_8():
    declared = '<?xml version="1.0" encoding="iso-8859-15"?><opml title="5 €"/>'
    assert text_of(declared.encode("iso-8859-15")) == declared
    assert "5" in text_of(declared.replace("iso-8859-15", "nonsense").encode("cp1252"))


@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(content):
    assert isinstance(text_of(content), str)
