"""An id never goes to another posting, and what cannot be told apart is not withdrawn."""

import time

import pytest
from sheet_site import HEADER, row
from wbl_publishers.mapping.drafting import Draft
from wbl_publishers.publishing.id_map import IdMap

INTERN = row("Intern", Link="https://apply.example/1")
NEW = row("Intern", Link="https://apply.example/2")
OTHERS = [row("Lab helper"), row("Mentor"), row("Job shadow")]
WITH_ID = ("Ref", *HEADER)


def by_link(site) -> dict[str, str]:
    """The id of each posting by its link."""
    return {posting["url"]: posting["id"] for posting in site.feed["items"]}


def numbered(site) -> list[dict[str, str]]:
    """Four rows with ids of the site's own, published once."""
    site.remap("[fields]", '[id]\ncolumn = "Ref"\nbase = "https://site.example/postings/"\n\n[fields]')
    rows = [one | {"Ref": str(number)} for number, one in enumerate([INTERN, *OTHERS], 1)]
    site.publish(rows, header=WITH_ID)
    return rows


@pytest.mark.parametrize("new_first", [True, False])
def test_a_new_row_with_the_old_words_does_not_take_the_id_of_a_renamed_one(site, new_first: bool):
    """The address proves whose id it is, even if a new row above says what the old one said before."""
    site.publish([INTERN])
    identity = by_link(site)[INTERN["Link"]]
    rows = [NEW, INTERN | {"Title": "Intern (Fall)"}]
    report = site.publish(rows if new_first else rows[::-1], day=2)
    assert by_link(site)[INTERN["Link"]] == identity
    assert by_link(site)[NEW["Link"]] != identity
    assert report["withdrawn"] == []
    site.publish([*rows, *OTHERS], day=3)
    assert by_link(site)[INTERN["Link"]] == identity


@pytest.mark.parametrize("fault", [{"Kind": "?"}, {"Link": ""}, {"Kind": "?", "Title": "Intern (Fall)"}])
@pytest.mark.parametrize("new_first", [True, False])
def test_a_new_row_does_not_take_the_id_of_a_refused_one(site, fault: dict, new_first: bool):
    """The posting of a refused row stays beside the new one with the same words, and gets its id back when mended."""
    site.publish([INTERN])
    identity = by_link(site)[INTERN["Link"]]
    rows = [NEW, INTERN | fault]
    report = site.publish(rows if new_first else rows[::-1], day=2, code=1)
    assert (report["kept"], report["withdrawn"], len(report["added"])) == ([identity], [], 1)
    new = by_link(site)[NEW["Link"]]
    site.publish([NEW, INTERN | {"Title": fault.get("Title", "Intern")}], day=3)
    assert by_link(site) == {INTERN["Link"]: identity, NEW["Link"]: new}


def test_thousands_of_rows_get_their_ids_in_no_time():
    """Minting takes time in proportion to the rows, whether they differ or are all the same."""
    different = [Draft("", {}, (f"url {number}", f"row {number}")) for number in range(10_000)]
    same = [Draft("", {}, ("url a", "row b"))] * 10_000
    for drafts in (different, same):
        start = time.perf_counter()
        identities = IdMap().assigned(drafts, "https://site.example/")[0]
        assert len(set(identities)) == len(drafts)
        assert time.perf_counter() - start < 2


def test_a_row_that_lost_its_id_withdraws_nothing(site):
    """A refused row without an id could be any missing posting, so all of them stay, and the summary says why."""
    rows = numbered(site)
    before = site.feed["items"]
    after = [rows[0] | {"Ref": ""}, *rows[2:]]
    report = site.publish(after, header=WITH_ID, day=2, code=1)
    assert (report["withdrawn"], len(report["held"]), len(report["kept"])) == ([], 2, 2)
    assert sorted(site.feed["items"], key=lambda item: item["id"]) == before
    assert report["message"].startswith("Nothing was withdrawn, although 2 of the postings")
    summary = site.run(day=2).stdout
    assert "3 rows: 2 postings (0 new, 0 changed), 1 refused, 0 withdrawn. Nothing was withdrawn, although" in summary
    assert "publish again. The feed has 4 postings.\n" in summary
    report = site.publish([rows[0], *rows[2:]], header=WITH_ID, day=3)
    assert (report["withdrawn"], report["message"]) == (["https://site.example/postings/2"], "")


def test_a_refused_row_is_known_by_its_id_without_the_id_map(site):
    """With a column of ids the id is base and cell, so that a lost .wbl folder withdraws nothing of a refused row."""
    rows = numbered(site)
    site.ids.unlink()
    report = site.publish([rows[0] | {"Kind": "?"}, *rows[1:]], header=WITH_ID, day=2, code=1)
    assert (report["kept"], report["withdrawn"]) == (["https://site.example/postings/1"], [])


