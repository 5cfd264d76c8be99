"""``wbl aggregate init`` writes a hub that can be completed, and jobs that do what they say."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from wbl_aggregator.commands.init import init
from wbl_aggregator.sources import (
    Config,
    CrawlSettings,
    MatchSettings,
    PublishSettings,
    Source,
    read_config,
    read_moderation,
)
from wbl_aggregator.sources.reading import read_table
from wbl_aggregator.sources.start import schedule
from wbl_aggregator.sources.start.begin import REQUIREMENT, Hub, texts
from wbl_aggregator.sources.start.schedule import Place, cron_line, unit_word
from wbl_aggregator.sources.writing import write_sources

from wbl_feed import __version__
from wbl_feed.errors import UsageError

SAID = [
    "--name", 'Niño & Søn: "STEM" # 1', "--home", "https://hub.example/x/", "--license", "cc-by-4.0",
    "--contact", "feeds@hub.example", "--profile", "us-ma",
]  # fmt: skip
SOURCE = Source(id="harbor", url="https://harbor.example/feed.json")
WORKFLOW = ".github/workflows/aggregate.yml"
ENVIRONMENT = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(init, [str(folder), *arguments])
    if result.exception and not isinstance(result.exception, SystemExit | UsageError):
        raise result.exception
    return result


def script(folder: Path, name: str, text: str) -> Path:
    """A program that stands in for another one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_hub_of_which_all_is_said_is_ready_for_its_sources(tmp_path: Path):
    """Nothing is missing but sources; what was said stands in the file, and the licence is spelled as the list has it."""
    result = run(tmp_path / "hub", *SAID)
    assert (result.exit_code, "Missing" in result.output) == (0, False)
    with pytest.raises(UsageError, match="it names no source yet"):
        read_config(tmp_path / "hub")
    write_sources(tmp_path / "hub", [SOURCE])
    feed = read_config(tmp_path / "hub").feed
    assert (feed.id, feed.feed_url, feed.license) == (
        "https://hub.example/x/id/feed",
        "https://hub.example/x/feed.json",
        "CC-BY-4.0",
    )
    assert (feed.name, feed.publisher.email) == ('Niño & Søn: "STEM" # 1', "feeds@hub.example")
    assert read_moderation(tmp_path / "hub" / "moderation.toml").blocks == ()


def test_what_is_not_said_is_asked_for_by_its_key(tmp_path: Path):
    """Each gap is a comment; reading the file names the first, and with all of them written it is sound."""
    result = run(tmp_path)
    assert "id, name, license. Nothing can be published before." in result.output
    path = tmp_path / "sources.toml"
    text = path.read_text(encoding="utf-8")
    write_after = []
    for key in ("feed.id", "feed.name", "feed.license", "feed.publisher.name"):
        with pytest.raises(UsageError, match=re.escape("is missing")) as caught:
            read_config(tmp_path, beginning=True)
        write_after.append(str(caught.value).split("“")[1].split("”")[0])
        tail = text.partition("[feed.publisher]" if key.endswith("publisher.name") else "[feed]")[2]
        commented = re.search(rf"^# {key.rpartition('.')[2]} = .*$", tail, re.M)
        assert commented, key
        line = commented[0].removeprefix("# ")
        text = text[: len(text) - len(tail)] + tail.replace(commented[0], line, 1)
        path.write_text(text, encoding="utf-8")
    assert write_after == ["feed.id", "feed.name", "feed.license", "feed.publisher.name"]
    assert read_config(tmp_path, beginning=True).sources == ()


def test_every_line_that_is_commented_out_is_one_that_can_be_used(tmp_path: Path):
    """With their marks taken away, the examples in both files are settings that are read."""
    run(tmp_path, *SAID)
    text = (tmp_path / "sources.toml").read_text(encoding="utf-8")
    awake = re.sub(r"^# (\[\[source\]\]$|[a-z_]+ = )", r"\1", text, flags=re.M)
    (tmp_path / "awake.toml").write_text(awake, encoding="utf-8")
    config = read_config(tmp_path / "awake.toml")
    assert [source.id for source in config.sources] == ["harbor"]
    told = set(re.findall(r"\b([a-z_]+) = ", text))
    for model in (CrawlSettings, PublishSettings, MatchSettings):
        assert set(model.model_fields) - {"pairs"} <= told, model
    assert config.crawl.model_copy(update={"contact": "", "webhook": ""}) == CrawlSettings()
    assert config.publish == PublishSettings()
    assert config.match == MatchSettings()
    assert Config.model_fields.keys() == {"feed", "crawl", "publish", "match", "sources"}
    text = (tmp_path / "moderation.toml").read_text(encoding="utf-8")
    awake = re.sub(r"^# (\[\[\w+\]\]|[a-z_]+ = )", r"\1", text, flags=re.M)
    (tmp_path / "awake.toml").write_text(awake, encoding="utf-8")
    found = read_moderation(tmp_path / "awake.toml")
    assert (len(found.blocks), len(found.overrides)) == (2, 1)


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path):
    """A second time nothing is written, what a person changed is kept, and each file that was left is named."""
    assert run(tmp_path).exit_code == 0
    (tmp_path / "README.md").write_text("Ours.", encoding="utf-8")
    (tmp_path / "moderation.toml").unlink()
    (tmp_path / "moderation.toml").symlink_to(tmp_path / "elsewhere.toml")
    result = run(tmp_path, *SAID)
    assert "wrote" not in result.output
    assert result.output.count("it is there already") == 8
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "Ours."
    assert not (tmp_path / "elsewhere.toml").exists()


