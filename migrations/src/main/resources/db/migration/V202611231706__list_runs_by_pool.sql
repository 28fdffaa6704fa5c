-- Lists of runs can be narrowed to a pool; ids are ordered by time.
create index runs_by_pool on runs (pool, id desc);
