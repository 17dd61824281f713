/**
 * One SIP account, and the texts that carry it to a softphone. Imports the JDK only. Start at
 * {@link org.belfry.provisioning.profile.SipAccount}.
 *
 * <p>What softphones take from a QR code, by their public documents (as of 2026):
 *
 * <ul>
 *   <li>Linphone scans the address of a configuration file (remote provisioning), never an account:
 *       it needs a file that a server offers.
 *   <li>Acrobits (Groundwire, Cloud Softphone) scans {@code csc:user:password@CODE}, where CODE is
 *       a provider's entry in Acrobits' cloud: it needs that entry.
 *   <li>Zoiper scans the address of its own provisioning service with a provider's identifier: it
 *       needs that service.
 * </ul>
 *
 * No format is read by all without something hosted, so the account is given as text that a person
 * reads ({@link org.belfry.provisioning.profile.SipAccount#readable}): any camera shows it, and it
 * can be copied from there. The hosted files come with the device profiles.
 */
@NullMarked
package org.belfry.provisioning.profile;

import org.jspecify.annotations.NullMarked;
