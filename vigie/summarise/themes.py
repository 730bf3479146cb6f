"""What a matter is about, in French, as titles and sentences name it in French or English: one table. Pure."""

from __future__ import annotations

import re

from vigie.text.fold import fold
from vigie.text.french import Noun, de

THEMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (french, re.compile(pattern))
    for french, pattern in (
        (
            "abus de position dominante",
            r"abus de position dominante|abus(?:e|ing) (?:of )?(?:its )?(?:market )?dominan|market "
            r"abuse",
        ),
        ("entente sur les prix", r"price[- ]fix|entente sur les prix|cartel|bid[- ]rigging|collusion|collud"),
        (
            "pratiques anticoncurrentielles",
            r"anti-?competitive|anticoncurrenti|unfair competition|concurrence deloyale|pratiques? "
            r"restrictive",
        ),
        (
            "fuite de données",
            r"data (?:breach|leak)|fuite de donnees|security breach|piratage|hack(?:ed|ing)?\b|vol "
            r"de donnees|stolen data",
        ),
        ("reconnaissance faciale", r"facial recognition|reconnaissance faciale|biometric|biometri"),
        (
            "données personnelles",
            r"donnees (?:personnelles|privees|des utilisateurs)|personal data|user data|\bprivacy\b|"
            r"vie privee|\brgpd\b|\bgdpr\b|data protection|protection des donnees|cookies|data "
            r"(?:sharing|transfer|collection|practices)",
        ),
        (
            "protection des mineurs",
            r"child (?:safety|protection|abuse|exploitation)|protection des mineurs|protection de "
            r"l'enfance|(?:harm\w*|protect\w*|safety of|addict\w*) (?:to )?(?:kids|children|teens|"
            r"minors|young)|mineurs|children'?s (?:privacy|safety|data)|\bteens?\b|under-?16|social "
            r"media addiction|kids online",
        ),
        (
            "deepfakes à caractère sexuel",
            r"deepfakes?|sexuali[sz]ed (?:images|ai|photos)|images? sexualisees?|denude|undress",
        ),
        ("désinformation", r"misinformation|disinformation|desinformation|fake news|fausses nouvelles"),
        (
            "contenus illicites",
            r"hate speech|discours de haine|contenus? (?:illicites?|illegaux|haineux|terroristes?)|"
            r"illegal content|harmful content|terrorist content|extremist content",
        ),
        ("contrefaçon", r"counterfeit|contrefacon"),
        ("corruption", r"briber?y?|brib(?:e|es|ing)|(?<!anti)(?<!anti-)corruption|graft|pots-de-vin|kickback"),
        ("blanchiment d'argent", r"money[- ]launder|blanchiment"),
        (
            "fraude fiscale",
            r"tax (?:evasion|fraud|dodging)|fraude fiscale|evasion fiscale|tax avoidance|"
            r"optimisation fiscale",
        ),
        ("aides d'État", r"aides? d'etat|state aid|illegal subsid"),
        ("fiscalité", r"\btax(?:es|ation)?\b|fiscal|impot|redressement fiscal|\bfisc\b|taxe"),
        (
            "violation de sanctions",
            r"sanctions? (?:breach|violat|evasion)|violat\w+ (?:of )?(?:u\.?s\.? )?sanctions|iran "
            r"sanctions|embargo",
        ),
        ("délit d'initié", r"insider trading|delit d'initie"),
        (
            "manipulation de cours",
            r"(?:libor|euribor|forex|market|benchmark|rate)[- ](?:rigging|manipulat)|manipulat\w+ "
            r"(?:of )?(?:libor|the market|markets|metals|interest|forex)|manipulation (?:de cours|"
            r"des cours|du libor|des taux)|spoofing|rigging",
        ),
        (
            "fraude boursière",
            r"securities fraud|mis(?:led|leading|lead) (?:investors|shareholders)|tromp\w+ (?:des |"
            r"les |ses )?(?:investisseurs|actionnaires)|accounting fraud|fraude comptable|fausses "
            r"informations",
        ),
        (
            "émissions polluantes",
            r"dieselgate|emissions? (?:scandal|cheat|test|fraud|probe|case)|diesel|moteurs? truques?|"
            r"logiciel truque|defeat device",
        ),
        (
            "pollution",
            r"\bpollut\w*|oil spill|maree noire|contaminat\w*|rejets? toxiques?|waste|dechets|"
            r"deversement|\bpfas\b",
        ),
        ("amiante", r"asbestos|amiante|talc"),
        (
            "sécurité de ses véhicules",
            r"autopilot|self-?driving|full self|airbags?|\bbrakes\b|steering|vehicles?'? safety|"
            r"rear-?view|crash(?:es)? involving|seat ?belts?|conduite autonome",
        ),
        (
            "sécurité aérienne",
            r"737 max|mcas|aviation safety|airworthiness|crash d'avion|accident d'avion|securite "
            r"aerienne",
        ),
        (
            "santé publique",
            r"opioid|vaccin|side effects|effets secondaires|mediator|depakine|salmonel|lait "
            r"(?:infantile|contamine)|food safety|securite alimentaire|infant formula|medicaments?",
        ),
        ("discrimination", r"discriminat|racis[mt]|pay gap|equal pay|sexis[mt]"),
        ("harcèlement", r"harass|harcelement|sexual misconduct|agressions? sexuelles?"),
        (
            "droit du travail",
            r"labou?r (?:law|practices|violat|rights)|droit du travail|travail dissimule|union[- "
            r"]busting|unioni[sz]|wage theft|overtime|minimum wage|employment (?:status|rights)|"
            r"statut des (?:chauffeurs|livreurs)|requalifi|prud'hom|travail (?:dominical|le dimanche|"
            r"de nuit)|gig (?:workers|economy)|unfair labor",
        ),
        (
            "protection des consommateurs",
            r"consumer (?:protection|rights|fraud|law)|pratiques? commerciales? trompeuses?|"
            r"tromperie|deceptive|deceiv|misleading (?:advert|ads|claims|customers|consumers)|"
            r"publicite mensongere|clauses abusives|hidden fees|junk fees|mis-?sell|fake reviews|"
            r"faux avis|arnaque|consommateurs",
        ),
        ("droits d'auteur", r"copyright|droits? d'auteur|droits? voisins?|pirac"),
        ("obsolescence programmée", r"obsolescence|batterygate|slow(?:ed|ing) (?:down )?(?:older )?iphones|bride"),
        ("boutique d'applications", r"app store|play store|in-app|app developers|boutique d'applications"),
        (
            "publicité en ligne",
            r"\bad ?tech\b|online advert|digital advert|publicite en ligne|ad(?:vertising)? "
            r"(?:business|practices|targeting)|publicite ciblee",
        ),
        (
            "recherche en ligne",
            r"search (?:engine|results|business|dominance|monopoly)|moteur de recherche|shopping "
            r"service|comparateur",
        ),
        (
            "cryptomonnaies",
            r"crypto|bitcoin|stablecoin|digital token|unregistered (?:securities|exchange)|jetons "
            r"numeriques|libra\b",
        ),
        (
            "intelligence artificielle",
            r"\bai (?:act|model|chatbot|training|system|safety)|artificial intelligence|intelligence "
            r"artificielle|\bchatbot",
        ),
        ("espionnage", r"espionnage|spying|espionage"),
        ("sécurité nationale", r"national security|securite nationale|\b5g\b|export (?:controls?|ban|curbs|licen)"),
        ("droits de douane", r"tariffs?\b|droits de douane|import dut(?:y|ies)|anti-?dumping"),
        (
            "financement du terrorisme",
            r"financement (?:du|d'une entreprise|de groupes?) terroris|terror(?:ism|ist)? financ|"
            r"financ\w+ (?:of )?terror|crimes contre l'humanite",
        ),
        (
            "devoir de vigilance",
            r"devoir de vigilance|forced labou?r|travail force|human rights|droits de l'homme|child "
            r"labou?r|travail des enfants",
        ),
        ("climat", r"climate|climati|greenwash|carbon|rechauffement"),
        ("nucléaire", r"nucle(?:aire|ar)|\bepr\b|reacteur|flamanville|fessenheim"),
        (
            "location touristique",
            r"short-?term rent|locations? (?:touristiques?|saisonnieres?|de courte duree)|meubles? "
            r"touristiques?",
        ),
        (
            "tarifs",
            r"tarifs? (?:reglementes?|de l'electricite|du gaz|reglemente)|price cap|prix de "
            r"l'electricite|energy prices",
        ),
        ("rémunération de son dirigeant", r"pay package|remuneration d[eu']|executive pay|musk'?s pay"),
        ("concurrence", r"anti-?trust|droit de la concurrence|monopol|competition (?:law|rules|breach|concerns|case)"),
        ("plan social", r"plan social|\bpse\b|plan de sauvegarde de l'emploi|licenciements?"),
        (
            "rachat",
            r"takeover|acqui(?:sition|re|ring)|buyout|rachat|acquisition|reprise|\bopa\b|purchase of|"
            r"(?<!plea )(?<!trade )\bdeal\b",
        ),
        ("fusion", r"\bmerge[rs]?\b|\bfusion|tie-up|rapprochement"),
        # Not where it is part of an authority's name.
        ("fraude", r"(?<!serious )(?<!repression des )(?<!repression de la )\bfraud|escroquerie"),
    )
)
"""French name of the matter -> its folded wordings; the more telling come first."""

