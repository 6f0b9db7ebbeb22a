"""A broker is reachable when a Kafka answers there, not when a port is open."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.ports import LOOPBACK, free_ports
from connectors.broker.probe import CORRELATION, reachable


@contextmanager
def server(answer: bytes | None) -> Iterator[str]:
    """Answer one connection with these bytes; None says nothing until the client has gone."""
    with socket.create_server((LOOPBACK, 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                if answer is None:
                    connection.recv(100)
                else:
                    connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"{LOOPBACK}:{listener.getsockname()[1]}"
        thread.join(10)


KAFKA = struct.pack(">iih", 10, CORRELATION, 0) + b"\0\0\0\0"


def test_kafkas_answer_is_enough() -> None:
    with server(KAFKA) as address:
        reachable(address)


def test_one_of_several_is_enough() -> None:
    with server(KAFKA) as address:
        reachable(f"{LOOPBACK}:{free_ports(1)[0]}, {address}")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "answers, but is no Kafka"),
        (struct.pack(">iih", 6, 7, 0), "answers, but is no Kafka"),
        (b"", "closes the connection"),
        (b"\0\0", "closes the connection"),
        (None, "does not answer in time"),
    ],
)
def test_anything_else_is_told_apart(answer: bytes | None, reason: str) -> None:
    with server(answer) as address, pytest.raises(BrokerError, match=reason) as told:
        reachable(address, timeout=0.5)
    assert address in str(told.value)


def test_nobody_there_is_told_with_the_mend() -> None:
    with pytest.raises(BrokerError, match="refuses the connection; check RUMOR_BROKER"):
        reachable(f"{LOOPBACK}:{free_ports(1)[0]}")


@pytest.mark.parametrize(
    "name", ["kafka", "kafka:", ":9092", "kafka:port", "kafka:0", "kafka:99999999999", "kafka:²"]
)
def test_a_name_without_host_or_port_is_refused(name: str) -> None:
    with pytest.raises(BrokerError, match="is not host:port"):
        reachable(name)


@pytest.mark.parametrize("name", ["", " , "])
def test_no_name_is_refused(name: str) -> None:
    with pytest.raises(BrokerError, match="names no broker"):
        reachable(name)


def test_brackets_of_an_ipv6_address_are_understood() -> None:
    with pytest.raises(BrokerError, match=r"no Kafka to be reached: ::1:"):
        reachable(f"[::1]:{free_ports(1)[0]}", timeout=0.5)
