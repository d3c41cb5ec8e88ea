-- What is derived. A leaf's row carries its cell's address; every other body's row is the sum of its children.
-- The figures lie in the order of parent, year, seat: children of one parent in one year are one stretch of the file.
create table body_year (
    body varchar, seat integer, above integer, year smallint, parent varchar, leaf boolean, depth smallint
);
create table measure (
    body varchar, seat integer, year smallint, dataset varchar, measure varchar, value decimal(18, 4), state varchar,
    reported integer, due integer, withheld integer, demonstration boolean,
    submission integer, sheet varchar, cell varchar, raw varchar
);
create table coverage (
    body varchar, seat integer, year smallint, dataset varchar, reported integer, due integer, submission integer
);
create table indicator_value (
    body varchar, seat integer, year smallint, indicator varchar, rule varchar, main boolean,
    numerator decimal(18, 4), denominator decimal(18, 4), value double, n double, low double, high double,
    floor double, target double, excellent double, target_demonstration boolean, status varchar,
    reported integer, due integer, withheld integer, surplus integer, demonstration boolean
);
create table explained (
    body varchar, seat integer, year smallint, dataset varchar, code varchar, measures varchar[], message varchar,
    text varchar, submission integer, sheet varchar, cell varchar
);
create table noticed (
    body varchar, seat integer, year smallint, dataset varchar, level varchar, code varchar, message varchar,
    remedy varchar, submission integer, sheet varchar, cell varchar
);
create table case_breakdown (
    body varchar, seat integer, year smallint, ledger varchar, dataset varchar, measure varchar, dimension varchar,
    value varchar, n integer, submission integer, sheet varchar, cell varchar
);
create table counting (submission integer, parts integer);
-- What the returns alone give a body for each item of the year's scheme; `state` and `why` say what a score means or
-- why there is none. `steps` are the occurrences, or the steps a rate falls short by.
create table score (
    body varchar, seat integer, year smallint, version smallint, item varchar, state varchar, why varchar,
    numerator decimal(18, 4), denominator decimal(18, 4), value double, n double, target decimal(18, 4),
    direction varchar, kind varchar, scale integer, steps decimal(18, 4), reached boolean, deduction decimal(18, 2),
    score decimal(18, 2), demonstration boolean
);
create table publish (
    publish integer, published_at varchar, kind varchar, fingerprint varchar
);
