-- What is derived. A leaf's row carries its cell's address; every other body's row is the sum of its children.
create table body_year (body varchar, year smallint, parent varchar, leaf boolean, depth smallint);
create table measure (
    body varchar, year smallint, dataset varchar, measure varchar, value decimal(18, 4), state varchar,
    reported integer, due integer, withheld integer, demonstration boolean,
    submission integer, sheet varchar, cell varchar, raw varchar
);
create table coverage (
    body varchar, year smallint, dataset varchar, reported integer, due integer, submission integer
);
create table indicator_value (
    body varchar, year smallint, indicator varchar, rule varchar, main boolean,
    numerator decimal(18, 4), denominator decimal(18, 4), value double, n double, low double, high double,
    floor double, target double, excellent double, target_demonstration boolean, status varchar,
    reported integer, due integer, withheld integer, demonstration boolean
);
create table publish (
    publish integer, published_at varchar, kind varchar, fingerprint varchar
);
