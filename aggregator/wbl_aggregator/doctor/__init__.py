"""Looks whether a machine and a hub are fit to run for years."""

from wbl_aggregator.doctor.check import Check
from wbl_aggregator.doctor.examine import examine

__all__ = ["Check", "examine"]
