import { infiniteQueryOptions, QueryClient, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { passing } from "./problem";
import type { DeliveryState, ProtectionState, RunKind, RunState } from "./types";

const PAGE_SIZE = 50;
const TRIES_WHEN_AWAY = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, problem) => passing(problem) && failures < TRIES_WHEN_AWAY,
        staleTime: 2_000,
      },
      mutations: { retry: false },
    },
  });
}

export interface MachineFilter {
  /** Only machines with all of these, each as "key=value". */
  readonly label?: string[];
  readonly protection?: ProtectionState;
}

export interface RunFilter {
  readonly machine?: string;
  readonly state?: RunState;
  readonly kind?: RunKind;
  /** The line of retries that begins with this run. */
  readonly retryOf?: string;
}

export interface AuditFilter {
  /** Name or id. */
  readonly caller?: string;
  readonly operation?: string;
  /** Id of what was changed. */
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last: Page<unknown>) => last.nextCursor ?? undefined,
};

export function itemsOf<T>(data: { pages: Page<T>[] } | undefined): T[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: () => unwrap(client.GET("/api/v1/session")),
  staleTime: 60_000,
});

/** How one can log in to this server. */
export const waysInQuery = queryOptions({
  queryKey: ["ways-in"],
  queryFn: () => unwrap(client.GET("/api/v1/session/ways")),
  staleTime: 60_000,
});

export function machinesQuery(filter: MachineFilter) {
  return infiniteQueryOptions({
    queryKey: ["machines", "list", filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/machines", {
          params: { query: { ...filter, limit: PAGE_SIZE, cursor: pageParam } },
        }),
      ),
    ...paging,
  });
}

/** Which policies cover a machine; all policies when it does not matter whether they do. */
export function coverageQuery(id: string, covered: boolean | undefined) {
  return infiniteQueryOptions({
    queryKey: ["machines", id, "coverage", { covered }],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/machines/{id}/coverage", {
          params: { path: { id }, query: { covered, limit: PAGE_SIZE, cursor: pageParam } },
        }),
      ),
    ...paging,
  });
}

export function machineQuery(id: string) {
  return queryOptions({
    queryKey: ["machines", id],
    queryFn: () => unwrap(client.GET("/api/v1/machines/{id}", { params: { path: { id } } })),
  });
}

export const poolsQuery = infiniteQueryOptions({
  queryKey: ["pools"],
  queryFn: ({ pageParam }) =>
    unwrap(client.GET("/api/v1/pools", { params: { query: { limit: PAGE_SIZE, cursor: pageParam } } })),
  ...paging,
});

/** Images that the workers of a pool see and no machine of it has: the first ones with a text in their paths. */
export function poolImagesQuery(pool: string, containing: string) {
  return queryOptions({
    queryKey: ["pools", pool, "images", { containing }],
    queryFn: () =>
      unwrap(
        client.GET("/api/v1/pools/{name}/images", {
          params: {
            path: { name: pool },
            query: { unused: true, limit: PAGE_SIZE, ...(containing === "" ? {} : { containing }) },
          },
        }),
      ),
    // While more is typed the list stays, unless it is of another pool.
    placeholderData: (before, query) => (query?.queryKey[1] === pool ? before : undefined),
  });
}

export const repositoriesQuery = infiniteQueryOptions({
  queryKey: ["repositories"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/api/v1/repositories", { params: { query: { limit: PAGE_SIZE, cursor: pageParam } } }),
    ),
  ...paging,
});

export const tokensQuery = infiniteQueryOptions({
  queryKey: ["tokens"],
  queryFn: ({ pageParam }) =>
    unwrap(client.GET("/api/v1/tokens", { params: { query: { limit: PAGE_SIZE, cursor: pageParam } } })),
  ...paging,
});

export const usersQuery = infiniteQueryOptions({
  queryKey: ["users", "list"],
  queryFn: ({ pageParam }) =>
    unwrap(client.GET("/api/v1/users", { params: { query: { limit: PAGE_SIZE, cursor: pageParam } } })),
  ...paging,
});

export function auditQuery(filter: AuditFilter) {
  return infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/audit", {
          params: { query: { ...filter, limit: PAGE_SIZE, cursor: pageParam } },
        }),
      ),
    ...paging,
  });
}

export const channelsQuery = infiniteQueryOptions({
  queryKey: ["notifications", "channels"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/api/v1/notifications/channels", {
        params: { query: { limit: PAGE_SIZE, cursor: pageParam } },
      }),
    ),
  ...paging,
});

export const rulesQuery = infiniteQueryOptions({
  queryKey: ["notifications", "rules"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/api/v1/notifications/rules", {
        params: { query: { limit: PAGE_SIZE, cursor: pageParam } },
      }),
    ),
  ...paging,
});

export function deliveriesQuery(state: DeliveryState | undefined) {
  return infiniteQueryOptions({
    queryKey: ["notifications", "deliveries", { state }],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/notifications/deliveries", {
          params: { query: { state, limit: PAGE_SIZE, cursor: pageParam } },
        }),
      ),
    ...paging,
  });
}

export function pointsQuery(machine: string) {
  return infiniteQueryOptions({
    queryKey: ["points", { machine }],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/points", { params: { query: { machine, limit: PAGE_SIZE, cursor: pageParam } } }),
      ),
    ...paging,
  });
}

export function runsQuery(filter: RunFilter) {
  return infiniteQueryOptions({
    queryKey: ["runs", "list", filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/runs", { params: { query: { ...filter, limit: PAGE_SIZE, cursor: pageParam } } }),
      ),
    ...paging,
  });
}

export function runQuery(id: string) {
  return queryOptions({
    queryKey: ["runs", id],
    queryFn: () => unwrap(client.GET("/api/v1/runs/{id}", { params: { path: { id } } })),
  });
}

/** What a retention run decided of each point, newest point first. */
export function verdictsQuery(run: string) {
  return infiniteQueryOptions({
    queryKey: ["runs", run, "verdicts"],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/api/v1/runs/{id}/verdicts", {
          params: { path: { id: run }, query: { after: pageParam, limit: PAGE_SIZE } },
        }),
      ),
    initialPageParam: -1,
    getNextPageParam: (last) => (last.items.length < PAGE_SIZE ? undefined : last.next),
  });
}
