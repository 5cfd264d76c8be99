"""Profiles: what a state or network adds to the standard, as a folder of files (spec section 22)."""

from wbl_feed.profiles.folder import bundled, load_profile, read_folder
from wbl_feed.profiles.limits import Limits, MinorLimit, Wage
from wbl_feed.profiles.merge_patch import merge_patch
from wbl_feed.profiles.narrowing import faults
from wbl_feed.profiles.profile import Profile
from wbl_feed.profiles.rules import Rule

__all__ = [
    "Limits",
    "MinorLimit",
    "Profile",
    "Rule",
    "Wage",
    "bundled",
    "faults",
    "load_profile",
    "merge_patch",
    "read_folder",
]
