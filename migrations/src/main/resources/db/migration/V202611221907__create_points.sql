-- What the buckets hold, as last seen: a row here is a copy of a committed manifest, never the truth. The machine is
-- linked when the catalog knows one of that name; points made by the command line keep the name alone.
create table points (
    id            uuid        primary key,
    repository_id uuid        not null references repositories (id) on delete cascade,
    machine_id    uuid        references machines (id) on delete set null,
    machine_name  text        not null,
    run_id        uuid        references runs (id) on delete set null,
    created_at    timestamptz not null
);

create index points_by_machine on points (machine_id, created_at desc, id desc);
create index points_by_machine_name on points (machine_name);
create index points_by_repository on points (repository_id, created_at desc, id desc);
create index points_by_run on points (run_id);
create index points_by_time on points (created_at desc, id desc);

create table point_disks (
    point_id      uuid    not null references points (id) on delete cascade,
    position      integer not null check (position >= 0),
    name          text    not null,
    mode          text    not null check (mode in ('full', 'bitmap', 'compare')),
    reason        text    not null,
    base_point    uuid,
    virtual_bytes bigint  not null check (virtual_bytes >= 0),
    changed_bytes bigint  not null check (changed_bytes >= 0),
    stored_bytes  bigint  not null check (stored_bytes >= 0),
    primary key (point_id, position),
    unique (point_id, name)
);
