package io.tidemark.repository.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The endpoint that the SDK finds where nobody gave one: in the environment, in system properties, in a profile.
/// Only the SDK knows all these places and their precedence; this names the place to whoever has to mend it.
final class ConfiguredEndpoint {

    private ConfiguredEndpoint() {}

    /// Whether the environment or a system property has one, right or wrong.
    static boolean isInEnvironment() {
        return setting().isPresent();
    }

    /// @throws EndpointInvalidException unless `found` is an address with which requests can be made
    static void require(@Nullable URI found) throws EndpointInvalidException {
        if (found != null && !StoreOptions.isEndpoint(found)) {
            throw invalid(null);
        }
    }

    /// What the SDK's exception at setting up a client means: it has several for malformed endpoints, and neither
    /// names the value.
    ///
    /// @return nothing when the exception is about something else
    static Optional<EndpointInvalidException> of(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof URISyntaxException || message.contains("endpointOverride")) {
                return Optional.of(invalid(thrown));
            }
        }
        return Optional.empty();
    }

    private static EndpointInvalidException invalid(@Nullable Throwable cause) {
        String what = setting()
                .map(set -> set + ", which is no address of an S3 server")
                .orElse("The endpoint_url of the AWS profile is no address of an S3 server");
        return new EndpointInvalidException(what + ". Expected http://host:port or https://host.", cause);
    }

    /// The first one set, in the SDK's order, and to what.
    private static Optional<String> setting() {
        return Stream.of(
                        shown("System property aws.endpointUrlS3", System.getProperty("aws.endpointUrlS3")),
                        shown("AWS_ENDPOINT_URL_S3", System.getenv("AWS_ENDPOINT_URL_S3")),
                        shown("System property aws.endpointUrl", System.getProperty("aws.endpointUrl")),
                        shown("AWS_ENDPOINT_URL", System.getenv("AWS_ENDPOINT_URL")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> shown(String name, @Nullable String value) {
        return Optional.ofNullable(value).map(set -> name + " is \"" + set + "\"");
    }
}
