"""The store opens, says why it cannot, and shares its file with other processes."""

from __future__ import annotations

import os
import sqlite3
import threading

import pytest

from connectors.store import Store, StoreBusyError, StoreError, default_url
from connectors.store.engine import Database
from connectors.store.tables import VERSION


@pytest.fixture
def file(tmp_path):
    return tmp_path / "rumor.db"


def test_the_file_is_made_with_its_folder(tmp_path):
    """A first start needs nothing prepared; a second finds what the first left."""
    url = default_url(tmp_path / "deep" / "data")
    with Store(url) as store:
        store.subscribe("query", "*", "terminal")
    with Store(url) as store:
        assert [row["value"] for row in store.subscriptions()] == ["*"]


def test_sqlite_is_set_up_for_several_processes(file):
    """Write-ahead log, a wait for locks, foreign keys, and a flush for each commit."""
    database = Database(f"sqlite:///{file}")
    with database.read() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    database.close()
    assert told == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000, "synchronous": 2}


def test_sqlite_overwrites_what_is_deleted(file):
    """Also where it was built not to: deleted words would stay readable in the file."""
    database = Database(f"sqlite:///{file}")
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA secure_delete=OFF")
    database.engine.pool.dispatch.connect(connection, None)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()
    database.close()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "the store's URL is none"),
        ("mysql://localhost/x", "sqlite or postgresql, not mysql"),
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
    ],
)
def test_a_url_that_cannot_be_used_is_told(url, says):
    """Each with the mend."""
    with pytest.raises(StoreError, match=says):
        Store(url)


def test_a_password_in_a_url_is_not_shown():
    """An unreachable server is named without it, or its driver is."""
    with pytest.raises(StoreError) as told:
        Store("postgresql://desk:hush-hush@127.0.0.1:1/velmar")
    assert "hush" not in str(told.value)


def test_a_file_that_is_no_database_is_told(file):
    """And is left as it is."""
    file.write_text("Dear diary, " * 100)
    with pytest.raises(StoreError, match=r"rumor\.db is no SQLite database: move it away"):
        Store(f"sqlite:///{file}")
    assert file.read_text().startswith("Dear diary")


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    """SQLite alone would say that it cannot open it."""
    with pytest.raises(StoreError, match="is a folder"):
        Store(f"sqlite:///{tmp_path}")


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="has no folder and it cannot be made"):
        Store(default_url(tmp_path / "data" / "deeper"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """With the mend."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="check that its folder can be written"):
        Store(default_url(tmp_path))


def test_a_database_that_cannot_be_written_is_told(file):
    """Opened read-only by the URL, as it is on a read-only disk."""
    Store(f"sqlite:///{file}").close()
    with (
        Store(f"sqlite:///file:{file}?mode=ro&uri=true") as store,
        pytest.raises(StoreError, match="is read-only"),
    ):
        store.subscribe("query", "*", "terminal")


def test_a_full_disk_is_told_and_nothing_is_half_written(file, claim):
    """The limit on pages stands in for the disk; afterwards the same record can be taken in."""
    with Store(f"sqlite:///{file}") as store:
        with store._database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreBusyError, match="disk is full: free some space"):
            store.take("claims", 0, 0, claim(text="long " * 20_000))
        assert store.next_offset("claims", 0) == 0
    with Store(f"sqlite:///{file}") as store:
        assert store.take("claims", 0, 0, claim(text="long " * 20_000))


def test_another_schema_is_refused(file):
    """An older program must not write a newer store."""
    Store(f"sqlite:///{file}").close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE schema_version SET version = 99")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=f"has schema 99, this program needs {VERSION}"):
        Store(f"sqlite:///{file}")


def test_a_reader_does_not_wait_for_a_writer(file, claim):
    """A page is shown while a batch is being taken in."""
    with Store(f"sqlite:///{file}") as store:
        store.take("claims", 0, 0, claim())
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE claims SET posts = 99")
        assert len(store.claims()) == 1
        with Store(f"sqlite:///{file}") as second:
            assert len(second.claims()) == 1
        other.execute("ROLLBACK")
        other.close()


def test_many_threads_write_one_store(file, claim):
    """Writers wait for each other; none fails, none is lost."""
    with Store(f"sqlite:///{file}") as store:

        def fill(partition: int) -> None:
            for offset in range(20):
                store.take("claims", partition, offset, claim(f"c{partition}{offset:015x}"))

        threads = [threading.Thread(target=fill, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.claims(limit=100)) == 80
