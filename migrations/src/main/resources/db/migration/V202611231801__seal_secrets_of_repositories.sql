-- Credentials and passphrases of repositories, encrypted under a key that is in no database. key_id says under which.
-- A copy of these rows opens nothing, and a row that is moved to another repository cannot be opened either.
create table repository_secrets (
    repository_id uuid        not null references repositories (id) on delete cascade,
    kind          text        not null check (kind in ('credentials', 'passphrase')),
    key_id        text        not null check (key_id ~ '^[0-9a-f]{16}$'),
    sealed        bytea       not null check (length(sealed) between 29 and 20000),
    set_at        timestamptz not null,
    primary key (repository_id, kind)
);

create index repository_secrets_by_key on repository_secrets (key_id);
