import { Group, Stack, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Point, PointDisk } from "../api/types";
import { useReasonNot } from "../api/usePermission";
import { formatTime } from "../format/time";
import { Ago, Bytes, Time } from "../ui/Quantity";
import { ReasonedButton } from "../ui/ReasonedButton";
import { type Column, Rows } from "../ui/Section";
import { DiskModeBadge } from "./DiskModeBadge";

const COLUMNS: readonly Column[] = [
  { name: "Point" },
  { name: "How each disk was read" },
  { name: "Changed", align: "right" },
  { name: "Stored", align: "right" },
  { name: "Repository" },
  { name: "Actions", silent: true },
];

interface PointTableProps {
  points: readonly Point[];
  onRestore: (point: Point) => void;
}

export function PointTable({ points, onRestore }: PointTableProps) {
  const notPermitted = useReasonNot("restore", "restoring");
  return (
    <Rows label="Points" columns={COLUMNS}>
      {points.map((point) => (
        <Table.Tr key={point.id}>
          <Table.Td>
            <Time value={point.createdAt} />
            <Text size="xs" c="dimmed">
              <Ago value={point.createdAt} />
              {point.run !== null && (
                <>
                  {" · "}
                  <Link to={`/runs/${point.run}`} className="plain">
                    run
                  </Link>
                </>
              )}
            </Text>
          </Table.Td>
          <Table.Td maw={360}>
            <Stack gap={6}>
              {point.disks.map((disk) => (
                <DiskReading key={disk.name} disk={disk} />
              ))}
            </Stack>
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={sum(point, "changedBytes")} />
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={sum(point, "storedBytes")} />
          </Table.Td>
          <Table.Td>{point.repository.name}</Table.Td>
          <Table.Td ta="right">
            <ReasonedButton
              size="xs"
              variant="default"
              disabledReason={notPermitted}
              onClick={() => onRestore(point)}
              aria-label={`Restore point of ${formatTime(point.createdAt)}`}
            >
              Restore
            </ReasonedButton>
          </Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}

function DiskReading({ disk }: { disk: PointDisk }) {
  return (
    <div>
      <Group gap={6} wrap="nowrap">
        <Text size="sm">{disk.name}</Text>
        <DiskModeBadge mode={disk.mode} />
      </Group>
      <Text size="xs" c="dimmed">
        {disk.reason}
      </Text>
    </div>
  );
}

function sum(point: Point, key: "changedBytes" | "storedBytes"): number {
  return point.disks.reduce((total, disk) => total + disk[key], 0);
}
