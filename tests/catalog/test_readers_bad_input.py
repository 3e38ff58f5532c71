"""Bad input: one line that says what is wrong and where, or rows rejected and the rest read."""

import gzip
import io
import json
import tracemalloc
import zipfile

import pytest
from shopctl.catalog.plain_text import MAX_TEXT, one_line, plain_text
from shopctl.catalog.readers import Source, expand_sources, read
from shopctl.catalog.records import Product, Reject
from shopctl.errors import InputError


def write(tmp_path, content, name="feed.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(source, overrides=None):
    """The one line with which a source is refused."""
    with pytest.raises(InputError) as caught:
        list(read(source if isinstance(source, Source) else Source(source), overrides))
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 600
    return message


def split(path, **source):
    reading = read(Source(path, **source))
    out = list(reading)
    report = reading.report
    assert report.rows == report.accepted + report.rejected
    return (
        [r for r in out if isinstance(r, Product)],
        [r for r in out if isinstance(r, Reject)],
        report,
    )


def test_missing_file(tmp_path):
    path = str(tmp_path / "none.csv")
    assert refusal(path) == f"{path}: no such file"
    with pytest.raises(InputError, match="no such file"):
        expand_sources([path])


def test_dangling_link(tmp_path):
    link = tmp_path / "feed.csv"
    link.symlink_to(tmp_path / "gone.csv")
    assert refusal(str(link)).endswith("the link points to nothing")
    with pytest.raises(InputError, match="the link points to nothing"):
        expand_sources([link])


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = write(tmp_path, "id,title\n1,Tea\n")

    def forbidden(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", forbidden)  # root may read everything
    assert refusal(path) == f"{path}: can't be read (permission denied)"


def test_a_path_through_a_file(tmp_path):
    path = write(tmp_path, "x")
    assert "can't be read (not a directory)" in refusal(f"{path}/feed.csv")


def test_folders(tmp_path):
    assert "is a folder, not a file" in refusal(str(tmp_path))
    with pytest.raises(InputError, match="no file to read in this folder"):
        expand_sources([tmp_path])
    (tmp_path / "readme.md").write_text("x")
    (tmp_path / "sub.csv").mkdir()
    with pytest.raises(InputError, match="no file to read in this folder"):
        expand_sources([tmp_path])


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_empty_file(tmp_path, content):
    assert refusal(write(tmp_path, content)) == "feed.csv: the file is empty"


@pytest.mark.parametrize("name", ["feed.csv", "feed.tsv", "feed.item"])
def test_header_only(tmp_path, name):
    header = "item_id:token\ttitle:token\n" if name == "feed.item" else "id,title,price\n"
    assert refusal(write(tmp_path, header, name)).startswith(f"{name}: no rows but the header")


@pytest.mark.parametrize("content", ["[]", '{"products": []}', "<rss><channel></channel></rss>"])
def test_nothing_inside(tmp_path, content):
    assert "feed.x: no " in refusal(write(tmp_path, content, "feed.x"))


def test_wrong_delimiter(tmp_path):
    path = write(tmp_path, "id#title#price\n1#Tea#2\n")
    assert (
        refusal(path)
        == "feed.csv: only one column ('id#title#price') with comma as delimiter; columns must be split by comma, tab, semicolon or bar"
    )
    assert split(path, delimiter="#")[0][0].title == "Tea"
    good = write(tmp_path, "id,title,price\n1,Tea,2\n")
    assert "only one column ('id,title,price') with semicolon as delimiter" in refusal(
        Source(good, delimiter=";")
    )
    assert "a delimiter is one character" in refusal(Source(good, delimiter="ab"))


def test_one_column_of_titles_is_a_catalog(tmp_path):
    assert [p.title for p in split(write(tmp_path, "title\nTea\nCup\n"))[0]] == ["Tea", "Cup"]


def test_latin1_and_bom(tmp_path):
    products, _, report = split(write(tmp_path, "id,title\n1,Café crème\n".encode("latin-1")))
    assert products[0].title == "Café crème"
    assert any("not UTF-8" in note for note in report.notes)
    products, _, report = split(write(tmp_path, "\ufeffid,title\n1,Café\n"))
    assert (products[0].item_id, products[0].title) == ("1", "Café")
    assert report.encoding == "utf-8-sig"


def test_nul_bytes_are_removed_and_said(tmp_path):
    products, rejects, report = split(write(tmp_path, b"id,title\n1,T\x00ea\n2,Cup\n"))
    assert [p.title for p in products] == ["Tea", "Cup"]
    assert not rejects
    assert "NUL bytes removed from 1 lines" in report.notes


def test_a_5_mb_description_is_cut_and_said(tmp_path):
    path = write(tmp_path, 'id,title,description\n1,Tea,"' + "word " * 1_000_000 + '"\n2,Cup,x\n')
    products, _, report = split(path)
    assert len(products) == 2
    assert len(products[0].description) == MAX_TEXT
    assert "1 × description cut at 100,000 characters" in report.notes


def test_10000_columns(tmp_path):
    header = ",".join(f"c{i}" for i in range(10_000))
    assert "10,000 columns in the header, at most 2,000 are read" in refusal(
        write(tmp_path, header + "\n" + header)
    )
    rows = json.dumps({f"c{i}": i for i in range(10_000)})
    assert "10,000 columns, at most 2,000" in refusal(
        write(tmp_path, rows + "\n" + rows, "feed.jsonl")
    )


def test_no_title(tmp_path):
    products, rejects, _ = split(write(tmp_path, "id,title\n1,\n2,NaN\n3,Tea\n"))
    assert [p.item_id for p in products] == ["3"]
    assert [r.reason for r in rejects] == ["no title"] * 2
    assert (
        refusal(write(tmp_path, "id,colour\n1,red\n"))
        == "feed.csv: no column for 'title' among: id, colour; name it with --map title=COLUMN"
    )
    assert [
        p.title for p in read(Source(write(tmp_path, "id,colour\n1,red\n")), {"title": "colour"})
    ] == ["red"]


def test_wrong_map(tmp_path):
    path = write(tmp_path, "id,title\n1,Tea\n")
    assert "no column 'titel'; near: title" in refusal(Source(path), {"title": "titel"})
    assert "no field 'titel' in products; near: title" in refusal(Source(path), {"titel": "title"})


def _zip(member):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(member, "id,title\n1,Tea\n")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (_zip("a.csv"), "is a zip archive: unzip it first"),
        (_zip("xl/workbook.xml"), "is an Excel workbook: save it as CSV"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\x89PNG\r\n", "is an image"),
        (b"BZh91AY", "is a bzip2 archive"),
        (bytes(range(256)) * 20, "is binary data"),
        (b"PAR1 and then junk", "damaged Parquet file"),
        (gzip.compress(b"id,title\n" + b"1,Tea\n" * 9_000)[:-40], "damaged gzip file"),
        (b"\x1f\x8bjunk", "damaged gzip file"),
        (b"<html><p>hello</p></html>", "a web page without schema.org product data"),
        (b"{broken", "no row can be read; line 1"),
        (b'id,title\n"1,Tea', ""),
    ],
)
def test_no_catalog_at_all(tmp_path, content, message):
    if not message:
        assert split(write(tmp_path, content))[1][0].reason == "a quote is opened and never closed"
    else:
        assert message in refusal(write(tmp_path, content))


def test_a_gzip_file_damaged_late_gives_what_it_held(tmp_path):
    rows = b"".join(b"%d,Tea %d\n" % (i, i * 7919 % 10_007) for i in range(80_000))
    packed = gzip.compress(b"id,title\n" + rows)
    message = refusal(write(tmp_path, packed[: len(packed) // 2]))
    assert "damaged gzip file" in message


def test_memory_stays_bounded(tmp_path):
    """6 MB of rows are read in far less."""
    path = tmp_path / "big.csv"
    with path.open("w") as file:
        file.write("title,description\n")
        file.writelines(f"T{i % 50},{'word ' * 400}\n" for i in range(3_000))
    reading = read(Source(str(path)))
    tracemalloc.start()
    for _ in reading:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
    assert reading.report.rows == 3_000
    assert reading.report.rejected == 2_950


def test_a_reading_is_read_once(tmp_path):
    reading = read(Source(write(tmp_path, "id,title\n1,Tea\n")))
    assert len(list(reading)) == 1
    with pytest.raises(RuntimeError, match="once"):
        iter(reading)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a &amp;lt;b&amp;gt;bold&amp;lt;/b&amp;gt;", "a bold"),
        ("5 < 6 and 7 > 3, I <3 you", "5 < 6 and 7 > 3, I <3 you"),
        ("<!-- x -->a<style>p{}</style>b", "a b"),
        ("caf\u0065\u0301", "café"),
        ("a\u202eb\u200bc\ufeff", "a bc"),
        ("AT&T &nbsp; &eacute;", "AT&T é"),
        ("one<br/>two<p>three</p>", "one\ntwo\nthree"),
    ],
)
def test_plain_text(raw, plain):
    assert plain_text(raw) == plain


def test_one_line():
    assert one_line("  a\n<b>b</b>\t c ") == "a b c"
