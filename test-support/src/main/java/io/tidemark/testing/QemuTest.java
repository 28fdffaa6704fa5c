package io.tidemark.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a test, or a class of tests, that judges by QEMU's own tools.
///
/// It carries the tag `qemu` and needs `qemu-img`, `qemu-io` and `qemu-nbd` on the `PATH` (Debian package
/// `qemu-utils`). Where one is absent the test is skipped and a line on standard error says so; with the environment
/// variable `CI=true` it fails instead, so that a build server can never leave these tests out unnoticed.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("qemu")
@ExtendWith(QemuToolsCondition.class)
public @interface QemuTest {}
