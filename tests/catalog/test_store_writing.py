"""Publishing: all or nothing, readers undisturbed, one writer, crashes and full disks survived."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import duckdb
import pytest
from shopctl.catalog import database
from shopctl.catalog.records import QA, Product
from shopctl.catalog.store import CatalogStore
from shopctl.errors import StoreError

A, B, C = (Product(item_id, f"title {item_id}") for item_id in "abc")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "it's a shop" / "catalog.duckdb"
    path.parent.mkdir()
    with CatalogStore.create(path) as store:
        store.upsert_products([A])
    return path


def ids(path: Path) -> list[str]:
    with CatalogStore.open(path, read_only=True) as store:
        return store.item_ids()


def files(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir()} - {"catalog.duckdb.lock"}


def test_readers_and_a_writer_in_one_process(path: Path) -> None:
    with (
        CatalogStore.open(path, read_only=True) as old,
        CatalogStore.open(path, read_only=True) as also,
        CatalogStore.open(path) as writer,
    ):
        writer.upsert_products([B])
        assert old.item_ids() == also.item_ids() == ["a"]  # they keep what they opened
        assert writer.item_ids() == ids(path) == ["a", "b"]
        assert old.get("a") == A
    assert files(path) == {"catalog.duckdb"}


def test_a_reader_cannot_write(path: Path) -> None:
    with CatalogStore.open(path, read_only=True) as store:
        for write in (
            lambda: store.upsert_products([B]),
            lambda: store.add_qa([QA("a", "q", "a")]),
            lambda: store.remove(["a"]),
        ):
            with pytest.raises(StoreError, match="for reading only"):
                write()


def test_a_closed_store_says_so(path: Path) -> None:
    store = CatalogStore.open(path)
    store.close()
    store.close()
    for use in (store.count, lambda: store.upsert_products([B])):
        with pytest.raises(StoreError, match="closed"):
            use()


def test_a_transaction_is_published_whole(path: Path) -> None:
    with CatalogStore.open(path) as store:
        with store.transaction():
            store.upsert_products([B])
            store.add_qa([QA("b", "q", "a")])
            assert store.item_ids() == ["a", "b"]
            assert ids(path) == ["a"]
        assert ids(path) == ["a", "b"]
        assert len(store.qa("b")) == 1


def test_an_error_or_ctrl_c_undoes_a_transaction(path: Path) -> None:
    with CatalogStore.open(path) as store:
        version = store.version()
        for error in (ValueError, KeyboardInterrupt):
            with pytest.raises(error), store.transaction():
                store.upsert_products([B])
                store.remove(["a"])
                raise error
            assert store.item_ids() == ids(path) == ["a"]
            assert store.version() == version
        assert files(path) == {"catalog.duckdb"}
        store.upsert_products([C])
        assert ids(path) == ["a", "c"]


def test_a_source_that_breaks_off_adds_nothing(path: Path) -> None:
    def broken():
        yield B
        raise OSError(5, "the feed went away")

    with CatalogStore.open(path) as store:
        with pytest.raises(OSError, match="feed"):
            store.upsert_products(broken())
        with store.transaction():
            with pytest.raises(OSError, match="feed"):
                store.upsert_products(broken())
            store.upsert_products([C])  # the failed write is undone, the transaction goes on
    assert ids(path) == ["a", "c"]


def test_two_writers(path: Path) -> None:
    with CatalogStore.open(path) as one, CatalogStore.open(path) as two:
        with one.transaction():
            one.upsert_products([B])
            with pytest.raises(StoreError, match="busy: another shopctl is writing"):
                two.upsert_products([C])
        two.upsert_products([C])  # on top of what the first published
    assert ids(path) == ["a", "b", "c"]


def run(path: Path, code: str, **options) -> subprocess.Popen:
    body = f"""
    import sys, time, signal, resource
    from pathlib import Path
    from shopctl.catalog.records import Product
    from shopctl.catalog.store import CatalogStore
    from shopctl.errors import ShopctlError
    path = Path({str(path)!r})
    """
    script = textwrap.dedent(body) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, **options
    )


SLOW_WRITE = """
def slowly():
    for number in range(100_000):
        if number == 20_000:
            print("writing", flush=True)
            time.sleep(60)
        yield Product(f"n{number}", "title")
store = CatalogStore.open(path)
store.upsert_products(slowly())
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_writer_leaves_the_old_content(path: Path, sent: signal.Signals) -> None:
    process = run(path, SLOW_WRITE, stderr=subprocess.DEVNULL)
    assert process.stdout.readline() == "writing\n"
    # Others read on meanwhile, and another writer is told to wait.
    assert ids(path) == ["a"]
    with CatalogStore.open(path) as other, pytest.raises(StoreError, match="busy"):
        other.upsert_products([B])
    process.send_signal(sent)
    assert process.wait(30) != 0
    assert ids(path) == ["a"]
    with CatalogStore.open(path) as store:  # its remains are swept
        store.upsert_products([B])
    assert ids(path) == ["a", "b"]
    assert files(path) == {"catalog.duckdb"}


def test_a_full_disk_loses_nothing(path: Path) -> None:
    size = path.stat().st_size
    code = f"""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing past the limit fails, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, ({size} + 2**20, resource.RLIM_INFINITY))
    store = CatalogStore.open(path)
    import random
    letters = random.Random(0)
    try:
        store.upsert_products(Product(f"n{{i}}", letters.randbytes(500).hex()) for i in range(20_000))
    except ShopctlError as error:
        print(error, flush=True)
    print(store.item_ids())
    """
    process = run(path, code)
    said, _ = process.communicate(timeout=120)
    first, second = said.splitlines()
    assert "no space left" in first
    assert "nothing in the store was lost" in first
    assert second == "['a']"
    assert ids(path) == ["a"]
    assert files(path) == {"catalog.duckdb"}


def test_ctrl_c_inside_a_query_is_a_keyboard_interrupt(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DuckDB itself says RuntimeError, which callers would take for a bug. One thread: with more,
    # DuckDB may give the query's only task to another and notice the signal when that has ended.
    monkeypatch.setitem(database._CONFIG, "threads", "1")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with CatalogStore.open(path) as store:
        timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            store._database.query(
                "SELECT count(*) FROM range(100000000000) t(a) WHERE a % 7 = sin(a)"
            )
        timer.join()
        assert store.item_ids() == ["a"]
    signal.signal(signal.SIGINT, before)


def test_create_and_open_refuse_what_is_no_catalog(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="exists already"):
        CatalogStore.create(path)
    with pytest.raises(StoreError, match="run `shopctl index FILE"):
        CatalogStore.open(tmp_path / "none.duckdb")
    junk = tmp_path / "junk.duckdb"
    junk.write_bytes(b"junk" * 5000)
    with pytest.raises(StoreError, match="damaged"):
        CatalogStore.open(junk)
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(StoreError, match="not a shopctl catalog"):
        CatalogStore.open(other)


def test_a_newer_catalog_is_refused(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE meta SET value = '2' WHERE name = 'schema_version'")
    with pytest.raises(StoreError, match="newer shopctl") as caught:
        CatalogStore.open(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kept", [0.2, 0.5])
def test_a_cut_file_is_an_error_of_one_line(path: Path, kept: float) -> None:
    with CatalogStore.open(path) as store:
        store.upsert_products(Product(f"n{i}", os.urandom(50).hex()) for i in range(5000))
    os.truncate(path, int(path.stat().st_size * kept))
    with pytest.raises(StoreError) as caught, CatalogStore.open(path) as store:
        list(store.products())
    assert "\n" not in str(caught.value)
