package org.belfry.pbx.transaction;

/** What works on the request of a server transaction: its user (RFC 3261 §5, "TU"). */
public interface ServerUser {}
