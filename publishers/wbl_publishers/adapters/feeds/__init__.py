"""Feeds of others: RSS, Atom, JSON Feed."""
