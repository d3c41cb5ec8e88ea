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
