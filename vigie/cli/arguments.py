"""The command line: what can be asked, its help and its errors, in French. It runs nothing.

argparse speaks English; what a person can see of it is said again here, through its public hooks only.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ABOUT = """\
Vigie surveille des flux RSS et signale, en français, les plans sociaux et les
décisions d'autorités qui touchent les entreprises que vous suivez : dans ce
terminal, sur Discord et sur Slack."""

EXAMPLES = """\
Exemples :
  uv run bot.py           veiller, avec le feeds.yaml du dossier
  uv run bot.py demo      voir Vigie à l'œuvre, hors ligne, en quinze secondes
  uv run bot.py --once    un seul passage, puis fin (cron)
  uv run bot.py doctor    ce qui manque, et comment l'obtenir
  uv run bot.py analyse < articles.jsonl > alertes.jsonl

Discord : mettez DISCORD_TOKEN dans le fichier .env. Slack : SLACK_BOT_TOKEN et
SLACK_APP_TOKEN. Sans jeton, Vigie se lit et se commande ici même."""

COMMANDS: Mapping[str, tuple[str, str]] = {
    "run": (
        "lire les flux et montrer les alertes (commande par défaut)",
        """\
Lit les flux de feeds.yaml et montre les alertes, jusqu'à « quitter », Ctrl-C ou
SIGTERM. Dans un terminal, les commandes se tapent à l'invite (« aide » les
donne). Sans terminal (service, conteneur), Vigie veille et écrit des lignes
simples. Avec les jetons de Discord ou de Slack, elle s'y connecte aussi.

Au tout premier passage, rien n'est signalé : Vigie montre un aperçu de ce que
les flux contiennent déjà, et la veille commence. Un feeds.yaml modifié est
repris sans redémarrer.""",
    ),
    "demo": (
        "voir Vigie à l'œuvre, hors ligne, en moins de quinze secondes",
        """\
Montre Vigie à l'œuvre sur des flux inventés, servis par cette machine même :
lecture, alertes, résumés, recherche. Rien n'est téléchargé, rien n'est gardé.""",
    ),
    "analyse": (
        "articles en JSON, un par ligne → leurs alertes",
        """\
Lit un article par ligne sur l'entrée standard :
  {"id": "1", "title": "…", "text": "…", "companies": ["…"]}
(url, lang, published et companies sont facultatifs) et écrit une ligne par
article, dans l'ordre :
  {"id": "1", "lang": "fr", "alerts": [{"company", "topic", "role", "score",
   "stage", "facts", "evidence", "summary"}]}
Une ligne illisible est signalée, avec son numéro, sur la sortie d'erreur ; les
suivantes sont traitées.""",
    ),
    "summarise": (
        "articles en JSON, un par ligne → leurs résumés",
        """\
Lit un article par ligne sur l'entrée standard, {"id": "1", "title": "…",
"text": "…"}, et écrit {"id": "1", "summary": "…"} : 280 caractères au plus.
Une ligne illisible est signalée, avec son numéro, sur la sortie d'erreur ; les
suivantes sont traitées.""",
    ),
    "replay": (
        "rejouer une archive de flux, pour essayer une liste d'entreprises",
        """\
Rejoue une archive : DOSSIER contient un sous-dossier par passage, nommé par son
heure UTC (2022-03-01T19-00-00), et dans chacun un fichier NOM.xml par flux. Tout
se passe comme si Vigie avait veillé alors ; une ligne JSON par message :
  {"time", "kind": "alert"|"edit"|"update"|"digest", "story", "company",
   "topic", "summary", "articles", "outlets"}
Ce que contient un flux à son premier passage n'est pas signalé, sauf avec
--no-baseline. Rien n'est téléchargé, rien n'est gardé.""",
    ),
    "histoire": (
        "séparer ou réunir à la main des articles d'une même histoire",
        """\
  bot.py histoire fusionner 12 15       l'histoire 15 rejoint l'histoire 12
  bot.py histoire separer 12 ADRESSE    l'article sort de l'histoire 12
