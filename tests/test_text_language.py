import pytest

from vigie.text.language import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le groupe supprime des postes dans son usine", "fr"),
        ("The company is cutting jobs at its plant", "en"),
        ("Das Unternehmen streicht Stellen in seinem Werk", "de"),
        ("", "fr"),
        ("12 %", "fr"),
        ("\ud800", "fr"),
    ],
)
def test_a_text_has_the_language_it_is_written_in(text, expected):
    assert language(text) == expected
