"""The jobs that ``wbl publish init`` writes do what they say: the steps for GitHub in a real repository, the line for cron in a shell."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from start_sheets import HERE, SITE
from wbl_publishers.start.publish_text import Publisher
from wbl_publishers.start.schedule import requirement_of

from wbl_feed import __version__

BIN = str(Path(sys.executable).parent)
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
SHEET = (HERE / "sheets" / "workforce-board.csv").read_text(encoding="utf-8")


def git(folder: Path, *arguments: str) -> str:
    """What a git command prints."""
    command = ["git", "-c", "user.name=Webmaster", "-c", "user.email=web@site.example", *arguments]
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8"
    ).stdout


class Repository:
    """A repository on a server, with a clone in which the webmaster works and one for each run of the workflow."""

    def __init__(self, folder: Path, init: Callable[..., Any]) -> None:
        self.folder, self.server, self.work = folder, folder / "server.git", folder / "work"
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.server))
        git(folder, "clone", "--quiet", str(self.server), str(self.work))
        git(self.work, "checkout", "--quiet", "-b", "main")
        (self.work / "postings.csv").write_text(SHEET, encoding="utf-8")
        init(self.work)
        text = (self.work / ".github" / "workflows" / "wbl-feed.yml").read_text(encoding="utf-8")
        self.workflow = yaml.safe_load(text)
        self.push("Begin")
        self.runs = 0

    def push(self, message: str) -> None:
        """Save the webmaster's changes on the server."""
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "--allow-empty", "--message", message)
        if git(self.work, "ls-remote", "origin", "main"):
            git(self.work, "pull", "--quiet", "--rebase", "origin", "main")
        git(self.work, "push", "--quiet", "--set-upstream", "origin", "main")

    def run(self, **variables: str) -> tuple[int, str]:
        """Run the steps of the workflow in a fresh clone, as GitHub does; gives the exit code and what was printed."""
        self.runs += 1
        clone = self.folder / f"run-{self.runs}"
        git(self.folder, "clone", "--quiet", "--depth", "1", self.server.as_uri(), str(clone))
        printed = ""
        for step in self.workflow["jobs"]["publish"]["steps"]:
            if "run" not in step or step["name"] == "Install":
                continue
            given = dict.fromkeys(step.get("env", {}), "") | {
                k: v for k, v in variables.items() if k in step.get("env", {})
            }
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
                cwd=clone, env={**ENVIRONMENT, **given}, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
            printed += done.stdout + done.stderr
            if done.returncode:
                return done.returncode, printed
        return 0, printed

    def published(self) -> dict[str, Any]:
        """The feed on the server."""
        return json.loads(git(self.server, "show", "main:public/feed.json"))

    def commits(self) -> int:
        """How many commits there are on the server."""
        return int(git(self.server, "rev-list", "--count", "main"))


@pytest.fixture
def repository(tmp_path: Path, run_wbl) -> Repository:
    """A repository with what ``wbl publish init`` writes for GitHub."""

    def init(folder: Path) -> None:
        result = run_wbl("publish", "init", folder / "postings.csv", "--out", folder, *SITE, "--for", "github")
        assert result.exit_code == 0, result.output

    return Repository(tmp_path, init)


@pytest.mark.slow
def test_the_workflow_keeps_ids_from_run_to_run(repository: Repository):
    """The feed and its ids come back to the repository, nothing is committed without a change, and the lock never is."""
    assert repository.run()[0] == 0
    code, printed = repository.run()
    assert (code, "Nothing changed." in printed) == (0, True)
    first = repository.published()
    assert {item["title"] for item in first["items"]} >= {"Machine Shop Helper", "Kitchen Apprentice"}
    assert not git(repository.server, "ls-tree", "-r", "--name-only", "main", "--", ".wbl/lock.sqlite3")
    assert git(repository.server, "ls-tree", "-r", "--name-only", "main", "--", ".wbl")
    before = repository.commits()

    lines = SHEET.splitlines()
    edited = [lines[0], *reversed(lines[1:-1])]  # another order, without the last row
    text = "\n".join(edited).replace("Machine Shop Helper", "Machine Shop Aide") + "\n"
    (repository.work / "postings.csv").write_text(text, encoding="utf-8")
    repository.push("Edit")
    assert repository.run()[0] == 0
    second = repository.published()
    assert repository.commits() == before + 2
    ids = {item["id"]: item["title"] for item in second["items"]}
    old = {item["id"]: item["title"] for item in first["items"]}
    assert set(ids) < set(old)
    assert [(old[one], ids[one]) for one in ids if ids[one] != old[one]] == [
        ("Machine Shop Helper", "Machine Shop Aide")
    ]
    assert [one["id"] for one in second["tombstones"]] == sorted(set(old) - set(ids))


