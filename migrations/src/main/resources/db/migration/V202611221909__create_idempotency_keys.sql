-- A POST that is sent twice starts one run. The fingerprint tells a repetition from another request under the same key.
create table idempotency_keys (
    token_id    uuid        not null references api_tokens (id) on delete cascade,
    key         text        not null check (length(key) between 1 and 255),
    fingerprint bytea       not null check (length(fingerprint) = 32),
    run_id      uuid        references runs (id) on delete cascade,
    created_at  timestamptz not null,
    primary key (token_id, key)
);

create index idempotency_keys_by_run on idempotency_keys (run_id);
create index idempotency_keys_by_age on idempotency_keys (created_at);
