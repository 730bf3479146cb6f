"""How the outside world fails: in passing or for good, with a sentence for people."""

from __future__ import annotations

from datetime import timedelta


class FetchError(Exception):
    """A feed could not be read. The message is a French sentence for the people who follow the feed.

    Permanent: trying the same address again is pointless (private address, not a feed, gone).
    Candidates: the feeds that a page announces, where the address is a page.
    Status: what the server answered, None where it is not the answer that failed. Unreached: no server was met.
    Held: nothing was asked, because the server wants to be left alone for now. Host: where `retry_after` is a whole
    host's wish, which one. Fatal: the page was its reader's death.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        candidates: tuple[str, ...] = (),
        status: int | None = None,
        unreached: bool = False,
        held: bool = False,
        host: str = "",
        fatal: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.candidates = candidates
        self.status = status
        self.unreached = unreached
        self.held = held
        self.host = host
        self.fatal = fatal


class PostError(Exception):
    """A post did not go well. The message is a French sentence for whoever looks after the channel.

    permanent: it will never be accepted, trying again is pointless.
    unclear: the call was made and nobody knows whether it had its effect; never with permanent.
    blocked: people have to mend something in the channel first (a permission, an invitation).
    gone: the channel is no more, or we are no longer where it is; to be confirmed before anything is erased.
    everywhere: the platform refuses us as a whole (token, ban): nothing may be sent before retry_after.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        unclear: bool = False,
        blocked: bool = False,
        gone: bool = False,
        everywhere: bool = False,
    ) -> None:
        super().__init__(reason)
        self.permanent = permanent
        self.retry_after = retry_after
        self.unclear = unclear
        self.blocked = blocked
        self.gone = gone
        self.everywhere = everywhere


class TokenError(Exception):
    """A platform does not know our token. The message is a French sentence that says what to do; the process ends."""


class StoreError(Exception):
    """The database cannot be opened, read or written. The message is French, for whoever runs Vigie. It is passing for
    all that is in it: nothing was changed, and whatever was to be done is still to be done.
    """
