package org.belfry.appliance.mail;

/**
 * The server has taken a mail. Published in the transaction that takes it off the outbox.
 *
 * @param reference of {@link Mail#reference}
 */
public record MailSent(String reference) {}
