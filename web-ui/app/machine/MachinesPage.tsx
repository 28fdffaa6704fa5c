import { Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { itemsOf, machinesQuery, repositoriesQuery } from "../api/queries";
import type { Machine, Repository } from "../api/types";
import { DiskModeBadge } from "../point/DiskModeBadge";
import { RunStateBadge } from "../run/RunStateBadge";
import { pollInterval, useLiveRuns } from "../run/useLiveRuns";
import { CommandLine } from "../ui/CommandLine";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Ago } from "../ui/Quantity";
import { type Column, Rows } from "../ui/Section";
import { AddMachine } from "./AddMachine";
import { BackUpNow } from "./BackUpNow";
import { BACKUP_COMMAND, createMachineCommand } from "./commands";
import { MachineFilters, narrowed, useMachineFilter } from "./MachineFilters";
import { MachineLabels } from "./MachineLabels";
import { ProtectionBadge } from "./ProtectionBadge";
import { RepositoryNotice } from "./RepositoryNotice";
import { useBackUp } from "./useBackUp";

const COLUMNS: readonly Column[] = [
  { name: "Machine" },
  { name: "Protection" },
  { name: "Disks" },
  { name: "Last point" },
  { name: "Last run" },
  { name: "Actions", silent: true },
];

export function MachinesPage() {
  const delivery = useLiveRuns();
  const filter = useMachineFilter();
  const query = useInfiniteQuery({ ...machinesQuery(filter), refetchInterval: pollInterval(delivery) });
  const repositories = useInfiniteQuery(repositoriesQuery);
  const known = repositories.data === undefined ? undefined : itemsOf(repositories.data);
  const backUp = useBackUp();
  const machines = itemsOf(query.data);
  return (
    <Stack gap="lg">
      <Heading title="Machines">
        <MachineFilters filter={filter} />
        <AddMachine />
      </Heading>
      {backUp.error !== null && (
        <ProblemAlert what="The backup could not be started" problem={backUp.error} onClose={backUp.reset} />
      )}
      {repositories.error !== null && (
        <ProblemAlert
          what="The repositories could not be read"
          problem={repositories.error}
          onRetry={() => void repositories.refetch()}
        />
      )}
      <RepositoryNotice repositories={known} />
      <Listing
        what="machines"
        query={query}
        count={machines.length}
        empty={narrowed(filter) ? <NoSuchMachines /> : <NoMachines />}
      >
        <Rows label="Machines" columns={COLUMNS}>
          {machines.map((machine) => (
            <MachineRow key={machine.id} machine={machine} repositories={known} backUp={backUp} />
          ))}
        </Rows>
      </Listing>
    </Stack>
  );
}

interface MachineRowProps {
  machine: Machine;
  repositories: readonly Repository[] | undefined;
  backUp: ReturnType<typeof useBackUp>;
}

/** All that somebody is told who may not see points. */
function NewestPoint({ at }: { at: string | null }) {
  if (at !== null) return <Ago value={at} />;
  return (
    <Text size="sm" c="dimmed">
      none yet
    </Text>
  );
}

function MachineRow({ machine, repositories, backUp }: MachineRowProps) {
  const { lastPoint, lastRun } = machine;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to={`/machines/${machine.id}`} className="plain">
          <Text span fw={600} size="sm">
            {machine.name}
          </Text>
        </Link>
        <Text size="xs" c="dimmed">
          pool {machine.pool}
        </Text>
        <MachineLabels machine={machine} />
      </Table.Td>
      <Table.Td>
        <ProtectionBadge protection={machine.protection} />
      </Table.Td>
      <Table.Td>{machine.disks.map((disk) => disk.name).join(", ")}</Table.Td>
      <Table.Td>
        {lastPoint === null ? (
          <NewestPoint at={machine.protection.newestPoint} />
        ) : (
          <>
            <Ago value={lastPoint.createdAt} />
            <div>
              {lastPoint.modes.map((mode) => (
                <DiskModeBadge key={mode} mode={mode} />
              ))}
            </div>
          </>
        )}
      </Table.Td>
      <Table.Td>
        {lastRun === null ? (
          <Text size="sm" c="dimmed">
            never run
          </Text>
        ) : (
          <>
            <Link to={`/runs/${lastRun.id}`} aria-label={`Last run of ${machine.name}: ${lastRun.state}`}>
              <RunStateBadge state={lastRun.state} />
            </Link>
            <Text size="xs" c="dimmed" mt={2}>
              {lastRun.error !== null && `${lastRun.error.code} · `}
              <Ago value={lastRun.finishedAt ?? lastRun.createdAt} />
            </Text>
          </>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <BackUpNow machine={machine} repositories={repositories} backUp={backUp} size="xs" />
      </Table.Td>
    </Table.Tr>
  );
}

function NoSuchMachines() {
  return (
    <EmptyState title="No machine is like that">
      <Text size="sm">
        Take a label away above, or{" "}
        <Link to="/machines" className="plain">
          show all machines
        </Link>
        .
      </Text>
    </EmptyState>
  );
}

function NoMachines() {
  return (
    <EmptyState title="No machine is protected yet">
      <Text size="sm">
        A machine is a name and the images of its disks, as the worker sees them. Press “Protect a machine”
        above, or create one over the API; it appears here at once.
      </Text>
      <CommandLine label="Create a machine" command={createMachineCommand()} />
      <CommandLine
        label="Or back up without the server, straight into a repository"
        command={BACKUP_COMMAND}
      />
      <Text size="sm" c="dimmed">
        To see it all work first, run ./tidemark quickstart: it makes a sample machine, backs it up twice and
        restores it.
      </Text>
    </EmptyState>
  );
}
