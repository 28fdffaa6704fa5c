-- Whether a repository is to be sealed when it is made, and is; and what each worker may ask of its store. 0: no limit.
alter table repositories
    add column sealed              boolean not null default false,
    add column requests_per_second integer not null default 0 check (requests_per_second >= 0),
    add column bytes_per_second    bigint  not null default 0 check (bytes_per_second = 0 or bytes_per_second >= 65536);

-- What a run asked of the store, attempts that failed included. Null until it has ended.
alter table runs
    add column store_requests   bigint check (store_requests >= 0),
    add column store_bytes_up   bigint check (store_bytes_up >= 0),
    add column store_bytes_down bigint check (store_bytes_down >= 0);
