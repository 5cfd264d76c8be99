"""Tables of words, written as people write lists."""


def words(*lines: str) -> frozenset[str]:
    """The words of all lines, each once."""
    return frozenset(" ".join(lines).split())
