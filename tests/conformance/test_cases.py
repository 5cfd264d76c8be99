"""Our own programs against the conformance kit."""

from pathlib import Path

import pytest
from conformance.consumer_groups import crawl, deletion
from conformance.kit import Case, parameters
from conformance.merge_group import merge
from conformance.validator_groups import verdict


@pytest.mark.parametrize("case", parameters("deletion"))
def test_deletion(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is held, gone and held back after a document is what the case expects."""
    deletion(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("case", parameters("crawl"))
def test_crawl(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for, visit after visit, and what is held after it is what the case expects."""
    crawl(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("case", parameters("merge"))
def test_merge(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is one entry, what stays apart and what an entry holds is what the case expects."""
    merge(case, tmp_path, monkeypatch)


@pytest.mark.parametrize("case", parameters("valid", "invalid", "atom"))
def test_verdict(case: Case) -> None:
    """The verdict on one document, and each finding with its place, is what the case expects."""
    verdict(case)
