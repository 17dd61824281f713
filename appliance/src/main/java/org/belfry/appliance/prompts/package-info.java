/**
 * What Belfry says on the phone: packs of recorded phrases, one folder a language ({@code
 * prompts/de}), replaced phrase by phrase by recordings of the owner's in the data directory, and
 * text spoken live by a speech engine (docs/adr/0023).
 *
 * <p>Imports {@code audit}, {@code directory} and {@code system}. Start at {@link
 * org.belfry.appliance.prompts.SpokenSounds}.
 */
@NullMarked
package org.belfry.appliance.prompts;

import org.jspecify.annotations.NullMarked;
