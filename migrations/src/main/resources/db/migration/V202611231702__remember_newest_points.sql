-- The newest point of each machine in each repository: what tells whether the machine is within its objectives must not
-- read half a million points for it. Kept in step by triggers, so that whoever enters, adopts or forgets points need
-- not think of it. Within a repository points are found by machine and time.
create index points_by_machine_and_repository on points (machine_id, repository_id, created_at desc, id desc);

create table newest_points (
    machine_id    uuid        not null references machines (id) on delete cascade,
    repository_id uuid        not null references repositories (id) on delete cascade,
    point_id      uuid        not null,
    created_at    timestamptz not null,
    primary key (machine_id, repository_id)
);

create index newest_points_by_repository on newest_points (repository_id);
create index newest_points_by_point on newest_points (point_id);

insert into newest_points (machine_id, repository_id, point_id, created_at)
select distinct on (machine_id, repository_id) machine_id, repository_id, id, created_at
from points
where machine_id is not null
order by machine_id, repository_id, created_at desc, id desc;

create function note_newer_points() returns trigger language plpgsql as $$
begin
    insert into newest_points as n (machine_id, repository_id, point_id, created_at)
    select distinct on (machine_id, repository_id) machine_id, repository_id, id, created_at
    from come
    where machine_id is not null
    order by machine_id, repository_id, created_at desc, id desc
    on conflict (machine_id, repository_id) do update set point_id = excluded.point_id, created_at = excluded.created_at
    where (excluded.created_at, excluded.point_id) > (n.created_at, n.point_id);
    return null;
end
$$;

-- Only rows that name a point that went are touched: a newer one that came at the same moment stays.
create function note_gone_points() returns trigger language plpgsql as $$
begin
    with forgotten as (
        delete from newest_points n using gone g
        where n.point_id = g.id and n.machine_id = g.machine_id
        returning n.machine_id, n.repository_id
    )
    insert into newest_points as n (machine_id, repository_id, point_id, created_at)
    select f.machine_id, f.repository_id, p.id, p.created_at
    from forgotten f
    cross join lateral (
        select id, created_at from points
        where machine_id = f.machine_id and repository_id = f.repository_id
        order by created_at desc, id desc limit 1
    ) p
    on conflict (machine_id, repository_id) do update set point_id = excluded.point_id, created_at = excluded.created_at
    where (excluded.created_at, excluded.point_id) > (n.created_at, n.point_id);
    return null;
end
$$;

create trigger points_come after insert on points
    referencing new table as come for each statement execute function note_newer_points();
create trigger points_adopted after update on points
    referencing new table as come for each statement execute function note_newer_points();
create trigger points_go after delete on points
    referencing old table as gone for each statement execute function note_gone_points();
