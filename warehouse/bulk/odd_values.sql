-- Values that do not begin with a digit: some of them stand for a state.
select distinct value_text from line where not value_text between '0' and ':' limit $most
