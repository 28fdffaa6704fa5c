import { Badge, Group } from "@mantine/core";
import { Link } from "react-router";
import type { Machine } from "../api/types";

/** A machine's labels; each leads to all machines that have it. */
export function MachineLabels({ machine }: { machine: Machine }) {
  const labels = Object.entries(machine.labels).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return null;
  return (
    <Group gap={4} mt={2}>
      {labels.map((label) => (
        <Badge
          key={label}
          component={Link}
          to={`/machines?label=${encodeURIComponent(label)}`}
          aria-label={`Machines with ${label}`}
          size="sm"
          variant="default"
          tt="none"
          style={{ cursor: "pointer" }}
        >
          {label}
        </Badge>
      ))}
    </Group>
  );
}
