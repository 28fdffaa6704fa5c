-- Where backups are kept. repository_uuid is what the bucket itself says it is; it is known once a worker has
-- opened or initialised it, and one repository is never entered twice under two names.
create table repositories (
    id              uuid        primary key,
    name            text        not null unique check (length(name) between 1 and 200),
    location        text        not null check (location like 's3://%' or location like 'file:/%'),
    endpoint        text,
    region          text,
    state           text        not null check (state in ('new', 'ready', 'failed')),
    repository_uuid uuid        unique,
    created_at      timestamptz not null,
    version         bigint      not null,
    check (state <> 'ready' or repository_uuid is not null),
    unique nulls not distinct (location, endpoint)
);
