package org.belfry.appliance.mailbox;

/** The number of messages in a mailbox is another one: lamps are told. */
public record MailboxChanged(String extension) {}
