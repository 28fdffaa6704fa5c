import { HttpResponse } from "msw";
import type { Channel, ChannelDefinition, Delivery, Rule, RuleDefinition } from "../app/api/types";
import { type Ask, matches, notFound, page, problem } from "./answers";
import type { MockCatalog } from "./catalog";
import { instant, mockId, named } from "./seed";

const DAY = 24 * 3_600_000;

export interface Notifications {
  readonly channels: Channel[];
  readonly rules: Rule[];
  readonly deliveries: Delivery[];
}

/** A webhook that works and e-mail that does not, with a rule for each. */
export function notificationSeed(now: number): Notifications {
  const chat = channel(1, { name: "chat", kind: "webhook", url: "https://hooks.example.org/tidemark" }, now);
  const mail = channel(2, { name: "operators", kind: "email", recipients: ["backup@example.org"] }, now);
  const fails = rule(
    1,
    {
      name: "production fails",
      channel: chat.id,
      runs: {
        outcomes: ["failed", "lost", "recovered"],
        kinds: ["backup"],
        machine: null,
        policy: null,
        label: { key: "env", value: "production" },
      },
    },
    chat,
    now,
  );
  const morning = rule(
    2,
    { name: "every morning", channel: mail.id, digest: { cron: "0 0 7 * * ?", timeZone: "Europe/Vienna" } },
    mail,
    now,
  );
  return {
    channels: [chat, mail],
    rules: [morning, fails],
    deliveries: [
      delivery(1, chat, now - 2 * 3_600_000, { rule: named(fails), run: mockId(4, 14) }),
      delivery(2, mail, now - 3_600_000, {
        rule: named(morning),
        subject: "[Tidemark] 1 machine is late",
        event: "digest",
        state: "failed",
        attempts: 24,
        error: "There is no SMTP server: set spring.mail.host.",
      }),
    ],
  };
}

function channel(number: number, definition: ChannelDefinition, now: number): Channel {
  return {
    id: mockId(11, number),
    name: definition.name,
    kind: definition.kind,
    url: definition.url ?? null,
    recipients: definition.recipients ?? [],
    createdAt: instant(now - 30 * DAY),
  };
}

/** What a definition leaves out does not matter, and is told. */
function selection(runs: RuleDefinition["runs"]): Rule["runs"] {
  return runs == null ? null : { kinds: [], machine: null, policy: null, label: null, ...runs };
}

function rule(number: number, definition: RuleDefinition, by: Channel, now: number): Rule {
  return {
    id: mockId(12, number),
    name: definition.name,
    channel: named(by),
    runs: selection(definition.runs),
    digest: definition.digest ?? null,
    nextDigest: definition.digest === null || definition.digest === undefined ? null : instant(now + DAY / 2),
    enabled: definition.enabled ?? true,
    createdAt: instant(now - 29 * DAY),
  };
}

function delivery(number: number, by: Channel, at: number, rest: Partial<Delivery>): Delivery {
  return {
    id: mockId(13, number),
    channel: named(by),
    rule: null,
    run: null,
    event: "run",
    subject: "[Tidemark] backup of busy-01 failed",
    state: "delivered",
    attempts: 1,
    nextAttempt: null,
    createdAt: instant(at),
    finishedAt: instant(at + 300),
    error: null,
    ...rest,
  };
}

export function listChannels({ notifications }: MockCatalog, { url }: Ask): Response {
  return page(notifications.channels, url);
}

export async function createChannel({ notifications }: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as ChannelDefinition;
  if (notifications.channels.some((each) => each.name === body.name)) {
    return problem(409, "channel-exists", "Channel exists already", `There is a channel "${body.name}".`);
  }
  const made = channel(notifications.channels.length + 1, body, Date.now());
  notifications.channels.push(made);
  return HttpResponse.json(made, { status: 201 });
}

/** A test of e-mail does not arrive: the mock has no SMTP server. */
export function testChannel({ notifications }: MockCatalog, { params }: Ask): Response {
  const found = notifications.channels.find((each) => each.id === params.id);
  if (found === undefined) return notFound("channel", params.id);
  const error = found.kind === "email" ? "There is no SMTP server: set spring.mail.host." : null;
  const sent = delivery(notifications.deliveries.length + 1, found, Date.now(), {
    event: "test",
    subject: `[Tidemark] test of ${found.name}`,
    state: error === null ? "delivered" : "failed",
    error,
  });
  notifications.deliveries.push(sent);
  return HttpResponse.json(sent);
}

export function deleteChannel({ notifications }: MockCatalog, { params }: Ask): Response {
  const user = notifications.rules.find((each) => each.channel.id === params.id);
  if (user !== undefined) {
    return problem(409, "channel-in-use", "A rule uses the channel", `Rule "${user.name}" tells by it.`);
  }
  return removed(notifications.channels, params.id, "channel");
}

export function listRules({ notifications }: MockCatalog, { url }: Ask): Response {
  return page(notifications.rules, url);
}

export function getRule({ notifications }: MockCatalog, { params }: Ask): Response {
  const found = notifications.rules.find((each) => each.id === params.id);
  return found === undefined
    ? notFound("rule", params.id)
    : HttpResponse.json(found, { headers: { ETag: tagOf(found) } });
}

export async function createRule({ notifications }: MockCatalog, { request }: Ask): Promise<Response> {
  const body = (await request.json()) as RuleDefinition;
  const by = notifications.channels.find((each) => each.id === body.channel);
  if (by === undefined) return notFound("channel", body.channel);
  if (body.digest != null && body.digest.cron.split(" ").length < 6) {
    return problem(422, "cron-invalid", "No cron expression", `"${body.digest.cron}" is no cron expression.`);
  }
  const made = rule(notifications.rules.length + 1, body, by, Date.now());
  notifications.rules.push(made);
  return HttpResponse.json(made, { status: 201 });
}

export async function replaceRule(
  { notifications }: MockCatalog,
  { params, request }: Ask,
): Promise<Response> {
  const found = notifications.rules.find((each) => each.id === params.id);
  if (found === undefined) return notFound("rule", params.id);
  if (request.headers.get("If-Match") !== tagOf(found)) {
    return problem(412, "precondition-failed", "Changed meanwhile", "Somebody has changed the rule since.");
  }
  const body = (await request.json()) as RuleDefinition;
  found.enabled = body.enabled ?? true;
  return HttpResponse.json(found, { headers: { ETag: tagOf(found) } });
}

export function deleteRule({ notifications }: MockCatalog, { params }: Ask): Response {
  return removed(notifications.rules, params.id, "rule");
}

export function listDeliveries({ notifications }: MockCatalog, { url }: Ask): Response {
  return page(notifications.deliveries.filter((each) => matches(url, "state", each.state)).toReversed(), url);
}

function tagOf(rule: Rule): string {
  return `"${rule.id}-${rule.enabled}"`;
}

function removed<T extends { id: string }>(
  items: T[],
  id: string | readonly string[] | undefined,
  what: string,
): Response {
  const index = items.findIndex((each) => each.id === id);
  if (index < 0) return notFound(what, id);
  items.splice(index, 1);
  return new HttpResponse(null, { status: 204 });
}
