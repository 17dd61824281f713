package org.belfry.appliance.mailbox;

import org.belfry.pbx.admin.MailboxAdmin.Attach;

/**
 * How a user has the mailbox.
 *
 * @param mail whether messages are mailed, if the user has an address
 * @param attach how the recording goes with the mail
 * @param deleteAfterMail whether a message is deleted once the mail server has its mail
 * @param language of prompts and mails, BCP 47; empty for the site's
 */
record MailboxSettings(boolean mail, Attach attach, boolean deleteAfterMail, String language) {
  static final MailboxSettings USUAL = new MailboxSettings(true, Attach.WAV, false, "");
}
