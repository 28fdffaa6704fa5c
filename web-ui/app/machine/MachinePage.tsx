import { Badge, Code, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import { itemsOf, machineQuery, pointsQuery, repositoriesQuery, runsQuery } from "../api/queries";
import type { Machine, Point } from "../api/types";
import { PointTable } from "../point/PointTable";
import { RestoreDialog } from "../point/RestoreDialog";
import { RunTable } from "../run/RunTable";
import { pollInterval, useLiveRuns } from "../run/useLiveRuns";
import { EmptyState } from "../ui/EmptyState";
import { Heading } from "../ui/Heading";
import { Listing, Waiting } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Rows, Section, Titled } from "../ui/Section";
import { BackUpNow } from "./BackUpNow";
import { CoverageSection } from "./CoverageSection";
import { MachineLabels } from "./MachineLabels";
import { ProtectionBadge } from "./ProtectionBadge";
import { RepositoryNotice } from "./RepositoryNotice";
import { useBackUp } from "./useBackUp";

const ABOVE = [{ title: "Machines", to: "/machines" }];

export function MachinePage() {
  const { id = "" } = useParams();
  const delivery = useLiveRuns();
  const refetchInterval = pollInterval(delivery);
  const { data: machine, error, refetch } = useQuery({ ...machineQuery(id), refetchInterval });
  if (machine === undefined) {
    return (
      <Stack gap="lg">
        <Heading title="Machine" above={ABOVE} />
        {error === null ? (
          <Waiting what="the machine" />
        ) : (
          <ProblemAlert what="The machine could not be read" problem={error} onRetry={() => void refetch()} />
        )}
      </Stack>
    );
  }
  return (
    <Stack gap="lg">
      {error !== null && <ProblemAlert what="What is shown is not up to date" problem={error} />}
      <MachineDetails machine={machine} refetchInterval={refetchInterval} />
    </Stack>
  );
}

interface MachineDetailsProps {
  machine: Machine;
  refetchInterval: number;
}

function MachineDetails({ machine, refetchInterval }: MachineDetailsProps) {
  const repositories = useInfiniteQuery(repositoriesQuery);
  const known = repositories.data === undefined ? undefined : itemsOf(repositories.data);
  const points = useInfiniteQuery({ ...pointsQuery(machine.id), refetchInterval });
  const runs = useInfiniteQuery({ ...runsQuery({ machine: machine.id }), refetchInterval });
  const backUp = useBackUp();
  const [restoring, setRestoring] = useState<Point | null>(null);
  const pointItems = itemsOf(points.data);
  const runItems = itemsOf(runs.data);
  return (
    <>
      <Heading
        title={machine.name}
        above={ABOVE}
        beside={
          <>
            <Badge variant="default" tt="none">
              pool {machine.pool}
            </Badge>
            <ProtectionBadge protection={machine.protection} />
            <MachineLabels machine={machine} />
          </>
        }
      >
        <BackUpNow machine={machine} repositories={known} backUp={backUp} />
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
      <Titled title="Points">
        <Listing what="points" query={points} count={pointItems.length} empty={<NoPoints />}>
          <PointTable points={pointItems} onRestore={setRestoring} />
        </Listing>
      </Titled>
      <CoverageSection machine={machine.id} />
      <Section title="Disks">
        <Disks machine={machine} />
      </Section>
      <Titled title="Runs">
        <Listing what="runs" query={runs} count={runItems.length} empty={<NoRuns />}>
          <RunTable runs={runItems} ofOneMachine />
        </Listing>
      </Titled>
      {restoring !== null && (
        <RestoreDialog
          point={restoring}
          location={known?.find((repository) => repository.id === restoring.repository.id)?.location ?? null}
          onClose={() => setRestoring(null)}
        />
      )}
    </>
  );
}

const DISK_COLUMNS = [{ name: "Disk" }, { name: "Image" }] as const;

function Disks({ machine }: { machine: Machine }) {
  return (
    <Rows label="Disks" columns={DISK_COLUMNS}>
      {machine.disks.map((disk) => (
        <Table.Tr key={disk.id}>
          <Table.Td fw={600}>{disk.name}</Table.Td>
          <Table.Td>
            <Code>{disk.imagePath}</Code>
          </Table.Td>
        </Table.Tr>
      ))}
    </Rows>
  );
}

function NoPoints() {
  return (
    <EmptyState title="There is no point to restore from yet">
      <Text size="sm">
        Press “Back up now” above. The first backup reads everything; later ones read only what the mark
        names.
      </Text>
    </EmptyState>
  );
}

function NoRuns() {
  return (
    <EmptyState title="Nothing has run for this machine yet">
      <Text size="sm">Backups, restores and verifications of this machine are listed here.</Text>
    </EmptyState>
  );
}
