import { List, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, runsQuery } from "../api/queries";
import type { Run } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Time } from "../ui/Quantity";
import { RunStateBadge } from "./RunStateBadge";

/** Whether a run was retried, or is a retry. */
export function hasLine(run: Run): boolean {
  return run.retryOf !== null || run.retriedBy !== null;
}

/** The run that came first and those that tried again, in this order. */
export function RunLine({ run }: { run: Run }) {
  const { data, error, refetch } = useInfiniteQuery(runsQuery({ retryOf: run.retryOf ?? run.id }));
  if (error !== null) {
    return (
      <ProblemAlert what="The retries could not be read" problem={error} onRetry={() => void refetch()} />
    );
  }
  const line = itemsOf(data).toSorted((a, b) => a.retryNumber - b.retryNumber);
  return (
    <List p="md" listStyleType="none" spacing="xs" aria-label="Retries">
      {line.map((each) => (
        <List.Item key={each.id}>
          {each.id === run.id ? (
            <Text span fw={600}>
              {nameOf(each)} (this run)
            </Text>
          ) : (
            <Link to={`/runs/${each.id}`} className="plain">
              {nameOf(each)}
            </Link>
          )}{" "}
          <RunStateBadge state={each.state} /> <Time value={each.startedAt ?? each.createdAt} />
        </List.Item>
      ))}
    </List>
  );
}

function nameOf(run: Run): string {
  return run.retryNumber === 0 ? "First run" : `Retry ${run.retryNumber}`;
}
