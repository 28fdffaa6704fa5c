-- Lists of runs can be narrowed to those that a schedule, a backup, a retry or somebody's request brought about. What a
-- run is, is known already but for retention that follows a backup; of the runs so far, those of policies without a
-- time are taken for such.
alter table runs add column follows boolean not null default false;
update runs set follows = true where kind = 'retention' and policy_id is not null and scheduled_for is null and not dry_run;
alter table runs add column started_by text not null generated always as (
    case when retry_number > 0 then 'retry'
         when follows then 'backup'
         when scheduled_for is not null then 'schedule'
         else 'request' end) stored;
create index runs_by_trigger on runs (started_by, id desc);
