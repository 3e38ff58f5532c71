"""`shopctl chat`: through a pipe, at a real terminal, and stopped by Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from shopctl.cli import main

TURNS = "a mug\nunder $20\nis it dishwasher safe?\n"


@pytest.fixture
def chat(shop_path: Path) -> Callable[..., Result]:
    runner = CliRunner()

    def talk(turns: str | bytes, *options: str) -> Result:
        arguments = ["chat", "--store", str(shop_path), "--decoder", "none", *options]
        return runner.invoke(main, arguments, input=turns)

    return talk


def objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_pipe_is_read_a_turn_a_line_without_prompts(chat: Callable[..., Result]) -> None:
    result = chat(TURNS)
    assert result.exit_code == 0
    assert "> " not in result.output
    assert "1. Stonefold Mug 350 ml" in result.stdout
    assert "Dishwasher safe" in result.stdout
    assert "understood: “mug”; under $20.00" in result.stderr


def test_json_is_one_object_a_turn(chat: Callable[..., Result]) -> None:
    turns = objects(chat(TURNS + "\n/undo\n", "--json"))
    assert [one["turn"] for one in turns] == [1, 2, 3, 4, 5]
    assert all({"text", "products", "citations", "request"} <= set(one) for one in turns)
    assert [one["item_id"] for one in turns[1]["products"]] == ["mug-1"]  # type: ignore[attr-defined, index]


def test_commands(chat: Callable[..., Result]) -> None:
    result = chat("/help\na mug\n/start-over\n/undo\n/quit\nnever read\n")
    assert result.exit_code == 0
    for command in ("/help", "/undo", "/start-over", "/quit"):
        assert command in result.stdout
    assert "start over" in result.stdout
    assert "Back to: “mug”" in result.stdout
    assert "never read" not in result.output


def test_help_names_the_commands() -> None:
    shown = CliRunner().invoke(main, ["chat", "--help"]).output
    for word in (
        "/help",
        "/undo",
        "/start-over",
        "/quit",
        "--where",
        "--history",
        "--user",
        "--json",
    ):
        assert word in shown


@pytest.mark.parametrize("bad", ["tea " * 2_600 + "\n", "/frobnicate\n"])
def test_a_turn_that_cannot_be_read_is_one_line_and_the_next_is_answered(
    chat: Callable[..., Result], bad: str
) -> None:
    result = chat(bad + "a mug\n")
    assert result.exit_code == 2
    assert len([line for line in result.stderr.splitlines() if line.startswith("shopctl: ")]) == 1
    assert "Stonefold" in result.stdout
    errors = objects(chat(bad, "--json"))
    assert "error" in errors[0]


def test_broken_utf8_and_an_empty_pipe(chat: Callable[..., Result]) -> None:
    result = chat(b"\xff\xfe mug\n")
    assert result.exit_code == 0
    assert "Stonefold" in result.stdout
    assert chat("").exit_code == 0
    assert "listening" in chat("\n").stdout


def test_control_characters_of_a_turn_do_not_reach_the_terminal(
    chat: Callable[..., Result],
) -> None:
    result = chat("a mug \x1b[2J\x1b]0;owned\x07\nzzqx \x1b[31m\n")
    assert "\x1b[2J" not in result.output
    assert "\x07" not in result.output
    assert "\x1b[31m" not in result.output


def test_an_unknown_shopper_is_one_line(chat: Callable[..., Result]) -> None:
    result = chat("a mug\n", "--user", "nobody")
    assert result.exit_code == 2
    assert "nobody" in result.stderr


# --- at a terminal -------------------------------------------------------------------------------


class Terminal:
    """A child at a real pseudo-terminal."""

    def __init__(self, arguments: list[str]) -> None:
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-c", _CHILD, *arguments])

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def interrupt(self) -> None:
        os.kill(self.pid, signal.SIGINT)

    def until(self, text: str | None, seconds: float = 60) -> str:
        """What is printed until `text`, or until the child ends."""
        out = b""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (text is None or text.encode() not in out):
            if select.select([self._fd], [], [], 0.1)[0]:
                try:
                    piece = os.read(self._fd, 4096)
                except OSError:
                    break
                if not piece:
                    break
                out += piece
        return out.decode(errors="replace")

    def ends(self, interrupted: bool = False) -> int:
        """The exit code; a Ctrl-C that came just before the prompt waited for one is typed again."""
        for _ in range(30):
            self.until(None, 2)  # at once if it has ended
            time.sleep(0.2)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if interrupted:
                self.interrupt()
        raise AssertionError("the chat goes on")


# The real command, but a piece of a recommendation takes long enough to be stopped.
_CHILD = """
import sys, time
from shopctl.generator.compose import Generator
stream = Generator.stream
def slow(self, question, *rest):
    for piece in stream(self, question, *rest):
        yield piece
        if "mug" in question and isinstance(piece, str):
            time.sleep(60)
Generator.stream = slow
from shopctl.cli import main
main(sys.argv[1:])
"""


@pytest.fixture
def terminal(shop_path: Path) -> Iterator[Terminal]:
    child = Terminal(["chat", "--store", str(shop_path), "--decoder", "none"])
    child.until("> ")
    yield child
    try:
        os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def test_ctrl_c_stops_the_answer_then_leaves(terminal: Terminal) -> None:
    terminal.type("a mug\n")
    assert "Stonefold" in terminal.until("Stonefold")
    terminal.interrupt()
    assert "stopped" in terminal.until("stopped")
    terminal.until("> ")
    terminal.type("tea\n")
    assert "“tea”" in terminal.until("understood") + terminal.until("> ")
    terminal.interrupt()
    assert terminal.ends(interrupted=True) == 130


def test_ctrl_d_leaves_in_peace(terminal: Terminal) -> None:
    terminal.type("\x04")
    assert terminal.ends() == 0
