package org.belfry.media.jitter;

/**
 * The figures of a jitter buffer. Each packet received was played, or is held, or is counted in one
 * of late, duplicates, strays, tooLong, leftOut and events.
 *
 * @param received packets put in
 * @param played packets given out
 * @param lost numbers that never came, or too late
 * @param late packets that came when their time was over
 * @param duplicates packets that came again
 * @param strays packets with a number far from the others
 * @param tooLong packets with more payload than is held
 * @param leftOut packets that were thrown away to shorten the delay, or at a restart
 * @param events packets that only kept a number
 * @param madeUp takes that were answered with something made up
 * @param restarts times that the sender began anew: another SSRC, other numbers, another clock
 * @param held packets in the buffer
 * @param delayMs how long the sound that is played now was held, after its earliest arrival
 * @param targetMs how long it should be
 */
public record JitterFigures(
    long received,
    long played,
    long lost,
    long late,
    long duplicates,
    long strays,
    long tooLong,
    long leftOut,
    long events,
    long madeUp,
    long restarts,
    int held,
    int delayMs,
    int targetMs) {}
