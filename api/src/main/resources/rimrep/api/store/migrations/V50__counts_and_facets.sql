-- How many items a collection has stands in every page of it. Counting ten thousand index entries
-- costs thirty times what the page does, so the number is kept: the sum of small rows, which writers
-- only add. A row that all of them changed would make them wait for each other.

create table item_count (
  collection text collate "C" not null,
  visibility smallint not null,
  roles      text[] not null,
  items      bigint not null
);
create index item_count_of_collection on item_count (collection);
comment on column item_count.items is 'so many more, or less if negative';

-- Values of chosen properties, so that conditions on them and on time are answered from an index
-- alone. Which property has which slot is in facet_property; it is ready when the values of all items
-- are there.

create table facet_property (
  slot  smallint primary key check (slot between 1 and 8),
  name  text collate "C" not null unique,
  ready boolean not null default false
);

create table item_facet (
  collection text collate "C" not null,
  id         text collate "C" not null,
  visibility smallint not null,
  roles      text[] not null,
  ts         timestamptz not null,
  t0         timestamptz not null,
  t1         timestamptz not null,
  odd        boolean not null,
  n1 numeric, n2 numeric, n3 numeric, n4 numeric, n5 numeric, n6 numeric, n7 numeric, n8 numeric,
  s1 text collate "C", s2 text collate "C", s3 text collate "C", s4 text collate "C",
  s5 text collate "C", s6 text collate "C", s7 text collate "C", s8 text collate "C",
  primary key (collection, id)
);
create index item_facet_odd on item_facet (collection) where odd;
comment on column item_facet.odd is 'a number or text is too long for an index and not here';

create function facet_number(idx jsonb, name text) returns numeric language sql immutable parallel safe
  as $$ select case when jsonb_typeof(idx -> name) = 'number' and length(idx ->> name) <= 100
    then (idx -> name)::numeric end $$;
create function facet_text(idx jsonb, name text) returns text language sql immutable parallel safe
  as $$ select case when jsonb_typeof(idx -> name) = 'string' and length(idx ->> name) <= 100
    then idx ->> name end $$;
create function facet_is_odd(idx jsonb, name text) returns boolean language sql immutable parallel safe
  as $$ select coalesce(jsonb_typeof(idx -> name) in ('number', 'string') and length(idx ->> name) > 100,
    false) $$;

-- A row of item_facet, its columns in their order.
create function facets(collection text, id text, visibility smallint, roles text[], ts timestamptz,
  t0 timestamptz, t1 timestamptz, idx jsonb, p text[]) returns item_facet language sql immutable
  as $$ select row(collection, id, visibility, roles, ts, t0, t1,
    facet_is_odd(idx, p[1]) or facet_is_odd(idx, p[2]) or facet_is_odd(idx, p[3]) or facet_is_odd(idx, p[4])
      or facet_is_odd(idx, p[5]) or facet_is_odd(idx, p[6]) or facet_is_odd(idx, p[7])
      or facet_is_odd(idx, p[8]),
    facet_number(idx, p[1]), facet_number(idx, p[2]), facet_number(idx, p[3]), facet_number(idx, p[4]),
    facet_number(idx, p[5]), facet_number(idx, p[6]), facet_number(idx, p[7]), facet_number(idx, p[8]),
    facet_text(idx, p[1]), facet_text(idx, p[2]), facet_text(idx, p[3]), facet_text(idx, p[4]),
    facet_text(idx, p[5]), facet_text(idx, p[6]), facet_text(idx, p[7]), facet_text(idx, p[8])
  )::item_facet $$;

create function facet_properties() returns text[] language sql stable
  as $$ select array_agg(name order by slot) from facet_property $$;

-- Rows of a collection become one per kind; those that another transaction holds stay.
create function item_count_merge(of_collection text) returns void language sql
  as $$ with gone as (
      delete from item_count where ctid = any (array(
        select ctid from item_count where collection = of_collection for update skip locked))
      returning collection, visibility, roles, items)
    insert into item_count select collection, visibility, roles, sum(items) from gone
      group by 1, 2, 3 having sum(items) <> 0 $$;

create function item_added() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare p text[] := facet_properties();
begin
  insert into item_count select collection, visibility, roles, count(*) from added group by 1, 2, 3;
  if random() < 0.03 then
    perform item_count_merge(a.collection) from (select distinct collection from added) a;
  end if;
  if p is not null then
    insert into item_facet select f.* from added a cross join lateral
      facets(a.collection, a.id, a.visibility, a.roles, a.ts, a.t0, a.t1, a.idx, p) f;
  end if;
  return null;
end $$;

create function item_removed() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  insert into item_count select collection, visibility, roles, -count(*) from removed group by 1, 2, 3;
  delete from item_facet f using removed r where f.collection = r.collection and f.id = r.id;
  if random() < 0.03 then
    perform item_count_merge(r.collection) from (select distinct collection from removed) r;
  end if;
  return null;
end $$;

create function item_changed() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
declare p text[] := facet_properties();
declare was item_facet; declare is_now item_facet;
begin
  if (old.collection, old.visibility, old.roles) is distinct from (new.collection, new.visibility, new.roles)
  then
    insert into item_count values (old.collection, old.visibility, old.roles, -1),
      (new.collection, new.visibility, new.roles, 1);
  end if;
  if p is not null then
    was := facets(old.collection, old.id, old.visibility, old.roles, old.ts, old.t0, old.t1, old.idx, p);
    is_now := facets(new.collection, new.id, new.visibility, new.roles, new.ts, new.t0, new.t1, new.idx, p);
    if was is distinct from is_now then
      delete from item_facet where collection = old.collection and id = old.id;
      insert into item_facet values (is_now.*);
    end if;
  end if;
  return null;
end $$;

create function item_truncated() returns trigger language plpgsql security definer
  set search_path = public, pg_temp as $$
begin
  truncate item_count, item_facet;
  return null;
end $$;

create trigger item_added after insert on item
  referencing new table as added for each statement execute function item_added();
create trigger item_removed after delete on item
  referencing old table as removed for each statement execute function item_removed();
create trigger item_changed after update on item
  for each row execute function item_changed();
create trigger item_truncated after truncate on item
  for each statement execute function item_truncated();

insert into item_count select collection, visibility, roles, count(*) from item group by 1, 2, 3;
