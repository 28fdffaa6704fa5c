import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { client, idempotencyKey, unwrap } from "../api/client";
import { runQuery } from "../api/queries";

interface BackUp {
  readonly machine: string;
  readonly repository: string;
}

/** Starts a backup and goes to its run. */
export function useBackUp() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ machine, repository }: BackUp) =>
      unwrap(
        client.POST("/api/v1/runs", {
          params: { header: { "Idempotency-Key": idempotencyKey() } },
          body: { kind: "backup", machine, repository, mode: "auto" },
        }),
      ),
    onSuccess: (run) => {
      queryClient.setQueryData(runQuery(run.id).queryKey, run);
      void queryClient.invalidateQueries({ queryKey: ["machines"] });
      void queryClient.invalidateQueries({ queryKey: ["runs", "list"] });
      void navigate(`/runs/${run.id}`);
    },
  });
}
