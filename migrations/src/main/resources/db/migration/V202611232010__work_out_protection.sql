-- How well each machine is protected, worked out when something changes and not whenever somebody asks: a list of the
-- machines that are late looks at an index instead of at all policies of all machines. Kept in step by triggers.
drop view machine_protection;

-- Of the enabled policies that cover a machine, the one whose objective ends first: newest_at is the machine's newest
-- point in that policy's repository, due_at when a newer one must be there. Without any point there it is due since
-- ever, without an objective never. last_point_at is the newest point in any repository, -infinity where there is none.
create table machine_protection (
    machine_id        uuid primary key references machines (id) on delete cascade,
    covered           boolean not null,
    objective_seconds bigint,
    newest_at         timestamptz,
    due_at            timestamptz not null,
    last_point_at     timestamptz not null
);

create index machine_protection_by_due on machine_protection (due_at);
create index machine_protection_by_last_point on machine_protection (last_point_at, machine_id);

create function work_out_protection(ids uuid[]) returns void language plpgsql as $$
begin
    -- Two transactions that change the same machine do not see each other: the second waits here for the first, and
    -- its next statement sees what the first one did.
    perform from machine_protection where machine_id = any (ids) order by machine_id for update;
    insert into machine_protection as old (machine_id, covered, objective_seconds, newest_at, due_at, last_point_at)
    select m.id, d.policy_id is not null, d.objective_seconds, d.newest_at, coalesce(d.due_at, 'infinity'),
           coalesce(l.at, '-infinity')
    from machines m
    left join lateral (select max(created_at) at from newest_points n where n.machine_id = m.id) l on true
    left join lateral (
        select p.id policy_id, p.objective_seconds, n.created_at newest_at,
               case
                   when p.objective_seconds is null then 'infinity'
                   when n.created_at is null then '-infinity'
                   else n.created_at + make_interval(secs => p.objective_seconds)
               end due_at
        from policy_coverage c
        join policies p on p.id = c.policy_id and p.enabled
        left join newest_points n on n.machine_id = c.machine_id and n.repository_id = p.repository_id
        where c.machine_id = m.id
        order by due_at, p.objective_seconds nulls last, p.id
        limit 1
    ) d on true
    where m.id = any (ids)
    order by m.id
    on conflict (machine_id) do update
        set covered = excluded.covered, objective_seconds = excluded.objective_seconds,
            newest_at = excluded.newest_at, due_at = excluded.due_at, last_point_at = excluded.last_point_at
        where (old.covered, old.objective_seconds, old.newest_at, old.due_at, old.last_point_at) is distinct from
              (excluded.covered, excluded.objective_seconds, excluded.newest_at, excluded.due_at, excluded.last_point_at);
end
$$;

select work_out_protection(array(select id from machines));

create function protect_new_machines() returns trigger language plpgsql as $$
begin
    perform work_out_protection(array(select id from changed));
    return null;
end
$$;

create trigger machines_are_protected after insert on machines
    referencing new table as changed for each statement execute function protect_new_machines();

create function protect_changed_machines() returns trigger language plpgsql as $$
begin
    perform work_out_protection(array(select distinct machine_id from changed));
    return null;
end
$$;

create trigger newest_points_protect_when_they_come after insert on newest_points
    referencing new table as changed for each statement execute function protect_changed_machines();
create trigger newest_points_protect_when_they_change after update on newest_points
    referencing new table as changed for each statement execute function protect_changed_machines();
create trigger newest_points_protect_when_they_go after delete on newest_points
    referencing old table as changed for each statement execute function protect_changed_machines();
create trigger policy_machines_protect_when_they_come after insert on policy_machines
    referencing new table as changed for each statement execute function protect_changed_machines();
create trigger policy_machines_protect_when_they_go after delete on policy_machines
    referencing old table as changed for each statement execute function protect_changed_machines();
create trigger selected_machines_protect_when_they_come after insert on selected_machines
    referencing new table as changed for each statement execute function protect_changed_machines();
create trigger selected_machines_protect_when_they_go after delete on selected_machines
    referencing old table as changed for each statement execute function protect_changed_machines();

create function protect_by_changed_policies() returns trigger language plpgsql as $$
begin
    perform work_out_protection(array(
        select distinct c.machine_id
        from was join changed using (id) join policy_coverage c on c.policy_id = changed.id
        where (was.enabled, was.objective_seconds, was.repository_id)
              is distinct from (changed.enabled, changed.objective_seconds, changed.repository_id)));
    return null;
end
$$;

create trigger policies_protect_when_they_change after update on policies
    referencing old table as was new table as changed for each statement execute function protect_by_changed_policies();

-- Labels of one key have a few values each: how many machines carry one is not the product of both.
create statistics machine_labels_together (mcv, dependencies) on key, value from machine_labels;
