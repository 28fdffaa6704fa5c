-- Who may log in to the dashboard. A user has either a password here, of which only a slow hash is kept, or an account
-- with an OpenID provider. Names that differ in case alone would be mistaken for each other.
create table users (
    id                  uuid        primary key,
    name                text        not null check (length(name) between 1 and 200),
    role                text        not null check (role in ('viewer', 'operator', 'backup-only', 'admin')),
    -- Labels as key=value: the user sees and touches only machines that have them all; none means every machine.
    bounds              text[]      not null default '{}',
    enabled             boolean     not null,
    password_hash       text,
    issuer              text,
    subject             text,
    created_at          timestamptz not null,
    last_log_in_at      timestamptz,
    version             bigint      not null,
    constraint users_log_in_one_way check (num_nonnulls(password_hash, issuer) = 1),
    constraint users_have_a_subject_at_their_issuer check (num_nonnulls(issuer, subject) in (0, 2)),
    unique (issuer, subject)
);

create unique index users_by_name on users (lower(name));
