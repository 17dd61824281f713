package org.belfry.webui;

import com.vaadin.flow.spring.annotation.EnableVaadin;
import org.springframework.context.annotation.Configuration;

/** Tells Vaadin where the pages are, whatever package the application class stands in. */
@Configuration(proxyBeanMethods = false)
@EnableVaadin("org.belfry.webui")
class WebuiConfiguration {}
