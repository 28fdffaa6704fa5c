import { Button, Group, Skeleton, Stack } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ProblemAlert } from "./ProblemAlert";
import { Card } from "./Section";

interface ListingProps {
  /** Plural noun: "machines". */
  what: string;
  query: Pick<
    UseInfiniteQueryResult,
    "isPending" | "error" | "refetch" | "hasNextPage" | "fetchNextPage" | "isFetchingNextPage"
  >;
  count: number;
  empty: ReactNode;
  children: ReactNode;
}

/** The states that every list has: being read, refused, empty, shown, and more to come. */
export function Listing({ what, query, count, empty, children }: ListingProps) {
  return (
    <Stack gap="sm">
      {query.error !== null && (
        <ProblemAlert
          what={`The ${what} could not be read`}
          problem={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Waiting what={what} />}
      {!query.isPending && count === 0 && query.error === null && <Card>{empty}</Card>}
      {count > 0 && <Card>{children}</Card>}
      {query.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more {what}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

export function Waiting({ what }: { what: string }) {
  return (
    <Stack gap="xs" aria-busy="true" role="status" aria-label={`Reading ${what}`}>
      <Skeleton height={40} />
      <Skeleton height={40} />
      <Skeleton height={40} />
    </Stack>
  );
}
