-- Whatever a POST creates, not a run alone, is created once when the POST is sent twice. A key is forgotten with the
-- thing it stands for.
alter table idempotency_keys
    add column machine_id    uuid references machines (id) on delete cascade,
    add column repository_id uuid references repositories (id) on delete cascade,
    add column policy_id     uuid references policies (id) on delete cascade,
    add constraint idempotency_keys_of_one_thing
        check (num_nonnulls(run_id, machine_id, repository_id, policy_id) <= 1);

create index idempotency_keys_by_machine on idempotency_keys (machine_id);
create index idempotency_keys_by_repository on idempotency_keys (repository_id);
create index idempotency_keys_by_policy on idempotency_keys (policy_id);
