-- A schedule with its options, applied to machines.
create table policies (
    id            uuid        primary key,
    name          text        not null unique check (length(name) between 1 and 200),
    repository_id uuid        not null references repositories (id),
    cron          text        not null check (length(cron) between 1 and 120),
    time_zone     text        not null check (length(time_zone) between 1 and 80),
    mode          text        not null check (mode in ('auto', 'full', 'compare')),
    enabled       boolean     not null,
    created_at    timestamptz not null,
    version       bigint      not null
);

create index policies_by_repository on policies (repository_id);

create table policy_machines (
    policy_id  uuid not null references policies (id) on delete cascade,
    machine_id uuid not null references machines (id) on delete cascade,
    primary key (policy_id, machine_id)
);

create index policy_machines_by_machine on policy_machines (machine_id);
