"""Databases, read and never written."""
