import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { RouterProvider, type RouterProviderProps } from "react-router";
import { createQueryClient, waysInQuery } from "./api/queries";
import { useLoggedIn } from "./api/session";
import { cssVariables, theme } from "./theme";

interface AppProps {
  router: RouterProviderProps["router"];
  /** Tests switch animation off. */
  env?: "default" | "test";
}

export function App({ router, env = "default" }: AppProps) {
  const [queryClient] = useState(createQueryClient);
  const loggedIn = useLoggedIn();
  useEffect(() => {
    // What one caller may see is not shown to whoever logs in next.
    if (!loggedIn)
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== waysInQuery.queryKey[0] });
  }, [loggedIn, queryClient]);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" env={env}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
