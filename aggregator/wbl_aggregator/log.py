"""What happens, a line an event, for people or as JSON; no secret passes."""

import json
import logging
import re
import sys
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

import click

LogFormat = Literal["text", "json"]
REDACTED = "···"
_NAME = "wbl_aggregator"
_KEY_WORDS = "token|key|secret|pass|pwd|sig|auth|credential|session|cookie"
_USER = re.compile(r"//[^/?#\s]*@")
"""A user and a password before a host (RFC 3986 section 3.2.1)."""
_USER_WITH_SLASH = re.compile(r"//[^/?#\s:@]*:(?!\d{1,5}[/?#])[^\s@]{0,200}@")
"""The same with a slash in the password, which is no address but the data source name of some databases.

What it may be at its longest keeps the time in proportion to the text, which may come from anybody."""
_PAIR = re.compile(
    rf"((?:{_KEY_WORDS})[^\s?&;#=]{{0,80}}?(?:=|%3D|[\"']\s*:\s*[\"']?))[^\s&#]*",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(\b(?:proxy-)?authorization|\b(?:set-)?cookie|\bx-api-key)(\s*:\s*)[^\r\n]*", re.IGNORECASE)
_SHORTEST = 6
"""Characters of the shortest text that is redacted by its own letters; a shorter one would blot out words."""


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without passwords in addresses, values of keys, log-in headers, and ``secrets`` themselves."""
    for secret in sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    text = _USER.sub(f"//{REDACTED}@", text)
    text = _USER_WITH_SLASH.sub(f"//{REDACTED}@", text)
    text = _HEADER.sub(rf"\1\2{REDACTED}", text)
    return _PAIR.sub(rf"\1{REDACTED}", text)


def set_up(form: LogFormat, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Log to a stream, standard error if none is given, in place of what an earlier call set up."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(handler)
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_FORMATTERS[form](tuple(secrets)))
    root.addHandler(handler)
    logging.getLogger(_NAME).setLevel(logging.INFO)


def tell(event: str, message: str, *, level: int = logging.INFO, **members: Any) -> None:
    """Log an event; ``members``, such as ``source``, are for scripts."""
    logging.getLogger(_NAME).log(level, "%s", message, extra={"wbl": {"event": event, **members}})


def tell_fault(event: str, message: str, **members: Any) -> None:
    """Log an event with the exception that is being handled and where it was raised."""
    logging.getLogger(_NAME).error("%s", message, exc_info=True, extra={"wbl": {"event": event, **members}})


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; a stream that is closed costs the line, and nothing of it is shown elsewhere."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        pass


class _Formatter(logging.Formatter, ABC):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        members = {name: self._clean(value, name) for name, value in getattr(record, "wbl", {}).items()}
        fault = self._text("".join(traceback.format_exception(*record.exc_info))) if record.exc_info else ""
        return self._line(moment, record.levelname.lower(), self._text(record.getMessage()), members, fault.rstrip())

    @abstractmethod
    def _line(self, moment: str, level: str, message: str, members: dict[str, Any], fault: str) -> str:
        """The line of an event, from which every secret has been taken."""

    def _text(self, text: str) -> str:
        return redacted(text, self._secrets)

    def _clean(self, value: Any, name: str = "") -> Any:
        """A member without secrets, however deep."""
        if isinstance(value, Mapping):
            return {self._text(str(key)): self._clean(one, str(key)) for key, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._clean(one, name) for one in value]
        if value is None or isinstance(value, bool | int | float):
            return value
        return REDACTED if re.search(_KEY_WORDS, name, re.IGNORECASE) else self._text(str(value))


class _TextFormatter(_Formatter):
    """``2026-11-22T12:00:00.000Z warning message (source=north)``, always one line but for a traceback."""

    def _line(self, moment: str, level: str, message: str, members: dict[str, Any], fault: str) -> str:
        shown = ", ".join(f"{name}={value}" for name, value in members.items() if name != "event" and value != "")
        line = f"{moment} {level:7} {message}{f' ({shown})' if shown else ''}"
        line = "".join(character if character.isprintable() else "·" for character in line)
        return f"{line}\n{fault}" if fault else line


class _JsonFormatter(_Formatter):
    """One JSON object a line."""

    def _line(self, moment: str, level: str, message: str, members: dict[str, Any], fault: str) -> str:
        value = {"time": moment, "level": level, "event": members.pop("event", "log"), "message": message, **members}
        return json.dumps(value | ({"fault": fault} if fault else {}), ensure_ascii=False, allow_nan=True)


_FORMATTERS: dict[LogFormat, type[_Formatter]] = {"text": _TextFormatter, "json": _JsonFormatter}

log_option = click.option(
    "--log", "log_format", type=click.Choice(["text", "json"]), default="text", help="How to log. Default: text."
)
