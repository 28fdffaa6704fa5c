-- One execution of work. Names are kept beside the references: a run stays readable when what it worked on is
-- removed from the catalog. point_id has no foreign key: points come and go with what the bucket holds.
create table runs (
    id                  uuid        primary key,
    kind                text        not null check (kind in ('backup', 'restore', 'verify', 'connect')),
    state               text        not null check (state in ('queued', 'running', 'succeeded', 'warning', 'failed', 'cancelled', 'lost')),
    pool                text        not null references pools (name),
    machine_id          uuid        references machines (id) on delete set null,
    machine_name        text,
    repository_id       uuid        references repositories (id) on delete set null,
    repository_name     text        not null,
    policy_id           uuid        references policies (id) on delete set null,
    scheduled_for       timestamptz,
    requested_mode      text        check (requested_mode in ('auto', 'full', 'compare')),
    point_id            uuid,
    restore_disk        text,
    restore_target      text        check (restore_target like '/%'),
    restore_format      text        check (restore_format in ('qcow2', 'raw')),
    sample_percent      integer     check (sample_percent between 1 and 100),
    attempt             integer     not null default 0 check (attempt >= 0),
    worker_id           uuid,
    worker              text,
    created_at          timestamptz not null,
    started_at          timestamptz,
    finished_at         timestamptz,
    cancel_requested_at timestamptz,
    error_code          text,
    error_message       text,
    total_bytes         bigint      not null default 0 check (total_bytes >= 0),
    found_bytes         bigint      not null default 0 check (found_bytes >= 0),
    read_bytes          bigint      not null default 0 check (read_bytes >= 0),
    stored_bytes        bigint      not null default 0 check (stored_bytes >= 0),
    uploaded_bytes      bigint      not null default 0 check (uploaded_bytes >= 0),
    updated_at          timestamptz not null default clock_timestamp(),
    version             bigint      not null,
    check (kind <> 'backup' or (machine_name is not null and requested_mode is not null)),
    check (kind <> 'restore' or (point_id is not null and restore_target is not null and restore_format is not null)),
    check (state <> 'running' or (started_at is not null and worker_id is not null and attempt > 0)),
    check ((finished_at is null) = (state in ('queued', 'running'))),
    check (state not in ('failed', 'lost') or error_code is not null),
    check ((error_code is null) = (error_message is null))
);

-- One backup of a machine at a time: two would work on the same images and marks.
create unique index runs_one_active_backup on runs (machine_id)
    where kind = 'backup' and state in ('queued', 'running');
create unique index runs_one_active_connect on runs (repository_id)
    where kind = 'connect' and state in ('queued', 'running');
-- A policy starts each machine once for each fire time, even when its job is fired again after a crash.
create unique index runs_once_per_fire_time on runs (policy_id, machine_id, scheduled_for)
    where scheduled_for is not null;

-- Lists go newest first; ids are ordered by time.
create index runs_by_machine on runs (machine_id, id desc);
create index runs_by_repository on runs (repository_id, id desc);
create index runs_by_state on runs (state, id desc);
create index runs_by_policy on runs (policy_id, id desc);
create index runs_by_kind on runs (kind, id desc);
create index runs_by_change on runs (updated_at);
-- What the sweep for lost runs looks at.
create index runs_active on runs (pool) where state in ('queued', 'running');
