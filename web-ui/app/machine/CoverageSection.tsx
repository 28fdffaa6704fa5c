import { Badge, NativeSelect, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { coverageQuery, itemsOf } from "../api/queries";
import type { Coverage, WhyNot } from "../api/types";
import { formatDuration } from "../format/time";
import { EmptyState } from "../ui/EmptyState";
import { Listing } from "../ui/Listing";
import { Time } from "../ui/Quantity";
import { Rows, Titled } from "../ui/Section";

const COLUMNS = [
  { name: "Policy" },
  { name: "Covers this machine" },
  { name: "Next" },
  { name: "Objective" },
] as const;

/** Which policies back a machine up, and why others do not. */
export function CoverageSection({ machine }: { machine: string }) {
  const [all, setAll] = useState(false);
  const query = useInfiniteQuery(coverageQuery(machine, all ? undefined : true));
  const policies = itemsOf(query.data);
  return (
    <Titled
      title="Coverage"
      aside={
        <NativeSelect
          aria-label="Policies"
          size="xs"
          value={all ? "all" : "covering"}
          onChange={(event) => setAll(event.currentTarget.value === "all")}
          data={[
            { value: "covering", label: "Policies that cover it" },
            { value: "all", label: "All policies" },
          ]}
        />
      }
    >
      <Listing what="policies" query={query} count={policies.length} empty={<NoPolicies all={all} />}>
        <Rows label="Coverage" columns={COLUMNS}>
          {policies.map((coverage) => (
            <CoverageRow key={coverage.policy.id ?? coverage.policy.name} coverage={coverage} />
          ))}
        </Rows>
      </Listing>
    </Titled>
  );
}

function CoverageRow({ coverage }: { coverage: Coverage }) {
  const { policy, covered, how, nextFireTimes, objectiveSeconds, late, whyNot } = coverage;
  const [next, ...later] = nextFireTimes;
  return (
    <Table.Tr>
      <Table.Td fw={600}>{policy.name}</Table.Td>
      <Table.Td>
        {covered ? (
          <Text size="sm">{how === "name" ? "by name" : "by labels"}</Text>
        ) : (
          <Stack gap={0}>
            {whyNot.map((why) => (
              <Text key={`${why.reason} ${why.key}`} size="sm" c="dimmed">
                {words(why)}
              </Text>
            ))}
          </Stack>
        )}
      </Table.Td>
      <Table.Td>
        {next === undefined ? (
          <Text size="sm" c="dimmed">
            never
          </Text>
        ) : (
          <span title={later.length === 0 ? undefined : `then ${later.join(", ")}`}>
            <Time value={next} />
          </span>
        )}
      </Table.Td>
      <Table.Td>
        {objectiveSeconds === null ? (
          <Text size="sm" c="dimmed">
            none
          </Text>
        ) : (
          <>
            {formatDuration(objectiveSeconds * 1000)}{" "}
            {late && (
              <Badge size="sm" variant="light" color="red" tt="none">
                late
              </Badge>
            )}
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function words({ reason, key, wanted, found }: WhyNot): string {
  switch (reason) {
    case "disabled":
      return "the policy is disabled";
    case "not-named":
      return "it does not name this machine";
    case "label-missing":
      return `this machine has no label ${key}, wanted is ${key}=${wanted}`;
    case "label-differs":
      return `${key} is ${found}, wanted is ${wanted}`;
  }
}

function NoPolicies({ all }: { all: boolean }) {
  return (
    <EmptyState title={all ? "There is no policy yet" : "No policy covers this machine"}>
      <Text size="sm">
        {all
          ? "A policy says when which machines are backed up into which repository. Create one over the API."
          : "Choose all policies above to see why none does."}
      </Text>
    </EmptyState>
  );
}
