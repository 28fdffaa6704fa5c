-- Who follows runs (events) asks for what changed since; the stamp must not depend on which statement made the change.
create function stamp_run() returns trigger language plpgsql as $$
begin
    new.updated_at := clock_timestamp();
    return new;
end
$$;

create trigger runs_stamp before update on runs for each row execute function stamp_run();
