"""Everything at once."""

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from wbl_aggregator.doctor.check import Check
from wbl_aggregator.doctor.disk import check_disk
from wbl_aggregator.doctor.hub import check_state, check_verdicts, read_hub
from wbl_aggregator.doctor.libraries import check_libraries
from wbl_aggregator.doctor.network import Meet, check_network, meet


def examine(
    config_path: Path,
    state: Path,
    out: Path,
    at: datetime,
    *,
    offline: bool = False,
    environment: Mapping[str, str] = os.environ,
    meet: Meet = meet,
) -> Iterator[Check]:
    """Look at the machine and the hub. Writes nothing that stays."""
    yield from check_libraries()
    yield from check_disk(out, state)
    config, checks = read_hub(config_path, environment)
    yield from checks
    if config is not None:
        yield from check_state(state, out, at)
        yield from check_verdicts(config_path, config, state)
    if config is not None and not offline:
        yield from check_network(config.sources, meet)
