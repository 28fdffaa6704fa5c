-- When scheduled runs begin, what of the points is kept, and when the repository is verified and collected.
-- Nothing is deleted while all of keep_* are 0 and keep_within is null.
alter table policies
    add column jitter_seconds    integer not null default 0 check (jitter_seconds between 0 and 86400),
    add column missed            text    not null default 'once' check (missed in ('once', 'skip')),
    add column window_from       time,
    add column window_to         time,
    add column keep_last         integer not null default 0 check (keep_last >= 0),
    add column keep_hourly       integer not null default 0 check (keep_hourly >= 0),
    add column keep_daily        integer not null default 0 check (keep_daily >= 0),
    add column keep_weekly       integer not null default 0 check (keep_weekly >= 0),
    add column keep_monthly      integer not null default 0 check (keep_monthly >= 0),
    add column keep_yearly       integer not null default 0 check (keep_yearly >= 0),
    add column keep_within       text    check (length(keep_within) between 2 and 40),
    add column verification_cron text    check (length(verification_cron) between 1 and 120),
    add column sample_percent    integer check (sample_percent between 1 and 100),
    add column collection_cron   text    check (length(collection_cron) between 1 and 120),
    add check ((window_from is null) = (window_to is null) and window_from <> window_to),
    add check ((verification_cron is null) = (sample_percent is null));

alter table policies alter column jitter_seconds drop default, alter column missed drop default;

alter table runs
    add column dry_run boolean not null default false,
    drop constraint runs_kind_check,
    add constraint runs_kind_check check (kind in ('backup', 'restore', 'verify', 'connect', 'retention', 'collection')),
    add check (kind <> 'retention' or machine_name is not null);

-- Two would delete the same; a second one adds nothing.
create unique index runs_one_active_retention on runs (machine_id, repository_id)
    where kind = 'retention' and state in ('queued', 'running') and not dry_run;
create unique index runs_one_active_collection on runs (repository_id)
    where kind = 'collection' and state in ('queued', 'running') and not dry_run;
-- What a policy wants done with its repository is started once for each fire time, too.
create unique index runs_of_repository_once_per_fire_time on runs (policy_id, kind, scheduled_for)
    where scheduled_for is not null and machine_id is null;

-- What a retention run decided of each point of its machine, newest first as it lists them.
create table run_verdicts (
    run_id     uuid        not null references runs (id) on delete cascade,
    position   integer     not null check (position >= 0),
    point_id   uuid        not null,
    created_at timestamptz not null,
    keep       boolean     not null,
    reason     text        not null,
    primary key (run_id, position)
);
