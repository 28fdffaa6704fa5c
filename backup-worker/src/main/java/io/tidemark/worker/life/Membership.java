package io.tidemark.worker.life;

import io.tidemark.catalog.pool.Workers;
import io.tidemark.catalog.pool.Workers.WorkerProcess;
import io.tidemark.catalog.pool.Workers.WorkerView;
import io.tidemark.worker.WorkerProperties;
import io.tidemark.worker.run.WorkerIdentity;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// This process among the workers of its pool.
@Component
class Membership {
    private final Workers workers;
    private final WorkerProcess self;

    Membership(Workers workers, WorkerIdentity identity, WorkerProperties properties) {
        this.workers = workers;
        this.self = new WorkerProcess(
                identity.id(),
                identity.pool(),
                identity.name(),
                WorkerProperties.host(),
                ProcessHandle.current().pid(),
                properties.concurrentRuns(),
                properties.imageRoots().stream().map(Path::toString).toList());
    }

    /// Takes the name, at once when its last holder on this host is known to have ended.
    ///
    /// @throws WorkerNameTaken when a living worker has it
    void join() {
        Optional<WorkerView> holder =
                workers.named(self.pool(), self.name()).stream().findFirst();
        if (!workers.register(self, holder.map(this::ended).orElse(true))) {
            throw new WorkerNameTaken(
                    self.pool(), self.name(), holder.map(WorkerView::host).orElse("another host"));
        }
    }

    /// Shows that this process lives.
    ///
    /// @return false when another process has the name now, or the catalog forgot this one
    boolean show() {
        return workers.heartbeat(self.id());
    }

    void leave() {
        workers.leave(self.id());
    }

    private boolean ended(WorkerView holder) {
        return holder.host().equals(self.host())
                && (holder.pid() == self.pid() || ProcessHandle.of(holder.pid()).isEmpty());
    }
}
