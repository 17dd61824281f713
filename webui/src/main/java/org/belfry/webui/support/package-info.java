/**
 * Support: what an owner sends to whoever helps, and how they come in. Imports {@code pbx.admin}
 * and {@code webui.base}. Start at {@link org.belfry.webui.support.SupportView}.
 */
@NullMarked
package org.belfry.webui.support;

import org.jspecify.annotations.NullMarked;
