"""The command line: what is printed, exit codes, and one line for every kind of bad input."""

from __future__ import annotations

import io
import json
import signal
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from shopctl.cli import main
from shopctl.cli_frame import Verbs

GOOD = "id,title,price\n1,Green tea,$6.50\n2,Black tea,$7.50\n"


def one_line(result: Result) -> str:
    """The error's one line; checks that it is one and that the exit code isn't zero."""
    assert result.exit_code not in (0, None), result.output
    assert "Traceback" not in result.output
    lines = [line for line in result.stderr.splitlines() if line.startswith("shopctl: ")]
    assert len(lines) == 1, result.stderr
    assert "unexpected" not in lines[0], lines[0]
    return lines[0]


# --- what works ------------------------------------------------------------------------------


def test_help_lists_every_verb_and_every_verb_has_help(run: Callable[..., Result]) -> None:
    listed = run("--help")
    assert listed.exit_code == 0
    for verb in main.commands:
        assert verb in listed.output
        assert run(verb, "--help").exit_code == 0


def test_version(run: Callable[..., Result]) -> None:
    assert run("--version").output.startswith("shopctl")


def test_search_json_is_a_list_of_suggestions(run: Callable[..., Result], shop_path: Path) -> None:
    result = run("search", "green tea", "--store", shop_path, "--json", "-k", 2)
    found = json.loads(result.stdout)
    assert [set(one) for one in found] == [
        {"product", "score", "reasons", "because_of", "spelling"}
    ] * 2
    assert found[0]["product"]["price"] == "6.50"


def test_search_text_shows_price_and_id(run: Callable[..., Result], shop_path: Path) -> None:
    result = run("search", "glass teapot", "--store", shop_path, "-k", 1)
    assert "Kessel Glass Teapot" in result.stdout
    assert "41" in result.stdout
    assert "[pot-1]" in result.stdout


def test_suggest_by_history_and_user(run: Callable[..., Result], shop_path: Path) -> None:
    by_history = run("suggest", "--history", "tea-1,mug-1", "--store", shop_path, "--json")
    assert json.loads(by_history.stdout)[0]["because_of"]
    assert run("suggest", "--user", "anna", "--store", shop_path).exit_code == 0


def test_ask_prints_the_answer_and_what_it_cites(
    run: Callable[..., Result], shop_path: Path
) -> None:
    result = run(
        "ask", "is it dishwasher safe?", "--item", "mug-1", "--store", shop_path,
        "--decoder", "none",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "Dishwasher safe" in result.stdout
    assert "understood" in result.stderr


def test_ask_json_is_the_answer(run: Callable[..., Result], shop_path: Path) -> None:
    result = run("ask", "a mug under $20", "--store", shop_path, "--decoder", "none", "--json")
    answer = json.loads(result.stdout)
    assert {"text", "citations", "products", "request", "abstained"} <= set(answer)
    assert answer["request"]["conditions"]


def test_show_and_info_and_rejects(run: Callable[..., Result], shop_path: Path) -> None:
    assert "microwave" in run("show", "mug-1", "--store", shop_path).stdout
    assert json.loads(run("info", "--store", shop_path, "--json").stdout)["products"] == 8
    assert run("rejects", "--store", shop_path).stdout.strip() == "No row was rejected."


def test_index_from_stdin_and_from_a_folder(run: Callable[..., Result], tmp_path: Path) -> None:
    piped = run("index", "-", "--store", tmp_path / "a", "--json", stdin=GOOD)
    assert piped.exit_code == 0, piped.output
    assert json.loads(piped.stdout)["products"] == 2
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / "one.csv").write_text(GOOD)
    (folder / "two.csv").write_text("id,title,price\n3,White tea,$9\n")
    assert (
        json.loads(run("index", folder, "--store", tmp_path / "b", "--json").stdout)["products"]
        == 3
    )


