/**
 * The call-plan explainer: who calls what, when, and what happens then, drawn as a tree with the
 * reasons step by step. Imports {@code pbx.admin} and {@code webui.base}. Start at {@link
 * org.belfry.webui.plans.PlansView}.
 */
@NullMarked
package org.belfry.webui.plans;

import org.jspecify.annotations.NullMarked;
