/// Tests of notifications with a real HTTP receiver and a real SMTP server.
@NullMarked
package io.tidemark.api.notification;

import org.jspecify.annotations.NullMarked;
