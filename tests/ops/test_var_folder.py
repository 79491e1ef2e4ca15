import os
import stat
import subprocess
import sys

import pytest

from ops import ROOT, CannotStart
from ops.var_folder import keep_secret, lock, published_url, var_folder


def test_the_folder_is_var_of_the_project(monkeypatch):
    monkeypatch.delenv("STORYFORGE_VAR", raising=False)
    assert var_folder() == ROOT / "var"


def test_storyforge_var_names_another_folder_which_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path / "a" / "b"))
    assert var_folder() == tmp_path / "a" / "b"
    assert var_folder().is_dir()


def test_only_its_owner_enters_the_folder_also_one_that_was_open_before(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path))
    assert stat.S_IMODE(var_folder().stat().st_mode) == 0o700


def test_a_folder_that_all_users_share_stays_open(tmp_path, monkeypatch):
    tmp_path.chmod(0o1777)
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path))
    assert stat.S_IMODE(var_folder().stat().st_mode) == 0o1777


def test_the_error_for_a_folder_that_cannot_be_made_names_the_setting(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path / "file"))
    with pytest.raises(CannotStart, match="set STORYFORGE_VAR to another folder"):
        var_folder()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_not_writable_is_an_error(tmp_path, monkeypatch):
    tmp_path.chmod(0o555)
    monkeypatch.setenv("STORYFORGE_VAR", str(tmp_path))
    with pytest.raises(CannotStart, match="not writable"):
        var_folder()


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret_key"
    key = keep_secret(path)
    assert len(key) >= 50
    assert keep_secret(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_empty_secret_key_is_replaced(tmp_path):
    (tmp_path / "secret_key").touch()
    assert len(keep_secret(tmp_path / "secret_key")) >= 50


def test_two_files_have_two_secrets(tmp_path):
    assert keep_secret(tmp_path / "one") != keep_secret(tmp_path / "two")


def test_the_same_copy_does_not_start_twice(tmp_path):
    code = (
        "import sys; from pathlib import Path; from ops.var_folder import lock\n"
        "with lock(Path(sys.argv[1])): print('in', flush=True); input()"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "in\n"
        with (
            pytest.raises(CannotStart, match=rf"already running \(process {other.pid}, folder .*STORYFORGE_VAR"),
            lock(tmp_path),
        ):
            pass
    finally:
        other.kill()  # the lock ends with its holder, however that ends
        other.communicate()
    with lock(tmp_path):
        pass


def test_a_url_is_published_inside_the_block_only(tmp_path):
    path = tmp_path / "redis.url"
    with published_url(path, "redis://127.0.0.1:16379/0"):
        assert path.read_text().strip() == "redis://127.0.0.1:16379/0"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()


def test_a_failed_run_removes_the_url(tmp_path):
    with pytest.raises(RuntimeError), published_url(tmp_path / "redis.url", "redis://127.0.0.1:1/0"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
