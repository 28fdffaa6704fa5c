import { Badge, Button, Group, Switch, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap, unwrapTagged } from "../api/client";
import { channelsQuery, itemsOf, rulesQuery } from "../api/queries";
import type { Rule } from "../api/types";
import { Confirm } from "../ui/Confirm";
import { EmptyState } from "../ui/EmptyState";
import { Listing } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Time } from "../ui/Quantity";
import { ReasonedButton } from "../ui/ReasonedButton";
import { type Column, Rows, Titled } from "../ui/Section";
import { AddRule } from "./AddRule";
import { ruleWords } from "./ruleWords";

const COLUMNS: readonly Column[] = [
  { name: "Rule" },
  { name: "Tells" },
  { name: "By" },
  { name: "Enabled" },
  { name: "Actions", silent: true },
];

/** What is told, and by which channel. */
export function RulesSection() {
  const query = useInfiniteQuery(rulesQuery);
  const rules = itemsOf(query.data);
  const channels = itemsOf(useInfiniteQuery(channelsQuery).data);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Rule | null>(null);
  const enable = useEnable();
  return (
    <Titled
      title="Rules"
      aside={
        <ReasonedButton
          size="xs"
          disabledReason={channels.length === 0 ? "A rule tells by a channel: add one first." : null}
          onClick={() => setAdding(true)}
        >
          Add a rule
        </ReasonedButton>
      }
    >
      {enable.error !== null && (
        <ProblemAlert what="The rule could not be changed" problem={enable.error} onClose={enable.reset} />
      )}
      <Listing what="rules" query={query} count={rules.length} empty={<NoRules />}>
        <Rows label="Rules" columns={COLUMNS}>
          {rules.map((rule) => (
            <Table.Tr key={rule.id}>
              <Table.Td fw={600}>{rule.name}</Table.Td>
              <Table.Td maw={400}>
                <Text size="sm">{ruleWords(rule)}</Text>
                {rule.nextDigest !== null && (
                  <Text size="xs" c="dimmed">
                    next <Time value={rule.nextDigest} />
                  </Text>
                )}
              </Table.Td>
              <Table.Td>
                <Badge variant="default" tt="none">
                  {rule.channel.name}
                </Badge>
              </Table.Td>
              <Table.Td>
                <Switch
                  aria-label={`Rule ${rule.name} is enabled`}
                  checked={rule.enabled}
                  disabled={enable.isPending && enable.variables.rule.id === rule.id}
                  onChange={(event) => enable.mutate({ rule, enabled: event.currentTarget.checked })}
                />
              </Table.Td>
              <Table.Td>
                <Group justify="end">
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Remove ${rule.name}`}
                    onClick={() => setRemoving(rule)}
                  >
                    Remove
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Rows>
      </Listing>
      {adding && <AddRule channels={channels} onClose={() => setAdding(false)} />}
      {removing !== null && <RemoveRule rule={removing} onClose={() => setRemoving(null)} />}
    </Titled>
  );
}

function useEnable() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ rule, enabled }: { rule: Rule; enabled: boolean }) => {
      const path = { id: rule.id };
      const { body, tag } = await unwrapTagged(
        client.GET("/api/v1/notifications/rules/{id}", { params: { path } }),
      );
      const channel = body.channel.id ?? "";
      return unwrap(
        client.PUT("/api/v1/notifications/rules/{id}", {
          params: { path, header: { "If-Match": tag } },
          body: { name: body.name, channel, runs: body.runs, digest: body.digest, enabled },
        }),
      );
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey }),
  });
}

function RemoveRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(client.DELETE("/api/v1/notifications/rules/{id}", { params: { path: { id: rule.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: rulesQuery.queryKey });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Remove ${rule.name}`}
      action="Remove the rule"
      failed="The rule could not be removed"
      attempt={remove}
      onClose={onClose}
    >
      <Text size="sm">What it told is told no more, unless another rule tells it.</Text>
    </Confirm>
  );
}

function NoRules() {
  return (
    <EmptyState title="There is no rule yet">
      <Text size="sm">
        A rule says what a channel tells: runs that end in some way, or a digest of the machines that are
        late.
      </Text>
    </EmptyState>
  );
}
