-- Image files that workers see below their roots, as last reported, so that a machine can be made from a list instead
-- of typed paths. It allows nothing: a run still holds every path to the worker's roots.
create table seen_images (
    pool        text        not null,
    worker      text        not null,
    path        text        not null check (path like '/%'),
    bytes       bigint      not null check (bytes >= 0),
    modified_at timestamptz not null,
    primary key (pool, path, worker),
    foreign key (pool, worker) references workers (pool, name) on delete cascade
);

create index seen_images_by_worker on seen_images (pool, worker);

-- Which machine an image belongs to already.
create index disks_by_image on disks (image_path);
