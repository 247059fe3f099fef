"""Serving a preview to this computer and to no other, until Ctrl-C."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path

from werkzeug.serving import make_server

from esafety.config import SettingsProblem
from esafety.preview.app import create_preview

LOOPBACK = "127.0.0.1"


def serve_preview(file: Path, *, port: int, say: Callable[[str], None]) -> None:
    """Show a file at http://127.0.0.1:`port`/ until Ctrl-C; `say` is told where, once it is there.

    Raises:
        SettingsProblem: the port cannot be had.
    """
    with _listening(port) as ears:
        app = create_preview(file)
        # One line for each look at the file, each second, tells nobody anything.
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        server = make_server(LOOPBACK, port, app, threaded=True, fd=ears.fileno())
        say(f"{file.name} is shown at http://{LOOPBACK}:{port}/ and again each time you save it.")
        say("Only this computer can see it. To stop: Ctrl-C.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
        finally:
            server.server_close()


def _listening(port: int) -> socket.socket:
    ears = socket.socket()
    if os.name == "posix":  # elsewhere this option would take a port from the program that has it
        ears.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        ears.bind((LOOPBACK, port))
        ears.listen()
    except OSError as error:
        ears.close()
        raise SettingsProblem([f"Port {port} cannot be had ({error.strerror}); choose another with --port."]) from error
    return ears
