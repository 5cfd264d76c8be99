"""Writes the mapping file of web pages that only people understand: selectors to correct."""

from wbl_feed.toml_text import comment, commented, quoted

UNMARKED = "No page says to programs what its posting is: write into map.toml where on the page things stand."
_FIELDS = (
    '"/title" = "h3"  # the heading of a posting',
    '"/url" = "h3 a@href"  # the link to its page',
    '"/hiringOrganization/name" = ".employer"',
    '"/applicationDeadline" = { from = ".dates", label = "Apply by" }  # what follows these words',
    '"/jobLocation/0" = ".place"',
    '"/compensation" = ".pay"',
    '"/descriptionHtml" = ".about@html"',
)


def page_text(source: str, home: str = "") -> str:
    """The text of ``map.toml``, in which all that must be corrected is a comment."""
    return "\n".join(
        [
            *comment(f"Where on {source} what stands. wbl publish init wrote this. {UNMARKED}"),
            *comment(
                "On the right stand CSS selectors: click on the place in the browser with the right button, choose "
                "“Inspect”, and see its class. Take the # away from the lines that you corrected."
            ),
            "config_version = 1",
            "",
            "[options]",
            *commented(
                [
                    'item = ".job"  # one posting, where a page has several',
                    'links = ".job a"  # the links to the pages of postings, where the source is a list of links',
                    f"base = {quoted(home or 'https://your-site.example/jobs/')}  # where a saved page is from",
                ]
            ),
            "",
            "[fields]",
            *commented(_FIELDS),
            "",
            "[constants]",
            *commented(['"/activityType" = "internship"  # if all of them are']),
            "",
        ]
    )
