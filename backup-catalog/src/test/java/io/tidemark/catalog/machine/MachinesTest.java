package io.tidemark.catalog.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.catalog.CatalogException;
import io.tidemark.catalog.MachineId;
import io.tidemark.catalog.RepositoryEntryId;
import io.tidemark.catalog.RequestedMode;
import io.tidemark.catalog.RunId;
import io.tidemark.catalog.TimeOrderedId;
import io.tidemark.catalog.point.CommittedPoint;
import io.tidemark.catalog.point.PointView;
import io.tidemark.catalog.point.PointViews;
import io.tidemark.catalog.point.Points;
import io.tidemark.catalog.run.DiskMode;
import io.tidemark.catalog.run.RunOrder;
import io.tidemark.catalog.run.RunQueue;
import io.tidemark.catalog.run.RunViews;
import io.tidemark.catalog.testing.Samples;
import io.tidemark.catalog.testing.SharedCatalog;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

@ExtendWith(SharedCatalog.class)
class MachinesTest {
    private final ApplicationContext catalog;
    private final Samples samples;
    private final MachineViews views;

    MachinesTest(ApplicationContext catalog) {
        this.catalog = catalog;
        this.samples = new Samples(catalog);
        this.views = catalog.getBean(MachineViews.class);
    }

    @Test
    void aMachineComesBackAsItWasRegistered() {
        List<Disk> disks = List.of(
                new Disk(UUID.randomUUID(), "vdb", "/images/b.qcow2"),
                new Disk(UUID.randomUUID(), "vda", "/images/a.qcow2"));
        MachineId id = MachineId.next(samples.now());
        Machine machine = Machine.of(id, "round-trip", "default", disks, samples.now());
        catalog.getBean(RegisterMachine.class).register(machine);

        Machine read = catalog.getBean(Machines.class).findById(id).orElseThrow();

        assertThat(read.disks()).isEqualTo(disks);
        assertThat(read.createdAt()).isEqualTo(machine.createdAt());
        assertThat(views.get(id).disks()).extracting(MachineView.DiskView::name).containsExactly("vdb", "vda");
    }

    @Test
    void namesAreUniqueAndPoolsMustExist() {
        samples.machine("taken");

        refused("machine-exists", () -> samples.machine("taken"));
        refused(
                "pool-missing",
                () -> catalog.getBean(RegisterMachine.class)
                        .register(Machine.of(
                                MachineId.next(samples.now()),
                                "poolless",
                                "nowhere",
                                List.of(new Disk(UUID.randomUUID(), "vda", "/a")),
                                samples.now())));
    }

    @Test
    void refusesMachinesWithoutDisksOrWithTwoOfOneNameOrImage() {
        Disk disk = new Disk(UUID.randomUUID(), "vda", "/a");

        refused(
                "disks-invalid",
                () -> Machine.of(MachineId.next(samples.now()), "x", "default", List.of(), samples.now()));
        refused(
                "disks-invalid",
                () -> Machine.of(MachineId.next(samples.now()), "x", "default", List.of(disk, disk), samples.now()));
        Disk sameImage = new Disk(UUID.randomUUID(), "vdb", "/a");
        refused(
                "image-repeated",
                () -> Machine.of(
                        MachineId.next(samples.now()), "x", "default", List.of(disk, sameImage), samples.now()));
        refused("image-path-invalid", () -> new Disk(UUID.randomUUID(), "vda", "a.qcow2"));
    }

    @Test
    void aMachineIsNotRemovedUnderARunAndLeavesItsHistory() {
        MachineId id = samples.machine("removed");
        RepositoryEntryId repository = samples.repository("removed");
        RunId run = catalog.getBean(RunQueue.class).submit(new RunOrder.Backup(id, repository, RequestedMode.AUTO));
        RemoveMachine remove = catalog.getBean(RemoveMachine.class);

        refused("machine-busy", () -> remove.remove(id));
        catalog.getBean(RunQueue.class).cancel(run);
        remove.remove(id);

        refused("not-found", () -> views.get(id));
        assertThat(catalog.getBean(RunViews.class).get(run).machine())
                .satisfies(machine -> assertThat(machine.name()).isEqualTo("removed"))
                .satisfies(machine -> assertThat(machine.id()).isNull());
    }

    @Test
    void pointsFoundInABucketBecomeThoseOfTheMachineOfTheirName() {
        RepositoryEntryId repository = samples.repository("adopted");
        UUID point = TimeOrderedId.next(samples.now());
        PointView.Disk disk = new PointView.Disk("vda", DiskMode.BITMAP, "mark of point", UUID.randomUUID(), 9, 8, 7);
        CommittedPoint committed = new CommittedPoint(point, repository, "adopted", null, samples.now(), List.of(disk));
        Points points = catalog.getBean(Points.class);

        assertThat(points.add(committed)).isTrue();
        assertThat(points.add(committed)).isFalse();
        assertThat(catalog.getBean(PointViews.class).get(point).machine().id()).isNull();
        MachineId machine = samples.machine("adopted");

        MachineView.LastPoint last = Objects.requireNonNull(views.get(machine).lastPoint());
        assertThat(last.id()).isEqualTo(point);
        assertThat(last.modes()).containsExactly(DiskMode.BITMAP);
        assertThat(catalog.getBean(PointViews.class).get(point).disks()).containsExactly(disk);
        assertThat(points.ids(repository)).containsExactly(point);
        points.remove(repository, List.of(point));
        assertThat(views.get(machine).lastPoint()).isNull();
    }

    private static void refused(String code, Runnable request) {
        assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(request::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
