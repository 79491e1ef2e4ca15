import pytest

from ops import browser


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return tmp_path


def put(folder, name):
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return str(program)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_it_finds_the_browser_of_the_system(path, name):
    program = put(path, name)
    assert browser.find_chromium() == program
    assert browser.main() == 0


def test_chromium_names_another_browser(path, tmp_path_factory, monkeypatch):
    put(path, "chromium")
    mine = put(tmp_path_factory.mktemp("mine"), "my-chromium")
    monkeypatch.setenv("CHROMIUM", mine)
    assert browser.find_chromium() == mine


def test_without_a_browser_and_apt_it_prints_the_command_and_fails_nothing(path, capsys):
    assert browser.find_chromium() is None
    assert browser.main() == 0
    assert "browser tests will be skipped. To run them: install Chromium" in capsys.readouterr().out


def test_the_command_uses_the_package_manager_of_the_system(path):
    put(path, "dnf")
    assert browser.how_to_install() == "sudo dnf install chromium"
