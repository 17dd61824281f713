/**
 * The set-up wizard: company, network, numbers, users, trunk, mail, certificate, summary; each step
 * is saved when it is left, so the wizard can be left at any time. Imports {@code pbx.admin},
 * {@code webui.base} and the panels of other pages. Start at {@link
 * org.belfry.webui.wizard.WizardView}.
 */
@NullMarked
package org.belfry.webui.wizard;

import org.jspecify.annotations.NullMarked;