def test_one_scheduler_alone_is_written_if_asked_for(tmp_path: Path):
    """The others are neither written nor told of."""
    run(tmp_path, "--for", "systemd")
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {
        "sources.toml", "moderation.toml", "README.md", ".gitignore", "schedule/wbl-aggregate.service",
        "schedule/wbl-aggregate.timer",
    }  # fmt: skip
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "GitHub" not in readme
    assert "crontab" not in readme
    assert "public/" not in (tmp_path / ".gitignore").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--home", "hub.example"], "--home: “hub.example” is no address. It begins with https://."),
        (["--license", "free"], "is no SPDX identifier"),
        (["--time-zone", "Boston"], "is no IANA time zone"),
        (["--profile", "us-mo"], "there is no profile “us-mo”"),
        (["--contact", "me"], "email"),
    ],
)
def test_an_option_that_cannot_be_used_writes_nothing(tmp_path: Path, arguments: list[str], words: str):
    """It is told before the first file."""
    result = run(tmp_path / "hub", *arguments)
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)
    assert not (tmp_path / "hub").exists()


def test_a_part_of_a_repository_is_told_so(tmp_path: Path):
    """GitHub reads workflows at the root alone."""
    (tmp_path / ".git").mkdir()
    assert "at the root of a repository alone" in run(tmp_path / "hub").output
    (tmp_path / "hub" / ".git").mkdir()
    shutil.rmtree(tmp_path / "hub" / ".github")
    assert "at the root of a repository alone" not in run(tmp_path / "hub").output


def test_the_same_hub_gives_the_same_bytes_and_hubs_are_spread_over_the_hour(tmp_path: Path):
    """The minute is a hub's own, never at the full hour, and the same each time."""
    minutes = set()
    for number in range(60):
        hub = Hub(name=f"Hub {number}")
        assert texts(hub, tmp_path) == texts(hub, tmp_path)
        minutes.add(int(texts(hub, tmp_path)["schedule/crontab.txt"].splitlines()[-1].split()[0]))
    assert len(minutes) > 15
    assert minutes <= set(range(6, 55))


def test_the_requirement_of_the_workflow_admits_this_version():
    """GitHub installs a version that reads these files."""
    from packaging.requirements import Requirement

    wanted = Requirement(REQUIREMENT)
    assert __version__ in wanted.specifier
    assert wanted.extras == {"all"}


ODD = ["plain", "with space", "100%", 'quo"te', "dol$lar", "it's", "ümlaut", "semi;colon", "a#b"]


@pytest.mark.parametrize("name", ODD)
def test_units_can_be_loaded_whatever_the_folder_is_named(tmp_path: Path, name: str):
    """systemd-analyze, where it is, finds nothing; the sections and the command are those that are meant."""
    run(tmp_path / name, "--for", "systemd")
    service, timer = (tmp_path / name / "schedule" / f"wbl-aggregate.{kind}" for kind in ("service", "timer"))
    if found := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [found, "verify", "--man=no", service, timer], capture_output=True, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    read = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    read.optionxform = str
    read.read(service, encoding="utf-8")
    assert read.sections() == ["Unit", "Service"]
    unit = read["Service"]
    assert (unit["Type"], unit["SuccessExitStatus"], unit["ProtectSystem"]) == ("oneshot", "3 5", "strict")
    words = [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(unit["ExecStart"])]
    folder = str((tmp_path / name).resolve())
    assert words[1:] == ["aggregate", "run", "--config", folder, "--out", f"{folder}/public"]
    assert [word.replace("%%", "%") for word in shlex.split(unit["ReadWritePaths"])] == [folder]
    read.clear()
    read.read(timer, encoding="utf-8")
    assert re.fullmatch(r"\*:[0-5][0-9]", read["Timer"]["OnCalendar"])
    assert read["Install"]["WantedBy"] == "timers.target"
    assert read["Timer"]["FixedRandomDelay"] == "true", "a source that is due hourly must be due at each start"


