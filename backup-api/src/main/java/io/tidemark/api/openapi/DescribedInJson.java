package io.tidemark.api.openapi;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Takes away the path at which the library describes the API in YAML: the server speaks JSON alone.
@Component
class DescribedInJson implements SmartInitializingSingleton {
    private final RequestMappingHandlerMapping endpoints;

    DescribedInJson(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public void afterSingletonsInstantiated() {
        endpoints.getHandlerMethods().keySet().stream()
                .filter(DescribedInJson::isYaml)
                .forEach(endpoints::unregisterMapping);
    }

    private static boolean isYaml(RequestMappingInfo endpoint) {
        return endpoint.getDirectPaths().stream().anyMatch(path -> path.endsWith(".yaml"));
    }
}
