"""Nine sites of Massachusetts and the whole path of a posting in one command."""
