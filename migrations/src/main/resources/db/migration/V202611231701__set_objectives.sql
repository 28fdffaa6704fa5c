-- How old the newest point of a machine in the policy's repository may be.
alter table policies add column objective_seconds bigint check (objective_seconds between 60 and 31622400);
