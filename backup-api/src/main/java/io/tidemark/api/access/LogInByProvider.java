package io.tidemark.api.access;

import java.util.List;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;

/// Log-in with an account of elsewhere, where a server is set up for it.
public interface LogInByProvider {
    /// Adds it to the rules of access.
    void addTo(HttpSecurity http) throws Exception;

    /// Where people go to log in so.
    List<ProviderLink> links();
}
