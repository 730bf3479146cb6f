"""Why the operating system refuses something, in French words for a sentence; what it does not name stays its own."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[int, str] = MappingProxyType(
    {
        errno.EACCES: "accès refusé",
        errno.EPERM: "opération interdite",
        errno.EROFS: "disque en lecture seule",
        errno.ENOSPC: "disque plein",
        errno.EDQUOT: "quota de disque atteint",
        errno.ENOENT: "introuvable",
        errno.EISDIR: "c'est un dossier",
        errno.ENOTDIR: "un de ses dossiers est un fichier",
        errno.EEXIST: "il existe déjà un fichier de ce nom",
        errno.ENAMETOOLONG: "nom trop long",
        errno.ELOOP: "ses liens tournent en rond",
        errno.EMFILE: "trop de fichiers ouverts",
        errno.EIO: "erreur du disque",
        errno.EADDRINUSE: "port déjà pris",
        errno.EADDRNOTAVAIL: "cette adresse n'est pas de cette machine",
    }
)


def refusal(error: OSError) -> str:
    """« accès refusé »."""
    return REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
