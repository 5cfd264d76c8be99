"""``{% load wbl_feed %}{% wbl_feed_discovery %}`` in the ``head`` of a page lets programs find the feed."""

from urllib.parse import unquote

from django import template
from django.urls import get_script_prefix, resolve, reverse
from markupsafe import Markup

from wbl_publishers.web.django import APP_NAME
from wbl_publishers.web.links import link_elements

register = template.Library()


def wbl_feed_discovery(namespace: str = APP_NAME) -> Markup:
    """The ``link`` elements of the feed that was included under this namespace."""
    feed, atom = reverse(f"{namespace}:feed"), reverse(f"{namespace}:atom")
    view = resolve("/" + unquote(feed.removeprefix(get_script_prefix()))).func
    return link_elements(view.site.settings.name, feed, atom)


register.simple_tag(wbl_feed_discovery)
