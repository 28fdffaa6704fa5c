import { Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type UIEvent, useEffect, useRef } from "react";
import type { LogEntry } from "../api/types";
import { formatCount } from "../format/bytes";
import { exactTime, formatClock } from "../format/time";
import { ProblemAlert } from "../ui/ProblemAlert";
import classes from "./RunLog.module.css";
import { runLogQuery } from "./runLog";

interface RunLogProps {
  run: string;
  /** Whether more lines may come. */
  active: boolean;
}

const POLL_MS = 1_500;
/** Scrolled closer to the end than this, the log follows what is added. */
const FOLLOW_PX = 24;

export function RunLog({ run, active }: RunLogProps) {
  const queryClient = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...runLogQuery(run, queryClient),
    refetchInterval: active ? POLL_MS : false,
  });
  useEffect(() => {
    // The last lines are written as the run ends: read on once more when it has.
    if (!active) void refetch();
  }, [active, refetch]);

  if (error !== null && data === undefined) {
    return <ProblemAlert what="The log could not be read" problem={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) {
    return (
      <Text size="sm" c="dimmed" p="md" role="status">
        Reading the log…
      </Text>
    );
  }
  if (data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        {active ? "Nothing was logged yet." : "Nothing was logged."}
      </Text>
    );
  }
  return (
    <>
      {error !== null && <ProblemAlert what="The log could not be read on" problem={error} />}
      <Lines lines={data.items} dropped={data.dropped} />
    </>
  );
}

function Lines({ lines, dropped }: { lines: readonly LogEntry[]; dropped: number }) {
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const newest = lines.at(-1)?.seq;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what moves the view.
  useEffect(() => {
    const element = box.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  }, [newest]);
  const onScroll = ({ currentTarget: element }: UIEvent<HTMLDivElement>) => {
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOW_PX;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <div ref={box} className={classes.log} role="log" aria-label="Log" tabIndex={0} onScroll={onScroll}>
      {dropped > 0 && <div className={classes.line}>{formatCount(dropped)} earlier lines are not shown.</div>}
      {lines.map((line) => (
        <div key={line.seq} className={classes.line} data-level={line.level}>
          <time dateTime={line.at} title={exactTime(line.at)}>
            {formatClock(line.at)}
          </time>
          <span className={classes.level}>{line.level}</span>
          <span className={classes.message}>{line.message}</span>
        </div>
      ))}
    </div>
  );
}
