package io.tidemark.api.access;

import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;

@Configuration(proxyBeanMethods = false)
class SessionStore {
    @Bean
    SessionRepositoryCustomizer<JdbcIndexedSessionRepository> idleSessionsEnd(SessionProperties properties) {
        return sessions -> sessions.setDefaultMaxInactiveInterval(properties.idle());
    }

    /// A session's id is sent as it is: what a cookie says is looked up as the text that the server took from the
    /// header,
    /// which has no zero bytes.
    @Bean
    DefaultCookieSerializerCustomizer sendIdsAsTheyAre() {
        return cookie -> cookie.setUseBase64Encoding(false);
    }

    /// Two requests of one session at the same moment do not clash over an attribute.
    @Bean
    PostgreSqlJdbcIndexedSessionRepositoryCustomizer attributesOfOneSessionDoNotClash() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }
}
