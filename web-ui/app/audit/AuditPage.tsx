import { Badge, Code, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { auditQuery, itemsOf } from "../api/queries";
import type { AuditedRequest } from "../api/types";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing } from "../ui/Listing";
import { Time } from "../ui/Quantity";
import { type Column, Rows } from "../ui/Section";
import { AuditFilters, filtered, useAuditFilter } from "./AuditFilters";
import { CheckTrail } from "./CheckTrail";

const COLUMNS: readonly Column[] = [
  { name: "Entry" },
  { name: "When" },
  { name: "Who" },
  { name: "What" },
  { name: "Of" },
  { name: "Answer" },
];

/** Who asked for which change, and how it ended. */
export function AuditPage() {
  const filter = useAuditFilter();
  const query = useInfiniteQuery(auditQuery(filter));
  const requests = itemsOf(query.data);
  return (
    <Stack gap="lg">
      <Heading title="Audit trail" />
      <CheckTrail />
      <AuditFilters filter={filter} />
      <Listing
        what="requests"
        query={query}
        count={requests.length}
        empty={<NoRequests filtered={filtered(filter)} />}
      >
        <Rows label="Requests" columns={COLUMNS}>
          {requests.map((request) => (
            <RequestRow key={request.number} request={request} />
          ))}
        </Rows>
      </Listing>
    </Stack>
  );
}

function RequestRow({ request }: { request: AuditedRequest }) {
  const { number, at, caller, address, operation, subject, status, change } = request;
  return (
    <Table.Tr>
      <Table.Td>{number}</Table.Td>
      <Table.Td>
        <Time value={at} />
      </Table.Td>
      <Table.Td>
        <Text size="sm">{caller?.name ?? "unknown"}</Text>
        <Text size="xs" c="dimmed">
          {[caller?.kind, address].filter((each) => each !== null && each !== undefined).join(", ")}
        </Text>
      </Table.Td>
      <Table.Td maw={340}>
        <Text size="sm" title={request.request ?? undefined}>
          {operation ?? request.request}
        </Text>
        {change !== null && (
          <details>
            <summary>what was sent</summary>
            <Code block fz="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {indented(change)}
            </Code>
          </details>
        )}
      </Table.Td>
      <Table.Td maw={200}>
        {subject !== null && (
          <>
            <Text size="sm">{subject.type}</Text>
            {subject.id !== null && (
              <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                <Link
                  to={`/settings/audit?subject=${encodeURIComponent(subject.id)}`}
                  className="plain"
                  aria-label={`All requests about ${subject.type} ${subject.id}`}
                >
                  {subject.id}
                </Link>
              </Text>
            )}
          </>
        )}
      </Table.Td>
      <Table.Td>
        <Answered status={status} />
      </Table.Td>
    </Table.Tr>
  );
}

function Answered({ status }: { status: number | null }) {
  if (status === null) {
    return (
      <Badge
        color="orange"
        variant="light"
        tt="none"
        title="Only the intention is known: the server was killed in between, or is still at it"
      >
        not known
      </Badge>
    );
  }
  return (
    <Badge color={status < 400 ? "green" : "red"} variant="light" tt="none">
      {status}
    </Badge>
  );
}

/** The body for reading; as it is when it was cut, and so is no JSON any more. */
function indented(change: string): string {
  try {
    return JSON.stringify(JSON.parse(change), null, 2);
  } catch {
    return change;
  }
}

function NoRequests({ filtered: some }: { filtered: boolean }) {
  return some ? (
    <EmptyState title="No request is like that">
      <Text size="sm">
        Change what is asked for above, or{" "}
        <Link to="/settings/audit" className="plain">
          show all requests
        </Link>
        .
      </Text>
    </EmptyState>
  ) : (
    <EmptyState title="Nobody has asked for a change yet">
      <Text size="sm">Every request that may change something is entered here, refused ones too.</Text>
    </EmptyState>
  );
}
