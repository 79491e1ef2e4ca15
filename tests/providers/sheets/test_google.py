"""providers.sheets: requests to Google Sheets, and its translated errors."""

import json
import re
from pathlib import Path

import pytest

from providers import registry
from providers.base import Idea, ProviderError
from providers.sheets import google_auth
from providers.sheets.google import GoogleSheets
from tests.upstreams.google_sheets import (
    ADDRESS,
    DROPPED,
    HANGING,
    IDEAS,
    MOST,
    QUOTA,
    SHEET,
    html,
    refused,
)
from tests.upstreams.http_server import Sent

ROWS = [["The stars", "", ""], ["Scene", "Text", "Cost"], [1, "=HYPERLINK(A1)", 0.25]]


@pytest.fixture
def sheets():
    """Who is tested."""
    return GoogleSheets()


def write(sheets, rows=ROWS, changed=(0, 1, 2), worksheet="Story_1"):
    sheets.write(worksheet, rows, changed)


def failure(call, *args, **more):
    """The error that the call ends with."""
    with pytest.raises(ProviderError) as caught:
        call(*args, **more)
    return caught.value


class TestWriting:
    """A story's worksheet."""

    def test_the_first_write_makes_the_worksheet_just_large_enough(self, google, sheets):
        write(sheets)
        assert google.worksheets["Story_1"] == ROWS
        assert google.sizes["Story_1"] == {"rowCount": 3, "columnCount": 3, "frozenRowCount": 2}

    def test_a_new_worksheet_comes_after_the_list_of_ideas_and_has_every_row(self, google, sheets):
        write(sheets, changed=[2])
        assert list(google.worksheets) == [IDEAS, "Story_1"]
        assert google.worksheets["Story_1"] == ROWS

    def test_later_only_the_rows_that_changed_are_sent_and_in_one_request(self, google, sheets):
        write(sheets)
        before = len(google.asked)
        write(sheets, [ROWS[0], ROWS[1], [1, "A fox.", 0.5]], [2])
        assert (len(google.asked) - before, google.writes()[-1]) == (1, ["'Story_1'!A3"])
        assert google.worksheets["Story_1"][2] == [1, "A fox.", 0.5]

    def test_a_text_that_looks_like_a_formula_stays_a_text(self, google, sheets):
        write(sheets)
        assert {asked.body["valueInputOption"] for asked in google.asked if "values:" in asked.path} == {"RAW"}
        assert google.worksheets["Story_1"][2][1] == "=HYPERLINK(A1)"

    def test_a_text_that_is_too_long_for_a_cell_is_cut(self, google, sheets):
        write(sheets, [["a"], ["b"], ["x" * 60_000]])
        cell = google.worksheets["Story_1"][2][0]
        assert (len(cell), cell[-2:]) == (50_000, "x…")

    def test_one_token_serves_many_requests(self, google, sheets):
        write(sheets)
        write(sheets)
        assert google.tokens == 1


class TestIdeas:
    """The first worksheet."""

    def test_the_list_is_read_whatever_is_empty_in_it(self, google, sheets):
        google.worksheets[IDEAS] = [["Idea", "Who", "Status"], [], ["A kite", "", "In Progress"], [7]]
        assert sheets.ideas() == [
            Idea(1, "Idea", "Status"),
            Idea(2, "", ""),
            Idea(3, "A kite", "In Progress"),
            Idea(4, "7", ""),
        ]

    def test_an_empty_list_has_no_ideas(self, google, sheets):
        assert sheets.ideas() == []

    def test_a_mark_goes_beside_the_idea_and_changes_nothing_else(self, google, sheets):
        google.worksheets[IDEAS] = [["Idea", "Who", "Status"], ["A kite", "me", "In Progress", "note"]]
        sheets.mark_idea(2, "Story 1")
        assert google.worksheets[IDEAS][1] == ["A kite", "me", "Story 1", "note"]


def test_without_use_google_auth_there_is_no_client(google, settings):
    assert isinstance(registry.sheets(), GoogleSheets)
    settings.USE_GOOGLE_AUTH = False
    assert registry.sheets() is None


