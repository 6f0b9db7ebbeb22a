"""Ports on the loopback interface."""

from __future__ import annotations

import contextlib
import errno
import socket
import time
from typing import Final

from connectors.broker.error import BrokerError

LOOPBACK: Final = "127.0.0.1"
"""The embedded broker listens here alone: it asks nobody for a password."""


def free_ports(count: int) -> list[int]:
    """Return different ports that nobody listens on at this moment."""
    with contextlib.ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind((LOOPBACK, 0))
        return [each.getsockname()[1] for each in sockets]


def check_port(port: int, patience: float = 0.0) -> None:
    """Raise `BrokerError` unless Kafka could listen on this port within ``patience`` seconds."""
    if not 1 <= port <= 65535:
        raise BrokerError(f"port {port} does not exist: choose one from 1024 to 65535")
    until = time.monotonic() + patience
    while not _can_listen(port):
        if time.monotonic() > until:
            raise BrokerError(
                f"port {port} on {LOOPBACK} is in use by another program: stop it, choose another port, or, "
                f"if it is a Kafka, set RUMOR_BROKER={LOOPBACK}:{port}"
            )
        time.sleep(0.05)


def _can_listen(port: int) -> bool:
    with socket.socket() as probe:
        # As Java does: a port whose last connections are only lingering is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise BrokerError(f"port {port} cannot be used: {error.strerror}; choose another") from error
    return True
