-- Lists of machines can be ordered by when they were entered.
create index machines_by_creation on machines (created_at, id);
