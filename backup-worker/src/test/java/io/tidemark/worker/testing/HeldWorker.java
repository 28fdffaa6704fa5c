package io.tidemark.worker.testing;

import io.tidemark.repository.store.ObjectStores;
import io.tidemark.worker.TidemarkWorker;
import io.tidemark.worker.run.OpenStore;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The real worker but for its stores, which can be held up with the file that `test.hold` names.
@Configuration(proxyBeanMethods = false)
public class HeldWorker {
    @Bean
    OpenStore openStore(@Value("${test.hold}") Path hold) {
        return (location, options, meter) -> new HeldStore(ObjectStores.open(location, options, meter), hold);
    }

    /// A worker in this JVM.
    public static SpringApplication application() {
        SpringApplication application = TidemarkWorker.application();
        application.addPrimarySources(java.util.List.of(HeldWorker.class));
        application.setRegisterShutdownHook(false);
        return application;
    }

    /// A worker in a JVM of its own.
    public static void main(String[] arguments) {
        SpringApplication application = TidemarkWorker.application();
        application.addPrimarySources(java.util.List.of(HeldWorker.class));
        application.run(arguments);
    }
}
