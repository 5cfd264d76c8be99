"""Begins a site: from a source to the settings files that make a feed of it, for a person to correct."""
