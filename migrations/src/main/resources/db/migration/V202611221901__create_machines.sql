-- What is protected. Deleting a machine leaves its runs and points: the bucket still holds them.
create table machines (
    id         uuid        primary key,
    name       text        not null unique check (length(name) between 1 and 200),
    pool       text        not null references pools (name),
    created_at timestamptz not null,
    version    bigint      not null
);

create index machines_by_pool on machines (pool);

create table disks (
    machine_id uuid    not null references machines (id) on delete cascade,
    position   integer not null check (position >= 0),
    id         uuid    not null unique,
    name       text    not null check (length(name) between 1 and 100),
    image_path text    not null check (image_path like '/%'),
    primary key (machine_id, position),
    unique (machine_id, name)
);
