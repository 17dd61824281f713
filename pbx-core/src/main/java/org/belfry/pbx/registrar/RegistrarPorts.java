package org.belfry.pbx.registrar;

import java.util.function.Supplier;

/**
 * What the registrars of all lanes share.
 *
 * @param observer told of phones that have gone
 * @param domain of OPTIONS that ask a phone whether it is there
 * @param changed run after bindings have changed
 */
public record RegistrarPorts(
    Location location,
    BindingJournal journal,
    RegistrationObserver observer,
    Supplier<String> domain,
    RegistrationCounts counts,
    Runnable changed) {}
