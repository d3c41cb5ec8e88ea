-- Every way the file writes a body and a year together.
select distinct body_text, year_text from line where line > 1 limit $most
