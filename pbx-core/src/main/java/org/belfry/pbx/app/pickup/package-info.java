/**
 * Picking up calls that ring elsewhere: {@code *8} for one of the own group, {@code *8} and an
 * extension for one of a colleague, and the lamp key of a phone, whose INVITE names the ringing
 * call by Replaces (RFC 3891 §3). The caller's phone has no part in it: the picker becomes one more
 * place that the call rings at, takes it at once, and the ringing phones are told that it was
 * completed elsewhere. Imports {@code call}, {@code presence}, {@code directory} and {@code sip}.
 * Start at {@link org.belfry.pbx.app.pickup.PickupCalls}.
 */
@NullMarked
package org.belfry.pbx.app.pickup;

import org.jspecify.annotations.NullMarked;
