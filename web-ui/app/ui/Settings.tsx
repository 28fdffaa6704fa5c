import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { NavLink, Outlet } from "react-router";
import { sessionQuery } from "../api/queries";
import type { Permission } from "../api/types";
import classes from "./Settings.module.css";

const PAGES: readonly { to: string; title: string; needs: Permission }[] = [
  { to: "/settings/tokens", title: "Tokens", needs: "delegate" },
  { to: "/settings/users", title: "Users", needs: "administer" },
  { to: "/settings/audit", title: "Audit trail", needs: "administer" },
  { to: "/settings/notifications", title: "Notifications", needs: "administer" },
];

/** The frame around the pages about people, programs and what they did: those that whoever is logged in may see. */
export function Settings() {
  const { data: session } = useQuery(sessionQuery);
  const pages = PAGES.filter((page) => session?.permissions.includes(page.needs) === true);
  return (
    <Stack gap="lg">
      <nav aria-label="Settings" className={classes.pages}>
        {pages.map((page) => (
          <NavLink key={page.to} to={page.to}>
            {page.title}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </Stack>
  );
}
