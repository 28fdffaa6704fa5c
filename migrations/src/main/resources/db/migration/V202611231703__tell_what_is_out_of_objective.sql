-- For each machine that an enabled policy covers, the policy whose objective ends first: newest_at is the machine's
-- newest point in that policy's repository, due_at when a newer one must be there. Without any point there it is due
-- since ever, without an objective never. Ask for some machines, or for all at once.
create view machine_protection as
select distinct on (d.machine_id) d.machine_id, d.policy_id, d.objective_seconds, d.newest_at, d.due_at
from (
    select c.machine_id, p.id policy_id, p.objective_seconds, n.created_at newest_at,
           case
               when p.objective_seconds is null then 'infinity'
               when n.created_at is null then '-infinity'
               else n.created_at + make_interval(secs => p.objective_seconds)
           end due_at
    from policy_coverage c
    join policies p on p.id = c.policy_id and p.enabled
    left join newest_points n on n.machine_id = c.machine_id and n.repository_id = p.repository_id
) d
order by d.machine_id, d.due_at, d.objective_seconds nulls last, d.policy_id;
