-- A page of ten needs ten rows, but its count looks at ten thousand: with who may see them in the
-- index, it need not fetch their documents.

drop index item_newest;
drop index item_newest_of_collection;
create index item_newest on item (ts desc, collection, id) include (visibility, roles);
create index item_newest_of_collection on item (collection, ts desc, id) include (visibility, roles);
