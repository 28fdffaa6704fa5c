import { Navigate, type RouteObject } from "react-router";
import { AuditPage } from "./audit/AuditPage";
import { LoginPage } from "./login/LoginPage";
import { MachinePage } from "./machine/MachinePage";
import { MachinesPage } from "./machine/MachinesPage";
import { NotificationsPage } from "./notification/NotificationsPage";
import { RunPage } from "./run/RunPage";
import { RunsPage } from "./run/RunsPage";
import { TokensPage } from "./token/TokensPage";
import { CrashPage } from "./ui/CrashPage";
import { NotFoundPage } from "./ui/NotFoundPage";
import { Settings } from "./ui/Settings";
import { Shell } from "./ui/Shell";
import { UsersPage } from "./user/UsersPage";

/** Every screen of the dashboard. Paths hold no dots: the server answers each with index.html. */
export const routes: RouteObject[] = [
  { path: "/login", element: <LoginPage />, errorElement: <CrashPage /> },
  {
    element: <Shell />,
    errorElement: <CrashPage />,
    children: [
      { index: true, element: <Navigate to="/machines" replace /> },
      { path: "/machines", element: <MachinesPage /> },
      { path: "/machines/:id", element: <MachinePage /> },
      { path: "/runs", element: <RunsPage /> },
      { path: "/runs/:id", element: <RunPage /> },
      {
        path: "/settings",
        element: <Settings />,
        children: [
          { index: true, element: <Navigate to="/settings/tokens" replace /> },
          { path: "tokens", element: <TokensPage /> },
          { path: "audit", element: <AuditPage /> },
          { path: "notifications", element: <NotificationsPage /> },
          { path: "users", element: <UsersPage /> },
        ],
      },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
];
