-- What the definitions say, flattened. Loaded whole at a full rebuild, never changed by an incremental one.
-- `seat` numbers the bodies level by level, children of one parent side by side, so that all below a body are one
-- range of seats at each level; `above` is the parent's seat, 0 where there is none.
create table body (
    body varchar, seat integer, above integer, name varchar, short_name varchar, parent varchar, category varchar, category_title varchar,
    valid_from date, valid_to date, depth smallint
);
create table ancestor (ancestor varchar, body varchar, distance smallint);
create table lineage (body varchar, member varchar);
create table dataset (
    dataset varchar, title varchar, rolls_up boolean, derived boolean, due varchar, position smallint
);
create table measure_definition (
    measure varchar, dataset varchar, label varchar, unit varchar, position smallint,
    first_year smallint, last_year smallint
);
create table published_part (measure varchar, part varchar);
create table owes (body varchar, dataset varchar);
create table indicator (
    indicator varchar, title varchar, kind varchar, unit varchar, scale integer, decimals smallint, direction varchar,
    min_n integer, obligation boolean, section varchar, headline smallint, position smallint
);
create table rule (
    indicator varchar, rule varchar, title varchar, main boolean, first_year smallint, last_year smallint,
    position smallint
);
create table rule_part (indicator varchar, rule varchar, side varchar, measure varchar);
create table target (
    year smallint, indicator varchar, scope varchar, floor double, target double, excellent double,
    demonstration boolean
);
create table fault_kind (code varchar, level varchar, title varchar);
create table scheme_item (
    year smallint, version smallint, item varchar, kind varchar, points decimal(18, 4), rule varchar,
    indicator varchar, counting varchar, full_at decimal(18, 4), few varchar, per decimal(18, 4),
    each decimal(18, 4), part varchar, at_most decimal(18, 4), more_than decimal(18, 4), categories varchar[],
    position smallint
);
create table scheme_band (year smallint, version smallint, item varchar, at_value decimal(18, 4), points decimal(18, 4));
-- `sign`: 1 adds, -1 takes off, 0 is what occurrences can occur among.
create table scheme_measure (year smallint, version smallint, item varchar, measure varchar, sign tinyint);
