-- When the catalog is next brought in line with the bucket, and when that was last begun by schedule.
alter table repositories
    add column reconcile_at  timestamptz not null default now() + interval '1 hour',
    add column reconciled_at timestamptz;

create index repositories_to_reconcile on repositories (reconcile_at);