def test_a_folder_that_no_scheduler_can_name_is_refused(tmp_path: Path):
    """A line break in its name would end the line."""
    assert "neither cron nor systemd" in str(run(tmp_path / "a\nb").exception)
    assert unit_word("a b%$") == '"a b%%$$"'


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize(("code", "told"), [(0, False), (3, False), (5, False), (2, True), (4, True)])
def test_cron_sends_a_mail_only_when_nothing_was_published(tmp_path: Path, name: str, code: int, told: bool):
    """The line is run by a shell as cron does it; the log holds what the last run printed, and no more."""
    folder = tmp_path / name
    folder.mkdir()
    program = script(tmp_path / "bin", "wbl", f'echo "run $@"; exit {code}')
    line = cron_line(Place(str(folder), str(program), ""), 7)
    assert line.startswith("7 * * * * ")
    assert "\n" not in line
    command = re.sub(r"(?<!\\)%.*", "", line.removeprefix("7 * * * * ")).replace(r"\%", "%")  # as crontab(5) says
    for _ in range(2):
        done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=True)
    assert bool(done.stdout) is told
    assert not done.stderr
    log = (folder / "wbl-aggregate.log").read_text(encoding="utf-8")
    assert log == f"run aggregate run --config {folder} --out {folder}/public\n"


def test_nobody_has_a_name_in_some_containers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Without a user's name, as for root, the unit leaves the choice to a person."""

    def nobody() -> str:
        raise OSError("no username")

    monkeypatch.setattr(schedule.getpass, "getuser", nobody)
    assert "\n# User=wbl\n" in texts(Hub(), tmp_path)["schedule/wbl-aggregate.service"]
    monkeypatch.setattr(schedule.getpass, "getuser", lambda: "operator")
    assert "\nUser=operator\n" in texts(Hub(), tmp_path)["schedule/wbl-aggregate.service"]


