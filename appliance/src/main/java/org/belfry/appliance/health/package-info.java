/**
 * How the appliance does, gathered from everywhere: the health page, {@code belfry doctor}, alarms
 * by mail, Prometheus and SNMP all tell what {@link org.belfry.appliance.health.SiteHealth} has
 * found.
 *
 * <p>Imports {@code pbx.admin}, {@code mail} (the outbox), {@code persistence} and {@code system}.
 * Start at {@link org.belfry.appliance.health.SiteHealth}; {@link
 * org.belfry.appliance.health.AlarmWatch} decides which alarm is told when.
 */
@NullMarked
package org.belfry.appliance.health;

import org.jspecify.annotations.NullMarked;
