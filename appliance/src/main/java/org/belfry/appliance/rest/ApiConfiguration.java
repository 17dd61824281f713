package org.belfry.appliance.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadConstraints;

/** What holds for the whole API. */
@Configuration(proxyBeanMethods = false)
class ApiConfiguration {
  /** Enough for 10,000 users in one array. */
  private static final long BODY_MAX = 4L * 1024 * 1024;

  private static final int NESTING_MAX = 20;

  @Bean
  JsonFactoryBuilderCustomizer boundedBodies() {
    return builder ->
        builder.streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(BODY_MAX)
                .maxNestingDepth(NESTING_MAX)
                .build());
  }

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Belfry")
                .version("v1")
                .description(
                    "Users, peers, live calls, registrations and call history. Errors are problem"
                        + " documents (RFC 9457); errors[] names the fields."))
        .components(
            new Components()
                .addSecuritySchemes(
                    "administrator",
                    new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic"))
                .addSecuritySchemes(
                    "token", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer")))
        .addSecurityItem(new SecurityRequirement().addList("administrator"))
        .addSecurityItem(new SecurityRequirement().addList("token"));
  }
}