class Repository:
    """A repository on a server, and a runner of GitHub that runs the steps of the workflow in a fresh clone each time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server, self.runs = folder, folder / "server.git", 0
        self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(self.server))
        work = folder / "work"
        self.git(folder, "clone", "--quiet", str(self.server), str(work))
        self.git(work, "checkout", "--quiet", "-b", "main")
        run(work, *SAID)
        (work / ".gitattributes").write_text("* text=auto\n", encoding="utf-8")
        self.git(work, "add", "--all")
        self.git(work, "commit", "--quiet", "--message", "Begin")
        self.git(work, "push", "--quiet", "--set-upstream", "origin", "main")
        self.workflow = yaml.safe_load((work / WORKFLOW).read_text(encoding="utf-8"))

    def git(self, folder: Path, *arguments: str) -> str:
        """What a git command prints."""
        command = ["git", "-c", "user.name=O", "-c", "user.email=o@hub.example", *arguments]
        return subprocess.run(
            command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    def run(self, publishes: str, *, reachable: bool = True) -> tuple[int, str, dict[str, str]]:
        """Run the steps with a program that publishes by a script: exit code, what was printed, and the outputs."""
        self.runs += 1
        clone = self.folder / f"run-{self.runs}"
        self.git(self.folder, "clone", "--quiet", "--depth", "1", self.server.as_uri(), str(clone))
        if not reachable:
            self.git(clone, "remote", "set-url", "origin", (self.folder / "nowhere.git").as_uri())
        temporary = self.folder / f"temporary-{self.runs}"
        script(temporary / "bin", "wbl", publishes)
        outputs = temporary / "outputs"
        given = {
            **ENVIRONMENT, "PATH": f"{temporary / 'bin'}{os.pathsep}{os.environ['PATH']}", "NOW": "",
            "RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(outputs),
        }  # fmt: skip
        code, printed = 0, ""
        for step in self.workflow["jobs"]["aggregate"]["steps"]:
            if "run" in step and step["name"] != "Install":
                done = subprocess.run(
                    ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
                    cwd=clone, env=given, capture_output=True, encoding="utf-8", check=False,
                )  # fmt: skip
                code, printed = done.returncode, printed + done.stdout + done.stderr
                if code:
                    break
        lines = outputs.read_text(encoding="utf-8").splitlines() if outputs.exists() else []
        return code, printed, dict(line.split("=", 1) for line in lines)

    def published(self) -> dict[str, bytes]:
        """The files in the branch that is published, byte for byte."""
        names = self.git(self.server, "ls-tree", "-r", "--name-only", "-z", "published").split("\0")[:-1]
        show = ["git", "-C", str(self.server), "cat-file", "blob"]
        return {
            name: subprocess.run([*show, f"published:{name}"], check=True, capture_output=True).stdout for name in names
        }


ONCE = r"""
test "$1 $2 $3 $4 $5 $6" = "aggregate run --config . --out public" || exit 9
mkdir -p public/.well-known .wbl
echo x >> public/ledger.ndjson
printf 'a\r\nb\n' > public/feed.json
echo c > public/.well-known/wbl-feed
echo s > .wbl/state
"""


@pytest.mark.slow
def test_the_workflow_keeps_what_is_published_as_one_commit(tmp_path: Path):
    """Each run begins with what the last one published; the branch has one commit, all files and their very bytes."""
    repository = Repository(tmp_path)
    for number in (1, 2, 3):
        code, printed, outputs = repository.run(ONCE)
        assert (code, outputs) == (0, {"changed": "yes"}), printed
        assert repository.published() == {
            ".well-known/wbl-feed": b"c\n", "feed.json": b"a\r\nb\n", "ledger.ndjson": b"x\n" * number,
        }  # fmt: skip
        assert repository.git(repository.server, "rev-list", "--count", "published").strip() == "1"
    assert repository.git(repository.server, "rev-list", "--count", "main").strip() == "1"
    code, printed, outputs = repository.run("exit 3")
    assert (code, outputs) == (0, {})
    assert "::warning::Some sources failed" in printed
    assert "Nothing changed." in printed
    assert repository.run("rm public/feed.json")[0] == 0
    assert "feed.json" not in repository.published()


@pytest.mark.slow
def test_a_run_that_fails_changes_nothing_on_the_server(tmp_path: Path):
    """Nothing published, a network that fails, a crash: the branch stays, and the step is red."""
    repository = Repository(tmp_path)
    assert repository.run(ONCE)[0] == 0
    before = repository.published()
    assert repository.run("echo y > public/feed.json; exit 4")[0] == 4
    assert repository.run("echo y > public/feed.json; exit 2")[0] == 2
    code, printed, _ = repository.run("echo y > public/feed.json", reachable=False)
    assert code not in (0, 2), printed
    assert "Nothing was published yet" not in printed
    assert repository.published() == before


def test_the_workflow_asks_to_stay_scheduled_and_keeps_two_states(tmp_path: Path):
    """It needs one permission for both, and a refusal of either is no failure of the run."""
    run(tmp_path)
    job = yaml.safe_load((tmp_path / WORKFLOW).read_text(encoding="utf-8"))["jobs"]["look-after"]
    assert job["permissions"] == {"actions": "write"}
    calls = tmp_path / "calls"
    for refused in (False, True):
        calls.unlink(missing_ok=True)
        listing = 'case "$*" in *caches?key*) printf "3\\n4\\n";; esac'
        script(tmp_path / "bin", "gh", f'echo "$*" >> {calls}; {"exit 1" if refused else listing}')
        given = {
            **os.environ,
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_REPOSITORY": "o/hub",
        }
        codes = [
            subprocess.run(
                ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]], env=given, capture_output=True, check=False
            ).returncode
            for step in job["steps"]
        ]
        assert codes == [0, 0]
    script(tmp_path / "bin", "gh", f'echo "$*" >> {calls}; {listing}')
    calls.unlink()
    for step in job["steps"]:
        subprocess.run(["bash", "-e", "-c", step["run"]], env=given, check=True, capture_output=True)
    said = calls.read_text(encoding="utf-8").splitlines()
    assert "--method PUT repos/o/hub/actions/workflows/aggregate.yml/enable" in said[0]
    assert "--jq .actions_caches[2:][].id" in said[1]
    assert [line.split()[-1] for line in said[2:]] == [f"repos/o/hub/actions/caches/{number}" for number in (3, 4)]


def test_the_workflow_says_what_it_may_do_and_ends(tmp_path: Path):
    """Each job has its own permissions and an end; what is not named is forbidden; two runs never meet."""
    run(tmp_path)
    workflow: dict[Any, Any] = yaml.safe_load((tmp_path / WORKFLOW).read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert workflow["concurrency"] == {"group": "wbl-aggregate", "cancel-in-progress": False}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "aggregate": {"contents": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
        "look-after": {"actions": "write"},
    }
    assert all(job["timeout-minutes"] for job in workflow["jobs"].values())
    uses = [step["uses"] for job in workflow["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w/-]+@v\d+", one) for one in uses)


def test_toml_of_a_hub_is_read_by_others_too(tmp_path: Path):
    """The files are TOML to any reader of it."""
    run(tmp_path, *SAID)
    for name in ("sources.toml", "moderation.toml"):
        assert tomllib.loads((tmp_path / name).read_text(encoding="utf-8"))["config_version"] == 1
        assert read_table(tmp_path / name) is not None
