/** One server-sent event, as the HTML standard's "event stream interpretation" dispatches it. */
export interface ServerEvent {
  readonly name: string;
  readonly data: string;
}

/** An event larger than this is not one of ours: the stream is given up rather than kept growing. */
const LONGEST_EVENT = 4 * 1024 * 1024;

/**
 * Reads server-sent events from a response body. `EventSource` would do it, but cannot send the bearer header.
 * Ends when the stream ends; an unfinished last event is dropped, as the standard says.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  let name = "";
  let data: string[] = [];
  let length = 0;
  for await (const line of readLines(body)) {
    if (line === "") {
      if (data.length > 0) yield { name: name === "" ? "message" : name, data: data.join("\n") };
      name = "";
      data = [];
      length = 0;
      continue;
    }
    length += line.length;
    if (length > LONGEST_EVENT) throw new Error("The server sent an event without an end");
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") name = value;
    if (field === "data") data.push(value);
  }
}

/** Lines end in LF, CR or CRLF, and a CRLF may be torn apart between two pieces of the body. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      if (rest.length > LONGEST_EVENT) throw new Error("The server sent an event without an end");
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      yield* lines;
      if (done) return;
    }
  } finally {
    // A stream that broke rejects this too, with the error the reader above has already thrown.
    await reader.cancel().catch(() => undefined);
  }
}
