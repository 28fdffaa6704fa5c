package io.tidemark.worker;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/// A worker in a process of its own: it joins the catalog of a server and executes runs of one pool. It needs
/// `tidemark.database.url`, for a catalog of its own would never have work for it.
@SpringBootConfiguration
@EnableAutoConfiguration
public class TidemarkWorker {
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /// The application, ready to run.
    public static SpringApplication application() {
        SpringApplication application = new SpringApplication(TidemarkWorker.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of("tidemark.database.embedded", "false"));
        return application;
    }
}
