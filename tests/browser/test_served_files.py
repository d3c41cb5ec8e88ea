"""The dashboard as it is really started sends Streamlit's files compressed; a browser must see the server it gets."""

import gzip
import re
import urllib.request


def test_the_page_and_its_scripts(dashboard: str) -> None:
    with urllib.request.urlopen(f"{dashboard}/") as answer:
        script = re.findall(r'src="\./(static/js/index\.[^"]+\.js)"', answer.read().decode())[0]
    with urllib.request.urlopen(f"{dashboard}/{script}") as answer:
        plain = answer.read()
        assert "Content-Encoding" not in answer.headers
    asked = urllib.request.Request(f"{dashboard}/{script}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.read()) == plain
