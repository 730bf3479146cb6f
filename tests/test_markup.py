"""Markup to plain text: the quick ways give what the long ones give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.parse import markup
from vigie.parse.markup import BLOCKS, INLINE, plain, stripped

TAGS = (
    "<p> </p> <br/> <a|href='x'> <a|href=\"x>y\"> </a> <b> </b|> <P|class='x'> <p-x> <x> <!-- --> < <| > "
    "<img|alt=\"b\"/> <script> </script> <title> </title> <table> <a|'b'c> "
    '<a/|x> <b|x="y"> <p|x=\'y\'z="> <i|x="y> <hr|/>'
)
WORDS = "&amp; &lt;p&gt; &#8203; &shy; &#146; é \u0301 e\u0301 \u0301\u0301\u0301\u0301\u0301 \u200b \xad \x92 \u212b"
SPACES = [
    "<a\nhref='y'>",
    "mot",
    "l'été",
    "\u2adc",
    "<span\xa0x>",
    "\xa0",
    "\u202f",
    "\u2028",
    "\u3000",
    "\x1c",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "  ",
    " ",
]
PIECES = st.sampled_from([*(tag.replace("|", " ") for tag in TAGS.split(" ")), *WORDS.split(" "), *SPACES])
MARKUP = st.lists(PIECES, max_size=9).map("".join)


@given(MARKUP)
def test_a_tame_text_comes_out_as_any_other(text: str) -> None:
    found = plain(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(markup, "is_tame", lambda _: False)
        assert plain(text) == found


@given(MARKUP)
def test_what_is_stripped_is_what_the_patterns_take_away(text: str) -> None:
    bare = INLINE.sub("", BLOCKS.sub("\n", text))
    if stripped(text) is not None:
        assert stripped(text) == bare


def test_usual_markup_is_stripped_without_building_its_tree() -> None:
    assert stripped("<p>Un <a href='x'>lien</a>,<br/>puis <b>rien</b></p>") == "\nUn lien,\npuis rien\n"
    assert stripped("<p>Un <script>piège</script></p>") is None
