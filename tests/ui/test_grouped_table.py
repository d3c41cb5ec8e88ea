"""A table whose rows stand under headings."""

import pandas as pd

from tests.ui.frames import caption
from ui.tables import csv_bytes, html_table

FRAME = pd.DataFrame({"组": ["<甲>", "<甲>", "乙"], "项目": ["a", "b", "c"], "数": [1, 2, 3]})


def test_a_heading_stands_over_the_rows_that_share_it():
    html = html_table(FRAME, "表", group="组")
    assert html.count('<tr class="group">') == 2
    assert html.count("<tbody>") == html.count("</tbody>") == 2
    assert '<th scope="rowgroup" colspan="2">&lt;甲&gt;</th>' in html
    assert html.index("&lt;甲&gt;") < html.index(">b</th>") < html.index("乙") < html.index(">c</th>")
    assert "<甲>" not in html
    assert html.count('scope="col"') == 2


def test_a_grouped_table_without_rows_says_so():
    html = html_table(FRAME[:0], "表", group="组")
    assert "没有记录" in html
    assert 'class="group"' not in html


def test_the_file_keeps_the_group_as_a_column():
    lines = csv_bytes(FRAME, caption()).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("组,项目,数")
    assert lines[2].startswith("<甲>,b,2")
