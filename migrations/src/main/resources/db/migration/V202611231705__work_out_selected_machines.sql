-- Which machines a policy selects by its labels, worked out when labels change and not whenever somebody asks: five
-- thousand machines times some hundred selectors are too many for a list. Kept in step by triggers; who changes labels
-- of machines and policies at the same time has to keep these changes apart, as the catalog does with a lock.
create table selected_machines (
    policy_id  uuid not null references policies (id) on delete cascade,
    machine_id uuid not null references machines (id) on delete cascade,
    primary key (policy_id, machine_id)
);

create index selected_machines_by_machine on selected_machines (machine_id, policy_id);

create function select_changed_machines() returns trigger language plpgsql as $$
begin
    delete from selected_machines where machine_id in (select machine_id from changed);
    insert into selected_machines (policy_id, machine_id)
    select p.policy_id, m.machine_id
    from machine_labels m
    join policy_labels p on p.key = m.key and p.value = m.value
    join (select policy_id, count(*) wanted from policy_labels group by policy_id) w on w.policy_id = p.policy_id
    where m.machine_id in (select machine_id from changed)
    group by p.policy_id, m.machine_id, w.wanted
    having count(*) = w.wanted
    on conflict do nothing;
    return null;
end
$$;

create trigger machine_labels_come after insert on machine_labels
    referencing new table as changed for each statement execute function select_changed_machines();
create trigger machine_labels_change after update on machine_labels
    referencing new table as changed for each statement execute function select_changed_machines();
create trigger machine_labels_go after delete on machine_labels
    referencing old table as changed for each statement execute function select_changed_machines();

create function select_for_changed_policies() returns trigger language plpgsql as $$
begin
    delete from selected_machines where policy_id in (select policy_id from changed);
    insert into selected_machines (policy_id, machine_id)
    select p.policy_id, m.machine_id
    from policy_labels p
    join machine_labels m on m.key = p.key and m.value = p.value
    join (select policy_id, count(*) wanted from policy_labels group by policy_id) w on w.policy_id = p.policy_id
    where p.policy_id in (select policy_id from changed)
    group by p.policy_id, m.machine_id, w.wanted
    having count(*) = w.wanted
    on conflict do nothing;
    return null;
end
$$;

create trigger policy_labels_come after insert on policy_labels
    referencing new table as changed for each statement execute function select_for_changed_policies();
create trigger policy_labels_change after update on policy_labels
    referencing new table as changed for each statement execute function select_for_changed_policies();
create trigger policy_labels_go after delete on policy_labels
    referencing old table as changed for each statement execute function select_for_changed_policies();

insert into selected_machines (policy_id, machine_id)
select policy_id, machine_id from policy_coverage where how = 'labels' on conflict do nothing;

create or replace view policy_coverage as
select policy_id, machine_id, 'name' how
from policy_machines
union all
select s.policy_id, s.machine_id, 'labels' how
from selected_machines s
where not exists (select from policy_machines n where n.policy_id = s.policy_id and n.machine_id = s.machine_id);
