-- Every way the file writes a measure and a unit together.
select distinct label_text, unit_text from line where line > 1 limit $most
