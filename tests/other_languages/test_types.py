"""The TypeScript types say what the schemas say."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from other_languages.typescript import COMPILER, TYPES, documents_program, members_program
from strategies import documents

NODE = Path(__file__).parents[1] / "node"
SPEC = TYPES.parent
DOCUMENTS_BY_TYPE = {
    "DataFeed": "feed.schema.json",
    "DataFeedPage": "feed.schema.json#/$defs/page",
    "ChangePage": "changes.schema.json",
    "DataCatalog": "catalog.schema.json",
}
DOCUMENTS = ["posting.schema.json", *DOCUMENTS_BY_TYPE.values()]


@pytest.fixture
def compile_program(run_node, tmp_path):
    """Compiles one program under the strict settings of the samples, and gives what the compiler says."""

    def compile_text(program: str) -> str:
        shutil.copy(NODE / "samples" / "tsconfig.json", tmp_path)
        (tmp_path / "program.ts").write_text(program, encoding="utf-8")
        done = run_node(COMPILER, "--project", tmp_path)
        assert (done.returncode == 0) == (not done.stdout), done
        return done.stdout

    return compile_text


def test_types_are_those_of_the_schemas(run_node):
    """spec/v1/types.d.ts is what its generator makes of the schemas and vocabularies: npm run types --prefix tests/node."""
    done = run_node("types.mjs")
    assert not done.returncode, done.stderr
    assert TYPES.read_text(encoding="utf-8") == done.stdout


def test_samples_compile(run_node):
    """Sound programs compile, and every line of the unsound one that is marked as a fault is one."""
    done = run_node(COMPILER, "--project", NODE / "samples")
    assert not done.returncode, done.stdout + done.stderr


def test_members_are_those_of_the_schemas(compile_program):
    """Each type has the members of its schema, optional where they may be absent, and is open to unknown ones."""
    assert not compile_program(members_program())


def test_published_documents_are_of_their_types(compile_program):
    """Every example, vocabulary and profile is of the type of its schema, to the letter."""
    found: list[tuple[str, Any]] = []
    for glob in ("examples/*.json", "vocabulary/*.json", "profiles/*/profile.json", "profiles/*/vocabulary/*.json"):
        for path in SPEC.glob(glob):
            value = json.loads(path.read_text(encoding="utf-8"))
            stated = value.get("$schema", "").rpartition("/")[2]
            found.append((stated or DOCUMENTS_BY_TYPE.get(value.get("type"), "posting.schema.json"), value))
    assert {kind for kind, _ in found} >= {*DOCUMENTS, "vocabulary.schema.json"}
    assert not compile_program(documents_program(found))


def test_generated_documents_are_of_their_types(compile_program):
    """The types are not stricter than the schemas: documents with all their members and unknown ones compile."""
    made: list[tuple[str, Any]] = []
    for kind in DOCUMENTS:
        file, _, pointer = kind.partition("#")

        @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(documents(file, pointer.rsplit("/", 1)[-1]))
        def make(value: Any) -> None:
            made.append((kind, value))  # noqa: B023 (called at once)

        make()
    assert not compile_program(documents_program(made))


@pytest.mark.parametrize(
    "fault",
    [
        {"title": 1}, {"title": None}, {"status": "Open"}, {"jobLocation": {}}, {"rolling": "yes"}, {"totalOpenings": "3"},
        {"stem": {"value": "maybe"}}, {"jobLocation": [{"geo": {"latitude": 1}}]}, {"ext": []}, {"provenance": [{}]},
    ],
)  # fmt: skip
def test_faults_are_no_postings(compile_program, fault):
    """The types are not looser than they can be: a posting with a member of another type does not compile."""
    posting = json.loads((SPEC / "examples" / "posting.json").read_text(encoding="utf-8"))
    assert "error TS" in compile_program(documents_program([("posting.schema.json", {**posting, **fault})]))


def test_lock_file_names_no_host():
    """The lock file holds names and digests of packages, and not where one machine got them."""
    lock = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name
