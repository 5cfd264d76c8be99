"""From a record's cells to the members of a posting."""
