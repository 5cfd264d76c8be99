"""The plug-in's PHP of the standard answers the same on the oldest and the newest PHP; run by ``pytest -m php_matrix``."""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conformance.kit import read_cases
from wordpress.other_php import other_php
from wordpress.standard_php import AT, HERE, PLUGIN, SPEC, answers, needs_php, unix
from wordpress.test_standard_kit import asked_of

pytestmark = [pytest.mark.slow, pytest.mark.php_matrix, needs_php]
FEED = (SPEC / "examples" / "feed.json").read_text(encoding="utf-8")
TEXTS = ['{"\\u0000a":1}', '{"":{"1":2,"10":3,"9":[]}}', '"\\ud800"', "12345678901234567890", "-0", "[1e20,1E400]", "[" * 200 + "]" * 200, "[" * 201 + "]" * 201]  # fmt: skip


def _questions() -> Iterator[dict[str, Any]]:
    """All that the kit asks of postings, envelopes, profiles, sheets and nodes, and what PHP's own JSON and time decide."""
    for case in read_cases("valid", "invalid", "profile"):
        yield from (question for _, question in asked_of(case))
    for case in read_cases("projection"):
        given = case["given"]
        if case["id"].startswith("projection/read-csv"):
            yield {"do": "read_columns", "text": given["text"]}
        elif given.get("to") == "csv":
            yield {"do": "write_columns", "text": json.dumps(given["feed"]["items"])}
        elif given.get("to") == "schema-org":
            for item in given["feed"]["items"]:
                yield {"do": "node", "text": json.dumps(item), "zone": given["feed"]["timeZone"], "now": unix(AT)}
    chance = random.Random(7)
    for _ in range(500):
        yield {"do": "json", "text": repr(chance.uniform(-10, 10) * 10.0 ** chance.randint(-320, 300))}
        year, month, day = chance.randint(1990, 2036), chance.randint(1, 12), chance.randint(1, 28)
        for zone in ("America/New_York", "America/Sao_Paulo", "America/Havana", "Pacific/Apia"):
            yield {"do": "time", "date": f"{year}-{month:02}-{day:02}", "zone": zone}
    yield from ({"do": "json", "text": text} for text in TEXTS)
    yield {"do": "atom", "text": FEED, "self": "https://a.example/"}


@pytest.mark.parametrize("version", ["7.4", "8.5"])
def test_each_php_answers_the_same(version: str, tmp_path: Path) -> None:
    """Whatever the kit asks, this PHP answers what the system's does, without a warning or deprecation of PHP's own."""
    questions = list(_questions())
    assert len(questions) > 4_000
    there, site = tmp_path / "there", tmp_path / "elsewhere" / "site"
    shutil.copytree(PLUGIN / "includes" / "standard", there / "plugin" / "includes" / "standard")
    shutil.copytree(SPEC, there / "spec", ignore=shutil.ignore_patterns("conformance", "sample"))
    shutil.copy(HERE / "standard.php", there)
    site.parent.mkdir()
    (there / "questions").write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    places = [str(there / name) for name in ("standard.php", "plugin", "spec", "questions")]
    done = subprocess.run(
        [*other_php(version, site), *places], capture_output=True, text=True, timeout=600, check=False
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    for question, one, other in zip(questions, told, answers(questions), strict=True):
        assert one == other, question
