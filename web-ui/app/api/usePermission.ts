import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "./queries";
import type { Permission } from "./types";

/** Why whoever is logged in may not do this, in words for a button; null when it may, or while that is not known. */
export function useReasonNot(permission: Permission, what: string): string | null {
  const { data } = useQuery(sessionQuery);
  if (data === undefined || data.permissions.includes(permission)) return null;
  const bounded = Object.keys(data.bounds).length === 0 ? "" : " within bounds";
  return `Role ${data.role}${bounded} does not permit ${what}.`;
}
