"""Begins a hub: the files of a folder from which a statewide feed is made, for a person to complete."""
