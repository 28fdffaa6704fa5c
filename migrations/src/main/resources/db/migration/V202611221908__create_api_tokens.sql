-- Who may call the API. Only the SHA-256 of a token is kept: a copy of the database opens no door.
create table api_tokens (
    id           uuid        primary key,
    name         text        not null unique check (length(name) between 1 and 200),
    role         text        not null check (role in ('admin')),
    secret_hash  bytea       not null unique check (length(secret_hash) = 32),
    created_at   timestamptz not null,
    last_used_at timestamptz
);
