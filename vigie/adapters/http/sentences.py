"""What goes wrong with an answer or a connection, as one French sentence for a feed's followers. It asks nothing."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping

import aiohttp

from vigie.adapters.addresses import AddressRefused
from vigie.adapters.http.headers import retry_after
from vigie.ports import FetchError

EMPTY = "Le site répond par une page vide. C'est sans doute passager."
PARTIAL = "Le site n'a pas envoyé le flux en entier, ou l'a mal compressé. C'est sans doute passager."
GARBLED = "Le site répond d'une façon que Vigie ne comprend pas (la réponse ne suit pas le protocole HTTP)."
UNASKED_304 = "Le site répond que rien n'a changé alors que Vigie n'avait encore rien lu. C'est sans doute passager."
CHALLENGE = (
    "Le site demande de prouver qu'on est humain : il refuse les lecteurs de flux. "
    "Demandez-lui d'autoriser Vigie, ou cherchez un autre flux."
)
INTERNAL = (
    "Cette adresse mène à une machine du réseau interne ({block}) : Vigie ne la lit pas. "
    "L'exploitant peut l'autoriser dans feeds.yaml, à « allow »."
)
NO_ADDRESS = "Ce n'est pas une adresse web complète. Donnez-la telle que le navigateur l'affiche, avec https://."

STATUSES: Mapping[int, tuple[str, bool]] = {
    204: (EMPTY, False),
    205: (EMPTY, False),
    206: (PARTIAL, False),
    400: ("Le site ne comprend pas cette adresse (réponse 400). Vérifiez-la dans un navigateur.", False),
    401: ("Ce flux demande un mot de passe (réponse 401) : Vigie ne lit que les flux publics.", True),
    402: ("Ce flux est payant (réponse 402) : Vigie ne lit que les flux publics.", True),
    403: ("Le site refuse l'accès à Vigie (réponse 403). Vérifiez que le flux est public.", False),
    404: ("Cette adresse n'existe pas ou plus (réponse 404). Cherchez la nouvelle sur le site.", False),
    406: ("Le site n'a rien à donner à un lecteur de flux à cette adresse (réponse 406).", False),
    407: ("Un serveur mandataire demande un mot de passe (réponse 407). Parlez-en à l'exploitant.", False),
    408: ("Le site a trouvé la demande trop lente (réponse 408). C'est sans doute passager.", False),
    410: ("Ce flux a été supprimé par le site (réponse 410). Retirez-le, ou cherchez le nouveau.", True),
    429: ("Le site demande de venir moins souvent (réponse 429). Vigie attendra avant de revenir.", False),
    451: ("Ce flux est bloqué pour une raison légale (réponse 451).", True),
    500: ("Le site est en panne (réponse 500). C'est sans doute passager.", False),
    502: ("Le site est en panne (réponse 502). C'est sans doute passager.", False),
    503: ("Le site est momentanément indisponible (réponse 503). C'est sans doute passager.", False),
    504: ("Le site est en panne (réponse 504). C'est sans doute passager.", False),
}
"""status -> (sentence, permanent): one line for each answer that a follower of the feed can do something about."""

OTHER_STATUSES: Mapping[int, tuple[str, bool]] = {
    3: ("Le site renvoie ailleurs d'une façon que Vigie ne suit pas (réponse {status}).", False),
    4: ("Le site refuse la demande (réponse {status}). Vérifiez l'adresse dans un navigateur.", False),
    5: ("Le site est en panne (réponse {status}). C'est sans doute passager.", False),
}
"""The same by hundreds, for all other answers."""

TLS_TROUBLES: Mapping[int, str] = {
    10: "Le certificat de sécurité du site a expiré : Vigie attend que le site le renouvelle.",
    9: "Le certificat de sécurité du site n'est pas encore valable. Vérifiez l'heure de la machine où tourne Vigie.",
    62: "Le certificat de sécurité est celui d'un autre site. Vérifiez l'adresse.",
    64: "Le certificat de sécurité est celui d'un autre site. Vérifiez l'adresse.",
    18: "Le site a fait lui-même son certificat de sécurité : Vigie ne peut pas s'y fier.",
    19: "Le certificat de sécurité du site vient d'une autorité inconnue : Vigie ne peut pas s'y fier.",
    20: "Le certificat de sécurité du site vient d'une autorité inconnue : Vigie ne peut pas s'y fier.",
}
"""OpenSSL's verification error (X509_V_ERR_…) -> sentence."""

TLS_TROUBLE = "La connexion protégée (https) avec le site échoue. C'est sans doute passager."
TLS_UNTRUSTED = "Le certificat de sécurité du site n'est pas valable : Vigie ne peut pas s'y fier."

BROKEN = "Le site a coupé la connexion. C'est sans doute passager."
UNREACHABLE = "Le site est injoignable. C'est sans doute passager."
SOCKET_TROUBLES: Mapping[int, str] = {
    errno.ECONNREFUSED: "Le site refuse la connexion : son serveur est peut-être arrêté. C'est sans doute passager.",
    errno.ECONNRESET: BROKEN,
    errno.EPIPE: BROKEN,
}

UNKNOWN_NAME = "Aucun site ne porte ce nom. Vérifiez l'adresse."
NAMES_DOWN = (
    "Vigie n'arrive pas à trouver l'adresse du site (le service des noms ne répond pas). C'est sans doute passager."
)
NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def refusal(response: aiohttp.ClientResponse) -> FetchError:
    """What an answer that brings no page means for those who follow the feed."""
    status = response.status
    if status == 304:
        return FetchError(UNASKED_304, status=status)
    if response.headers.get("cf-mitigated") == "challenge":
        return FetchError(CHALLENGE, status=status)
    sentence, permanent = STATUSES.get(status) or OTHER_STATUSES.get(status // 100, (GARBLED, False))
    return FetchError(
        sentence.format(status=status),
        permanent=permanent,
        retry_after=retry_after(response.headers),
        status=status,
    )


def failure(error: Exception) -> FetchError:
    """The sentence for a connection that went wrong, whatever its library calls it."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return FetchError(untrusted(error.certificate_error))
        case ssl.SSLError():
            return FetchError(TLS_TROUBLE)
        case AddressRefused():
            return FetchError(INTERNAL.format(block=error.range), permanent=True)
        case socket.gaierror():
            return FetchError(UNKNOWN_NAME if error.errno in NO_SUCH_NAME else NAMES_DOWN, unreached=True)
        case aiohttp.ClientConnectorError():
            return failure(error.os_error)
        case aiohttp.ClientPayloadError():
            return FetchError(PARTIAL)
        case aiohttp.ServerDisconnectedError():
            return FetchError(BROKEN)
        case aiohttp.InvalidURL():
            return FetchError(NO_ADDRESS, permanent=True)
        case OSError() if error.errno == errno.EMSGSIZE:  # wire.Flood, or what aiohttp makes of it
            return FetchError(GARBLED)
        case OSError():
            return FetchError(SOCKET_TROUBLES.get(error.errno or 0, UNREACHABLE), unreached=True)
        case _:
            return FetchError(GARBLED)


def untrusted(error: Exception) -> str:
    """What is wrong with a certificate, in French."""
    return TLS_TROUBLES.get(getattr(error, "verify_code", 0), TLS_UNTRUSTED)
