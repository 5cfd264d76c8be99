"""Brings documents to a newer version of the standard, by migrations that are data (spec section 21.2)."""
