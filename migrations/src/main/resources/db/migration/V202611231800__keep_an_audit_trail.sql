-- Who asked for which change, from where, and how it ended. Entries are numbered without gaps and chained: the hash of
-- each covers the one before. docs/operations/audit.md says byte by byte how a hash is made.
create table audit_entries (
    number       bigint      primary key check (number > 0),
    at           timestamptz not null,
    -- A change has two entries: one before it is made, and one with its outcome. What made none has a single one.
    phase        text        not null check (phase in ('begun', 'ended', 'single')),
    begun_number bigint      references audit_entries (number),
    request_id   uuid        not null,
    operation    text        check (length(operation) between 1 and 100),
    request      text        check (length(request) between 1 and 300),
    subject_type text        check (length(subject_type) between 1 and 100),
    subject_id   text        check (length(subject_id) between 1 and 200),
    caller_kind  text        check (length(caller_kind) between 1 and 100),
    caller_id    text        check (length(caller_id) between 1 and 200),
    caller_name  text        check (length(caller_name) between 1 and 200),
    address      text        check (length(address) between 1 and 100),
    status       integer     check (status between 100 and 599),
    change       text        check (length(change) between 1 and 4000),
    hash         bytea       not null check (length(hash) = 32),
    check ((phase = 'ended') = (begun_number is not null)),
    check ((phase = 'begun') = (status is null))
);

-- Lists go newest first, and show a change and its outcome as one.
create unique index audit_entries_by_begun on audit_entries (begun_number) where begun_number is not null;
create index audit_entries_by_time on audit_entries (at);
create index audit_entries_by_caller on audit_entries (caller_id, number desc) where phase <> 'ended';
create index audit_entries_by_caller_name on audit_entries (caller_name, number desc) where phase <> 'ended';
create index audit_entries_by_operation on audit_entries (operation, number desc) where phase <> 'ended';
create index audit_entries_by_subject on audit_entries (subject_id, number desc);

-- The newest entry. Writers lock this row, so that they come one after the other; it also shows when entries at the end
-- are gone.
create table audit_head (
    one    boolean primary key default true check (one),
    number bigint  not null check (number >= 0),
    hash   bytea   not null check (length(hash) = 32)
);

insert into audit_head (number, hash) values (0, decode(repeat('00', 32), 'hex'));

create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
    raise exception 'The audit trail is append-only: % of % is refused', tg_op, tg_table_name;
end $$;

create trigger audit_entries_are_only_added
    before update or delete or truncate on audit_entries
    for each statement execute function refuse_change_of_audit();

create trigger audit_head_stays
    before delete or truncate on audit_head
    for each statement execute function refuse_change_of_audit();

create function advance_audit_head() returns trigger language plpgsql as $$
begin
    if new.number <> old.number + 1 then
        raise exception 'The audit trail is append-only: its head % cannot become %', old.number, new.number;
    end if;
    return new;
end $$;

create trigger audit_head_goes_forward
    before update on audit_head
    for each row execute function advance_audit_head();
