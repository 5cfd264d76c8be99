"""The states and territories of the United States, by their postal codes."""

_NAMES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky
LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana
NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio
OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah
VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|VI U.S. Virgin Islands
"""
STATES = dict(entry.split(" ", 1) for entry in _NAMES.strip().replace("\n", "|").split("|"))
"""Names by code (USPS Publication 28, appendix B)."""
_OF_OLD = {"calif": "CA", "conn": "CT", "fla": "FL", "mass": "MA", "penn": "PA", "tex": "TX", "wash": "WA"}
"""Abbreviations that are no codes, as newspapers write them."""
_CODE_OF = {name.casefold(): code for code, name in STATES.items()} | _OF_OLD


def state(text: str) -> str | None:
    """The code of a state by its code, name or abbreviation, in any case: ``MA``, ``N.H.``, ``Massachusetts``."""
    code = text.replace(".", "").upper()
    return code if code in STATES else _CODE_OF.get(text.casefold().rstrip("."))
