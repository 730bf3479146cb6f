import pytest

from vigie.adapters.lexicon import load
from vigie.match.document import Document
from vigie.match.names import Names
from vigie.model import Article, Company

COMPANIES = (
    Company(1, "Orange"),
    Company(2, "L'Oréal"),
    Company(3, "General Motors", ("GM",)),
    Company(4, "GM&S"),
    Company(5, "Meta", ("Facebook",)),
    Company(6, "TikTok", ("TikTok Shop",)),
    Company(7, "Ferrari"),
    Company(8, "Action"),
    Company(9, "Twitter"),
    Company(10, "But"),
    Company(11, "BP"),
    Company(12, "Ascenseurs Nord", context=("fabricant",), exclude=("Ascenseurs Nord-Est",)),
    Company(13, "eBay"),
    Company(14, "Booking", ("Booking.com",)),
    Company(15, "Gad"),
)


@pytest.fixture(scope="module")
def names():
    return Names(COMPANIES, load())


def found(names, title, text=""):
    document = Document(Article("u", title, text))
    return [(COMPANIES[n.company].id, document.written(n.start, n.end)) for n in names.find(document)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Les salariés d’Orange manifestent", [(1, "Orange")]),
        ("L’Oréal, l'Oréal et L’OREAL", [(2, "L’Oréal"), (2, "l'Oréal"), (2, "L’OREAL")]),
        ("Chez GM&S, on attend", [(4, "GM&S")]),
        ("Chez GM & S, on attend", [(4, "GM & S")]),
        ("GM's plant", [(3, "GM")]),
        ("Le métaverse de Meta", [(5, "Meta")]),
        ("TikTok Shop recule", [(6, "TikTok Shop")]),
        ("Booking.com condamné", [(14, "Booking.com")]),
        ("BP coupe, bp non", [(11, "BP")]),
        ("Ferraris sold", [(7, "Ferraris"[:7])]),
        ("L’offre d’eBay", [(13, "eBay")]),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own_the_longest_one(names, title, expected):
    assert found(names, title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Laurence Ferrari présente le journal",
        "Carte orange et jus d'orange",
        "Vigilance Orange pour les orages",
        "Le mouvement Palestine Action",
        "But the plan failed",
        "Un but de plus",
        "Gad Elmaleh en tournée",
        "Une action de groupe",
        "Rebond de la BPI",
        "Les Xboxes",
    ],
)
def test_what_is_written_alike_is_not_the_company(names, title):
    assert found(names, title) == []


def test_the_lexicon_adds_a_name_that_the_press_uses_where_the_article_allows_it(names):
    assert (9, "X") in found(
        names, "Regulator opens probe into X over deepfakes", "Elon Musk's platform did not answer."
    )
    assert found(names, "Regulator opens probe into X over deepfakes") == []


def test_the_words_a_company_needs_must_stand_in_the_article(names):
    assert found(names, "Ascenseurs Nord supprime des postes") == []
    assert found(names, "Ascenseurs Nord supprime des postes", "Le fabricant du Nord") == [(12, "Ascenseurs Nord")]
    assert found(names, "Ascenseurs Nord-Est embauche", "Un fabricant.") == []


def test_no_companies_no_names():
    assert Names((), load()).find(Document(Article("u", "Orange"))) == []


def test_two_tenants_may_watch_the_same_name():
    names = Names((Company(1, "Orange"), Company(2, "Orange", tenant="discord:1")), load())
    assert [n.company for n in names.find(Document(Article("u", "Les salariés d'Orange")))] == [0, 1]


def test_capitals_do_not_matter_where_everything_is_shouted():
    names = Names((Company(1, "Vulcania"),), load())
    assert names.find(Document(Article("u", "VULCANIA FERME SON USINE")))
    assert names.find(Document(Article("u", "vulcania ferme son usine")))
