select measure, part from published_part