def test_index_says_what_it_mapped_and_what_it_rejected(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("sku,product_name,sale_price,colour\n1,Mug,$5,red\n2,,$6,blue\n3,Jar,$-7,red\n")
    result = run("index", feed, "--store", tmp_path / "s")
    assert "3 rows = 1 accepted + 2 rejected" in result.stdout
    assert "product_name" in result.stdout
    listed = run("rejects", "--store", tmp_path / "s")
    assert "feed.csv" in listed.stdout
    assert len(listed.stdout.strip().splitlines()) == 4


def test_map_overrules(run: Callable[..., Result], tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("id,title,label\n1,wrong,right\n")
    run("index", feed, "--map", "title=label", "--store", tmp_path / "s")
    shown = run("show", "1", "--store", tmp_path / "s", "--json")
    assert json.loads(shown.stdout)["product"]["title"] == "right"


def test_product_text_cannot_drive_the_terminal(run: Callable[..., Result], tmp_path: Path) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text(json.dumps({"id": "1", "title": "Tea \x1b[2J\x1b]0;owned\x07 pot"}) + "\n")
    run("index", feed, "--store", tmp_path / "s")
    assert "\x1b" not in run("show", "1", "--store", tmp_path / "s").stdout


# --- bad input -------------------------------------------------------------------------------


def zip_bytes() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("feed.csv", GOOD)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"id,title,price\n", "header|no row|no product"),
        (b"id|title|price|and more of it\n1|Tea|$3|x\n", None),
        (zip_bytes(), "zip"),
        (b"sku,price\n1,$3\n", "title"),
        (b"\x00\x01\x02\x03\xff\xfe\x00" * 50, ""),
        ((",".join(f"c{n}" for n in range(10_000)) + "\n" + "x," * 9_999 + "x\n").encode(),
         "columns"),
    ],
    ids=[
        "empty", "header-only", "pipes", "zip-named-csv", "no-title-column", "binary",
        "10000-columns",
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(
    run: Callable[..., Result], tmp_path: Path, content: bytes, said: str | None
) -> None:
    import re

    feed = tmp_path / "feed.csv"
    feed.write_bytes(content)
    result = run("index", feed, "--store", tmp_path / "s")
    if said is None:
        assert result.exit_code == 0, result.output
        return
    assert re.search(said, one_line(result))


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("id,title\n1,Café crème\n".encode("latin-1"), "Café crème"),
        (b"\xef\xbb\xbfid,title\n1,Tea\n", "Tea"),
        (b"id,title\n1,Te\x00a\n", "Tea"),
        (b"id,title,description\n1,Tea," + b"long " * 1_000_000 + b"\n", "Tea"),
        (b"id,title,price\n1,Tea,NaN\n", "Tea"),
    ],
    ids=["latin-1", "bom", "nul", "5-mb-description", "nan"],
)  # fmt: skip
def test_odd_files_that_can_be_used(
    run: Callable[..., Result], tmp_path: Path, content: bytes, title: str
) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_bytes(content)
    indexed = run("index", feed, "--store", tmp_path / "s")
    assert indexed.exit_code == 0, indexed.output
    found = json.loads(run("search", title, "--store", tmp_path / "s", "--json").stdout)
    assert found[0]["product"]["title"].split() == title.split()


def test_a_json_line_cut_in_the_middle_is_one_reject(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    feed = tmp_path / "feed.jsonl"
    feed.write_text('{"id": "1", "title": "Tea"}\n{"id": "2", "title": "Mu')
    result = run("index", feed, "--store", tmp_path / "s", "--json")
    reading = json.loads(result.stdout)["files"][0]["reading"]
    assert (reading["rows"], reading["accepted"], reading["rejected"]) == (2, 1, 1)


def test_missing_ids_are_made_and_said_and_stay_the_same(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("title,price\nTea,$3\nMug,$4\n")
    first = run("index", feed, "--store", tmp_path / "s")
    assert "no id" in first.stdout
    again = json.loads(run("index", feed, "--store", tmp_path / "s", "--json").stdout)
    assert again["changes"]["products"]["unchanged"] == 2


def test_missing_file(run: Callable[..., Result], tmp_path: Path) -> None:
    assert "no such file" in one_line(run("index", tmp_path / "none.csv"))


def test_an_unreadable_file(run: Callable[..., Result], tmp_path: Path) -> None:
    link = tmp_path / "feed.csv"
    link.symlink_to(tmp_path / "gone.csv")
    assert "link" in one_line(run("index", link, "--store", tmp_path / "s"))


def test_an_empty_folder(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    assert "no file" in one_line(run("index", tmp_path / "feeds", "--store", tmp_path / "s"))


def test_no_file_named(run: Callable[..., Result], tmp_path: Path) -> None:
    assert "name a product file" in one_line(run("index", "--store", tmp_path / "s"))


def test_wrong_map(run: Callable[..., Result], tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(GOOD)
    for pair in ("title", "title=none", "titel=title"):
        one_line(run("index", feed, "--map", pair, "--store", tmp_path / "s"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "tea", "-k", "0"], "at least 1"),
        (["search", ""], "empty|nothing"),
        (["ask", "why " * 5_000], "10,000"),
        (["ask", "is it nice?", "--item", "no-such"], "no-such"),
        (["suggest", "--user", "nobody"], "nobody"),
        (["suggest", "--history", "no-such"], "no-such"),
        (["show", "no-such"], "no-such"),
        (["search", "tea", "--where", "price<cheap"], "price"),
        (["search", "tea", "--where", "colour=red"], "colour"),
        (["search", "tea", "--where", "brand=Kessel", "--where", "price<3"], "Without"),
        (["eval", "search"], "judgements"),
        (["forget", "nobody"], "nobody"),
    ],
)
def test_requests_that_cannot_be_served(
    run: Callable[..., Result], shop_path: Path, arguments: list[str], said: str
) -> None:
    import re

    line = one_line(run(*arguments, "--store", shop_path))
    assert re.search(said, line, re.IGNORECASE), line


def test_no_store(run: Callable[..., Result], tmp_path: Path) -> None:
    assert "shopctl index" in one_line(run("search", "tea", "--store", tmp_path / "none"))
    (tmp_path / "other").mkdir()
    assert "not a shopctl store" in one_line(run("search", "tea", "--store", tmp_path / "other"))


def test_an_unknown_encoder_is_named(run: Callable[..., Result], tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text(GOOD)
    line = one_line(
        run("index", feed, "--encoder", str(tmp_path / "nowhere"), "--store", tmp_path / "s")
    )
    assert "nowhere" in line


def test_ctrl_c_that_a_library_turned_into_its_own_error_is_still_ctrl_c() -> None:
    @click.group(cls=Verbs)
    @click.option("--debug", is_flag=True)
    def group(debug: bool) -> None:
        pass

    @group.command()
    def verb() -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = CliRunner().invoke(group, ["verb"])
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.exit_code == 130
    assert result.stderr.strip() == "shopctl: stopped; what was live before is still live."
