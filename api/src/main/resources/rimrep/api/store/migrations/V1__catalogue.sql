-- Collections and items as they were sent, and beside each what it is found by.
-- Text is compared byte by byte ("C"), so that every server pages in the same order.

create extension if not exists btree_gist;
create extension if not exists unaccent;

create table collection (
  ckey       integer generated always as identity primary key,
  id         text collate "C" not null unique,
  doc        text not null,
  links_at   integer not null,
  etag       text not null,
  visibility smallint not null,
  roles      text[] not null,
  tsv        tsvector not null
);
comment on column collection.links_at is 'offset in doc where generated links are spliced in';
comment on column collection.visibility is '0 public, 1 metadata only, 2 hidden; for those without one of roles';

create table item (
  collection text collate "C" not null references collection (id),
  ckey       integer not null,
  id         text collate "C" not null,
  doc        text not null,
  links_at   integer not null,
  etag       text not null,
  visibility smallint not null,
  roles      text[] not null,
  ts         timestamptz not null,
  t0         timestamptz not null,
  t1         timestamptz not null,
  bb         box,
  bb2        box,
  rect       boolean not null,
  wkb        bytea,
  z0         float8 not null,
  z1         float8 not null,
  idx        jsonb not null,
  tsv        tsvector not null,
  primary key (collection, id)
);
comment on column item.ts is 'datetime, else start_datetime: the sort key';
comment on column item.bb is 'box of the footprint, or of its part up to longitude 180';
comment on column item.bb2 is 'box of the part from longitude -180 on, if the footprint crosses 180';
comment on column item.rect is 'the footprint equals its boxes';
comment on column item.wkb is 'the footprint cut at 180, unless rect';
comment on column item.idx is 'scalars and arrays of properties';

create index item_newest on item (ts desc, collection, id);
create index item_newest_of_collection on item (collection, ts desc, id);
create index item_place_of_collection on item using gist (ckey, bb, tstzrange(t0, t1, '[]'));
create index item_place on item using gist (bb, tstzrange(t0, t1, '[]'));
create index item_place_beyond_180 on item using gist (bb2) where bb2 is not null;
create index item_properties on item using gin (idx jsonb_path_ops);
create index item_words on item using gin (tsv);