Les messages déjà publiés de la plus ancienne restent. La décision est gardée
comme exemple : elle servira à juger le regroupement. Arrêtez d'abord Vigie.""",
    ),
    "demenager": (
        "copier la base SQLite dans une base PostgreSQL neuve",
        """\
Copie tout ce que garde data/vigie.db dans la base PostgreSQL que donne
VIGIE_DATABASE, qui doit être vide : flux, articles, histoires, salons,
abonnements, envois. Ce qui fut envoyé ne l'est pas une seconde fois. Tout est
relu et comparé avant de compter ; sinon, rien n'est gardé. Le fichier n'est pas
modifié. Arrêtez d'abord Vigie.""",
    ),
    "doctor": (
        "vérifier l'installation et dire quoi faire",
        """\
Vérifie Python, SQLite, les jetons, feeds.yaml, la base, le disque et les flux,
sans rien changer. Chaque ligne dit quoi faire. Code de sortie 0 si tout va
bien, 1 sinon.""",
    ),
}
"""Each command's line in the list, and the text of its own help."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=80)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Usage : " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are French."""

    def __init__(self, prog: str | None = None, **options: object) -> None:
        super().__init__(prog, formatter_class=Formatter, add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self.shown = self.add_argument_group("Options ")
        self.shown.add_argument("-h", "--help", action="help", help="montrer cette aide")

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{french(message)}\n« {self.prog} --help » montre ce qui est possible.\n")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)


ERRORS: Sequence[tuple[str, str]] = (
    (r"the following arguments are required: (?P<what>.*)", "Il manque : {what}"),
    (
        r"argument (?P<what>\S+): invalid story_number value: (?P<value>.*)",
        "« {value} » n'est pas un numéro d'histoire.",
    ),
    (r"argument (?P<what>\S+): expected one argument", "{what} : il manque une valeur."),
    (r"argument (?P<what>\S+): ignored explicit argument (?P<value>.*)", "{what} ne prend pas de valeur."),
    (r"unrecognized arguments: (?P<what>.*)", "Inconnu : {what}"),
    (r"argument .*: invalid choice: '(?P<value>[^']*)'.*", "« {value} » n'est pas une commande de bot.py.{nearest}"),
)
"""argparse's messages that our options can cause, and what we say."""


def french(message: str) -> str:
    for pattern, said in ERRORS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            found = {name: clipped(value.strip("'\"")) for name, value in match.groupdict().items()}
            return said.format(**found, nearest=nearest(found.get("value") or ""))
    return message


def nearest(word: str) -> str:
    close = difflib.get_close_matches(word, COMMANDS, n=1)
    return f" Vouliez-vous dire « {close[0]} » ?" if close else f" Les commandes : {', '.join(COMMANDS)}."


def clipped(typed: str, most: int = 60) -> str:
    """As it can be repeated on a line."""
    return typed if len(typed) <= most else f"{typed[: most - 1]}…"


def story_number(typed: str) -> int:
    """« 12 », « n°12 ». Raises ValueError for what no story can have as its number."""
    digits = typed.removeprefix("n°").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 10 and 0 < int(digits) <= GREATEST):
        raise ValueError
    return int(digits)


GREATEST = 2**31 - 1
"""Of the numbers that databases give to stories."""

FEEDS = "ce qu'il faut surveiller (défaut : feeds.yaml)"
DATA = "où garder la base (défaut : VIGIE_DATA, sinon data)"
ONCE = "lire chaque flux une fois, montrer le résultat, finir (code 1 si aucun flux n'a répondu)"
RESTORED = "la base vient d'une sauvegarde : ne rien redire de ce qui fut dit depuis (une seule fois, au démarrage)"
NO_BASELINE = "signaler aussi ce que contiennent les flux à leur premier passage"
COMPANIES = 'JSON : [{"name": "…", "aliases": ["…"]}] (défaut : celles de feeds.yaml)'

OPTIONS: Mapping[str, tuple[tuple[str, ...], str, str | None]] = {
    "--once": (("", "run"), ONCE, None),
    "--sauvegarde-restauree": (("", "run"), RESTORED, None),
    "--data": (("", "run", "doctor", "histoire", "demenager"), DATA, "DOSSIER"),
    "--feeds": (("", "run", "doctor", "analyse", "replay"), FEEDS, "FICHIER"),
    "--companies": (("analyse", "replay"), COMPANIES, "FICHIER"),
    "--no-baseline": (("replay",), NO_BASELINE, None),
}
"""Each option: the commands that take it ("" where none is written), its help, and what it takes (None: nothing)."""

POSITIONS: Mapping[str, Sequence[tuple[str, str, Callable[[str], object], str]]] = {
    "replay": (("folder", "DOSSIER", Path, "l'archive"),),
    "histoire": (
        ("gesture", "GESTE", str, "fusionner ou separer"),
        ("story", "N°", story_number, "l'histoire"),
        ("other", "N°|ADRESSE", str, "l'histoire qui la rejoint, ou l'article qui en sort"),
    ),
}
"""What a command takes without a name: how it is kept, how it is shown, what it must be, its help."""


def parser() -> Parser:
    """The whole command line."""
    top = Parser("bot.py", description=f"{ABOUT}\n\n{listed()}", epilog=EXAMPLES, usage="bot.py [commande] [options]")
    subparsers = top.add_subparsers(dest="command", prog="bot.py", help=argparse.SUPPRESS, parser_class=Parser)
    parsers = {"": top} | {
        name: subparsers.add_parser(name, description=text, usage=f"bot.py {name} [options]")
        for name, (_, text) in COMMANDS.items()
    }
    for name, positions in POSITIONS.items():
        shown = " ".join(written for _, written, _, _ in positions)
        parsers[name].usage = f"bot.py {name} {shown} [options]"
        for dest, shown_as, kind, told in positions:
            parsers[name].shown.add_argument(dest, metavar=shown_as, type=kind, help=told)
    for option, (takers, help, metavar) in OPTIONS.items():
        for taker in takers:
            add(parsers[taker], option, help, metavar)
    return top


def listed() -> str:
    """The commands, one a line."""
    return "\n".join(["Commandes :", *(f"  {name:<11}{line}" for name, (line, _) in COMMANDS.items())])


def add(parser: Parser, option: str, help: str, metavar: str | None) -> None:
    """No default here: a sub-command's default would hide what was written before its name."""
    if metavar is None:
        parser.shown.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=help)
    else:
        parser.shown.add_argument(option, type=Path, metavar=metavar, default=argparse.SUPPRESS, help=help)


def parsed(words: Sequence[str] | None = None) -> argparse.Namespace:
    """command, data (None: ask the environment), feeds, once, companies; exits with a French sentence where wrong."""
    top = parser()
    found = argparse.Namespace(data=None, feeds=Path("feeds.yaml"), once=False, companies=None, no_baseline=False)
    found.sauvegarde_restauree = False
    top.parse_args(words, found)
    found.command = found.command or "run"
    if found.once and found.command != "run":
        top.error(f"--once ne va pas avec {found.command} : il va avec run, la commande par défaut.")
    return found
