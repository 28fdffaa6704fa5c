-- Where notifications go. A webhook's signing secret is sealed as those of repositories are.
create table notification_channels (
    id         uuid        primary key,
    name       text        not null constraint notification_channels_name unique check (length(name) between 1 and 200),
    kind       text        not null check (kind in ('webhook', 'email')),
    url        text        check (length(url) between 1 and 2000),
    recipients text[]      check (cardinality(recipients) between 1 and 50),
    key_id     text        check (key_id ~ '^[0-9a-f]{16}$'),
    sealed     bytea       check (length(sealed) between 29 and 20000),
    created_at timestamptz not null,
    version    bigint      not null,
    check ((kind = 'webhook') = (url is not null)),
    check ((kind = 'webhook') = (sealed is not null)),
    check ((sealed is null) = (key_id is null)),
    check ((kind = 'email') = (recipients is not null))
);

-- What is told, and where: runs that end in some way, or on a schedule which machines are out of objective. Empty kinds
-- are all kinds. A rule about one machine or policy goes with it.
create table notification_rules (
    id          uuid        primary key,
    name        text        not null constraint notification_rules_name unique check (length(name) between 1 and 200),
    channel_id  uuid        not null references notification_channels (id),
    enabled     boolean     not null,
    outcomes    text[]      not null
        check (outcomes <@ array['failed', 'warning', 'lost', 'succeeded', 'recovered']),
    kinds       text[]      not null,
    machine_id  uuid        references machines (id) on delete cascade,
    policy_id   uuid        references policies (id) on delete cascade,
    label_key   text,
    label_value text,
    digest_cron text        check (length(digest_cron) between 1 and 120),
    digest_zone text,
    digest_at   timestamptz,
    created_at  timestamptz not null,
    version     bigint      not null,
    check ((label_key is null) = (label_value is null)),
    check ((digest_cron is null) = (digest_zone is null)),
    check (digest_cron is not null or digest_at is null),
    check ((digest_cron is null) = (cardinality(outcomes) > 0))
);

create index notification_rules_by_channel on notification_rules (channel_id);
create index notification_rules_by_machine on notification_rules (machine_id);
create index notification_rules_by_policy on notification_rules (policy_id);
create index notification_rules_by_digest on notification_rules (digest_at) where digest_at is not null;

-- Runs that ended and of which nobody was told yet. Written by a trigger in the very transaction that ends the run,
-- whichever process and statement does; taken out by the server in the transaction that writes the deliveries.
create table ended_runs (
    run_id   uuid        primary key references runs (id) on delete cascade,
    ended_at timestamptz not null
);

create index ended_runs_by_time on ended_runs (ended_at);

create function note_ended_run() returns trigger language plpgsql as $$
begin
    if exists (select from notification_rules where enabled and cardinality(outcomes) > 0) then
        insert into ended_runs (run_id, ended_at) values (new.id, clock_timestamp()) on conflict do nothing;
    end if;
    return null;
end
$$;

create trigger runs_note_their_end after update of state on runs for each row
    when (old.state in ('queued', 'running') and new.state in ('succeeded', 'warning', 'failed', 'lost'))
    execute function note_ended_run();

-- What is to be sent, and what became of it. Names are kept beside the references, as with runs. The body is written
-- once: a delivery that is repeated says the same.
create table notification_deliveries (
    id           uuid        primary key,
    channel_id   uuid        references notification_channels (id) on delete set null,
    channel_name text        not null,
    rule_id      uuid        references notification_rules (id) on delete set null,
    rule_name    text,
    run_id       uuid        references runs (id) on delete set null,
    event        text        not null check (event in ('run', 'digest', 'test')),
    subject      text        not null,
    body         text        not null,
    state        text        not null check (state in ('queued', 'sending', 'delivered', 'failed')),
    attempts     integer     not null check (attempts >= 0),
    due_at       timestamptz,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    error        text,
    check ((finished_at is null) = (state in ('queued', 'sending'))),
    check ((due_at is null) = (finished_at is not null)),
    check (state <> 'failed' or error is not null)
);

-- A rule tells of a run once.
create unique index notification_deliveries_once on notification_deliveries (rule_id, run_id) where run_id is not null;
create index notification_deliveries_due on notification_deliveries (due_at) where due_at is not null;
create index notification_deliveries_by_channel on notification_deliveries (channel_id, id desc);
create index notification_deliveries_by_state on notification_deliveries (state, id desc);
create index notification_deliveries_by_run on notification_deliveries (run_id);
create index notification_deliveries_by_end on notification_deliveries (finished_at);
