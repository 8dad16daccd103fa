-- Every read asks which collections are closed to the caller. Their number is small, so this index is
-- too; rows of an older program have visibility and roles already.

create index collection_limited on collection (id) include (visibility, roles) where visibility > 0;
