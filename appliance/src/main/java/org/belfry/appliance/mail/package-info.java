/**
 * Mail that Belfry sends (RFC 5321): an outbox in the database, and the one who carries it to the
 * mail server. What is put into the outbox in a transaction is sent if that transaction is
 * committed, also after a restart; when the server is away it waits, for five days at most.
 *
 * <p>Imports {@code persistence}, {@code directory}, {@code outgoing} and {@code system}. {@link
 * org.belfry.appliance.mail.Smtp} is the only importer of Jakarta Mail. Start at {@link
 * org.belfry.appliance.mail.Outbox} and {@link org.belfry.appliance.mail.OutboxSender}.
 */
@NullMarked
package org.belfry.appliance.mail;

import org.jspecify.annotations.NullMarked;
