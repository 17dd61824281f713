/**
 * Webhooks: servers that are told of calls. Imports {@code pbx.admin} and {@code webui.base}. Start
 * at {@link org.belfry.webui.webhooks.WebhooksView}.
 */
@NullMarked
package org.belfry.webui.webhooks;

import org.jspecify.annotations.NullMarked;
