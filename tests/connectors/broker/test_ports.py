"""Ports are free, different and possible, or the message says what to do."""

from __future__ import annotations

import socket
import threading

import pytest

from connectors.broker.error import BrokerError
from connectors.broker.ports import LOOPBACK, check_port, free_ports


def test_free_ports_are_different_and_can_be_used() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    for port in ports:
        check_port(port)


def test_a_port_with_a_listener_is_refused_by_name() -> None:
    with socket.create_server((LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BrokerError, match=f"port {port} on 127.0.0.1 is in use"):
            check_port(port)


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**12])
def test_a_port_that_cannot_exist_is_refused(port: int) -> None:
    with pytest.raises(BrokerError, match="does not exist"):
        check_port(port)


def test_a_port_that_is_about_to_close_is_waited_for() -> None:
    other = socket.create_server((LOOPBACK, 0))
    port = other.getsockname()[1]
    closing = threading.Timer(0.1, other.close)
    closing.start()
    check_port(port, patience=20)
    closing.join()
