"""Says in Chinese what Streamlit says in English only: that the port is taken.

.venv/bin/python -m tools.port 8501
"""

import socket
import sys

from tools.system import fail


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last server has just ended is free.
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    number = int(sys.argv[1])
    if not is_free(number):
        fail(
            f"端口 {number} 已被占用(看板可能已在运行)。换一个端口:make run PORT={number + 1}",
            f"Port {number} is taken (is a dashboard running already?). Try: make run PORT={number + 1}",
        )
