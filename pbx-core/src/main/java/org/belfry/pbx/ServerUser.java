package org.belfry.pbx;

/** What works on the request of a server transaction: its user (RFC 3261 §5, "TU"). */
interface ServerUser {}
