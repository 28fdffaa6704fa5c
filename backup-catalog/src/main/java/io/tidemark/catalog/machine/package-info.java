/// Machines: what is protected, with the disks and the pool whose workers see them.
///
/// Start at [io.tidemark.catalog.machine.Machine] and the use cases [io.tidemark.catalog.machine.RegisterMachine] and
/// [io.tidemark.catalog.machine.RemoveMachine]; screens read [io.tidemark.catalog.machine.MachineViews]. May use the
/// packages of runs, points, policies and schedules.
@NullMarked
package io.tidemark.catalog.machine;

import org.jspecify.annotations.NullMarked;
