import { expect, test } from "vitest";
import { readEvents, type ServerEvent } from "./eventStream";

const encoder = new TextEncoder();

function bodyOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

async function eventsOf(...pieces: readonly Uint8Array[]): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(bodyOf(pieces))) events.push(event);
  return events;
}

const STREAM =
  ': hello\n\nevent: run\ndata: {"é":\ndata: 1}\n\nevent:run\r\ndata:x\r\nid: 7\r\n\r\ndata: plain\n\n';
const EVENTS = [
  { name: "run", data: '{"é":\n1}' },
  { name: "run", data: "x" },
  { name: "message", data: "plain" },
];

test("comments are skipped, fields read, lines of data joined, and names do not leak into the next event", async () => {
  expect(await eventsOf(encoder.encode(STREAM))).toEqual(EVENTS);
});

test("the same events come out wherever the body is torn apart", async () => {
  const bytes = encoder.encode(STREAM);
  for (let cut = 1; cut < bytes.length; cut += 1) {
    expect(await eventsOf(bytes.slice(0, cut), bytes.slice(cut))).toEqual(EVENTS);
  }
});

test("an unfinished last event is dropped", async () => {
  expect(await eventsOf(encoder.encode("data: whole\n\ndata: torn"))).toEqual([
    { name: "message", data: "whole" },
  ]);
});

test("an event without data is none", async () => {
  expect(await eventsOf(encoder.encode("event: run\n\n"))).toEqual([]);
});

test("a stream that never ends a line, or an event, is given up", async () => {
  const megabyte = encoder.encode("x".repeat(1024 * 1024));
  await expect(eventsOf(megabyte, megabyte, megabyte, megabyte, megabyte)).rejects.toThrow("without an end");

  const line = encoder.encode(`data: ${"x".repeat(1024 * 1024)}\n`);
  await expect(eventsOf(line, line, line, line, line)).rejects.toThrow("without an end");
});
