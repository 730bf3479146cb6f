"""The brief, the extract and the last resort: what is said of an event, in French, from its facts."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.model import (
    LAYOFFS,
    REGULATION,
    Article,
    Company,
    Event,
    Evidence,
    Fact,
    Facts,
    LayoffFacts,
    Passage,
    RegulationFacts,
    Role,
    Stage,
    Summary,
)
from vigie.summarise import Writer, certainty, extract, gate, rephrase, sites, summary, themes, verbs
from vigie.summarise import reading as read
from vigie.summarise.brief import briefs
from vigie.text.french import NBSP, THIN


def at(article: Article, words: str) -> Passage:
    where = "title" if words in article.title else "text"
    start = (article.title if where == "title" else article.text).index(words)
    return Passage(where, start, start + len(words))  # type: ignore[arg-type]


def layoff(
    title: str,
    text: str = "",
    *,
    company: str = "Verlane",
    aliases: tuple[str, ...] = (),
    stage: Stage | None = Stage.ANNOUNCED,
    jobs: tuple[int, str] | None = None,
    kind: str = "",
    event_at: str = "",
    **facts: tuple[object, str],
) -> tuple[Event, Article]:
    """An event of job cuts; each fact is its value and the words it was read from."""
    article = Article("https://exemple.fr/a", title, text)
    told = {name: Fact(value, at(article, words)) for name, (value, words) in facts.items() if name != "place"}
    if "place" in facts:
        told["places"] = (Fact(facts["place"][0], at(article, facts["place"][1])),)  # type: ignore[assignment]
    if jobs:
        told["jobs"] = Fact(jobs[0], at(article, jobs[1]))
        if kind:
            told["jobs_kind"] = Fact(kind, at(article, jobs[1]))
    evidence = (Evidence("event", at(article, event_at)),) if event_at else ()
    made = LayoffFacts(**told)  # type: ignore[arg-type]
    return Event(Company(1, company, aliases), LAYOFFS, Role.SUBJECT, stage, made, evidence, 0.9), article


def act(
    title: str,
    text: str = "",
    *,
    action: str = "other",
    company: str = "Verlane",
    aliases: tuple[str, ...] = (),
    authority: str = "",
    french: str | None = None,
    amount: tuple[float, str, str] | None = None,
    kind: str = "",
    place: str = "",
    source: str = "",
) -> tuple[Event, Article]:
    """An act of an authority; amount is value, currency and the words it was read from."""
    article = Article("https://exemple.fr/a", title, text)
    anchor = Passage("title", 0, 1)
    facts = RegulationFacts(
        places=(Fact(place, at(article, place)),) if place else (),
        source=Fact(source, at(article, source)) if source else None,
        authority=Fact(authority, at(article, authority)) if authority else None,
        authority_fr=french,
        action=Fact(action, anchor),
        amount=Fact(amount[0], at(article, amount[2])) if amount else None,
        currency=Fact(amount[1], at(article, amount[2])) if amount else None,
        amount_kind=Fact(kind, anchor) if kind else None,
    )
    return Event(Company(1, company, aliases), REGULATION, Role.SUBJECT, None, facts, (), 0.9), article


def candidates(made: tuple[Event, Article]) -> list[str]:
    """Every wording that the brief proposes, with plain spaces."""
    return [text.replace(NBSP, " ").replace(THIN, " ") for text in briefs(read.read(*made))]


def told(made: tuple[Event, Article]) -> str:
    return summary(*made).text.replace(NBSP, " ").replace(THIN, " ")


# -- job cuts ---------------------------------------------------------------------------------------------------------


def test_a_figure_its_bound_its_place_and_its_share_are_told() -> None:
    made = layoff(
        "Verlane va supprimer près de 4.500 postes à Vierzon (Cher), soit 12 % des effectifs",
        jobs=(4500, "4.500"), place=("Vierzon (Cher)", "Vierzon (Cher)"), share=(12.0, "12 %"),
    )  # fmt: skip
    assert told(made) in {
        "Près de 4 500 postes vont être supprimés chez Verlane à Vierzon (Cher), soit 12 % de ses effectifs.",
        "Verlane annonce près de 4 500 suppressions de postes à Vierzon (Cher), soit 12 % de ses effectifs.",
        "Verlane va supprimer près de 4 500 postes à Vierzon (Cher), soit 12 % de ses effectifs.",
        "Près de 4 500 suppressions de postes sont annoncées chez Verlane à Vierzon (Cher), soit "
        "12 % de ses effectifs.",
    }


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        (Stage.RUMOUR, "supprimerait|seraient supprimés|se prépareraient"),
        (Stage.PLAN, "envisag|prévoit|pourraient"),
        (Stage.ANNOUNCED, "va supprimer|vont être|annonc"),
        (Stage.UNDERWAY, "Verlane supprime |sont en cours"),
        (Stage.DONE, "a supprimé|ont été supprimés"),
        (Stage.CANCELLED, "renonce|ne sont plus"),
        (Stage.DENIED, "dément"),
        (None, "en jeu"),
    ],
)
def test_the_verb_says_how_far_it_has_gone(stage: Stage | None, words: str) -> None:
    found = candidates(layoff("Verlane cuts 300 jobs", jobs=(300, "300"), stage=stage))[:1]
    assert all(re.search(words, text) for text in found), found
    assert all("300 " in text for text in found)


def test_a_possibility_is_told_as_one() -> None:
    made = layoff("Verlane may cut 300 jobs", jobs=(300, "300"), stage=Stage.RUMOUR)
    assert re.search("pourrai(t|ent)", told(made))
    dismissals = layoff("Verlane may lay off 300 workers", jobs=(300, "300"), stage=Stage.RUMOUR)
    assert re.search("pourrai(t|ent) .*licenci", told(dismissals))
    vague = layoff("Verlane might cut jobs", stage=Stage.RUMOUR)
    assert re.search("pourrait|possibles", told(vague))


@pytest.mark.parametrize(
    ("title", "jobs", "kind", "words"),
    [
        ("Verlane to lay off 300 workers", (300, "300"), "", "licenci"),
        ("Verlane offers buyouts to 300 people", (300, "300"), "departures", "départs volontaires"),
        ("Verlane furloughs 300 employees", (300, "300"), "", "chômage temporaire"),
        ("300 emplois menacés chez Verlane", (300, "300"), "threatened", "emplois .*menacés"),
        ("Verlane : jusqu'à 300 postes supprimés", (300, "300"), "ceiling", "[Jj]usqu'à 300"),
        ("Verlane : 300 salariés dans l'attente", (300, "300"), "", "salariés sont concernés"),
        ("Verlane to cut 300 staff", (300, "300"), "", "postes"),
    ],
)
def test_the_noun_is_what_the_article_counts(title: str, jobs: tuple[int, str], kind: str, words: str) -> None:
    text = told(layoff(title, jobs=jobs, kind=kind))
    assert re.search(words, text), text


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("up to", "jusqu'à"), ("more than", "plus de"), ("nearly", "près de"), ("at least", "au moins"),
        ("fewer than", "moins de"), ("about", "environ"), ("exactly", ""),
    ],
)  # fmt: skip
def test_the_bound_of_a_figure_is_kept(before: str, expected: str) -> None:
    _, article = made = layoff(f"Verlane cuts {before} 300 jobs", jobs=(300, "300"))
    assert read.bound(article, made[0].facts.jobs.passage) == expected  # type: ignore[attr-defined, union-attr]


def test_a_bound_inside_the_passage_and_a_rough_number_are_read_too() -> None:
    article = Article("u", "Verlane supprime plus de 300 postes et une centaine d'emplois", "")
    assert read.bound(article, at(article, "plus de 300")) == "plus de"
    assert read.bound(article, at(article, "une centaine")) == "environ"


def test_one_single_post_and_millions_agree() -> None:
    assert all(not text.startswith("1 poste vont") for text in candidates(layoff("Verlane cuts 1 job", jobs=(1, "1"))))
    assert "1,2 million de" in told(layoff("Verlane cuts 1.2 million jobs", jobs=(1_200_000, "1.2 million")))


def test_a_wave_tells_its_rank_its_unit_and_its_start() -> None:
    made = layoff(
        "Third round of layoffs at Verlane Shop US since April, Bloomberg reports",
        stage=Stage.RUMOUR, wave=(3, "Third"), unit=("Verlane Shop US", "Verlane Shop US"), since=("April", "April"),
        source=("Bloomberg", "Bloomberg"),
    )  # fmt: skip
    assert told(made) in {
        "Verlane aurait engagé une troisième vague de licenciements au sein de Verlane Shop US depuis avril, "
        "selon Bloomberg.",
        "Une troisième vague de licenciements serait engagée chez Verlane au sein de Verlane Shop US depuis avril, "
        "selon Bloomberg.",
    }


def test_a_share_alone_is_told_with_what_it_is_a_share_of() -> None:
    whole = layoff("Verlane to cut 10% of workforce", share=(10.0, "10%"))
    assert "10 % de ses effectifs" in told(whole)
    managers = layoff("Verlane to cut 10% of managers", share=(10.0, "10%"), share_of=("managers", "managers"))
    assert "10 % de ses cadres" in told(managers)
    other = layoff("Verlane to cut 10% of something", share=(10.0, "10%"), share_of=("other", "something"))
    assert "10" not in told(other)


def test_a_closure_is_named_with_its_jobs() -> None:
    made = layoff("Verlane to close Vierzon plant, 143 jobs to go", jobs=(143, "143"), place=("Vierzon", "Vierzon"))
    assert told(made) == "143 emplois sont touchés par la fermeture d'une usine de Verlane à Vierzon."
    bare = layoff("Verlane va fermer 12 magasins", stage=Stage.PLAN)
    assert re.search(r"fermer 12 magasins", told(bare))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Verlane ferme son usine", "une usine"),
        ("Verlane closes 32 stores", "32 magasins"),
        ("Verlane ferme des agences", "des agences"),
        ("Verlane will not close its plant", None),
        ("Verlane ouvre une usine", None),
    ],
)
def test_what_closes_is_read_from_the_title(title: str, expected: str | None) -> None:
    assert sites.closing(read.read(*layoff(title))) == expected


def test_procedure_reason_and_deadline_follow_where_they_are_known() -> None:
    made = layoff(
        "Verlane : 300 postes supprimés par une rupture conventionnelle collective d'ici fin "
            "2027, restructuration oblige",
        jobs=(300, "300"), procedure=("RCC", "rupture conventionnelle collective"), deadline=("fin 2027", "fin 2027"),
        reason=("restructuration", "restructuration"),
    )  # fmt: skip
    text = told(made)
    assert "par une rupture conventionnelle collective" in text
    assert text.endswith("dans le cadre d'une restructuration d'ici fin 2027.")


@pytest.mark.parametrize(
    ("written", "french", "expected"),
    [
        ("avril", True, "avril"), ("April 2026", False, "avril 2026"), ("end of 2027", False, "fin 2027"),
        ("end of June", False, "fin juin"), ("the end of the year", False, "la fin de l'année"),
        ("end of nowhere", False, ""), ("soon", False, ""), ("x" * 40, True, ""),
    ],
)  # fmt: skip
def test_dates_are_put_in_french_only_where_they_are_certain(written: str, french: bool, expected: str) -> None:
    assert read.date(Fact(written, Passage("title", 0, 1)), french=french) == expected
    assert read.date(None, french=french) == ""


def test_a_verb_is_not_taken_for_a_technology() -> None:
    made = layoff("« Je n'ai plus d'emploi » : 300 postes supprimés chez Verlane", jobs=(300, "300"))
    assert "artificielle" not in told(made)
    assert "artificielle" in told(layoff("Verlane cuts 300 jobs in AI push", jobs=(300, "300")))


def test_an_aside_that_does_not_fit_is_dropped() -> None:
    name = "Compagnie générale des établissements réunis de la vallée du Rhône et de la région Bourgogne"
    made = layoff(
        f"{name} : 300 postes supprimés par un plan de sauvegarde de l'emploi, covid", company=name, jobs=(300, "300"),
        procedure=("PSE", "plan de sauvegarde"), reason=("covid", "covid"), share=(12.0, "300"),
    )  # fmt: skip
    assert all(len(text) <= 280 for text in candidates(made))


def test_the_same_article_is_always_told_the_same_way_and_ten_articles_in_several() -> None:
    ways = set()
    for n in range(10):
        made = layoff(f"Verlane cuts 300 jobs ({n})", jobs=(300, "300"))
        assert told(made) == told(made)
        ways.add(told(made))
    assert len(ways) >= 3


# -- acts of authorities ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (
            act("CNIL fines Verlane 40 million euros over cookies", action="fine", authority="CNIL", french="CNIL",
                amount=(4e7, "EUR", "40 million euros")),
            "40 millions d'euros.*CNIL.*données personnelles|CNIL.*40 millions d'euros.*données personnelles",
        ),
        (act("Verlane risks $3 million fine", action="fine", amount=(3e6, "USD", "$3 million"), kind="incurred"),
         "risque.* 3 millions de dollars|pourrait"),
        (act("EU opens bribery probe into Verlane", action="probe", authority="EU"), "Union européenne.*corruption"),
        (act("FTC drops probe into Verlane", action="probe", authority="FTC"), "clôt"),
        (act("Italian police raid Verlane offices", action="probe", authority="Italian police"), "perquisitions"),
        (act("FTC sues Verlane", action="lawsuit", authority="FTC"), "FTC.*justice|justice par la FTC"),
        (act("Supreme Court hears Verlane pollution case", action="lawsuit", authority="Supreme Court"),
         "Cour suprême.*pollution"),
        (act("Shareholders sue Verlane", action="lawsuit"), "actionnaires"),
        (act("Class action targets Verlane in Spain", action="lawsuit", place="Spain"), "collective.*en Espagne"),
        (act("German court rules against Verlane", action="ruling", authority="German court"),
         "donne tort à Verlane|perd une manche devant la justice allemande"),
        (act("U.S. judge dismisses claims against Verlane", action="ruling", authority="U.S. judge"),
         "gain de cause devant un juge américain|donne raison à Verlane"),
        (act("Verlane condamné à verser 3 millions d'euros", action="ruling", amount=(3e6, "EUR", "3 millions")),
         "est condamné à payer 3 millions d'euros"),
        (act("China bans Verlane", action="ban", authority="China"), "interdiction.*(Chine|Verlane)"),
        (act("China lifts ban on Verlane", action="ban", authority="China"), "lève"),
        (act("L'Arcom met Verlane en demeure", action="order", authority="Arcom", french="Arcom"), "demeure"),
        (act("UK approves Verlane merger", action="approval", authority="UK"), "fusion"),
        (act("UK renews Verlane licence", action="approval", authority="UK"), "prolonge|licence"),
        (act("EU blocks Verlane takeover", action="block", authority="EU"), "rachat"),
        (act("Verlane settles tax case with Italy for 5 million euros", action="settlement", authority="Italy",
             amount=(5e6, "EUR", "5 million euros")), "accord à 5 millions d'euros avec l'Italie"),
        (act("Verlane appeals EU decision", action="appeal", authority="EU"), "conteste une décision de l'Union"),
        (act("FTC warns Verlane", action="other", authority="FTC"), "mise? en garde|en garde|avertissement"),
        (act("Verlane in the news", action="other"), "évoque un dossier.*« Verlane in the news »"),
        (act("Verlane faces new tariffs from India", action="law", place="India"), "droits de douane"),
        (act("Brazil seeks $90 million from Verlane", action="other", authority="Brazil", kind="claimed",
             amount=(9e7, "USD", "$90 million")), "90 millions de dollars"),
    ],
)  # fmt: skip
def test_each_act_is_told_by_its_own_words(made: tuple[Event, Article], expected: str) -> None:
    text = told(made)
    assert re.search(expected, text), text
    assert gate.faults(summary(*made).text, *made) == ()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("FTC could fine Verlane", "pourrait"),
        ("FTC set to fine Verlane", "devrait"),
        ("FTC to fine Verlane", "va "),
        ("FTC fines Verlane: sources", "rait .*selon des sources"),
        ("Senators urge FTC to fine Verlane", "évoque"),
    ],
)
def test_an_act_is_no_surer_than_its_headline(title: str, words: str) -> None:
    text = told(act(title, action="fine", authority="FTC"))
    assert re.search(words, text), text


def test_an_authority_named_in_passing_is_not_told_as_who_acts() -> None:
    made = act(
        "Verlane is sued", "A lawsuit was filed. Much later, France spoke.", action="lawsuit", authority="France"
    )
    assert "France" in told(made)
    assert "la France" not in told(made)
    itself = act("Verlane is sued by Verlane", action="fine", authority="Verlane", french="Verlane")
    assert "par Verlane" not in told(itself)


def test_an_act_that_the_article_does_not_name_is_not_told() -> None:
    made = act("Senate hears Verlane", "The Senate listened to Verlane.", action="fine", authority="Senate")
    assert "amende" not in told(made)
    elsewhere = act("Verlane meets the Senate", "Verlane may face a fine.", action="fine", authority="Senate")
    assert "évoque un dossier" in told(elsewhere)
    small = act("Verlane risks fine?", action="fine", amount=(90.0, "EUR", "fine"))
    assert "90" not in next(iter(candidates(small)))


def test_a_country_that_only_qualifies_somebody_else_does_not_act() -> None:
    made = act("U.S. publishers sue Verlane", action="lawsuit", authority="U.S.")
    assert told(made).endswith("aux États-Unis.")
    place = act("Verlane pays fine in France", action="fine", authority="France")
    assert "la France" not in told(place)


def test_another_s_indictment_or_condemnation_is_not_the_company_s() -> None:
    indicted = act("Un cadre de Verlane mis en examen", action="probe")
    assert told(indicted) == "Verlane est au cœur d'une enquête qui compte une mise en examen."
    assert told(act("Verlane mis en examen", action="probe")) == "Verlane est mis en examen."
    condemned = act("Un ancien salarié de Verlane condamné", action="ruling")
    assert "Verlane est condamné" not in told(condemned)
    assert told(act("Accident : non-lieu pour Verlane", action="probe")) == "Verlane bénéficie d'un non-lieu."
    won = act("Court tosses $55 million Verlane verdict", action="ruling", amount=(55e6, "USD", "$55 million"))
    assert "condamn" not in told(won)


def test_what_is_told_in_the_conditional_stays_in_it_whatever_the_stage() -> None:
    made = layoff(
        "Licenciements chez Verlane", "Selon Bloomberg, Verlane aurait entamé la suppression de 300 postes.",
        stage=Stage.UNDERWAY, jobs=(300, "300"), source=("Bloomberg", "Bloomberg"), event_at="suppression",
    )  # fmt: skip
    assert re.search("rai(t|ent) ", told(made))


def test_a_rescue_is_no_renunciation() -> None:
    rescue = layoff("Verlane : 300 emplois sauvés par un repreneur", jobs=(300, "300"), stage=Stage.CANCELLED)
    assert "300 emplois ne sont plus menacés" in told(rescue)
    given_up = layoff("Verlane drops plan to cut 300 jobs", jobs=(300, "300"), stage=Stage.CANCELLED)
    assert re.search("renonce|plus menacés", told(given_up))


def test_plural_authorities_take_plural_verbs() -> None:
    made = act("EU regulators extend Verlane probe", action="probe", authority="EU regulators")
    assert "Les autorités européennes poursuivent leur enquête sur Verlane." in candidates(made)


def test_verbs_are_conjugated_by_number_and_mood() -> None:
    for mood, one, many in (
        ("fact", "inflige", "infligent"),
        ("reported", "infligerait", "infligeraient"),
        ("may", "pourrait infliger", "pourraient infliger"),
        ("should", "devrait infliger", "devraient infliger"),
        ("will", "va infliger", "vont infliger"),
    ):
        assert verbs.form("infliger", mood, plural=False) == one  # type: ignore[arg-type]
        assert verbs.form("infliger", mood, plural=True) == many  # type: ignore[arg-type]
    assert verbs.form("s'opposer", "reported", plural=False) == "s'opposerait"
    assert verbs.form("mener", "fact", plural=True) == "mènent"
    assert verbs.form("visent", "fact", plural=False) == "visent"


def test_themes_have_their_own_turn_of_phrase() -> None:
    assert themes.theme("verlane data breach", "") == "fuite de données"
    assert themes.theme("verlane", "pollution de la loire") == "pollution"
    assert themes.theme("verlane", "") == ""
    assert themes.theme("perquisition chez verlane", "la repression des fraudes a perquisitionne le siege") == ""
    assert themes.theme("verlane", "l'office anticorruption et le serious fraud office enquetent") == ""
    assert themes.theme("verlane", "la repression des fraudes soupconne une fraude") == "fraude"
    assert themes.about("corruption") == "dans une affaire de corruption"
    assert themes.about("données personnelles") == "au sujet des données personnelles"
    assert themes.about("fiscalité") == "en matière fiscale"
    assert themes.affair("") == "une affaire"
    assert themes.affair("protection des mineurs") == "un dossier sur la protection des mineurs"


# -- the company by the name that the article gives it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "company", "aliases", "expected"),
    [
        ("WhatsApp cuts jobs", "Meta", ("Facebook", "WhatsApp"), "WhatsApp (Meta)"),
        ("Air Nord supprime des postes", "Air Nord-Sud", ("Air Nord",), "Air Nord"),
        ("VW cuts jobs", "Volkswagen", ("VW",), "Volkswagen"),
        ("Nestle cuts jobs", "Nestlé", ("Nestle",), "Nestlé"),
        ("Walt Disney cuts jobs", "Disney", ("Walt Disney",), "Disney"),
        ("Nobody cuts jobs", "Verlane", ("Verl",), "Verlane"),
    ],
)
def test_the_company_is_named_as_readers_know_it(
    title: str, company: str, aliases: tuple[str, ...], expected: str
) -> None:
    assert str(read.read(*layoff(title, company=company, aliases=aliases)).subject) == expected


# -- who says so ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Verlane cuts jobs: sources", "", "selon des sources"),
        ("Verlane cuts jobs -WSJ", "", "selon le Wall Street Journal"),
        ("Verlane supprime des emplois, selon la CGT", "", "selon la CGT"),
        ("Verlane", "Selon Bloomberg, Verlane supprime des emplois.", "selon Bloomberg"),
        ("Verlane cuts jobs", "", ""),
        ("Verlane cuts jobs, minister says", "", ""),
    ],
)
def test_whoever_is_quoted_is_named(title: str, text: str, expected: str) -> None:
    assert certainty.source(read.read(*layoff(title, text))) == expected


def test_the_company_itself_is_no_source() -> None:
    assert certainty.source(read.read(*layoff("Verlane says so", source=("Verlane", "Verlane")))) == ""


# -- the extract ------------------------------------------------------------------------------------------------------

LONG = (
    "Le groupe Verlane a annoncé jeudi la fermeture prochaine de son atelier historique de "
    "Vierzon (Cher), où travaillent encore "
    "des dizaines d'ouvriers, a indiqué la direction."
)


def test_a_thin_french_article_is_told_by_its_own_sentence_shortened() -> None:
    made = layoff("Vierzon : la fin d'une époque", LONG, event_at="fermeture")
    got = summary(*made)
    assert got.method == "extract"
    assert got.text == "Verlane annonce la fermeture prochaine de son atelier historique de Vierzon."


def test_a_sentence_that_cannot_be_said_otherwise_is_a_quotation() -> None:
    sentence = (
        "Verlane veut que ses salariés partent avant que la nouvelle chaîne de montage de poêles soit prête là-bas."
    )
    made = layoff("Que deviendront les emplois ?", sentence, stage=None, event_at="partent")
    text = summary(*made).text
    assert text.startswith(f"Verlane{NBSP}: «{NBSP}Verlane veut que")
    assert text.endswith("»")


@pytest.mark.parametrize(
    "sentence",
    [
        "Il ferme son usine Verlane.",
        "Nous fermons Verlane, c'est la fin de nos emplois.",
        "« Verlane ferme et tout le monde le sait depuis longtemps », dit un ouvrier.",
        "La fin de Verlane.",
        "Kermadec ferme son usine.",
    ],
)
def test_a_sentence_that_cannot_stand_alone_is_not_taken(sentence: str) -> None:
    assert not extract.tells(read.read(*layoff("Verlane", sentence)), sentence)


def test_a_title_without_the_company_is_led_by_it_and_a_question_is_not_taken() -> None:
    assert list(extract.from_title(read.read(*layoff("VIDÉO. L'usine de Vierzon va fermer")))) == [
        f"Verlane{NBSP}: L'usine de Vierzon va fermer."
    ]
    assert list(extract.from_title(read.read(*layoff("Faut-il fermer Verlane ?")))) == []


def test_the_past_is_told_in_the_present_and_quotations_are_left_alone() -> None:
    told = rephrase.rephrased("Le tribunal a condamné Verlane, qui a été jugé, et a dit « il a ouvert la porte ».")
    assert told == "Le tribunal condamne Verlane, qui est jugé, et a dit « il a ouvert la porte »."


# -- the last resort --------------------------------------------------------------------------------------------------


def test_the_last_resort_quotes_the_title_and_claims_nothing() -> None:
    french = read.read(
        *layoff("Des ouvriers inquiets <b>@everyone</b> https://x.example/y attendent une réponse de Verlane")
    )
    assert extract.last_resort(french) == (
        f"Verlane{NBSP}: «{NBSP}Des ouvriers inquiets b everyone /b attendent une réponse de Verlane{NBSP}»"
    )
    english = read.read(*act("Something odd about the fine for Verlane and the others", action="fine"))
    assert extract.last_resort(english) == (
        f"Un article en anglais évoque un dossier qui concerne Verlane{NBSP}: "
        f"«{NBSP}Something odd about the fine for Verlane and the others{NBSP}»"
    )
    jobs = read.read(*layoff("The company that everybody knows in this town has bad news", company=" "))
    assert extract.last_resort(jobs) == (
        f"Un article en anglais évoque l'emploi chez une entreprise{NBSP}: "
        f"«{NBSP}The company that everybody knows in this town has bad news{NBSP}»"
    )


def test_the_last_resort_does_not_say_the_company_twice() -> None:
    reading = read.read(*layoff("Verlane : l'atelier garde espoir"))
    assert extract.last_resort(reading) == f"Verlane{NBSP}: «{NBSP}l'atelier garde espoir{NBSP}»"


def test_job_cuts_are_told_only_where_the_article_speaks_of_some() -> None:
    worried = "Le plan a été présenté aux syndicats jeudi. La direction veut moderniser le site."
    plan = layoff("Verlane lance un plan de transformation à Dijon", worried, stage=Stage.DONE)
    assert "postes" not in told(plan)
    assert any("job cuts that the article" in fault for fault in gate.faults("Verlane supprime des postes.", *plan))
    cut = layoff("Verlane lance un plan de transformation à Dijon", f"{worried} Des postes seront supprimés.")
    assert "suppressions de postes" in told(cut)
    english = layoff("Verlane unveils new plan for Dijon", "The plan was shown to unions.", stage=Stage.ANNOUNCED)
    assert "postes" not in told(english)


def test_a_very_long_title_still_fits() -> None:
    for title in (
        "Verlane et ses ouvriers attendent une réponse de la direction ",
        "Verlane and the whole of the staff ",
    ):
        reading = read.read(*layoff(title * 20))
        assert 200 < len(extract.last_resort(reading)) <= 280


def test_a_topic_that_is_not_ours_is_still_summed_up() -> None:
    event, article = layoff("Le titre que personne n'attendait dans cette ville du Cher")
    got = summary(replace(event, topic="strikes", facts=Facts()), article)
    assert got.method in ("extract", "title")
    assert got.text


# -- the writer -------------------------------------------------------------------------------------------------------


async def test_the_writer_implements_the_port() -> None:
    made = layoff("Verlane cuts 300 jobs", jobs=(300, "300"))
    got = await Writer().summarise(*made)
    assert (got.method, got.language) == ("brief", "en")


WORDS = st.text(max_size=300) | st.sampled_from(
    [
        "Verlane va supprimer 300 postes, selon la CGT.",
        "FTC fines Verlane $5 million",
        "« Verlane » ferme ?",
        "\u202e@everyone",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    WORDS,
    WORDS,
    st.sampled_from([None, *Stage]),
    st.sampled_from(["fine", "probe", "ruling", "other", "zzz"]),
    st.integers(0, 10**12),
    st.text(min_size=1, max_size=30),
)
def test_no_article_makes_it_raise_or_say_something_unfit(
    title: str, text: str, stage: Stage | None, action: str, number: int, name: str
) -> None:
    article = Article("u", title, text)
    here, company = Passage("title", 0, len(title)), Company(1, name)
    facts = (
        LayoffFacts((Fact(name, here),), jobs=Fact(number, here), unit=Fact(name, here), source=Fact(name, here)),
        RegulationFacts(authority=Fact(name, here), action=Fact(action, here), amount=Fact(float(number), here),
                        currency=Fact("EUR", here)),
    )  # fmt: skip
    for topic, known in zip((LAYOFFS, REGULATION), facts, strict=True):
        event = Event(company, topic, Role.SUBJECT, stage, known, (Evidence("event", Passage("text", 0, 1)),), 0.5)
        got = summary(event, article)
        assert isinstance(got, Summary)
        assert 0 < len(got.text) <= 280
        assert not re.search("[<>@`\x00-\x1f\u202e\u200b]", got.text)


# -- the article that the project started from, retold ----------------------------------------------------------------


def test_the_third_wave_at_a_shop_unit_is_told_without_another_company_s_figure() -> None:
    made = layoff(
        "Le secteur du commerce en ligne secoué par des licenciements chez Klipo",
        "Après Maxisoft, qui s'est séparé de 9000 personnes, c'est Klipo qui fait parler de lui. "
            "D'après Bloomberg, Klipo aurait "
        "lancé une nouvelle vague de licenciements dans l'équipe de Klipo Shop US, la troisième "
            "depuis avril. La filiale peine à "
        "séduire les clients américains.",
        company="Klipo", stage=Stage.RUMOUR, wave=(3, "troisième"), unit=("Klipo Shop US", "Klipo Shop US"),
        since=("avril", "avril"), source=("Bloomberg", "Bloomberg"), event_at="vague de licenciements",
    )  # fmt: skip
    text = told(made)
    for word in ("Klipo Shop US", "troisième vague", "depuis avril", "selon Bloomberg", "licenciements"):
        assert word in text
    assert "9" not in text
    assert "Maxisoft" not in text
    bare = replace(made[0], facts=LayoffFacts())
    text = told((bare, made[1]))
    assert "Klipo Shop US" in text
    assert "Bloomberg" in text
    assert "9000" not in text
