/// What a backup, a restore and a verification of virtual disks is.
///
/// Start with [io.tidemark.engine.BackUpMachine], [io.tidemark.engine.RestoreDisk] and
/// [io.tidemark.engine.VerifyPoint]: one class per thing a user asks for. Each takes a request, tells a
/// [io.tidemark.engine.RunObserver] how it gets on and ends in a report or in an
/// [io.tidemark.engine.EngineException] whose code is stable. This package joins disks (`source`), marks
/// (`mark`) and the transfer between them (`pipeline`) to a repository; it knows no SQL, no scheduler and no
/// terminal.
@NullMarked
package io.tidemark.engine;

import org.jspecify.annotations.NullMarked;
