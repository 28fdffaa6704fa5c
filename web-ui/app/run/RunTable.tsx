import { Table, Text } from "@mantine/core";
import { Link } from "react-router";
import type { Run } from "../api/types";
import { formatTime } from "../format/time";
import { Bytes, Elapsed, Time } from "../ui/Quantity";
import { type Column, Rows } from "../ui/Section";
import { RunStateBadge } from "./RunStateBadge";
import { doneShare, kindTitle, runTitle } from "./runState";

const MACHINE: Column = { name: "Machine" };
const COLUMNS: readonly Column[] = [
  { name: "State" },
  { name: "Repository" },
  { name: "Created" },
  { name: "Took", align: "right" },
  { name: "Read", align: "right" },
  { name: "Uploaded", align: "right" },
];

interface RunTableProps {
  runs: readonly Run[];
  /** Leaves the machine out where the page is about one. */
  ofOneMachine?: boolean;
}

export function RunTable({ runs, ofOneMachine = false }: RunTableProps) {
  const columns = [{ name: "Run" }, ...(ofOneMachine ? [] : [MACHINE]), ...COLUMNS];
  return (
    <Rows label="Runs" columns={columns}>
      {runs.map((run) => (
        <Table.Tr key={run.id}>
          <Table.Td>
            <Link
              to={`/runs/${run.id}`}
              className="plain"
              aria-label={`${runTitle(run)}, ${formatTime(run.createdAt)}`}
            >
              {kindTitle(run.kind)}
            </Link>
          </Table.Td>
          {!ofOneMachine && <Table.Td>{run.machine?.name ?? "–"}</Table.Td>}
          <Table.Td maw={260}>
            <RunStateBadge state={run.state} />
            <StateNote run={run} />
          </Table.Td>
          <Table.Td>{run.repository.name}</Table.Td>
          <Table.Td>
            <Time value={run.createdAt} />
          </Table.Td>
          <Table.Td ta="right">
            <Elapsed from={run.startedAt} to={run.finishedAt} />
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={run.progress.readBytes} />
          </Table.Td>
          <Table.Td ta="right">
            <Bytes value={run.progress.uploadedBytes} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}

/** Below the state: how far a running run is, or why one failed. */
function StateNote({ run }: { run: Run }) {
  const share = doneShare(run);
  const words =
    run.state === "running" && share !== null
      ? `${Math.floor(share * 100)} %`
      : run.state === "failed"
        ? run.error?.code
        : null;
  if (words === null || words === undefined) return null;
  return (
    <Text size="xs" c="dimmed" mt={2}>
      {words}
    </Text>
  );
}
