import pytest

from vigie.adapters.lexicon import load
from vigie.match import Matcher
from vigie.match.facts.authorities import candidates, of_hinge
from vigie.match.facts.choice import chances, total
from vigie.match.facts.kinds import kinds_of
from vigie.match.facts.wordings import ACTS, wordings
from vigie.match.lexicons import Model
from vigie.match.stages import course, level
from vigie.model import LAYOFFS, REGULATION, Article, Company

COMPANY = Company(1, "Vulcania")


@pytest.fixture(scope="module")
def matcher():
    return Matcher((COMPANY, Company(2, "Boréal")), load())


@pytest.fixture
def facts(matcher):
    def read(topic, title, text=""):
        article = Article("u", title, text)
        found = [e.facts for e in matcher.events(article) if e.topic == topic and e.company is COMPANY]
        assert found, "no event"
        return found[0]

    return read


def value(fact):
    return None if fact is None else fact.value


@pytest.mark.parametrize(
    ("title", "text", "jobs"),
    [
        ("Vulcania supprime 300 postes", "", 300),
        ("Vulcania to cut 1,200 jobs", "", 1200),
        ("Vulcania va supprimer 2.500 emplois", "Le groupe emploie 40.000 personnes dans le monde.", 2500),
        (
            "Plan social chez Vulcania",
            "Vulcania va supprimer deux cents postes en France, a annoncé la direction.",
            200,
        ),
        ("Vulcania lays off hundreds of employees", "", None),
        ("Vulcania supprime des postes", "Vulcania supprime des postes, comme en 2008.", None),
        ("Vulcania supprime 2008 postes", "", 2008),
        ("Vulcania cuts jobs as Boeing 787 output falls", "", None),
        ("Vulcania plans to cut 787 Dreamliner output, jobs", "", None),
        ("Vulcania board to meet July 7 to decide on job cuts", "", None),
        ("Vulcania supprime des postes", "Le plan social de Vulcania sera présenté mardi 22 juin.", None),
        ("Vulcania supprime des postes, en pleine crise du Covid-19", "", None),
        (
            "Vulcania va supprimer plus de 400 postes",
            "La direction de Vulcania a confirmé lundi 13 mai la suppression de 465 postes au sol.",
            465,
        ),
        (
            "Vulcania : des suppressions de postes annoncées",
            "Vulcania va supprimer 700 postes. L'usine emploie 4 000 personnes et fait vivre la région.",
            700,
        ),
    ],
)
def test_the_jobs_are_the_figure_of_the_event(facts, title, text, jobs):
    assert value(facts(LAYOFFS, title, text).jobs) == jobs


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Vulcania va supprimer 300 postes.", "cut"),
        ("Chez Vulcania, 300 emplois sont menacés par la fermeture.", "threatened"),
        ("Vulcania prévoit jusqu’à 300 suppressions de postes.", "ceiling"),
        ("Vulcania prévoit la suppression de 300 postes par des départs volontaires.", "departures"),
    ],
)
def test_what_the_jobs_are_is_read_around_the_figure(facts, text, kind):
    found = facts(LAYOFFS, "Vulcania : plan social annoncé", text)
    assert (value(found.jobs), value(found.jobs_kind)) == (300, kind)


def test_a_share_says_of_what(facts):
    found = facts(
        LAYOFFS,
        "Vulcania supprime 10 % de ses effectifs",
        "La direction de Vulcania a annoncé la suppression de 10 % des postes.",
    )
    assert (value(found.share), value(found.share_of)) == (10, "workforce")


@pytest.mark.parametrize(
    ("text", "procedure"),
    [
        ("Vulcania ouvre un plan de sauvegarde de l’emploi : 300 postes supprimés.", "PSE"),
        ("Vulcania négocie une rupture conventionnelle collective pour 300 départs et suppressions de postes.", "RCC"),
        ("Vulcania propose un plan de départs volontaires et supprime 300 postes.", "PDV"),
        ("Vulcania est placé en redressement judiciaire, 300 emplois sont menacés.", "redressement"),
        ("Vulcania est placé en liquidation judiciaire, 300 emplois sont supprimés.", "liquidation"),
    ],
)
def test_the_french_procedure_is_named(facts, text, procedure):
    assert value(facts(LAYOFFS, "Vulcania supprime des postes", text).procedure) == procedure


def test_where_why_and_until_when(facts):
    found = facts(
        LAYOFFS,
        "Vulcania ferme son usine de Vesoul et supprime 300 postes",
        "Vulcania a annoncé la suppression de 300 postes à Vesoul d’ici fin 2027, "
        "en raison de la baisse des commandes.",
    )
    assert "Vesoul" in [place.value for place in found.places]
    assert value(found.deadline) == "fin 2027"
    assert value(found.reason) == "la baisse des commandes"