class TestErrors:
    """Each is a sentence that names what to do."""

    def test_a_missing_key_file(self, google, sheets, settings, tmp_path):
        settings.GOOGLE_SERVICE_ACCOUNT_FILE = str(tmp_path / "gone.json")
        error = failure(write, sheets)
        assert error.account
        assert "gone.json, which cannot be read (No such file or directory)" in error.operator
        assert "GOOGLE_SERVICE_ACCOUNT_FILE" in error.operator

    def test_a_key_in_the_environment_goes_before_the_file(self, google, sheets, settings, tmp_path):
        settings.GOOGLE_SERVICE_ACCOUNT_JSON = Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE).read_text()
        settings.GOOGLE_SERVICE_ACCOUNT_FILE = str(tmp_path / "gone.json")
        write(sheets)
        assert google.worksheets["Story_1"] == ROWS
        settings.GOOGLE_SERVICE_ACCOUNT_JSON = '{"private_key": "s3cr3t"}'
        error = failure(write, sheets)
        assert error.account
        assert "GOOGLE_SERVICE_ACCOUNT_JSON is set and is not the key of a service account" in error.operator
        assert "s3cr3t" not in error.operator

    @pytest.mark.parametrize("content", ["not json", "[]", "{}", '{"client_email": "a", "private_key": "b"}'])
    def test_a_malformed_key_file(self, google, sheets, settings, tmp_path, content):
        (tmp_path / "other.json").write_text(content)
        settings.GOOGLE_SERVICE_ACCOUNT_FILE = str(tmp_path / "other.json")
        error = failure(write, sheets)
        assert error.account
        assert "other.json, which is not the key of a service account" in error.operator

    def test_a_key_that_google_does_not_accept(self, google, sheets, tmp_path):
        google.key_file(tmp_path, client_email="gone@forest-1.iam.gserviceaccount.com")
        error = failure(write, sheets)
        assert error.account
        assert "does not accept the key" in error.operator
        assert "account not found" in error.operator

    def test_a_new_key_in_the_same_file_is_used_at_once(self, google, sheets, tmp_path):
        google.key_file(tmp_path, client_email="gone@forest-1.iam.gserviceaccount.com")
        failure(write, sheets)
        google.key_file(tmp_path)
        write(sheets)
        assert google.worksheets["Story_1"] == ROWS

    def test_a_revoked_token_is_replaced_next_time(self, google, sheets):
        google.behaviour = lambda asked, number: refused(401, "Expired.") if asked.path != "/token" else None
        assert failure(write, sheets).account
        google.behaviour = lambda asked, number: None
        write(sheets)
        assert google.tokens == 2

    @pytest.mark.parametrize("role", ["reader", ""])
    def test_a_sheet_that_is_not_shared_with_the_account(self, google, sheets, role):
        google.role = role
        error = failure(write, sheets)
        assert error.account
        assert f"{ADDRESS} may not write the Google Sheet {SHEET}. Share the sheet" in error.operator

    def test_an_api_that_is_switched_off(self, google, sheets):
        says = "Google Sheets API has not been used in project 12 before or it is disabled."
        google.behaviour = lambda asked, number: refused(403, says) if "values" in asked.path else None
        assert "The Google Sheets API is off" in failure(write, sheets).operator

    def test_a_missing_sheet(self, google, sheets, settings):
        settings.GOOGLE_SHEET_ID = "another"
        error = failure(write, sheets)
        assert error.account
        assert "Google knows no sheet 'another'. Set GOOGLE_SHEET_ID" in error.operator

    @pytest.mark.parametrize(("headers", "wait"), [({}, 60.0), ({"Retry-After": "7"}, 7.0)])
    def test_a_quota_that_is_used_up_says_how_long_to_wait(self, google, sheets, headers, wait):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else refused(429, "Quota", **headers)
        error = failure(write, sheets)
        assert (error.retry_after, error.permanent) == (wait, False)
        assert "quota" in error.operator

    def test_an_html_error_page_is_an_outage_and_is_not_quoted(self, google, sheets):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else html(502)
        error = failure(write, sheets)
        assert not error.permanent
        assert "has a problem of its own (502)" in error.operator
        assert "<html>" not in error.operator

    def test_an_html_page_with_status_200(self, google, sheets):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else html(200)
        assert "is not what Google answers" in failure(sheets.ideas).operator

    @pytest.mark.parametrize(
        ("token", "says"),
        [
            (html(200), "could not be asked for a token"),
            (Sent(data=b"{}"), "does not accept the key"),
            (DROPPED, "could not be asked for a token"),
        ],
    )
    def test_an_error_while_getting_a_token(self, google, sheets, token, says):
        google.behaviour = lambda asked, number: token
        assert says in failure(write, sheets).operator

    def test_a_connection_that_breaks(self, google, sheets):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else DROPPED
        error = failure(write, sheets)
        assert (error.permanent, error.answered) == (False, False)
        assert "could not be reached" in error.operator

    @pytest.mark.parametrize("where", ["/token", "/v4"])
    def test_a_hanging_service_is_given_up_at_the_timeout(self, google, sheets, monkeypatch, where):
        monkeypatch.setattr(google_auth, "TIMEOUT", 0.2)
        google.behaviour = lambda asked, number: HANGING if asked.path.startswith(where) else None
        assert not failure(write, sheets).permanent

    def test_a_full_sheet_is_named(self, google, sheets):
        google.worksheets |= {f"Story_{number}": [] for number in range(2, MOST + 1)}
        error = failure(write, sheets)
        assert error.account
        assert f"has {MOST} worksheets, as many as Google allows" in error.operator

    def test_existing_worksheets_of_a_full_sheet_are_updated(self, google, sheets):
        google.worksheets |= {f"Story_{number}": [] for number in range(1, MOST)}
        write(sheets)
        assert google.worksheets["Story_1"] == ROWS

    def test_other_errors_of_google_are_quoted(self, google, sheets):
        google.worksheets["Story_1"] = []
        google.behaviour = lambda asked, number: refused(400, "No Office files.") if "values" in asked.path else None
        error = failure(write, sheets)
        assert error.permanent
        assert 'did not accept what was sent (400). It says: "No Office files."' in error.operator

    def test_no_message_contains_the_key(self, google, sheets, settings):
        google.behaviour = lambda asked, number: None if asked.path == "/token" else QUOTA
        key = json.loads(Path(settings.GOOGLE_SERVICE_ACCOUNT_FILE).read_text())["private_key"]
        error = failure(write, sheets)
        assert not any(line in error.operator + error.message for line in key.splitlines() if len(line) > 20)


class TestHealthCheck:
    """What the doctor says."""

    def test_a_writable_sheet_is_ok_and_unchanged(self, google, sheets):
        (finding,) = sheets.health_check(spend=False)
        assert finding.ok
        assert finding.says == "“Foxes” can be written; it has 1 of 200 worksheets."
        assert google.worksheets == {IDEAS: []}

    def test_a_read_only_sheet_is_reported(self, google, sheets):
        google.role = "reader"
        (finding,) = sheets.health_check(spend=False)
        assert not finding.ok
        assert re.search(r"Share the sheet with\s+that address as an editor", finding.says)
