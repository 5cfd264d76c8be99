"""Faults of the network, told with a code for scripts and in words for people."""

import ssl

import h11
import httpcore

from wbl_feed.addresses import RefusedAddressError, UnknownHostError
from wbl_feed.fetch_outcomes import Fault

_CERTIFICATE = {  # X509_V_ERR_… of OpenSSL
    2: "was issued by an authority that is not known, or the server does not send its whole chain",
    9: "is not valid yet",
    10: "has expired",
    18: "is signed by nobody but itself",
    19: "was issued by an authority that is not known",
    20: "was issued by an authority that is not known, or the server does not send its whole chain",
    21: "was issued by an authority that is not known, or the server does not send its whole chain",
    23: "was revoked",
    62: "is for another host",
    64: "is for another host",
}
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")


class TlsError(httpcore.ConnectError):
    """The connection could not be made secure."""


class AnswerError(httpcore.ProtocolError):
    """What came is no answer of HTTP, or only the beginning of one."""


def tls_error(error: BaseException) -> TlsError:
    """Why TLS could not be agreed on, in words."""
    found = next((one for one in _chain(error) if isinstance(one, ssl.SSLError)), None)
    if isinstance(found, ssl.SSLCertVerificationError):
        return TlsError(f"the server's certificate {_CERTIFICATE.get(found.verify_code, found.verify_message)}")
    if found is None or isinstance(found, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return TlsError("the server broke the connection off while TLS was agreed on")
    if found.reason in _NO_TLS:
        return TlsError("the server does not speak TLS on this port")
    return TlsError(f"the server and we could not agree on TLS ({found.reason or found})")


def cut_off(head: bytes) -> AnswerError:
    """Why there are no whole headers, by what came of them."""
    if not head:
        return AnswerError("the server closed the connection without an answer")
    if not head.startswith(b"HTTP/"):
        return AnswerError("the answer is not HTTP")
    return AnswerError("the server closed the connection in the middle of its headers")


def told(error: Exception) -> Fault:
    """The code and the words of a fault of the network."""
    match error:
        case httpcore.TimeoutException():
            return Fault("timeout", str(error) if str(error).endswith("in time") else "no whole answer in time")
        case RefusedAddressError():
            return Fault("refused_address", str(error))
        case UnknownHostError():
            return Fault("unknown_host", str(error))
        case TlsError():
            return Fault("tls_error", str(error))
        case httpcore.ConnectError() if not was_reset(error):
            return Fault("unreachable", f"no connection to the server ({_why(error)})")
        case httpcore.NetworkError():
            return Fault("bad_response", f"the connection broke off ({_why(error)})")
        case h11.RemoteProtocolError():
            return Fault("bad_response", _protocol(str(error)))
        case _:
            return Fault("bad_response", str(error) or type(error).__name__)


def was_reset(error: BaseException) -> bool:
    """Whether the other side broke the connection off."""
    return any(isinstance(one, ConnectionResetError) for one in _chain(error))


def _protocol(text: str) -> str:
    """What h11 says of an answer that is none, for people."""
    if text.startswith("peer closed connection without"):
        return f"the body is cut off {text[text.find('(') :] if '(' in text else ''}".strip()
    if text.startswith("Receive buffer too long"):
        return "the headers are too large"
    return f"the answer is not HTTP as it should be ({text[:200]})"


def _why(error: BaseException) -> str:
    """The system's words for a fault, without its number."""
    found = next((one.strerror for one in _chain(error) if isinstance(one, OSError) and one.strerror), "")
    return (found or str(error) or type(error).__name__).lower()


def _chain(error: BaseException | None) -> list[BaseException]:
    """An exception, and those that it came from."""
    found = []
    while error is not None:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
