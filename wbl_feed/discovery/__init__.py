"""From what somebody names (a file, a folder, a site, a catalogue) to the feeds that are there (spec section 15)."""