DEALS = frozenset({"rachat", "fusion"})


def theme(title: str, told: str) -> str:
    """What it is about, « données personnelles », by the folded title, else the sentences that tell the event."""
    for text in (title, told):
        for french, pattern in THEMES:
            if pattern.search(text):
                return french
    return ""


REPROACHES = frozenset(
    {
        "abus de position dominante",
        "entente sur les prix",
        "pratiques anticoncurrentielles",
        "fuite de données",
        "contrefaçon",
        "corruption",
        "blanchiment d'argent",
        "fraude fiscale",
        "délit d'initié",
        "manipulation de cours",
        "fraude boursière",
        "pollution",
        "discrimination",
        "harcèlement",
        "fraude",
        "désinformation",
        "financement du terrorisme",
        "violation de sanctions",
        "aides d'État",
        "espionnage",
    }
)
"""Themes that are what somebody is reproached with: « une affaire de corruption »."""
MATTERS = {
    "concurrence": "en matière de concurrence",
    "fiscalité": "en matière fiscale",
    "droit du travail": "en matière de droit du travail",
    "climat": "en matière de climat",
    "protection des consommateurs": "en matière de protection des consommateurs",
}
"""Whole branches of the law."""
FEMININE = frozenset(
    {
        "reconnaissance",
        "protection",
        "fiscalité",
        "sécurité",
        "santé",
        "publicité",
        "recherche",
        "intelligence",
        "boutique",
        "location",
        "rémunération",
        "obsolescence",
        "concurrence",
    }
)
PLURAL = frozenset({"données", "deepfakes", "contenus", "émissions", "aides", "cryptomonnaies", "droits", "tarifs"})


