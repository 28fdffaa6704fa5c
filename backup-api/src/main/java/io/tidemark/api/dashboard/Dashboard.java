package io.tidemark.api.dashboard;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

@Configuration(proxyBeanMethods = false)
class Dashboard implements WebMvcConfigurer {
    private static final String FILES = "classpath:/static/";
    private static final String PAGE = "index.html";

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        // The build names these files after their content.
        registry.addResourceHandler("/assets/**")
                .addResourceLocations(FILES + "assets/")
                .setCacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
        registry.addResourceHandler("/**")
                .addResourceLocations(FILES)
                .setCacheControl(CacheControl.noCache())
                .resourceChain(false)
                .addResolver(new PageForAddresses());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/" + PAGE);
    }

    /// Finds files, and the page for every path that is neither a file's nor the API's. The page says itself of
    /// an address that there is nothing; but programs that look for what other servers have shall not take it
    /// for an answer.
    private static final class PageForAddresses extends PathResourceResolver {
        private static final Set<String> OF_PROGRAMS = Set.of(
                "actuator",
                "api",
                "api-docs",
                "apis",
                "graphql",
                "metrics",
                "swagger-resources",
                "swagger-ui",
                "webjars",
                "v1",
                "v2",
                "v3");

        @Override
        protected @Nullable Resource getResource(String path, Resource location) throws IOException {
            Resource file = super.getResource(path, location);
            return file != null || !isAddress(path) ? file : super.getResource(PAGE, location);
        }

        private static boolean isAddress(String path) {
            String first = path.split("/", 2)[0].toLowerCase(Locale.ROOT);
            return !OF_PROGRAMS.contains(first) && path.indexOf('.') < 0;
        }
    }
}
