import { type HttpHandler, type HttpResponseResolver, http } from "msw";
import type { Ask } from "./answers";
import { checkAudit, listAudit } from "./audit";
import type { MockCatalog } from "./catalog";
import {
  createChannel,
  createRule,
  deleteChannel,
  deleteRule,
  getRule,
  listChannels,
  listDeliveries,
  listRules,
  replaceRule,
  testChannel,
} from "./notifications";
import { createToken, deleteToken, listTokens } from "./tokens";
import { changeUser, createUser, deleteUser, getUser, listUsers, setPassword } from "./users";

type Respond = (catalog: MockCatalog, ask: Ask) => Response | Promise<Response>;

/** What the pages under Settings ask for. */
export function settingsHandlers(
  at: (path: string) => string,
  answer: (respond: Respond) => HttpResponseResolver,
): HttpHandler[] {
  return [
    http.get(at("tokens"), answer(listTokens)),
    http.post(at("tokens"), answer(createToken)),
    http.delete(at("tokens/:id"), answer(deleteToken)),
    http.get(at("audit"), answer(listAudit)),
    http.get(at("audit/check"), answer(checkAudit)),
    http.get(at("notifications/channels"), answer(listChannels)),
    http.post(at("notifications/channels"), answer(createChannel)),
    http.post(at("notifications/channels/:id/test"), answer(testChannel)),
    http.delete(at("notifications/channels/:id"), answer(deleteChannel)),
    http.get(at("notifications/rules"), answer(listRules)),
    http.post(at("notifications/rules"), answer(createRule)),
    http.get(at("notifications/rules/:id"), answer(getRule)),
    http.put(at("notifications/rules/:id"), answer(replaceRule)),
    http.delete(at("notifications/rules/:id"), answer(deleteRule)),
    http.get(at("notifications/deliveries"), answer(listDeliveries)),
    http.get(at("users"), answer(listUsers)),
    http.post(at("users"), answer(createUser)),
    http.get(at("users/:id"), answer(getUser)),
    http.put(at("users/:id"), answer(changeUser)),
    http.put(at("users/:id/password"), answer(setPassword)),
    http.delete(at("users/:id"), answer(deleteUser)),
  ];
}
