import type { Role } from "../api/types";

export const ROLES: readonly Role[] = ["viewer", "operator", "backup-only", "admin"];

const COVERED: Readonly<Record<Role, readonly Role[]>> = {
  viewer: ["viewer"],
  operator: ["viewer", "operator", "backup-only"],
  "backup-only": ["backup-only"],
  admin: ROLES,
};

/** What a role may do, for who chooses one. */
export const MAY: Readonly<Record<Role, string>> = {
  viewer: "Sees everything, changes nothing.",
  operator: "Runs backups and restores to new places; deletes and configures nothing.",
  "backup-only": "Starts backups and sees what became of them; reads nothing back.",
  admin: "Everything.",
};

/** The roles that may do no more than this one. */
export function rolesWithin(role: Role): readonly Role[] {
  return COVERED[role];
}
