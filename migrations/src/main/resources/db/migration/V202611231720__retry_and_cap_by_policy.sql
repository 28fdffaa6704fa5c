-- How often what a policy started is tried again when it fails for a passing reason, and what its runs may ask of the
-- store of its repository. 0: not at all, and no limit.
alter table policies
    add column retry_attempts            integer not null default 0 check (retry_attempts between 0 and 10),
    add column retry_first_delay_seconds integer not null default 60 check (retry_first_delay_seconds between 1 and 3600),
    add column requests_per_second       integer not null default 0 check (requests_per_second >= 0),
    add column bytes_per_second          bigint  not null default 0 check (bytes_per_second = 0 or bytes_per_second >= 65536);
