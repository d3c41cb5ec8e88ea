"""A taken port is told from a free one."""

import socket

from tools.port import is_free


def test_a_port_is_taken_only_while_someone_listens() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert not is_free(port)
    assert is_free(port)