@pytest.mark.slow
def test_the_workflow_stops_where_publishing_does(repository: Repository):
    """A sheet that cannot be used, or that lost most rows, ends the run with nothing committed; a person can accept it."""
    assert repository.run()[0] == 0
    before = repository.commits()

    (repository.work / "postings.csv").write_text("<html>Sign in</html>", encoding="utf-8")
    repository.push("Break")
    code, printed = repository.run()
    assert (code, "web page" in printed) == (2, True)

    short = "\n".join(SHEET.splitlines()[:2]) + "\n"
    (repository.work / "postings.csv").write_text(short, encoding="utf-8")
    repository.push("Shorten")
    assert repository.run()[0] == 4
    assert repository.commits() == before + 2
    assert len(repository.published()["items"]) == 6
    assert repository.run(ACCEPT_DROP="yes")[0] == 0
    assert len(repository.published()["items"]) == 1


@pytest.mark.slow
def test_the_workflow_goes_on_where_rows_are_refused(repository: Repository):
    """A refused row is a warning on the run, and the others are published."""
    (repository.work / "postings.csv").write_text(SHEET.replace("Kitchen Apprentice", ""), encoding="utf-8")
    repository.push("Lose a title")
    code, printed = repository.run()
    assert (code, "::warning::Some rows were refused" in printed) == (0, True)
    assert len(repository.published()["items"]) == 5