LAWS: tuple[tuple[re.Pattern[str], Noun], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), noun)
    for pattern, noun in (
        (r"rgpd|gdpr|general data protection regulation", Noun("RGPD", "m", False, "le")),
        (r"dma|digital markets act", Noun("DMA", "m", False, "le")),
        (r"dsa|digital services act", Noun("DSA", "m", False, "le")),
        (r"ai act", Noun("AI Act", "m", False, "le")),
        (r"fcpa|foreign corrupt practices act", Noun("FCPA", "m", False, "le")),
        (r"(?:loi )?sapin (?:ii|2)", Noun("loi Sapin II", "f", False, "le")),
        (r"devoir de vigilance", Noun("devoir de vigilance", "m", False, "le")),
    )
)
"""Written forms of a law, folded -> its French noun."""


def law(written: str) -> str:
    """« au titre du RGPD »; empty for a law that the table does not know."""
    found = next((noun for pattern, noun in LAWS if pattern.search(fold(written))), None)
    return f"au titre {found.of}" if found else ""


def about(french: str) -> str:
    """« dans une affaire de corruption », « au sujet de la protection des mineurs », « en matière fiscale »."""
    if french in REPROACHES:
        return f"dans une affaire {de(french)}"
    return MATTERS.get(french) or f"au sujet {noun(french).of}"


def affair(french: str) -> str:
    """« une affaire de corruption », « un dossier sur la protection des mineurs », « une affaire »."""
    if french in REPROACHES:
        return f"une affaire {de(french)}"
    return f"un dossier sur {noun(french)}" if french and french not in DEALS else "une affaire"


def noun(french: str) -> Noun:
    """« les données personnelles », « la protection des mineurs »."""
    head = french.split()[0]
    return Noun(french, "f" if head in FEMININE else "m", head in PLURAL, "le")
