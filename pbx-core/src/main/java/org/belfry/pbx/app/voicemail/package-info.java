/**
 * Voicemail: a mailbox takes messages of callers ({@link
 * org.belfry.pbx.app.voicemail.DepositApplication}) and gives them to its owner ({@link
 * org.belfry.pbx.app.voicemail.RetrievalApplication}). Where messages are kept is behind {@link
 * org.belfry.pbx.app.voicemail.Mailboxes}. Imports the contract of applications alone.
 */
@NullMarked
package org.belfry.pbx.app.voicemail;

import org.jspecify.annotations.NullMarked;
