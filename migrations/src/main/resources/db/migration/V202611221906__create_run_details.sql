-- What a run did, for people: its steps, what it found on each disk, and its log.
create table run_steps (
    run_id      uuid        not null references runs (id) on delete cascade,
    position    integer     not null check (position >= 0),
    name        text        not null,
    state       text        not null check (state in ('running', 'succeeded', 'failed', 'cancelled')),
    started_at  timestamptz not null,
    finished_at timestamptz,
    primary key (run_id, position),
    check ((finished_at is null) = (state = 'running'))
);

create table run_disks (
    run_id         uuid    not null references runs (id) on delete cascade,
    position       integer not null check (position >= 0),
    disk           text    not null,
    mode           text    not null check (mode in ('full', 'bitmap', 'compare')),
    requested_mode text    not null check (requested_mode in ('auto', 'full', 'compare')),
    reason         text    not null,
    base_point     uuid,
    virtual_bytes  bigint  not null check (virtual_bytes >= 0),
    changed_bytes  bigint  not null check (changed_bytes >= 0),
    read_bytes     bigint  not null check (read_bytes >= 0),
    new_chunks     bigint  not null check (new_chunks >= 0),
    stored_bytes   bigint  not null check (stored_bytes >= 0),
    primary key (run_id, position),
    unique (run_id, disk)
);

-- seq counts from 1 within a run and goes on counting when the run is taken up again: it is the cursor of readers.
create table run_log (
    run_id  uuid        not null references runs (id) on delete cascade,
    seq     bigint      not null check (seq > 0),
    at      timestamptz not null,
    level   text        not null check (level in ('debug', 'info', 'warning', 'error')),
    message text        not null,
    primary key (run_id, seq)
);