def test_the_summary_adds_up(site):
    """Rows are postings and refused ones; what stays of refused rows is counted on its own."""
    site.publish([INTERN, *OTHERS])
    site.write([INTERN | {"Kind": "?"}, *OTHERS, NEW | {"Title": ""}])
    summary = site.run(day=2).stdout
    assert "5 rows: 3 postings (0 new, 0 changed), 2 refused, 0 withdrawn. " in summary
    stays = "1 posting of a refused row stays as published before, shown as open: “Intern”."
    assert f"{stays} The feed has 4 postings.\n" in summary


def test_after_a_year_no_file_changes_until_a_tombstone_is_dropped(site):
    """The moment from which deletions are told moves only past a tombstone that is dropped."""
    site.publish([INTERN, *OTHERS])
    site.publish(OTHERS, day=2)
    since = site.feed["deletion"]["tombstonesSince"]
    before = site.files()
    site.publish(OTHERS, "--at", "2027-11-02T12:00:00Z")
    assert site.files() == before
    site.publish(OTHERS, "--at", "2028-02-01T12:00:00Z")
    assert (since, site.feed["deletion"]["tombstonesSince"]) == ("2026-11-01T12:00:00Z", "2026-11-02T12:00:01Z")
    assert "tombstones" not in site.feed
    before = site.files()
    site.publish(OTHERS, "--at", "2029-02-01T12:00:00Z")
    assert site.files() == before


def test_a_clock_set_back_sets_no_date_back(site):
    """A posting that changes under an earlier clock gets a date just after its last one, and so does the feed."""
    site.publish([INTERN], day=5)
    site.publish([INTERN | {"Pay": "$18/hr"}], day=3)
    assert list(site.by_title("dateModified").values()) == ["2026-11-05T12:00:01Z"]
    assert site.feed["dateModified"] == "2026-11-05T12:00:01Z"


def one_address(title: str, town: str = "Chicopee") -> dict[str, str]:
    """A row of an employer that has one address for all its jobs."""
    return row(title, Link="https://b.example/jobs", Employer="Bank", Town=town)


@pytest.mark.parametrize("towns", [("Chicopee", "Chicopee"), ("Chicopee", "Ludlow")])
def test_an_address_that_became_shared_proves_nothing(site, towns: tuple[str, str]):
    """A row that did not change keeps its id when the other row of the same address goes."""
    first, second = one_address("Teller", towns[0]), one_address("Loan clerk", towns[1])
    site.publish([first])
    site.publish([first, second], day=2)
    ids = site.by_title()
    report = site.publish([second], day=3)
    assert site.by_title() == {"Loan clerk": ids["Loan clerk"]}
    assert report["withdrawn"] == [ids["Teller"]]
    assert report["changed"] == []


def test_an_edited_title_keeps_its_id_without_an_address_of_its_own(site):
    """Same employer, same town and a title much like the old one: the same posting; quite another title is not."""
    site.publish([one_address("Summer intern, oyster nursery"), one_address("Teller"), one_address("Night guard")])
    before = site.by_title()
    edited = "Summer intern in the oyster nursery"
    site.publish([one_address(edited), one_address("Teller"), one_address("Bookkeeper")], day=2)
    assert site.by_title()[edited] == before["Summer intern, oyster nursery"]
    assert site.by_title()["Bookkeeper"] not in before.values()


def test_ids_stay_when_a_column_of_ids_is_added(site):
    """A posting that had a minted id keeps it when its row gets a number, and from then on the number decides."""
    rows = [row("A"), row("B"), row("C"), row("D")]
    site.publish(rows)
    before = site.by_title()
    site.remap("[fields]", '[id]\ncolumn = "Ref"\n[fields]')
    numbered = [one | {"Ref": str(number)} for number, one in enumerate(rows)]
    report = site.publish(numbered, day=2, header=WITH_ID)
    assert (site.by_title(), report["added"], report["withdrawn"]) == (before, [], [])
    renamed = [one | {"Title": one["Title"] * 3, "Link": f"https://new.example/{one['Ref']}"} for one in numbered]
    site.publish([*renamed, row("A") | {"Ref": "9"}], day=3, header=WITH_ID)
    after = site.by_title()
    assert {title[0]: after[title] for title in after if len(title) == 3} == before
    assert after["A"] not in before.values()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_mistyped_number_overwrites_and_withdraws_nothing(site, order: tuple[int, int]):
    """Of two rows with one number, the one that was published under it keeps it; the other's posting stays too."""
    site.remap("[fields]", '[id]\ncolumn = "Ref"\n[fields]')
    rows = [row("Welder") | {"Ref": "J-1"}, row("Baker") | {"Ref": "J-2"}, row("Cook") | {"Ref": "J-3"}]
    site.publish(rows, header=WITH_ID)
    before = site.by_title()
    wrong = [rows[0] | {"Ref": "J-2"}, rows[1]]
    report = site.publish([*(wrong[number] for number in order), rows[2]], day=2, code=1, header=WITH_ID)
    assert site.by_title() == before
    assert (report["withdrawn"], report["changed"], len(report["refused"])) == ([], [], 1)
