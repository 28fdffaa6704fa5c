-- Tokens of every role, bounded to labels like users, that end at a set time and with whoever made them.
alter table api_tokens drop constraint api_tokens_role_check;
alter table api_tokens
    add constraint api_tokens_role_check check (role in ('viewer', 'operator', 'backup-only', 'admin')),
    add column bounds     text[]      not null default '{}',
    add column expires_at timestamptz,
    add column owner_id   uuid        references users (id) on delete cascade;

create index api_tokens_by_owner on api_tokens (owner_id);
