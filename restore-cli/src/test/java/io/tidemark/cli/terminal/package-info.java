/// What commands say and how they end, without any command.
@NullMarked
package io.tidemark.cli.terminal;

import org.jspecify.annotations.NullMarked;
