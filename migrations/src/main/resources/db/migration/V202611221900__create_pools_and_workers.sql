-- A pool is the set of workers that see the same disks. Its name is the name of its Quartz scheduler,
-- so it is bounded by what Quartz's SCHED_NAME holds.
create table pools (
    name       text        primary key check (name ~ '^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$'),
    created_at timestamptz not null default now()
);

insert into pools (name) values ('default');

-- One row for each worker name of a pool. The id belongs to one process: a restarted worker takes its name's row
-- over with a new id, so that runs of the dead process can be told from its own.
create table workers (
    id              uuid        primary key,
    pool            text        not null references pools (name),
    name            text        not null check (length(name) between 1 and 200),
    host            text        not null,
    pid             bigint      not null,
    concurrent_runs integer     not null check (concurrent_runs > 0),
    image_roots     text[]      not null,
    started_at      timestamptz not null,
    heartbeat_at    timestamptz not null,
    unique (pool, name)
);