def test_the_workflow_asks_for_no_more_than_it_needs(repository: Repository):
    """No job has a permission that its steps do not use, every job ends some time, and hidden files are uploaded."""
    workflow = repository.workflow
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "publish": {"contents": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
        "stay-scheduled": {"actions": "write"},
    }
    assert all(job["timeout-minutes"] <= 20 for job in workflow["jobs"].values())
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(step["uses"].rpartition("@")[2].startswith("v") for step in steps if "uses" in step)
    upload = next(step for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["with"] == {"path": "public", "include-hidden-files": True}
    minute = int(workflow[True]["schedule"][0]["cron"].split()[0])  # YAML 1.1 takes “on” for true
    assert minute % 5 != 0
    assert workflow[True]["push"]["paths"] == ["map.toml", "publish.toml", "postings.csv"]


def test_a_workflow_within_another_repository_is_refused(run_wbl, tmp_path: Path):
    """GitHub reads workflows at the root of a repository alone, so that elsewhere none is written."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "sheet.csv").write_text("Title\nIntern\n", encoding="utf-8")
    refused = run_wbl("publish", "init", tmp_path / "sheet.csv", "--out", tmp_path / "feed", "--for", "github")
    assert (refused.exit_code, f"Use --out {tmp_path}" in refused.stderr) == (2, True)
    assert not (tmp_path / "feed").exists()


def test_a_sheet_outside_the_repository_is_refused(run_wbl, tmp_path: Path):
    """A file that GitHub will not see cannot be the source."""
    (tmp_path / "sheet.csv").write_text("Title\nIntern\n", encoding="utf-8")
    refused = run_wbl("publish", "init", tmp_path / "sheet.csv", "--out", tmp_path / "feed", "--for", "github")
    assert (refused.exit_code, "Copy the source into the folder" in refused.stderr) == (2, True)


def test_what_pip_installs():
    """The library with the extra of the kind, from this version to the next that may break."""
    major, minor = __version__.split(".")[:2]
    assert requirement_of("csv").startswith(f"wbl-feed>={major}.{minor},<")
    assert requirement_of("xlsx").startswith("wbl-feed[xlsx]>=")
    assert requirement_of("pages").startswith("wbl-feed[web]>=")


@pytest.fixture
def cron(tmp_path: Path, run_wbl) -> tuple[Path, str]:
    """A folder with an awkward name, and the line of crontab.txt for it."""
    folder = tmp_path / "our list's 100% feed $HOME"
    folder.mkdir()
    (folder / "postings.csv").write_text(SHEET, encoding="utf-8")
    options = ("--out", folder, *SITE, "--contact", "web@harbor.example", "--for", "cron")
    assert run_wbl("publish", "init", folder / "postings.csv", *options).exit_code == 0
    lines = (folder / "crontab.txt").read_text(encoding="utf-8").splitlines()
    mail, line = [one for one in lines if not one.startswith("#")]
    assert mail == "MAILTO=web@harbor.example"
    return folder, line


def obey(line: str) -> subprocess.CompletedProcess[str]:
    """Do what cron does with a line: five fields of time, then a command for sh that ends at a percent sign, unless it
    has a backslash before it (crontab(5))."""
    *times, command = line.split(" ", 5)
    assert all(field.replace(",", "").isdigit() or field == "*" for field in times)
    command = re.split(r"(?<!\\)%", command)[0].replace(r"\%", "%")
    return subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", env={"PATH": "/usr/bin:/bin", "HOME": "/"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


@pytest.mark.skipif(not shutil.which("flock"), reason="flock is not on this machine")
def test_the_line_for_cron_publishes(cron: tuple[Path, str]):
    """The line works from any folder and says nothing when all is well; what it did stands in the log."""
    folder, line = cron
    done = obey(line)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(json.loads((folder / "public" / "feed.json").read_bytes())["items"]) == 6
    assert "6 rows: 6 postings" in (folder / "wbl-publish.log").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("flock"), reason="flock is not on this machine")
def test_cron_sends_mail_when_nothing_is_published(cron: tuple[Path, str]):
    """A run that fails prints a line, which cron mails; one in which rows are refused says that."""
    folder, line = cron
    (folder / "postings.csv").write_text(SHEET.replace("Kitchen Apprentice", ""), encoding="utf-8")
    log = folder / "wbl-publish.log"
    assert obey(line).stdout == f"Some rows were refused, the others are published; the end of {log} names them.\n"
    settings = (folder / "publish.toml").read_text(encoding="utf-8")
    more = '\n[[input]]\nname = "more"\nkind = "csv"\nsource = "more.csv"\nmap = "map.toml"\n'
    (folder / "publish.toml").write_text(settings + more, encoding="utf-8")
    assert obey(line).stdout.startswith("An input could not be read, the others are published; ")
    (folder / "publish.toml").write_text(settings, encoding="utf-8")
    (folder / "postings.csv").unlink()
    done = obey(line)
    assert done.stdout == f"The feed was not published; the end of {folder / 'wbl-publish.log'} says why.\n"
    assert "there is no such file" in (folder / "wbl-publish.log").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("flock"), reason="flock is not on this machine")
def test_cron_leaves_a_run_out_while_another_works(cron: tuple[Path, str]):
    """While the lock is held the line does nothing and says nothing."""
    folder, line = cron
    with subprocess.Popen(["flock", str(folder / "publish.toml"), "sh", "-c", "echo held; read wait"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:  # fmt: skip
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        done = obey(line)
        holder.communicate(b"\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert not (folder / "public").exists()


def test_a_folder_that_cron_cannot_name_is_refused(tmp_path: Path):
    """A line break in a path would end the line, so that such a folder is refused."""
    from wbl_publishers.start import schedule

    from wbl_feed.errors import UsageError

    with pytest.raises(UsageError, match="cron cannot name this folder"):
        schedule.cron(Publisher(), tmp_path / "a\nb", "sheet.csv")
