import { expect, test } from "vitest";
import { addSample, averageRates, ratesOf } from "./rate";

const progress = (readBytes: number) => ({
  totalBytes: 1_000,
  foundBytes: 1_000,
  readBytes,
  storedBytes: readBytes / 2,
  uploadedBytes: readBytes / 2,
  bytesPerSecond: null,
  estimatedEnd: null,
});

test("rates are taken over the samples of the last ten seconds", () => {
  let samples = addSample([], { at: 0, progress: progress(0) });
  samples = addSample(samples, { at: 20_000, progress: progress(100) });
  samples = addSample(samples, { at: 22_000, progress: progress(500) });
  samples = addSample(samples, { at: 31_000, progress: progress(900) });

  expect(samples.map((sample) => sample.at)).toEqual([20_000, 22_000, 31_000]);
  expect(ratesOf(samples)?.readBytes).toBeCloseTo(800 / 11);
});

test("one sample, or samples close together, tell no rate", () => {
  expect(ratesOf([])).toBeNull();
  expect(ratesOf([{ at: 0, progress: progress(0) }])).toBeNull();
  expect(
    ratesOf([
      { at: 0, progress: progress(0) },
      { at: 100, progress: progress(9) },
    ]),
  ).toBeNull();
});

test("a run that is taken up again by another worker never shows a negative rate", () => {
  const samples = [
    { at: 0, progress: progress(500) },
    { at: 1_000, progress: progress(0) },
  ];
  expect(ratesOf(samples)?.readBytes).toBe(0);
});

test("the average is over the whole run, and none where nothing was read", () => {
  expect(averageRates(progress(1_000), 2_000)).toEqual({
    readBytes: 500,
    storedBytes: 250,
    uploadedBytes: 250,
  });
  expect(averageRates(progress(0), 2_000)).toBeNull();
  expect(averageRates(progress(10), 0)).toBeNull();
});
