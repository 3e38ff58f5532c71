"""`shopctl chat`: a conversation at a terminal or through a pipe. No logic of what a turn means.

At a terminal, click's prompt asks for turns; Ctrl-C while an answer streams stops that answer, at
the prompt it leaves with 130, Ctrl-D with 0. From a pipe, each line is a turn, nothing is prompted,
and the end of the pipe ends the conversation.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from ..display import answer_details, chat_details, chat_within
from ..errors import RequestError
from ..messages import say
from ..results import Answer
from .conversation import Conversation

HELP = """\
  /help         these lines
  /undo         take the last turn back
  /start-over   forget everything, look for something else
  /quit         leave (so does Ctrl-D)

Say what you need, narrow it ("under $30", "not Acme", "something cheaper", "show me more"), ask
about what is shown ("is the second one waterproof?", "compare the first two"). 中文也可以。"""


class ChatTerminal:
    """Reads turns, prints answers.

    Args:
        talk: the conversation.
        as_json: one JSON object a turn and line, instead of text.
    """

    def __init__(self, talk: Conversation, *, as_json: bool = False) -> None:
        self._talk = talk
        self._as_json = as_json
        self._turns = 0
        self._failed = False

    def run(self) -> int:
        """Talk until the shopper leaves; the exit code: 2 if a piped turn couldn't be read."""
        if not sys.stdin.isatty():
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(errors="replace")
            for line in sys.stdin:
                if not self._take(line.rstrip("\r\n")):
                    break
            return 2 if self._failed else 0
        if not self._as_json:
            click.echo("Ask away; /help says how, Ctrl-D leaves.")
        while True:
            try:
                text = click.prompt(
                    "", default="", show_default=False, prompt_suffix="> ", err=True
                )
            except click.Abort as abort:
                click.echo(err=True)
                return 0 if isinstance(abort.__context__, EOFError) else 130
            try:
                if not self._take(text):
                    return 0
            except KeyboardInterrupt:
                self._stopped()

    def _stopped(self) -> None:
        note = say("stopped", self._talk.state.language)
        click.echo(f"\n{click.style(f'  {note}', dim=True)}", err=True)

    def _take(self, text: str) -> bool:
        """One line; whether the conversation goes on."""
        self._turns += 1
        command = text.strip().lower()
        if command == "/quit":
            return False
        if command == "/help":
            self._line(HELP)
        elif command == "/undo":
            self._whole(self._talk.undo())
        elif command in {"/start-over", "/startover"}:
            self._whole(self._talk.start_over())
        elif command.startswith("/") and " " not in command:
            self._error(f"there is no {command[:40]!r}: /help lists the commands")
        else:
            self._say(text)
        return True

    def _say(self, text: str) -> None:
        try:
            if self._as_json:
                self._whole(self._talk.answer(text))
            else:
                self._streamed(self._talk.say(text))
        except RequestError as error:
            self._error(str(error))

    def _streamed(self, pieces: Iterator[str | Answer]) -> None:
        for piece in pieces:
            if isinstance(piece, Answer):
                self._end(piece)
            else:
                click.echo(piece, nl=False)
                sys.stdout.flush()

    def _whole(self, answer: Answer) -> None:
        if self._as_json:
            self._json(answer.to_dict())
            return
        click.echo(answer.text, nl=False)
        self._end(answer)

    def _end(self, answer: Answer) -> None:
        """What comes below the text; the list that places are counted in is numbered."""
        click.echo()
        numbered = answer.products == self._talk.state.shown
        details = chat_details(answer) if numbered else answer_details(answer)
        if details:
            click.echo(details)
        if within := chat_within(answer.request):
            click.echo(within, err=True)

    def _line(self, text: str) -> None:
        if self._as_json:
            self._json({"text": text})
        else:
            click.echo(text)

    def _error(self, text: str) -> None:
        self._failed = True
        if self._as_json:
            self._json({"error": text})
        click.echo(f"shopctl: {text}", err=True)

    def _json(self, form: dict[str, Any]) -> None:
        click.echo(json.dumps({"turn": self._turns, **form}, ensure_ascii=False))
