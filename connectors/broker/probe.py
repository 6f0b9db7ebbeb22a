"""Whether a Kafka answers.

The question is ApiVersions, version 0 (https://kafka.apache.org/protocol#The_Messages_ApiVersions): every
broker answers it, before any authentication.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Final

from connectors.broker.error import BrokerError

API_VERSIONS: Final = 18
CORRELATION: Final = 20_220_914
MOST: Final = 1_000_000
"""Bytes of an answer that can still be Kafka's; more is somebody else's protocol."""
CLIENT: Final = b"rumor-monitor"
QUESTION: Final = struct.pack(f">hhih{len(CLIENT)}s", API_VERSIONS, 0, CORRELATION, len(CLIENT), CLIENT)


def reachable(broker: str, timeout: float = 5.0) -> None:
    """Return when a Kafka answers at ``host:port``, or at one of several with commas between.

    Raises `BrokerError` when none does within ``timeout`` seconds each.
    """
    places = [_place(name.strip()) for name in broker.split(",") if name.strip()]
    if not places:
        raise BrokerError(f"RUMOR_BROKER={broker!r} names no broker: write host:port")
    reasons = []
    for host, port in places:
        try:
            ask(host, port, timeout)
        except (OSError, ValueError) as error:
            reasons.append(f"{host}:{port} {_reason(error)}")
        else:
            return
    raise BrokerError(
        f"no Kafka to be reached: {'; '.join(reasons)}; check RUMOR_BROKER, or unset it for the embedded one"
    )


def ask(host: str, port: int, timeout: float) -> None:
    """Put the question; raise `OSError` without an answer in time, `ValueError` if it is not Kafka's."""
    until = time.monotonic() + timeout
    with socket.create_connection((host, port), timeout) as connection:
        connection.sendall(struct.pack(">i", len(QUESTION)) + QUESTION)
        (size,) = struct.unpack(">i", _read(connection, 4, until))
        if not 6 <= size <= MOST:
            raise ValueError("not Kafka's protocol")
        correlation, _error = struct.unpack(">ih", _read(connection, 6, until))
        if correlation != CORRELATION:
            raise ValueError("not Kafka's protocol")


def _read(connection: socket.socket, size: int, until: float) -> bytes:
    got = b""
    while len(got) < size:
        connection.settimeout(max(0.001, until - time.monotonic()))
        more = connection.recv(size - len(got))
        if not more:
            raise ConnectionResetError
        got += more
    return got


def _place(name: str) -> tuple[str, int]:
    host, colon, port = name.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isascii() and port.isdecimal() and 0 < int(port[:6]) <= 65535):
        raise BrokerError(f"{name[:100]!r} is not host:port, like kafka.newsroom.example:9092")
    return host, int(port)


def _reason(error: OSError | ValueError) -> str:
    match error:
        case TimeoutError():
            return "does not answer in time"
        case ConnectionRefusedError():
            return "refuses the connection"
        case ConnectionError():
            return "closes the connection (does it want TLS?)"
        case socket.gaierror():
            return "is not a known host"
        case OSError():
            return f"cannot be reached ({error.strerror or error})"
    return "answers, but is no Kafka"
