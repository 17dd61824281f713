/**
 * Mailboxes: where messages, greetings and PINs are kept. What a caller says is written to a file
 * in the intake with a slip of paper beside it that says whose it is; the {@link
 * org.belfry.appliance.mailbox.MessageArchiver} files it: the sound without its silent ends under
 * its final name, then row and mail in one transaction, then the intake's copy goes. Each step may
 * be done twice, so a killed process or a database that is away loses nothing.
 *
 * <p>Imports {@code mail}, {@code directory}, {@code persistence} and {@code system}. Start at
 * {@link org.belfry.appliance.mailbox.Intake} and {@link
 * org.belfry.appliance.mailbox.MessageArchiver}.
 */
@NullMarked
package org.belfry.appliance.mailbox;

import org.jspecify.annotations.NullMarked;
