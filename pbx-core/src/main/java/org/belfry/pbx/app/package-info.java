/**
 * What a voice application is: a program that is called like a phone, answers, speaks, listens and
 * hangs up, written as straight-line code on a thread of its own ({@link
 * org.belfry.pbx.app.VoiceApplication}). That the caller has gone and that time is over are values,
 * not exceptions.
 *
 * <p>Below it is the runtime: a program's wishes go to the lane of its call as events, what happens
 * to the call comes back into its queue. Session descriptions are answered on the lane by {@link
 * org.belfry.pbx.app.VoiceMedia}, the port to media, so that hold and session refresh (RFC 3264,
 * RFC 4028) never wait for a program. Imports {@code call}, {@code sip}, {@code directory} and
 * {@code engine}; each application has a package below this one. Start at {@link
 * org.belfry.pbx.app.VoiceCall}.
 */
@NullMarked
package org.belfry.pbx.app;

import org.jspecify.annotations.NullMarked;
