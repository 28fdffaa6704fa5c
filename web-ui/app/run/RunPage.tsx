import { Alert, Code, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { runQuery } from "../api/queries";
import type { Run } from "../api/types";
import { Heading } from "../ui/Heading";
import { AlertIcon } from "../ui/icons";
import { Waiting } from "../ui/Listing";
import { ProblemAlert } from "../ui/ProblemAlert";
import { Bytes, Elapsed, Time } from "../ui/Quantity";
import { Section, Titled } from "../ui/Section";
import { CancelRun } from "./CancelRun";
import type { Delivery } from "./followRuns";
import { RunDisks } from "./RunDisks";
import { hasLine, RunLine } from "./RunLine";
import { RunLog } from "./RunLog";
import classes from "./RunPage.module.css";
import { RunProgress } from "./RunProgress";
import { RunStateBadge } from "./RunStateBadge";
import { RunSteps } from "./RunSteps";
import { RunVerdicts } from "./RunVerdicts";
import { remedyOf } from "./remedy";
import { countsBytes, isActive, runTitle } from "./runState";
import { pollInterval, useLiveRuns } from "./useLiveRuns";

const ABOVE = [{ title: "Runs", to: "/runs" }];

export function RunPage() {
  const { id = "" } = useParams();
  return <RunOf key={id} id={id} />;
}

function RunOf({ id }: { id: string }) {
  // What is known so far decides whether there is anything to follow; the second use of the query reads it.
  const { data: known } = useQuery({ ...runQuery(id), enabled: false });
  const following = known !== undefined && isActive(known.state);
  const delivery = useLiveRuns({ run: id, enabled: following });
  const {
    data: run,
    error,
    refetch,
    dataUpdatedAt,
  } = useQuery({ ...runQuery(id), refetchInterval: following ? pollInterval(delivery) : false });

  return (
    <Stack gap="lg">
      {run === undefined && <Heading title="Run" above={ABOVE} />}
      {error !== null && (
        <ProblemAlert what="The run could not be read" problem={error} onRetry={() => void refetch()} />
      )}
      {run === undefined && error === null && <Waiting what="the run" />}
      {run !== undefined && <RunDetails run={run} seenAt={dataUpdatedAt} delivery={delivery} />}
    </Stack>
  );
}

interface RunDetailsProps {
  run: Run;
  seenAt: number;
  delivery: Delivery;
}

function RunDetails({ run, seenAt, delivery }: RunDetailsProps) {
  const active = isActive(run.state);
  return (
    <>
      <Heading title={runTitle(run)} above={ABOVE} beside={<RunStateBadge state={run.state} />}>
        {active && <CancelRun run={run} />}
      </Heading>
      <Facts run={run} />
      {run.error !== null && <Failure run={run} error={run.error} />}
      {countsBytes(run.kind) && (
        <Section title="Progress" aside={active && <DeliveryNote delivery={delivery} />}>
          <RunProgress run={run} seenAt={seenAt} />
        </Section>
      )}
      <Section title="Steps">
        <RunSteps steps={run.steps} active={active} />
      </Section>
      {hasLine(run) && (
        <Section title="Retries">
          <RunLine run={run} />
        </Section>
      )}
      {run.disks.length > 0 && (
        <Section title="Disks">
          <RunDisks disks={run.disks} />
        </Section>
      )}
      {run.kind === "retention" && !active && (
        <Titled title="Points">
          <RunVerdicts run={run} />
        </Titled>
      )}
      <Section title="Log">
        <RunLog run={run.id} active={active} />
      </Section>
    </>
  );
}

function Failure({ run, error }: { run: Run; error: NonNullable<Run["error"]> }) {
  const cancelled = run.state === "cancelled";
  return (
    <Alert
      color={cancelled ? "gray" : "red"}
      variant="light"
      role="alert"
      icon={<AlertIcon size={18} />}
      title={
        <Group gap="xs">
          {cancelled ? "The run was cancelled" : "The run did not succeed"} <Code>{error.code}</Code>
        </Group>
      }
    >
      <Text size="sm">{error.message}</Text>
      <Text size="sm" mt="xs">
        <strong>What to do:</strong> {remedyOf(error.code)}
      </Text>
    </Alert>
  );
}

const DELIVERY_WORDS: Record<Delivery, string> = {
  connecting: "connecting…",
  live: "live",
  polling: "asking every 2 s",
};

function DeliveryNote({ delivery }: { delivery: Delivery }) {
  return (
    <Text
      size="xs"
      c="dimmed"
      role="status"
      aria-label="Connection"
      className={classes.delivery}
      data-state={delivery}
    >
      {DELIVERY_WORDS[delivery]}
    </Text>
  );
}

/** What stands for the policy where there was none, or one that the reader may not see. */
const STARTED_BY: Record<Run["trigger"], string> = {
  schedule: "a schedule",
  backup: "the backup before it",
  retry: "a retry",
  request: "hand",
};

const WAITING_WORDS: Record<NonNullable<Run["waitingFor"]>, string> = {
  worker: "a worker with a free hand",
  "pool-limit": "a place in its pool",
  "repository-limit": "a place at its repository",
  window: "the hours of its policy",
  time: "its time",
};

function Facts({ run }: { run: Run }) {
  const active = isActive(run.state);
  return (
    <dl className={classes.facts}>
      {run.machine !== null && (
        <Fact name="Machine">
          {run.machine.id === null ? (
            `${run.machine.name} (removed)`
          ) : (
            <Link to={`/machines/${run.machine.id}`} className="plain">
              {run.machine.name}
            </Link>
          )}
        </Fact>
      )}
      <Fact name="Repository">{run.repository.name}</Fact>
      <Fact name="Started by">
        {run.policy === null ? STARTED_BY[run.trigger] : `policy ${run.policy.name}`}
      </Fact>
      {run.requestedMode !== null && <Fact name="Requested mode">{run.requestedMode}</Fact>}
      {run.restore !== null && (
        <Fact name="Target">
          <Code>{run.restore.target}</Code> ({run.restore.format}
          {run.restore.disk !== null && `, disk ${run.restore.disk}`})
        </Fact>
      )}
      {run.waitingFor !== null && (
        <Fact name="Waits for">
          {WAITING_WORDS[run.waitingFor]}
          {run.waitingUntil !== null && (
            <>
              , not before <Time value={run.waitingUntil} />
            </>
          )}
        </Fact>
      )}
      {run.progress.estimatedEnd !== null && (
        <Fact name="Done at about">
          <Time value={run.progress.estimatedEnd} />
        </Fact>
      )}
      {run.attempt > 1 && <Fact name="Attempt">{run.attempt}</Fact>}
      <Fact name="Worker">{run.worker ?? "–"}</Fact>
      <Fact name={run.startedAt === null ? "Created" : "Started"}>
        <Time value={run.startedAt ?? run.createdAt} />
      </Fact>
      <Fact name={active ? "Running for" : "Took"}>
        <Elapsed from={run.startedAt} to={run.finishedAt} />
      </Fact>
      {run.cost !== null && (
        <Fact name="Asked of the store">
          {run.cost.requests} requests, <Bytes value={run.cost.bytesUp} /> up,{" "}
          <Bytes value={run.cost.bytesDown} /> down
        </Fact>
      )}
      {run.point !== null && <Fact name="Point">{<Code>{run.point}</Code>}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
