-- How many runs of a pool, or with a repository, may work at a time; 0: as many as the workers take.
alter table pools
    add column concurrent_runs integer not null default 0 check (concurrent_runs >= 0),
    add column version         bigint  not null default 0;
alter table repositories
    add column concurrent_runs integer not null default 0 check (concurrent_runs >= 0);

-- What a queued run waits for beside a worker, and until when at least. One that waits for a place has no job: it gets
-- one when a place is free, which is kept for it from admitted_at on, for a moment.
-- retry_of is the first run of a line of retries, retry_number counts them from 1.
alter table runs
    add column waiting_for      text check (waiting_for in ('pool-limit', 'repository-limit', 'window', 'time')),
    add column begins_at        timestamptz,
    add column admitted_at      timestamptz,
    add column retry_of         uuid references runs (id),
    add column retry_number     integer not null default 0 check (retry_number >= 0),
    add column bytes_per_second bigint check (bytes_per_second >= 0),
    add column estimated_end    timestamptz,
    add check ((retry_of is null) = (retry_number = 0)),
    add check (state = 'queued' or (waiting_for is null and admitted_at is null));

-- A line has one end: a run is retried once.
create unique index runs_by_retry on runs (retry_of, retry_number);
create index runs_in_place on runs (pool, repository_id) where state = 'running' or admitted_at is not null;
create index runs_without_place on runs (id) where waiting_for in ('pool-limit', 'repository-limit');
