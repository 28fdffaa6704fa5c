-- Labels say what a machine is: env=production, tier=db. Policies and rights choose machines by them.
create table machine_labels (
    machine_id uuid not null references machines (id) on delete cascade,
    key        text not null check (key ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
    value      text not null check (length(value) between 1 and 100),
    primary key (machine_id, key)
);

create index machine_labels_by_label on machine_labels (key, value, machine_id);

-- What a policy selects by: machines that have all of these.
create table policy_labels (
    policy_id uuid not null references policies (id) on delete cascade,
    key       text not null check (key ~ '^[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?$'),
    value     text not null check (length(value) between 1 and 100),
    primary key (policy_id, key)
);

create index policy_labels_by_label on policy_labels (key, value, policy_id);

-- Which policy covers which machine, enabled or not, and how: by its name, or else by its labels. A policy that names
-- no machine and selects by no label covers none. Ask for one policy or for some machines: both go by the indexes.
create view policy_coverage as
select policy_id, machine_id, 'name' how
from policy_machines
union all
select selected.policy_id, selected.machine_id, 'labels' how
from (
    select p.policy_id, m.machine_id, count(*) matching
    from policy_labels p
    join machine_labels m on m.key = p.key and m.value = p.value
    group by p.policy_id, m.machine_id
) selected
where selected.matching = (select count(*) from policy_labels p where p.policy_id = selected.policy_id)
  and not exists (
    select from policy_machines n where n.policy_id = selected.policy_id and n.machine_id = selected.machine_id
);
