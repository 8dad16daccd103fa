-- A search of collections by place looked at all of them. As with items: a box for what lies up to
-- longitude 180, another for what lies beyond it.

alter table collection add bb box, add bb2 box;
comment on column collection.bb is 'box of the extent, or of its parts up to longitude 180';
comment on column collection.bb2 is 'box of the parts from longitude -180 on, if the extent crosses 180';

-- Of several boxes in a document the first is the whole, the others are its parts.
with part as (
  select c.ckey, json_array_length(p.b) / 2 as half, p.b
  from collection c
  cross join lateral json_array_elements(c.doc::json #> '{extent,spatial,bbox}') with ordinality p(b, place)
  where p.place > 1 or json_array_length(c.doc::json #> '{extent,spatial,bbox}') = 1
), edge as (
  select ckey, least(greatest((b ->> 0)::numeric, -1e9), 1e9)::float8 as west,
    least(greatest((b ->> 1)::numeric, -1e9), 1e9)::float8 as south,
    least(greatest((b ->> half)::numeric, -1e9), 1e9)::float8 as east,
    least(greatest((b ->> half + 1)::numeric, -1e9), 1e9)::float8 as north
  from part
), whole as (
  select ckey,
    box(point(max(case when west <= east then east else 180 end), max(north)), point(min(west), min(south))) as bb,
    box(point(max(east) filter (where west > east), max(north) filter (where west > east)),
      point(-180, min(south) filter (where west > east))) as bb2
  from edge group by ckey
)
update collection c set bb = whole.bb, bb2 = whole.bb2 from whole where whole.ckey = c.ckey;

create index collection_place on collection using gist (bb);
create index collection_place_beyond_180 on collection using gist (bb2) where bb2 is not null;
