-- How often a log-in failed lately, by name and by address: enough rows to slow a guesser down, and no more. What was
-- typed as a name is kept as its SHA-256, since people type passwords there.
create table log_in_failures (
    kind     text        not null check (kind in ('name', 'address')),
    subject  bytea       not null check (length(subject) = 32),
    failures integer     not null check (failures > 0),
    ends_at  timestamptz not null,
    primary key (kind, subject)
);

create index log_in_failures_by_end on log_in_failures (ends_at);
