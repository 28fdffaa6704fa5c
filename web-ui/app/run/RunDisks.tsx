import { Table, Text } from "@mantine/core";
import type { DiskReport } from "../api/types";
import { formatCount } from "../format/bytes";
import { DiskModeBadge } from "../point/DiskModeBadge";
import { Bytes } from "../ui/Quantity";
import { Rows } from "../ui/Section";

const COLUMNS = [
  { name: "Disk" },
  { name: "Mode" },
  { name: "Size", align: "right" },
  { name: "Changed", align: "right" },
  { name: "Read", align: "right" },
  { name: "New chunks", align: "right" },
  { name: "Stored", align: "right" },
] as const;

/** What a backup did with each disk, and why it read it that way. */
export function RunDisks({ disks }: { disks: readonly DiskReport[] }) {
  return (
    <Rows label="Disks" columns={COLUMNS}>
      {disks.map((disk) => (
        <Table.Tr key={disk.disk}>
          <Table.Td fw={600}>{disk.disk}</Table.Td>
          <Table.Td maw={320}>
            <DiskModeBadge mode={disk.mode} />
            <Text size="xs" c="dimmed">
              {disk.reason}
            </Text>
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={disk.virtualBytes} />
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={disk.changedBytes} />
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={disk.readBytes} />
          </Table.Td>
          <Table.Td ta="right">{formatCount(disk.newChunks)}</Table.Td>
          <Table.Td ta="right">
            <Bytes value={disk.storedBytes} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}
