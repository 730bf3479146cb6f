"""What bytes are where they are no feed, in French sentences. It looks at nothing itself."""

from __future__ import annotations

from collections.abc import Iterable


class NotAFeed(Exception):
    """The bytes are no feed. The message is a French sentence on what they are; `passing` where a retry may help.

    `candidates` are the absolute addresses that a web page gives for its feeds.
    """

    def __init__(self, reason: str, candidates: Iterable[str] = (), *, passing: bool = False) -> None:
        super().__init__(reason)
        self.candidates = tuple(candidates)
        self.passing = passing


EMPTY = "Le site répond par une page vide."
PAGE = "Cette adresse est une page web, pas un flux."
PAGE_WITH_FEEDS = "Cette adresse est une page web. Son flux est peut-être : {candidates}"
JSON_FEED = "Cette adresse est un flux au format JSON : Vigie lit les flux RSS et Atom. Cherchez-en un sur le site."
JSON = "Cette adresse donne des données (JSON), pas un flux RSS ou Atom."
PDF = "Cette adresse est un document PDF, pas un flux."
ARCHIVE = "Cette adresse est un fichier compressé, pas un flux."
IMAGE = "Cette adresse est une image, pas un flux."
TEXT = "Cette adresse donne du texte, pas un flux RSS ou Atom."
SITEMAP = "Cette adresse est le plan du site (sitemap), pas un flux."
OPML = "Cette adresse est une liste de flux (OPML), pas un flux : ajoutez un à un les flux qu'elle nomme."
OTHER_XML = "Cette adresse donne un document XML qui n'est ni RSS ni Atom."
CUT_SHORT = "Ce flux s'arrête au milieu : le site ne l'a pas envoyé en entier. C'est sans doute passager."
ENTITIES = "Ce flux définit ses propres entités XML, ce qui sert surtout à piéger les lecteurs : Vigie ne le lit pas."
UTF7 = "Ce flux est écrit en UTF-7, un codage abandonné parce que dangereux : Vigie ne le lit pas."
UNREADABLE = "Ce flux est si mal formé que Vigie n'arrive pas à le lire."
