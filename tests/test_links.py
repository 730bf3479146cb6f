"""The identity of a link, and the name of its outlet."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from vigie.links import absolute, cleaned, is_web, outlet, spelt

SAME = "https://exemple.fr/economie/usine-a-vendre?id=3"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://exemple.fr/economie/usine-a-vendre?id=3",
        "http://exemple.fr/economie/usine-a-vendre?id=3",
        "HTTPS://WWW.Exemple.FR/economie/usine-a-vendre?id=3",
        "https://exemple.fr./economie/usine-a-vendre?id=3",
        "https://exemple.fr:443/economie/usine-a-vendre?id=3",
        "http://exemple.fr:80/economie/usine-a-vendre?id=3",
        "https://m.exemple.fr/economie/usine-a-vendre?id=3",
        "https://www.m.exemple.fr/economie/usine-a-vendre?id=3",
        "https://amp.exemple.fr/economie/usine-a-vendre?id=3",
        "https://exemple.fr/economie/usine-a-vendre/?id=3",
        "https://exemple.fr/amp/economie/usine-a-vendre?id=3",
        "https://exemple.fr/economie/usine-a-vendre/amp/?id=3",
        "https://exemple.fr/economie/usine-a-vendre?amp&id=3",
        "https://exemple.fr/economie/usine-a-vendre?id=3&outputType=amp",
        "https://exemple.fr/economie/usine-a-vendre?id=3#xtor=RSS-3102",
        "https://exemple.fr/economie/usine-a-vendre?id=3#utm_source=rss",
        "https://exemple.fr/economie/usine-a-vendre?id=3#commentaires",
        "https://exemple.fr/economie/usine-a-vendre?xtor=RSS-1&id=3&utm_medium=rss&UTM_Campaign=a%20b",
        "https://exemple.fr/economie/usine-a-vendre?id=3&amp;utm_source=rss&amp;fbclid=IwAR0",
        "https://exemple.fr/economie/usine-a-vendre?id=3&at_medium=RSS&mc_cid=1&ns_mchannel=x&cmpid=2&gclid=3",
        "https://exemple.fr/economie/usine-a-vendre?id=3&ref=rss&source=exemple.org&&=",
        "https://exemple.fr/economie/%75sine-%61-vendre?%69d=3",
        "  https://exemple.fr/economie/usine-a-\nvendre?id=3\u200b ",
        "https://www.google.com/url?rct=j&sa=t&url=https://exemple.fr/economie/usine-a-vendre%3Fid%3D3&ct=ga&cd=x",
        "https://www.google.co.uk/url?q=https%3A%2F%2Fwww.exemple.fr%2Feconomie%2Fusine-a-vendre%3Fid%3D3",
    ],
)
def test_all_spellings_of_a_link_have_one_cleaned_form(spelling: str) -> None:
    assert cleaned(spelling) == SAME


@pytest.mark.parametrize(
    ("link", "form"),
    [
        ("", ""),
        ("   ", ""),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (" urn:uuid:12 ", "urn:uuid:12"),
        ("https://[::1", "https://[::1"),
        ("https://exemple.fr:abc/", "https://exemple.fr:abc/"),
        ("https://exemple.fr", "https://exemple.fr"),
        ("https://exemple.fr/", "https://exemple.fr"),
        ("https://exemple.fr:8080/a", "https://exemple.fr:8080/a"),
        ("https://exemple.fr/a?b=2&a=1", "https://exemple.fr/a?b=2&a=1"),
        ("https://exemple.fr/a?b", "https://exemple.fr/a?b"),
        ("https://exemple.fr/#!/article/3", "https://exemple.fr#!/article/3"),
        ("https://exemple.fr/Été 2025/100%", "https://exemple.fr/%C3%89t%C3%A9%202025/100%25"),
        ("https://exemple.fr/a%2fb", "https://exemple.fr/a%2Fb"),
        ("https://exemple.fr/page.amp.html", "https://exemple.fr/page.html"),
        ("https://exemple.fr/page.amp", "https://exemple.fr/page"),
        ("https://exemple.fr/amp", "https://exemple.fr"),
        ("https://exemple.fr/ampoule", "https://exemple.fr/ampoule"),
        ("https://exemple.fr/AMP/amp/une/amp.AMP//", "https://exemple.fr/une"),
        ("https://exemple.fr/amp.html", "https://exemple.fr/amp.html"),
        (
            "https://exemple.fr/a?format=pdf&ref=2025-12&source=n3",
            "https://exemple.fr/a?format=pdf&ref=2025-12&source=n3",
        ),
        ("https://m.fr/a", "https://m.fr/a"),
        ("https://www.co.uk/a", "https://www.co.uk/a"),
        ("https://café.fr/a", "https://xn--caf-dma.fr/a"),
        ("https://[2001:DB8::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ("https://192.0.2.7/a/", "https://192.0.2.7/a"),
        ("https://google.com/url?sa=t", "https://google.com/url?sa=t"),
        ("https://google.com/url?url=ftp://exemple.fr/", "https://google.com/url?url=ftp://exemple.fr/"),
        (
            "https://google.com/url?url=https://google.com/url?url=https://exemple.fr/",
            "https://google.com/url?url=https://google.com/url?url=https://exemple.fr/",
        ),
    ],
)
def test_a_link_is_cleaned_of_what_names_no_page(link: str, form: str) -> None:
    assert cleaned(link) == form


ADDRESSES = st.one_of(
    st.text(max_size=60),
    st.builds(
        "{}://{}{}{}{}{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", "javascript"]),
        st.sampled_from(["www.", "m.", "amp.www.", "www.www.", "", "é.", "user@"]),
        st.sampled_from(
            ["exemple.fr", "EXEMPLE.co.uk", "fr", "[::1]", "gouv.fr", "google.com", "exemple.fr:80", "x.fr:99999"]
        ),
        st.text(alphabet="/.ampAMP%2e2f é\\?&#!", max_size=30).map(lambda text: f"/{text}"),
        st.text(alphabet="&=;ampurl?ref0q%26+ ", max_size=30).map(lambda text: f"?{text}"),
        st.sampled_from(["", "#", "#!", "#!/a#b", "#xtor=1"]),
    ),
    st.text(max_size=30).map(lambda text: f"https://www.google.com/url?url=https://exemple.fr/{text}"),
)


@given(ADDRESSES)
def test_cleaning_a_cleaned_link_changes_nothing(link: str) -> None:
    assert cleaned(cleaned(link)) == cleaned(link)


@given(ADDRESSES)
def test_a_web_link_stays_a_web_link_of_the_same_outlet(link: str) -> None:
    assert is_web(cleaned(link)) or not is_web(link)
    assert outlet(cleaned(link)) == outlet(link)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://www.lesechos.fr/a/b", "lesechos.fr"),
        ("https://investir.lesechos.fr", "lesechos.fr"),
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("https://news.bbc.co.uk/1", "bbc.co.uk"),
        ("https://www.tresor.economie.gouv.fr/x", "economie.gouv.fr"),
        ("https://gouv.fr/x", "gouv.fr"),
        ("https://www.ecb.europa.eu/rss", "ecb.europa.eu"),
        ("https://syndicat.blogspot.com/2025", "syndicat.blogspot.com"),
        ("https://www.smh.com.au/", "smh.com.au"),
        ("https://www3.nhk.or.jp/", "nhk.or.jp"),
        ("https://m.exemple.fr:8443/", "exemple.fr"),
        ("https://192.0.2.7/", "192.0.2.7"),
        ("https://[2001:db8::1]/", "[2001:db8::1]"),
        ("https://localhost/", "localhost"),
        ("https://www.google.fr/url?q=https://www.exemple.fr/a", "exemple.fr"),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_outlet_is_the_name_its_readers_know(link: str, name: str) -> None:
    assert outlet(link) == name


@pytest.mark.parametrize(
    ("link", "web"),
    [
        ("https://exemple.fr/a", True),
        ("HTTP://EXEMPLE.FR", True),
        ("https://exemple.fr/a b|c>", True),
        ("https://journal_local.exemple.fr/", True),
        ("https://[::1]/", True),
        ("", False),
        ("/a/b", False),
        ("//exemple.fr/a", False),
        ("https:///a", False),
        ("https:a", False),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("ftp://exemple.fr/", False),
        ("mailto:a@exemple.fr", False),
        ("https://banque.fr@exemple.org/", False),
        ("http://127.1.1.1:80\\@127.2.2.2/", False),
        ("https://exem ple.fr/", False),
        ("https://exemple..fr/", False),
        ("https://exemple.fr:99999/", False),
        ("https://[fe80::1%25lo]/", True),
    ],
)
def test_only_http_links_with_a_plain_host_are_for_readers(link: str, web: bool) -> None:
    assert is_web(link) is web


ADDRESS = st.text("abz019-._~!$'()*+,;=:@&/?#%AZ é", max_size=30)


@given(
    st.sampled_from(["https://a.example/", "http://a-b.c.example/", "https://a.example:8/", "https://1.2.3.4/"]),
    ADDRESS,
)
def test_a_link_that_needs_nothing_is_what_the_long_way_makes_of_it(start: str, rest: str) -> None:
    link = start + rest
    found = absolute(link, "https://b.example/c")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("vigie.links.AS_IT_IS", re.compile(r"(?!)"))
        assert absolute(link, "https://b.example/c") == found


@given(ADDRESSES | ADDRESS.map(lambda rest: f"https://www.a.example/{rest}") | ADDRESS.map("https://m.a.fr/?".__add__))
def test_an_ordinary_link_is_cleaned_as_the_long_way_cleans_it(link: str) -> None:
    form = cleaned(link)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("vigie.links.ORDINARY", re.compile(r"(?!)"))
        assert cleaned(link) == form


# -- the address of a feed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    [
        "https://exemple.fr/Rss?a=B",
        "HTTPS://EXEMPLE.fr/Rss?a=B",
        "https://exemple.fr:443/Rss?a=B",
        "https://exemple.fr./Rss?a=B#haut",
    ],
)
def test_what_asks_a_server_the_same_has_one_spelling(spelling: str) -> None:
    assert spelt(spelling) == "https://exemple.fr/Rss?a=B"


@pytest.mark.parametrize(
    ("url", "form"),
    [
        ("https://exemple.fr", "https://exemple.fr/"),
        ("https://exemple.fr?rss", "https://exemple.fr/?rss"),
        ("http://exemple.fr:443/rss", "http://exemple.fr:443/rss"),
        ("https://économie.example/rss", "https://xn--conomie-9xa.example/rss"),
        ("http://[2001:DB8::1]:80/rss", "http://[2001:db8::1]/rss"),
        ("https://exemple.fr/rss/", "https://exemple.fr/rss/"),
        ("https://www.exemple.fr/a//b/~?utm_source=x&&b", "https://www.exemple.fr/a//b/~?utm_source=x&&b"),
        ("https://exemple.fr/%7ejean/caf%c3%a9%2f?q=%41%3a", "https://exemple.fr/~jean/caf%C3%A9%2F?q=A%3A"),
        ("https://exemple.fr/café?à=[b]&c=%zz", "https://exemple.fr/caf%C3%A9?%C3%A0=%5Bb%5D&c=%25zz"),
        ("https://exemple.fr/a%3Fb?c%26d+e", "https://exemple.fr/a%3Fb?c%26d+e"),  # what means something stays as it is
        ("https://exemple.fr/a?", "https://exemple.fr/a"),
        ("http://exemple.fr\\@autre.example/", "http://exemple.fr\\@autre.example/"),
        ("https://moi@Exemple.fr/", "https://moi@Exemple.fr/"),
        ("https://[oops/rss", "https://[oops/rss"),
        ("gazette", "gazette"),
    ],
)
def test_what_may_be_another_document_keeps_its_own_spelling(url: str, form: str) -> None:
    assert spelt(url) == form
    assert spelt(form) == form


PIECES = st.sampled_from(
    [*"abZ09-._~/:@!$&'()*+,;=?%é€\U0001f5de[]|^`{}\"<>", "%7E", "%2f", "%41", "%c3%a9", "%3A", "//"]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=12).map("".join))
def test_another_spelling_asks_the_server_for_the_very_same(path: str, query: str) -> None:
    """By the reader that makes the requests: so no spelling makes two documents one."""
    url = f"https://exemple.fr/{path}?{query}"
    once = spelt(url)
    assert URL(once).raw_path_qs == URL(url).raw_path_qs
    assert spelt(once) == once
    assert spelt(url.replace("exemple", "EXEMPLE", 1)) == once


@pytest.mark.parametrize("mark", ["/amp", ".amp"])
def test_links_made_of_marks_cost_as_little_as_others(mark: str) -> None:
    """A document brings five hundred, and they are made comparable in the process that posts."""
    link = f"https://a.example/x{mark * 500}"
    began = time.thread_time()
    for _ in range(500):
        assert cleaned(link) == "https://a.example/x"
    assert time.thread_time() - began < 1.5
