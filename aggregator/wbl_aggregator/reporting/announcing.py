"""After a run: its events go to the operator's webhook, if there are both."""

import os
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from wbl_aggregator.reporting.webhook import call_webhook
from wbl_aggregator.sources import Config
from wbl_aggregator.store import open_for_reading
from wbl_feed.errors import UsageError
from wbl_feed.times import format_instant


def announce(config: Config, state: Path, at: datetime, environment: Mapping[str, str] = os.environ) -> str:
    """Tell the operator's webhook what happened at the run of a moment; why that failed, or an empty text.

    Never raises for what is wrong with the webhook, and says nothing of its address.
    """
    try:
        address = config.crawl.webhook_address(environment)
        if not address:
            return ""
        with closing(open_for_reading(state)) as store:
            events = store.events(format_instant(at))
    except UsageError as error:
        return str(error)
    return call_webhook(address, events, config.feed.name)
