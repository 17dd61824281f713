/**
 * Mailboxes: who has how many messages, and one mailbox with its messages, greetings and settings.
 * Imports {@code pbx.admin} and {@code webui.base}. Start at {@link
 * org.belfry.webui.mailboxes.MailboxesView}.
 */
@NullMarked
package org.belfry.webui.mailboxes;

import org.jspecify.annotations.NullMarked;