@pytest.mark.parametrize(
    ("title", "text", "source"),
    [
        ("Vulcania to cut 300 jobs: Bloomberg", "", "Bloomberg"),
        ("Vulcania supprime des postes", "Vulcania va supprimer 300 postes, selon les syndicats.", "les syndicats"),
        ("Vulcania supprime des postes", "Vulcania va supprimer 300 postes, d’après le journal Le Monde.", "Le Monde"),
        ("Vulcania supprime des postes", "Vulcania va supprimer 300 postes, selon Jean Durand.", None),
    ],
)
def test_the_source_is_an_outlet_or_a_union_as_written(facts, title, text, source):
    assert value(facts(LAYOFFS, title, text).source) == source


@pytest.mark.parametrize(
    ("title", "authority", "french"),
    [
        ("La CNIL inflige une amende de 3 millions d’euros à Vulcania", "CNIL", "CNIL"),
        ("FTC sues Vulcania over privacy", "FTC", "Commission fédérale du commerce (FTC)"),
        ("EU antitrust regulators fine Vulcania", "EU antitrust regulators", "Commission européenne"),
        (
            "L’Autorité de la concurrence sanctionne Vulcania",
            "Autorité de la concurrence",
            "Autorité de la concurrence",
        ),
    ],
)
def test_the_authority_is_as_written_with_its_french_name(facts, title, authority, french):
    found = facts(REGULATION, title)
    assert (value(found.authority), found.authority_fr) == (authority, french)


@pytest.mark.parametrize(
    ("title", "action"),
    [
        ("La CNIL inflige une amende de 3 millions d’euros à Vulcania", "fine"),
        ("La Commission européenne ouvre une enquête sur Vulcania", "probe"),
        ("FTC sues Vulcania over privacy", "lawsuit"),
        ("EU regulators probe Vulcania", "probe"),
        ("China bans Vulcania app", "ban"),
        ("Vulcania appeals EU antitrust fine", "appeal"),
        ("Vulcania fait appel de l’amende de la CNIL", "appeal"),
        ("EU blocks Vulcania’s takeover of Boréal", "block"),
        ("Court fines Vulcania 3 million euros over privacy", "fine"),
        ("Vulcania poursuivi en justice par la répression des fraudes", "lawsuit"),
    ],
)
def test_the_action_is_one_of_the_known_ones(facts, title, action):
    assert value(facts(REGULATION, title).action) == action


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Vulcania va supprimer 300 postes", "announced"),
        ("Vulcania to cut 300 jobs", "announced"),
        ("Vulcania will not cut jobs this year: CEO", "denied"),
        ("Vulcania laid off 300 workers", "done"),
        ("Vulcania envisage de supprimer 300 postes", "plan"),
        ("Vulcania plans to cut 300 jobs", "plan"),
        ("Vulcania pourrait supprimer 300 postes, selon la CGT", "rumour"),
        ("Vulcania does not rule out plant closures", "rumour"),
    ],
)
def test_the_title_says_how_certain_the_cut_is(matcher, title, stage):
    assert [e.stage for e in matcher.events(Article("u", title, "")) if e.topic == LAYOFFS] == [stage]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("court fines vulcania", ["court_fines", "fine"]),
        ("vulcania appeals fine", ["appeal", "fine"]),
        ("nothing of the kind", []),
        ("regulator drops probe into vulcania", ["avoids", "probe"]),
        ("vulcania to pay $3 million to end probe", ["fine", "probe"]),
        ("vulcania defeats investors' lawsuits", ["ruling", "sues"]),
        ("vulcania drops boreal deal after regulator objections", ["block"]),
    ],
)
def test_wordings_come_in_the_order_of_their_table(text, found):
    assert list(wordings(ACTS, text, 0, len(text))) == found


@pytest.mark.parametrize(
    ("title", "amount", "currency", "kind"),
    [
        ("La CNIL inflige une amende de 3 millions d’euros à Vulcania", 3e6, "EUR", "imposed"),
        ("Vulcania risque une amende de 4,3 milliards d’euros", 4.3e9, "EUR", "incurred"),
        ("Vulcania to pay $5 million to settle FTC probe", 5e6, "USD", "settlement"),
    ],
)
def test_an_amount_has_its_currency_and_its_kind(facts, title, amount, currency, kind):
    found = facts(REGULATION, title)
    assert (value(found.amount), value(found.currency), value(found.amount_kind)) == (amount, currency, kind)


def test_the_law_and_the_object_are_read(facts):
    found = facts(
        REGULATION,
        "La CNIL inflige une amende à Vulcania pour défaut de sécurité",
        "La CNIL reproche à Vulcania une violation du RGPD et lui inflige une amende.",
    )
    assert value(found.law) == "RGPD"
    assert value(found.object) == "défaut de sécurité"


