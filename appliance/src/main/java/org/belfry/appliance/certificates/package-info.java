/**
 * The certificate of pages, API and SIP: shown, uploaded, made by our own authority, or requested
 * and renewed by ACME.
 *
 * <p>Imports {@code acme}, {@code audit}, {@code directory}, {@code persistence} and {@code
 * system}. Start at {@link org.belfry.appliance.certificates.InstalledCertificate} and {@link
 * org.belfry.appliance.certificates.AutomaticCertificate}.
 */
@NullMarked
package org.belfry.appliance.certificates;

import org.jspecify.annotations.NullMarked;
