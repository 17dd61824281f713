package org.belfry.pbx.app;

/**
 * Who is in the call asks the program to call somebody else (RFC 3515), as one asks the focus of a
 * conference (RFC 4579 §5.5). A program whose {@link VoiceApplication#isFocus} gets it by {@link
 * VoiceCall#await}, and has to answer by {@link VoiceCall#referred}.
 *
 * @param uri whom
 * @param told whether the one who asks wants to know what comes of it (RFC 4488)
 */
public record Referral(String uri, boolean told) {}
