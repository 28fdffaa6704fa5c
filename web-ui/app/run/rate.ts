import { useEffect, useState } from "react";
import type { Progress } from "../api/types";

export interface Rates {
  readonly readBytes: number;
  readonly storedBytes: number;
  readonly uploadedBytes: number;
}

interface Sample {
  /** When it was seen, in milliseconds. */
  readonly at: number;
  readonly progress: Progress;
}

const WINDOW_MS = 10_000;
const SHORTEST_SPAN_MS = 500;

/** Samples of the last ten seconds, and the one before them: the newest is last. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const all = [...samples, sample];
  const firstInside = all.findIndex((each) => sample.at - each.at <= WINDOW_MS);
  return all.slice(Math.max(0, firstInside - 1));
}

/** Bytes a second over the samples; null while they span too little time to tell. */
export function ratesOf(samples: readonly Sample[]): Rates | null {
  const first = samples.at(0);
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < SHORTEST_SPAN_MS) return null;
  const perSecond = (key: keyof Rates) =>
    Math.max(0, ((last.progress[key] - first.progress[key]) * 1_000) / (last.at - first.at));
  return {
    readBytes: perSecond("readBytes"),
    storedBytes: perSecond("storedBytes"),
    uploadedBytes: perSecond("uploadedBytes"),
  };
}

/** The average over a whole run, from its start to its end; null when nothing was read. */
export function averageRates(progress: Progress, durationMs: number): Rates | null {
  if (durationMs <= 0 || progress.readBytes === 0) return null;
  const perSecond = (bytes: number) => (bytes * 1_000) / durationMs;
  return {
    readBytes: perSecond(progress.readBytes),
    storedBytes: perSecond(progress.storedBytes),
    uploadedBytes: perSecond(progress.uploadedBytes),
  };
}

/** The present rates of a running run; `seenAt` is when this progress arrived. */
export function useRates(progress: Progress, seenAt: number): Rates | null {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    setSamples((before) => addSample(before, { at: seenAt, progress }));
  }, [progress, seenAt]);
  return ratesOf(samples);
}
