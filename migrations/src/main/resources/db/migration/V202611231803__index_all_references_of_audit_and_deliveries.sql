-- An index that leaves rows out is of no use to the check of a reference.
drop index audit_entries_by_begun;
create unique index audit_entries_by_begun on audit_entries (begun_number);

drop index notification_deliveries_once;
create unique index notification_deliveries_once on notification_deliveries (rule_id, run_id);
