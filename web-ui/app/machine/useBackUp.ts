import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { Attempt } from "../api/attempt";
import { client, unwrap } from "../api/client";
import { runQuery } from "../api/queries";
import type { StartRun } from "../api/types";

interface BackUp {
  readonly machine: string;
  readonly repository: string;
}

/** Starts a backup and goes to its run. */
export function useBackUp() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [attempt] = useState(() => new Attempt());
  return useMutation({
    mutationFn: ({ machine, repository }: BackUp) => {
      const body: StartRun = { kind: "backup", machine, repository, mode: "auto" };
      return attempt.send(body, (key) =>
        unwrap(client.POST("/api/v1/runs", { params: { header: { "Idempotency-Key": key } }, body })),
      );
    },
    onSuccess: (run) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, run);
      void queryClient.invalidateQueries({ queryKey: ["machines"] });
      void queryClient.invalidateQueries({ queryKey: ["runs", "list"] });
      void navigate(`/runs/${run.id}`);
    },
  });
}
