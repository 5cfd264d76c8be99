"""Each projection carries all that it does not list as lost, and what it lists is lost."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import example as case
from hypothesis import strategies as st
from projection_feeds import AT, EARLY, example, feed_of, holds, known, pruned, without
from strategies import SCALARS, documents, feeds

from wbl_feed import formats, json_format
from wbl_feed.projections import csv_table, ical, json_feed, rss, schema_org
from wbl_feed.projections.columns import as_written, columns, harmless
from wbl_feed.projections.formats import TARGETS
from wbl_feed.projections.loss import table
from wbl_feed.projections.outcome import Reason
from wbl_feed.projections.partial import date_or_instant, instant
from wbl_feed.resources import spec_folder, spec_json

CHECKED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
LOSSES = {
    "csv": csv_table.LOSS,
    "schema-org-job": schema_org.JOB_LOSS,
    "schema-org-event": schema_org.EVENT_LOSS,
    "ics": ical.LOSS,
    "rss": rss.LOSS,
}


@pytest.mark.parametrize("name", LOSSES)
def test_table_of_the_specification_is_the_list_of_the_module(name):
    """What section 23 says of the loss is what the code goes by."""
    text = spec_folder().joinpath("wbl-feed.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- loss:{name}:begin -->\n(.*?)\n<!-- loss:{name}:end -->", text, re.S)
    assert found is not None
    assert found[1].strip() == table(LOSSES[name])


@pytest.mark.parametrize("name", LOSSES)
def test_losses_name_members_that_exist(name):
    """Every pointer of a list leads to a member of the schemas, and none is named twice."""
    pointers = [pointer for lost in LOSSES[name] for pointer in lost.pointers]
    assert len(pointers) == len(set(pointers))
    for pointer in pointers:
        assert _defined(pointer), pointer


def _defined(pointer: str) -> bool:
    node, schema = spec_json("feed.schema.json"), "feed.schema.json"
    for part in pointer.split("/")[1:]:
        while "$ref" in node:
            file, _, fragment = node["$ref"].partition("#")
            schema = file or schema
            node = spec_json(schema)["$defs"][fragment.rsplit("/", 1)[1]] if fragment else spec_json(schema)
        known_part = node.get("items") if part == "*" or part.isdigit() else node.get("properties", {}).get(part)
        if known_part is None:
            return False
        node = known_part
    return True


@CHECKED
@given(feeds())
def test_json_feed_loses_nothing(value):
    """JSON → JSON Feed → JSON gives an equal feed, tombstones, unknown members and all."""
    document = json_feed.write(feed_of(value))
    reading = formats.read(document)
    assert reading.format == "json-feed"
    assert json.loads(json_format.write(reading.feed)) == value
    for item in json.loads(document)["items"]:
        assert item["id"]
        assert item.get("content_text") or item.get("content_html")


@CHECKED
@given(feeds())
def test_csv_carries_all_but_its_loss(value):
    """Members that are not listed come back as they were unless the writer named them; those that are do not."""
    projection = csv_table.project(feed_of(value), AT)
    reading = formats.read(projection.content)
    assert reading.format == "csv"
    assert reading.envelope is None
    assert len(reading.postings) == len(value["items"])
    named: dict[str, list[str]] = {}
    for one in projection.left_out:
        named.setdefault(one.id, []).append(one.pointer)
    whole = without({"items": [known(item) for item in value["items"]]}, csv_table.LOSS, partly=True)
    for item, posting in zip(whole["items"], reading.postings, strict=True):
        for pointer in named.get(item["id"], ()):
            item = _unset(item, pointer)
        assert pruned(item) == pruned(posting.to_json_value())
        for lost in csv_table.LOSS:
            for pointer in lost.pointers:
                assert not holds({"items": [posting.to_json_value()]}, pointer)


def _unset(item: dict[str, Any], pointer: str) -> dict[str, Any]:
    name = pointer.split("/")[1]
    assert pointer.count("/") == 1 or isinstance(item[name], dict)
    if pointer.count("/") == 1:
        return {key: one for key, one in item.items() if key != name}
    inner = pointer.split("/")[2]
    return {**item, name: {key: one for key, one in item[name].items() if key != inner}}


@given(st.one_of(SCALARS["text"], st.text("'=+-@\t\r\n ＝ａ")))
@case("'")
@case("'tis")
@case("''=1")
@case("' =1")
def test_cells_are_harmless_and_come_back(text):
    """No cell begins as a formula does, and the text of every cell is had back."""
    cell = harmless(text)
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell)
    assert as_written(cell) == text


@pytest.mark.parametrize(
    ("text", "date", "moment"),
    [
        ("2027-03-01", "2027-03-01", None),
        ("2027-03-01T09:00:00.50+01:00", "2027-03-01T09:00:00.50+01:00", "2027-03-01T09:00:00.50+01:00"),
        ("2027-03-01t09:00-05:00", "2027-03-01T14:00:00Z", "2027-03-01T14:00:00Z"),
        ("2027-03-01T09:00:00", "2027-03-01", None),
        ("2027-02-30T09:00:00Z", None, None),
        ("9999-12-31T23:59:59-12:00", None, None),
        ("soon", None, None),
        ({"@value": "2027-03-01"}, None, None),
    ],
)
def test_dates_of_others(text, date, moment):
    """An instant in another spelling is the same instant; a time without its offset gives its day and no moment."""
    assert (date_or_instant(text), instant(text)) == (date, moment)


def test_examples_of_the_columns_make_a_posting():
    """The example of each column is a cell that is read without a notice and written again the same."""
    header = [column.heading for column in columns()]
    assert len(header) == len(set(header)) == len({column.pointer for column in columns()})
    row = [harmless(column.example) for column in columns()]
    text = "\r\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (header, row))
    reading = formats.read(text.encode())
    assert [notice.code for notice in reading.notices] == ["envelope_missing"]
    feed = feed_of({**example(), "items": [reading.postings[0].to_json_value()]})
    assert formats.read(csv_table.write(feed)).postings == reading.postings
    for column in columns():
        assert column.many == (column.kind == "term" or isinstance(_value(reading.postings[0], column.pointer), list))
        assert column.help.endswith(".")


def _value(posting: Any, pointer: str) -> Any:
    value = posting.to_json_value()
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else (value or {}).get(part)
    return value


JOB_NEEDS = {
    "activityType": st.sampled_from(["internship", "co-op", "part-time-employment", "service-learning"]),
    "status": st.just("open"),
    "description": st.just("What one does there."),
    "datePosted": SCALARS["civilDate"],
    "hiringOrganization": documents("posting.schema.json", "organization"),
    "jobLocation": st.just([{"address": {"addressLocality": "Boston", "addressCountry": "US"}}]),
}
EVENT_NEEDS = {
    "activityType": st.sampled_from(["career-fair", "job-shadow", "career-speaker"]),
    "status": st.just("open"),
    "schedule": documents("posting.schema.json", "schedule").map(lambda one: {**one, "startDate": "2027-03-01"}),
    "jobLocation": st.just([{"address": {"addressLocality": "Boston"}}]),
}


@CHECKED
@given(feeds(), st.data(), st.sampled_from([(JOB_NEEDS, schema_org.JOB_LOSS), (EVENT_NEEDS, schema_org.EVENT_LOSS)]))
def test_schema_org_carries_all_but_its_loss(value, data, kind):
    """Of a posting that is written, members that are not listed come back as they were; those that are do not."""
    needs, losses = kind
    assume(value["items"])
    items = [{**item, **{name: data.draw(part) for name, part in needs.items()}} for item in value["items"]]
    for item in items:
        item.pop("applicationStartDate", None)
    value = {name: one for name, one in value.items() if name not in ("tombstones", "terminationDate")}
    value["items"] = items
    projection = schema_org.project(feed_of(value), EARLY)
    # A description that is the title alone, or markup around it, is none (section 23.2:2).
    assume(not any(one.reason is Reason.MISSING_DESCRIPTION for one in projection.left_out))
    assert projection.left_out == ()
    reading = formats.read(projection.content)
    assert reading.format == "schema-org"
    assert not [notice for notice in reading.notices if notice.code == "member_unread"]
    whole = without({"items": [known(item) for item in items]}, losses, partly=True)
    for item, posting in zip(whole["items"], reading.postings, strict=True):
        back = {"items": [posting.to_json_value()]}
        for lost in losses:
            for pointer in lost.pointers:
                assert lost.partly or not holds(back, pointer), pointer
        assert pruned(item) == pruned(without(back, losses, partly=True)["items"][0])


@CHECKED
@given(feeds())
@pytest.mark.parametrize("name", ["ics", "rss"])
def test_what_an_outward_format_loses_makes_no_difference_to_it(name, value):
    """A feed without the members that are listed gives the same bytes."""
    value.pop("tombstones", None)
    bare = without(value, LOSSES[name], partly=False)
    bare |= {key: value[key] for key in spec_json("feed.schema.json")["required"] if key != "items"}
    for item, source in zip(bare["items"], value["items"], strict=True):
        if "hiringOrganization" in source and name == "rss":
            item["hiringOrganization"] = {"name": source["hiringOrganization"]["name"]}
    assert TARGETS[name].project(feed_of(bare), EARLY) == TARGETS[name].project(feed_of(value), EARLY)


def test_writing_is_deterministic():
    """The same feed at the same moment gives the same bytes in every format."""
    feed = feed_of(spec_json("examples/feed.json"))
    for target in TARGETS.values():
        assert target.project(feed, AT) == target.project(feed, AT)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(['{"version": "https://jsonfeed.org/version/1.1", "items": [%s]}', '{"@graph": [%s]}', "[%s]",
                     '{"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": %s}]}']),
    st.sampled_from([json_feed.write, lambda feed: schema_org.write(feed, AT)]),
    st.data(),
)  # fmt: skip
def test_no_broken_item_makes_reading_raise(frame, write, data):
    """Items in which something is replaced by any JSON are read, or refused with a notice."""
    from strategies import mutated

    feed = feed_of(example())
    document = json.loads(write(feed))
    item = document["items"][0] if "items" in document else document["dataFeedElement"][0]["item"]
    broken = data.draw(mutated(item))
    reading = formats.read((frame % json.dumps(broken)).encode())
    assert len(reading.postings) + reading.refused == len(reading.received)
    for notice in reading.notices:
        assert notice.message
        assert notice.fix