def test_candidates_are_weighed_against_one_another_and_against_none():
    model = Model(("yes",), (0.0,), {"cut": (2.0,), "none:quiet": (1.0,)})
    cut, other = chances(model, [total(model, {"cut": 1.0}), 0.0])
    assert cut > 0.5 > other
    assert cut + other < 1
    quiet = chances(model, [total(model, {"cut": 1.0}), 0.0], total(model, {"none:quiet": 1.0}))
    assert sum(quiet) < cut + other


def test_no_candidate_has_no_chance():
    assert chances(Model(("yes",), (0.0,), {}), []) == []


@pytest.mark.parametrize(
    ("word", "kind"), [("supprimer", "cut"), ("emploie", "workforce"), ("conserver", "keep"), ("manifeste", "protest")]
)
def test_a_word_is_of_the_kinds_that_tell_what_a_number_counts(word, kind):
    assert kind in kinds_of(word)


@pytest.mark.parametrize(
    ("title", "text", "authority"),
    [
        ("Vulcania fined by UK media regulator Ofcom", "", "Ofcom"),
        ("Air France poursuit Vulcania en justice, la CNIL inflige une amende à Vulcania", "", "CNIL"),
    ],
)
def test_the_authority_is_the_one_that_acts(facts, title, text, authority):
    assert authority in value(facts(REGULATION, title, text).authority)


def test_features_are_weighed_at_one_length_whatever_the_article_s():
    short, long = level({"one": 2.0}), level({f"word {n}": 1.0 for n in range(400)})
    assert sum(v * v for v in short.values()) == pytest.approx(sum(v * v for v in long.values()))
    assert level({}) == {}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Vulcania : le groupe jugé pour fraude fiscale, le procès s’ouvre", ""),
        ("Vulcania Europe faces lawsuit over unpaid overtime", ""),
        ("Vulcania accusé d’avoir payé l’État islamique", ""),
        ("Vulcania faces regulatory woes and a class action", ""),
    ],
)
def test_what_only_looks_like_an_authority_is_none(facts, title, text):
    assert value(facts(REGULATION, title, text).authority) is None


@pytest.mark.parametrize(
    "title",
    [
        "Vulcania to close 21 stores and cut jobs",
        "Vulcania cancels 3,000 flights, plans layoffs",
        "Vulcania : la grève contre les licenciements entre dans son 15e jour",
    ],
)
def test_a_number_of_shops_flights_or_days_is_no_number_of_jobs(facts, title):
    assert facts(LAYOFFS, title, "").jobs is None


def test_what_the_text_says_first_of_the_cut_goes_with_what_the_title_asks(matcher):
    text = "Vulcania a annoncé la fermeture de son usine de Lens. Les salariés craignent des licenciements ailleurs."
    reading = matcher.reading(Article("u", "Vulcania : quel avenir pour Lens ?", text, language="fr"))
    told = dict(course(reading, "feared"))
    assert {
        "first:announced",
        "first:feared>announced",
        "then:announced>feared",
        "said:True:True:feared",
    } <= told.keys()


def test_what_is_only_to_be_announced_is_not(matcher):
    text = "Vulcania doit annoncer lundi la fermeture de son usine de Lens, où 300 emplois seraient menacés."
    told = dict(course(matcher.reading(Article("u", "Vulcania : Lens attend", text, language="fr")), "none"))
    assert "first:announced" not in told
    assert "told:conditional@lead" in told


@pytest.mark.parametrize(
    ("title", "text", "stage"),
    [
        (
            "Vulcania : l’angoisse des salariés de Lens",
            "La direction de Vulcania a annoncé mardi la suppression de 300 postes à Lens. La ville est sous le choc.",
            "announced",
        ),
        (
            "Vulcania : l’angoisse des salariés de Lens",
            "Les salariés craignent la suppression de 300 postes. Selon les syndicats, le site pourrait fermer.",
            "rumour",
        ),
    ],
)
def test_the_text_settles_how_certain_a_cut_is_that_the_title_leaves_open(matcher, title, text, stage):
    (event,) = (e for e in matcher.events(Article("u", title, text, language="fr")) if e.topic == LAYOFFS)
    assert event.stage == stage


def test_it_is_told_on_which_word_an_authority_hangs(matcher):
    reading = matcher.reading(Article("u", "FAA clears Vulcania jets after probe by the FTC", "", language="en"))
    hangs = [next(name for name, _ in of_hinge(reading, seen, "approval")) for seen in candidates(reading)]
    assert hangs == ["on:first:title", "on:by:title"]
