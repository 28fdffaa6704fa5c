package io.tidemark.api.version;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Component;

/// The version of this server, as its build recorded it.
@Component
public class ServerVersion {
    private final String text;

    ServerVersion(ObjectProvider<BuildProperties> build) {
        BuildProperties recorded = build.getIfAvailable();
        this.text = recorded == null || recorded.getVersion() == null ? "unknown" : recorded.getVersion();
    }

    /// For example `0.1.0`.
    public String text() {
        return text;
    }
}
