package io.tidemark.worker.run;

import io.tidemark.repository.store.ObjectStores;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Object stores as they are, unless somebody puts another way to reach them into the application.
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {
    @Bean
    @ConditionalOnMissingBean
    OpenStore openStore() {
        return ObjectStores::open;
    }
}
