"""Where things stand in the folder that is published, relative to it."""


def posting_path(entry: str) -> str:
    """The file of an entry."""
    name = entry.rsplit("/", 1)[1]
    return f"postings/{name[:2]}/{name}.json"


def site_folder(source: str) -> str:
    """The feed that is made of an adopted site."""
    return f"sites/{source}"
