"""Who pays what to whom."""

from typing import Literal

from wbl_feed.models.base import Amount, Code, Currency, Optional, Text, Value

Unit = Literal["HOUR", "DAY", "WEEK", "MONTH", "YEAR", "TOTAL"]


class MonetaryAmount(Value):
    """An amount of money, or a range of it (schema.org MonetaryAmount)."""

    currency: Currency
    """ISO 4217 code."""
    value: Optional[Amount] = None
    """The amount, when it is one. Silence: see minValue and maxValue."""
    min_value: Optional[Amount] = None
    """The least of a range. Silence: unknown."""
    max_value: Optional[Amount] = None
    """The most of a range. Silence: unknown."""
    unit_text: Optional[Unit] = None
    """The time the amount is for; TOTAL is once for the whole activity. Silence: unknown."""


class Compensation(Value):
    """What the student is paid."""

    status: Code
    """From vocabulary compensation-status."""
    payer: Optional[Code] = None
    """Who pays, from vocabulary compensation-payer. Silence: unknown."""
    payer_program: Optional[Code] = None
    """The programme that subsidises or pays. Silence: unknown."""
    base_salary: Optional[MonetaryAmount] = None
    """The wage or stipend (schema.org baseSalary). Silence: unknown."""
    note: Optional[Text] = None
    """Anything else, in plain text. Silence: nothing to add."""


class Costs(Value):
    """What taking part costs the student."""

    amount: Optional[MonetaryAmount] = None
    """The sum; 0 says that it is free. Silence: unknown."""
    note: Optional[Text] = None
    """What the sum is for, and help with it. Silence: nothing to add."""
