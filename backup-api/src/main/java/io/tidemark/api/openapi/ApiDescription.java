package io.tidemark.api.openapi;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.tidemark.api.problem.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The parts of the API's description that are the same for every endpoint: bearer tokens, problems as errors, which
/// fields of a request may be left out, and [BodyExamples].
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String SCHEME = "token";
    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI openApi() {
        // One named schema per enum instead of a copy wherever it is used.
        ModelResolver.enumsAsRef = true;
        return new OpenAPI()
                .info(new Info()
                        .title("Tidemark")
                        .version("v1")
                        .description("Incremental, verifiable backups of QEMU/KVM virtual machines"))
                .servers(List.of(new Server().url("/")))
                .addSecurityItem(new SecurityRequirement().addList(SCHEME));
    }

    @Bean
    OpenApiCustomizer describeWhatAllShare() {
        return api -> {
            api.getComponents().addSecuritySchemes(SCHEME, bearerToken());
            ResolvedSchema problem = ModelConverters.getInstance(true)
                    .resolveAsResolvedSchema(
                            new io.swagger.v3.core.converter.AnnotatedType(Problem.class).resolveAsRef(true));
            problem.referencedSchemas.forEach(api.getComponents()::addSchemas);
            RequestSchemas.letOwnNullsBeLeftOut(referenced(PROBLEM, api));
            api.getComponents().getSchemas().forEach((name, schema) -> flattenVariants(schema, api));
            api.getPaths().values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(ApiDescription::describe);
            RequestSchemas.describe(api);
            BodyExamples.read().putInto(api);
        };
    }

    private static SecurityScheme bearerToken() {
        return new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("An API token: tmk_ and 43 characters");
    }

    private static void describe(Operation operation) {
        MediaType problem = new MediaType().schema(new JsonSchema().$ref(PROBLEM));
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A problem")
                                .content(new Content().addMediaType("application/problem+json", problem)));
        if (operation.getParameters() != null) {
            operation.getParameters().stream()
                    .map(Parameter::getSchema)
                    .filter(schema -> schema.getTypes() != null)
                    .forEach(schema -> schema.getTypes().remove("null"));
        }
    }

    /// Swagger describes a sealed type's variants by reference to the type, which refers back to them. Each variant is
    /// made a plain object instead, whose discriminator has one value.
    private static void flattenVariants(Schema<?> schema, OpenAPI api) {
        if (schema.getDiscriminator() == null || schema.getOneOf() == null) {
            return;
        }
        String property = schema.getDiscriminator().getPropertyName();
        schema.setProperties(null);
        schema.setRequired(null);
        schema.getDiscriminator().getMapping().forEach((word, reference) -> {
            Schema<?> variant = referenced(reference, api);
            Schema<?> own = variant.getAllOf().getLast();
            variant.setAllOf(null);
            variant.setTypes(Set.of("object"));
            JsonSchema discriminator = new JsonSchema();
            discriminator.setTypes(Set.of("string"));
            discriminator.addEnumItemObject(word);
            variant.addProperty(property, discriminator);
            own.getProperties().forEach(variant::addProperty);
            variant.addRequiredItem(property);
        });
    }

    private static Schema<?> referenced(String reference, OpenAPI api) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        return Objects.requireNonNull(api.getComponents().getSchemas().get(name), name);
    }
}
