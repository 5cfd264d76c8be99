"""Licences (spec section 11): the URL of one, or an identifier of the SPDX list as the package packaging has it."""

from functools import cache

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression


@cache
def spelled(stated: str) -> str | None:
    """The licence as it should be written, an identifier as the list spells it; ``None`` for what is no licence."""
    if stated.startswith(("http://", "https://")):
        return stated
    try:
        return str(canonicalize_license_expression(stated))
    except InvalidLicenseExpression:
        return None
