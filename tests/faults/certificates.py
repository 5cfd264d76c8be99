"""Certificates, good and bad, made anew by the ``openssl`` command of the system.

A server with a bad one: ``FaultServer(tls=certificates.server("expired"))``, asked as ``https://127.0.0.1:port`` or, with
``faults.names``, as ``https://site.example``. ``certificates.trusted(monkeypatch)`` has fetchers trust the authority of these
certificates, so that it is the fault alone that they refuse.
"""

import shutil
import ssl
import subprocess
from functools import cached_property
from pathlib import Path

import pytest

from wbl_feed import fetch_connections

HOST = "site.example"
KINDS = ("good", "expired", "not yet valid", "of another host", "self-signed", "of an unknown authority")
_TIMES = {"expired": ("20200101000000Z", "20200201000000Z"), "not yet valid": ("21000101000000Z", "21000201000000Z")}
_CONFIG = """
[ca]
default_ca = here
[here]
new_certs_dir = .
database = index.txt
rand_serial = yes
unique_subject = no
default_md = sha256
default_days = 3650
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""


class Certificates:
    """A folder of certificates, each made when it is asked for."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("openssl"):
            pytest.skip("needs the openssl command")
        self._folder = folder

    def server(self, kind: str) -> ssl.SSLContext:
        """What a server with a certificate of this kind speaks TLS with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority = {"self-signed": "", "of an unknown authority": "other"}.get(kind, "known")
        if authority:
            self._authority(authority)
        context.load_cert_chain(*self._certificate(kind, authority))
        return context

    def trusted(self, patch: pytest.MonkeyPatch) -> None:
        """Have fetchers trust the authority of the good certificate."""
        context = ssl.create_default_context(cafile=self._known)
        context.sslsocket_class = fetch_connections.tls_context().sslsocket_class
        patch.setattr(fetch_connections, "tls_context", lambda: context)

    @cached_property
    def _known(self) -> Path:
        return self._authority("known")

    def _authority(self, name: str) -> Path:
        if not (self._folder / f"{name}.pem").exists():
            (self._folder / "index.txt").touch()
            (self._folder / "ca.cnf").write_text(_CONFIG)
            self._openssl(
                f"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.pem"
                f" -days 3650 -subj /CN={name} -addext keyUsage=critical,keyCertSign,cRLSign"
            )
        return self._folder / f"{name}.pem"

    def _certificate(self, kind: str, authority: str) -> tuple[Path, Path]:
        name = kind.replace(" ", "-")
        certificate, key = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        if certificate.exists():
            return certificate, key
        host = "other.example" if kind == "of another host" else HOST
        names = f"-subj /CN={host} -addext subjectAltName=DNS:{host}" + (",IP:127.0.0.1" if host == HOST else "")
        new = f"-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key {names}"
        if not authority:
            self._openssl(f"req -x509 {new} -out {name}.pem -days 3650")
            return certificate, key
        self._openssl(f"req {new} -out {name}.csr")
        times = "-startdate {} -enddate {}".format(*_TIMES[kind]) if kind in _TIMES else ""
        signer = f"-cert {authority}.pem -keyfile {authority}.key"
        self._openssl(f"ca -batch -notext -config ca.cnf {signer} -in {name}.csr -out {name}.pem {times}")
        return certificate, key

    def _openssl(self, arguments: str) -> None:
        done = subprocess.run(["openssl", *arguments.split()], cwd=self._folder, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
