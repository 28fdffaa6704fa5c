import { Group, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Run } from "../api/types";
import { formatRate } from "../format/bytes";
import { Bytes } from "../ui/Quantity";
import classes from "./RunProgress.module.css";
import { averageRates, type Rates, useRates } from "./rate";
import { doneShare, isActive, STATE_COLOR } from "./runState";

interface RunProgressProps {
  run: Run;
  /** When this state of the run arrived, in milliseconds. */
  seenAt: number;
}

/** How far a run is: a bar, and the bytes found, read, stored and uploaded with their rates. */
export function RunProgress({ run, seenAt }: RunProgressProps) {
  const active = isActive(run.state);
  const present = useRates(run.progress, seenAt);
  const rates = active ? present : averageOf(run);
  const { foundBytes, readBytes, storedBytes, uploadedBytes } = run.progress;
  const writes = run.kind === "backup";
  return (
    <Stack gap="md" p="md">
      <Bar run={run} />
      <SimpleGrid cols={{ base: 2, sm: writes ? 4 : 2 }} spacing="md">
        <Figure name="Found" bytes={foundBytes} note="to read" />
        <Figure name="Read" bytes={readBytes} note={rateNote(rates, "readBytes", active)} />
        {writes && <Figure name="Stored" bytes={storedBytes} note={rateNote(rates, "storedBytes", active)} />}
        {writes && (
          <Figure name="Uploaded" bytes={uploadedBytes} note={rateNote(rates, "uploadedBytes", active)} />
        )}
      </SimpleGrid>
    </Stack>
  );
}

function Bar({ run }: { run: Run }) {
  const active = isActive(run.state);
  const share = doneShare(run);
  const percent = share === null ? 0 : Math.floor(share * 100);
  const words = share === null ? waitingWords(run) : `${percent} %`;
  return (
    <Group gap="md" wrap="nowrap">
      <Progress.Root size="lg" className={classes.bar}>
        <Progress.Section
          value={share === null && active ? 100 : percent}
          color={share === null ? "gray.5" : STATE_COLOR[run.state]}
          animated={active}
          striped={active}
          aria-label="Progress"
          aria-valuetext={words}
        />
      </Progress.Root>
      <Text size="sm" fw={600} className={classes.percent}>
        {words}
      </Text>
    </Group>
  );
}

function waitingWords(run: Run): string {
  if (run.state === "queued") return "waiting for a worker";
  return run.state === "running" ? "preparing" : "nothing read";
}

interface FigureProps {
  name: string;
  bytes: number;
  note: string;
}

function Figure({ name, bytes, note }: FigureProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields; this groups a figure with its name.
    <div role="group" aria-label={name}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="xl" fw={650} className={classes.figure}>
        <Bytes value={bytes} />
      </Text>
      <Text size="xs" c="dimmed" className={classes.figure}>
        {note}
      </Text>
    </div>
  );
}

function averageOf(run: Run): Rates | null {
  if (run.startedAt === null || run.finishedAt === null) return null;
  return averageRates(run.progress, Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}

function rateNote(rates: Rates | null, key: keyof Rates, active: boolean): string {
  if (rates === null) return active ? "…" : "";
  return active ? formatRate(rates[key]) : `${formatRate(rates[key])} on average`;
}
