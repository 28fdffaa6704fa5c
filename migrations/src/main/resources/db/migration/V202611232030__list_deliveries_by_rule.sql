-- Lists of deliveries can be narrowed to those of a rule, newest first.
create index notification_deliveries_by_rule on notification_deliveries (rule_id, id desc);
