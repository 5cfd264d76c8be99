"""The Django app, which brings the template tag ``wbl_feed_discovery``."""

from django.apps import AppConfig


class WblFeedConfig(AppConfig):  # type: ignore[misc]
    """An app without models."""

    name = "wbl_publishers.web.django"
    label = "wbl_feed"
    verbose_name = "wbl-feed"
