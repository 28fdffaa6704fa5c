package io.tidemark.api.parameter;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class ParameterRules implements WebMvcConfigurer {
    /// After the rules of access: a stranger is not told what an endpoint knows.
    private static final int AFTER_PERMISSIONS = 1;

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new KnownParameters())
                .addPathPatterns("/api/**")
                .order(AFTER_PERMISSIONS);
    }
}
