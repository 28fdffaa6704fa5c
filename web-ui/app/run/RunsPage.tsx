import { Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { itemsOf, type RunFilter, runsQuery } from "../api/queries";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing } from "../ui/Listing";
import { RunTable } from "./RunTable";
import { kindTitle, RUN_KINDS, RUN_STATES } from "./runState";
import { pollInterval, useLiveRuns } from "./useLiveRuns";

export function RunsPage() {
  const [search, setSearch] = useSearchParams();
  const filter: RunFilter = {
    kind: RUN_KINDS.find((kind) => kind === search.get("kind")),
    state: RUN_STATES.find((state) => state === search.get("state")),
  };
  const delivery = useLiveRuns();
  const query = useInfiniteQuery({ ...runsQuery(filter), refetchInterval: pollInterval(delivery) });
  const runs = itemsOf(query.data);
  const narrow = (name: "kind" | "state", value: string) => {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (value === "") after.delete(name);
      else after.set(name, value);
      return after;
    });
  };
  return (
    <Stack gap="lg">
      <Heading title="Runs">
        <Group gap="xs">
          <NativeSelect
            aria-label="Kind"
            value={filter.kind ?? ""}
            onChange={(event) => narrow("kind", event.currentTarget.value)}
            data={[
              { value: "", label: "All kinds" },
              ...RUN_KINDS.map((kind) => ({ value: kind, label: kindTitle(kind) })),
            ]}
          />
          <NativeSelect
            aria-label="State"
            value={filter.state ?? ""}
            onChange={(event) => narrow("state", event.currentTarget.value)}
            data={[{ value: "", label: "All states" }, ...RUN_STATES]}
          />
        </Group>
      </Heading>
      <Listing
        what="runs"
        query={query}
        count={runs.length}
        empty={<NoRuns filtered={filter.kind !== undefined || filter.state !== undefined} />}
      >
        <RunTable runs={runs} />
      </Listing>
    </Stack>
  );
}

function NoRuns({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="No run is like that">
        <Text size="sm">
          Choose another kind or state above, or{" "}
          <Link to="/runs" className="plain">
            show all runs
          </Link>
          .
        </Text>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has run yet">
      <Text size="sm">
        Start a backup from the{" "}
        <Link to="/machines" className="plain">
          machines
        </Link>{" "}
        page; a policy starts them on its schedule.
      </Text>
    </EmptyState>
  );
}
