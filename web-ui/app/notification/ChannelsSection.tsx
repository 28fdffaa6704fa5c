import { Alert, Button, Code, Group, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "../api/client";
import { channelsQuery, itemsOf } from "../api/queries";
import type { Channel, Delivery } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { Confirm } from "../ui/Confirm";
import { EmptyState } from "../ui/EmptyState";
import { AlertIcon, CheckIcon } from "../ui/icons";
import { Listing } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";
import { ReasonedButton } from "../ui/ReasonedButton";
import { type Column, Rows, Titled } from "../ui/Section";
import { AddChannel } from "./AddChannel";

const COLUMNS: readonly Column[] = [
  { name: "Channel" },
  { name: "By" },
  { name: "To" },
  { name: "Actions", silent: true },
];

/** Where notifications go. */
export function ChannelsSection() {
  const query = useInfiniteQuery(channelsQuery);
  const channels = itemsOf(query.data);
  const notPermitted = useReasonNot("administer", "adding channels");
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Channel | null>(null);
  const test = useTest();
  return (
    <Titled
      title="Channels"
      aside={
        <ReasonedButton size="xs" disabledReason={notPermitted} onClick={() => setAdding(true)}>
          Add a channel
        </ReasonedButton>
      }
    >
      {test.error !== null && (
        <ProblemAlert what="The test could not be sent" problem={test.error} onClose={test.reset} />
      )}
      {test.data !== undefined && <Tested delivery={test.data} onClose={test.reset} />}
      <Listing what="channels" query={query} count={channels.length} empty={<NoChannels />}>
        <Rows label="Channels" columns={COLUMNS}>
          {channels.map((channel) => (
            <Table.Tr key={channel.id}>
              <Table.Td fw={600}>{channel.name}</Table.Td>
              <Table.Td>{channel.kind === "webhook" ? "webhook" : "e-mail"}</Table.Td>
              <Table.Td maw={420} style={{ overflowWrap: "anywhere" }}>
                {channel.kind === "webhook" ? <Code>{channel.url}</Code> : channel.recipients.join(", ")}
              </Table.Td>
              <Table.Td>
                <Group gap="xs" justify="end" wrap="nowrap">
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Test ${channel.name}`}
                    loading={test.isPending && test.variables === channel.id}
                    onClick={() => test.mutate(channel.id)}
                  >
                    Test
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={`Remove ${channel.name}`}
                    onClick={() => setRemoving(channel)}
                  >
                    Remove
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Rows>
      </Listing>
      {adding && <AddChannel onClose={() => setAdding(false)} />}
      {removing !== null && <RemoveChannel channel={removing} onClose={() => setRemoving(null)} />}
    </Titled>
  );
}

function useTest() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.POST("/api/v1/notifications/channels/{id}/test", { params: { path: { id } } })),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ["notifications", "deliveries"] }),
  });
}

function Tested({ delivery, onClose }: { delivery: Delivery; onClose: () => void }) {
  const arrived = delivery.state === "delivered";
  return (
    <Alert
      color={arrived ? "green" : "red"}
      role={arrived ? "status" : "alert"}
      icon={arrived ? <CheckIcon size={18} /> : <AlertIcon size={18} />}
      title={
        arrived
          ? `The test has arrived at ${delivery.channel.name}`
          : `The test did not arrive at ${delivery.channel.name}`
      }
      withCloseButton
      closeButtonLabel="Dismiss"
      onClose={onClose}
    >
      {delivery.error !== null && <Text size="sm">{delivery.error}</Text>}
    </Alert>
  );
}

function RemoveChannel({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      unwrap(client.DELETE("/api/v1/notifications/channels/{id}", { params: { path: { id: channel.id } } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey });
      onClose();
    },
  });
  return (
    <Confirm
      title={`Remove ${channel.name}`}
      action="Remove the channel"
      failed="The channel could not be removed"
      attempt={remove}
      onClose={onClose}
    >
      <Text size="sm">Nothing is told by it any more, and its secret is forgotten.</Text>
    </Confirm>
  );
}

function NoChannels() {
  return (
    <EmptyState title="There is no channel yet">
      <Text size="sm">
        A channel is where notifications go: a webhook or e-mail. Add one, test it, then add a rule that says
        what it tells.
      </Text>
    </EmptyState>
  );
}
