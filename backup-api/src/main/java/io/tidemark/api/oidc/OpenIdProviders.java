package io.tidemark.api.oidc;

import io.tidemark.api.access.LogInByProvider;
import io.tidemark.api.access.Sessions;
import io.tidemark.api.audit.StrangersTrail;
import io.tidemark.catalog.audit.AuditTrail;
import io.tidemark.catalog.user.Users;
import java.util.List;
import org.springframework.boot.security.oauth2.client.autoconfigure.ConditionalOnOAuth2ClientRegistrationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;

@Configuration(proxyBeanMethods = false)
@ConditionalOnOAuth2ClientRegistrationProperties
class OpenIdProviders {
    /// Asks providers about themselves when somebody first logs in: a server starts, and backs up, without them.
    @Bean
    ClientRegistrationRepository providers(OAuth2ClientProperties properties) {
        return new SupplierClientRegistrationRepository(
                () -> new InMemoryClientRegistrationRepository(List.copyOf(new OAuth2ClientPropertiesMapper(properties)
                        .asClientRegistrations()
                        .values())));
    }

    @Bean
    LogInByProvider oidcLogIn(
            ClientRegistrationRepository providers,
            OAuth2ClientProperties properties,
            AccountRoles roles,
            Users users,
            Sessions sessions,
            AuditTrail trail,
            StrangersTrail strangers) {
        return new OidcLogIn(providers, properties, roles, users, sessions, trail, strangers);
    }
}
