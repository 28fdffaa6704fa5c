import {
  ActionIcon,
  AppShell,
  Button,
  Container,
  Group,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, NavLink, Outlet, useLocation } from "react-router";
import { endSession } from "../api/client";
import { sessionQuery } from "../api/queries";
import { useLoggedIn } from "../api/session";
import { MoonIcon, SunIcon, TideIcon } from "./icons";
import classes from "./Shell.module.css";

/** The frame around every page that needs a log-in. */
export function Shell() {
  const loggedIn = useLoggedIn();
  const { pathname, search } = useLocation();
  if (!loggedIn) return <Navigate to="/login" replace state={{ from: pathname + search }} />;
  return (
    <AppShell header={{ height: 56 }} padding={{ base: "xs", sm: "lg" }}>
      <AppShell.Header className={classes.header}>
        <Container size="lg" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="md" wrap="nowrap" h="100%">
              <Link to="/machines" className={classes.brand} aria-label="Tidemark">
                <TideIcon size={22} />
                <span className={classes.name}>Tidemark</span>
              </Link>
              <nav aria-label="Main" className={classes.nav}>
                <NavLink to="/machines">Machines</NavLink>
                <NavLink to="/runs">Runs</NavLink>
                <NavLink to="/settings">Settings</NavLink>
              </nav>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <WhoAmI />
              <SchemeToggle />
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                fw={500}
                onClick={() => void endSession().catch(() => {})}
              >
                Log out
              </Button>
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Container size="lg">
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function WhoAmI() {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) return null;
  return (
    <Text size="sm" c="dimmed" visibleFrom="sm">
      {data.name} ({data.role}) · server {data.serverVersion}
    </Text>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "light" ? "dark" : "light";
  return (
    <Tooltip label={`Use the ${other} look`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Use the ${other} look`}
        onClick={() => setColorScheme(other)}
      >
        {scheme === "light" ? <MoonIcon size={18} /> : <SunIcon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
