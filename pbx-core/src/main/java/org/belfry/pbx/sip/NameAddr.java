package org.belfry.pbx.sip;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name-addr or addr-spec with header parameters: From, To, Contact, Route (RFC 3261 §20.10).
 *
 * @param display display name without its quotes, or null
 * @param params header parameters; names in lower case, empty for flags
 */
public record NameAddr(@Nullable String display, SipUri uri, Map<String, String> params) {}
