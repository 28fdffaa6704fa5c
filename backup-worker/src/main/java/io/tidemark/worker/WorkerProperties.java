package io.tidemark.worker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// What a worker is told.
///
/// @param enabled         whether this process executes runs at all
/// @param pool            the pool it works for; the pool comes into being with its first worker
/// @param name            its name, unique in the pool; unset: the host's name
/// @param imageRoots      absolute directories whose images it may back up, and where restores may write; none:
///                        it can do neither
/// @param repositoryRoots absolute directories in which it may use repositories at `file:/…`; none: only S3
/// @param passphraseDirectory an absolute directory with a file for each sealed repository that it may open, named
///                        like the repository in the catalog; its first line is the passphrase. Unset: it opens none
/// @param concurrentRuns  how many runs it executes at a time
/// @param bytesInFlight   how much of the memory one run may fill with chunks on their way to the store
/// @param metricsPort     where a worker alone offers its metrics to Prometheus; 0: any free one; unset: nowhere
/// @param metricsAddress  the address of that port
/// @param imageReportInterval how often it tells the catalog which image files lie below its roots; 0: never
@Validated
@ConfigurationProperties("tidemark.worker")
public record WorkerProperties(
        @DefaultValue("true") boolean enabled,

        @DefaultValue("default") @Pattern(regexp = "[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?")
        String pool,

        @Nullable @NotBlank String name,
        @DefaultValue List<Path> imageRoots,
        @DefaultValue List<Path> repositoryRoots,
        @Nullable Path passphraseDirectory,
        @DefaultValue("2") @Min(1) @Max(64) int concurrentRuns,
        @DefaultValue("64MB") DataSize bytesInFlight,
        @Nullable @Min(0) @Max(65535) Integer metricsPort,
        @DefaultValue("127.0.0.1") @NotBlank String metricsAddress,
        @DefaultValue("5m") Duration imageReportInterval) {
    private static final DataSize LEAST_BYTES_IN_FLIGHT = DataSize.ofMegabytes(8);

    public WorkerProperties {
        name = name == null ? host() : name;
        imageRoots = absolute("image-roots", imageRoots);
        repositoryRoots = absolute("repository-roots", repositoryRoots);
        if (passphraseDirectory != null && !passphraseDirectory.isAbsolute()) {
            throw new IllegalArgumentException(
                    "tidemark.worker.passphrase-directory must be an absolute directory, but is \""
                            + passphraseDirectory + "\".");
        }
        if (imageReportInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "tidemark.worker.image-report-interval must not be negative, but is " + imageReportInterval + ".");
        }
        if (bytesInFlight.compareTo(LEAST_BYTES_IN_FLIGHT) < 0) {
            throw new IllegalArgumentException("tidemark.worker.bytes-in-flight must be at least "
                    + LEAST_BYTES_IN_FLIGHT.toMegabytes() + "MB, but is " + bytesInFlight + ".");
        }
    }

    @Override
    public String name() {
        return Objects.requireNonNull(name);
    }

    /// The name of this host.
    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }

    private static List<Path> absolute(String key, List<Path> roots) {
        for (Path root : roots) {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException(
                        "tidemark.worker." + key + " must be absolute directories, but one is \"" + root + "\".");
            }
        }
        return List.copyOf(roots);
    }
}
