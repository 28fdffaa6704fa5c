package io.tidemark.api;

import io.tidemark.api.audit.AuditCheckCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The server: REST API, dashboard and schedules, and a worker where one is on the class path.
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
public class TidemarkServer {

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals(AuditCheckCommand.NAME)) {
            System.exit(AuditCheckCommand.run(List.of(arguments), System.out));
        }
        SpringApplication.run(TidemarkServer.class, arguments);
    }
}
