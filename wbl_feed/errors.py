"""Errors about us: bad usage, bad configuration, a failing disk. Findings about data are notices."""


class WblFeedError(Exception):
    """Root of every exception this project raises on purpose."""

    exit_code = 2


class UsageError(WblFeedError):
    """A file, option or setting that cannot be used; the message says where and how to mend it."""

    def __init__(self, message: str, /, *, place: str = "", fix: str = "") -> None:
        super().__init__(message)
        self.message, self.place, self.fix = message, place, fix

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} {self.fix}".rstrip() if self.fix else text


class NothingPublishedError(WblFeedError):
    """A run ended before it could publish; what was published before is untouched."""

    exit_code = 4


class LockedError(WblFeedError):
    """Another run is under way in the same folder."""

    exit_code = 5
