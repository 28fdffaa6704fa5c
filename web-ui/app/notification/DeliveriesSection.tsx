import { Badge, NativeSelect, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { deliveriesQuery, itemsOf } from "../api/queries";
import type { Delivery, DeliveryState } from "../api/types";
import { EmptyState } from "../ui/EmptyState";
import { Listing } from "../ui/Listing";
import { Time } from "../ui/Quantity";
import { type Column, Rows, Titled } from "../ui/Section";

const STATES: readonly DeliveryState[] = ["queued", "sending", "delivered", "failed"];
const COLOR: Readonly<Record<DeliveryState, string>> = {
  queued: "gray",
  sending: "gray",
  delivered: "green",
  failed: "red",
};
const COLUMNS: readonly Column[] = [
  { name: "State" },
  { name: "What" },
  { name: "By" },
  { name: "Made" },
  { name: "Attempts", align: "right" },
];

/** What is on its way, has arrived, or was given up. */
export function DeliveriesSection() {
  const [state, setState] = useState<DeliveryState | undefined>();
  const query = useInfiniteQuery(deliveriesQuery(state));
  const deliveries = itemsOf(query.data);
  return (
    <Titled
      title="Deliveries"
      aside={
        <NativeSelect
          aria-label="State of deliveries"
          size="xs"
          value={state ?? ""}
          onChange={(event) => setState(STATES.find((each) => each === event.currentTarget.value))}
          data={[{ value: "", label: "All states" }, ...STATES]}
        />
      }
    >
      <Listing what="deliveries" query={query} count={deliveries.length} empty={<NoDeliveries />}>
        <Rows label="Deliveries" columns={COLUMNS}>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </Rows>
      </Listing>
    </Titled>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Badge color={COLOR[delivery.state]} variant="light" tt="none">
          {delivery.state}
        </Badge>
      </Table.Td>
      <Table.Td maw={420}>
        {delivery.run === null ? (
          <Text size="sm">{delivery.subject}</Text>
        ) : (
          <Link to={`/runs/${delivery.run}`} className="plain">
            {delivery.subject}
          </Link>
        )}
        {delivery.error !== null && (
          <Text size="xs" c="dimmed">
            {delivery.error}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{delivery.channel.name}</Table.Td>
      <Table.Td>
        <Time value={delivery.createdAt} />
      </Table.Td>
      <Table.Td ta="right">{delivery.attempts}</Table.Td>
    </Table.Tr>
  );
}

function NoDeliveries() {
  return (
    <EmptyState title="Nothing of that kind was told yet">
      <Text size="sm">What rules tell, and each test of a channel, is listed here for 30 days.</Text>
    </EmptyState>
  );
}
