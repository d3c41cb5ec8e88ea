-- What was sent: one row a submission, one a part of it, and the words that came with it.
create table submission (
    submission integer, file varchar, received_at varchar, accepted_at varchar, cells integer,
    demonstration boolean, withdrawn boolean, sent_on date
);
create table part (submission integer, body varchar, year smallint, dataset varchar, cells integer);
-- What case ledgers come to: cases of a measure, all and by the values of each dimension. No case, and no person.
create table case_count (
    submission integer, ledger varchar, dataset varchar, body varchar, year smallint, measure varchar,
    dimension varchar, value varchar, n integer, sheet varchar, cell varchar
);
create table contents (
    submission integer, parts integer, datasets varchar, first_year smallint, last_year smallint
);
create table explanation (
    submission integer, code varchar, detail varchar, sheet varchar, cell varchar, dataset varchar, body varchar,
    year smallint, measures varchar[], message varchar, text varchar
);
create table kept_fault (
    submission integer, level varchar, code varchar, sheet varchar, cell varchar, dataset varchar, body varchar,
    year smallint, message varchar, remedy varchar
);
