import { exactBytes, formatBytes } from "../format/bytes";
import { exactTime, formatAgo, formatDuration, formatTime } from "../format/time";
import { useNow } from "./useNow";

/** Bytes at a glance; the exact count is in the tooltip. */
export function Bytes({ value }: { value: number }) {
  return <span title={exactBytes(value)}>{formatBytes(value)}</span>;
}

/** An instant in local time; UTC is in the tooltip. */
export function Time({ value }: { value: string }) {
  return (
    <time dateTime={value} title={exactTime(value)}>
      {formatTime(value)}
    </time>
  );
}

/** How long ago an instant was, kept up to date; the instant itself is in the tooltip. */
export function Ago({ value }: { value: string }) {
  const now = useNow(10_000);
  return (
    <time dateTime={value} title={`${formatTime(value)}, ${exactTime(value)}`}>
      {formatAgo(value, now)}
    </time>
  );
}

interface ElapsedProps {
  from: string | null | undefined;
  to: string | null | undefined;
}

/** How long something took, or is taking; a dash before it began. */
export function Elapsed({ from, to }: ElapsedProps) {
  const now = useNow(1_000);
  if (from === null || from === undefined) return <>–</>;
  const begun = Date.parse(from);
  if (to !== null && to !== undefined) return <>{formatDuration(Math.max(0, Date.parse(to) - begun))}</>;
  const seconds = Math.max(0, Math.trunc((now - begun) / 1_000));
  return <>{seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1_000)}</>;
}
