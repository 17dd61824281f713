// How a call sounds, from what WebRTC counts: good, fair, poor, or unknown.

const EVERY_MS = 2000;

/** Calls back with a word each two seconds, until it is told to stop. */
export function watchQuality(call, tell) {
  let before = null;
  const timer = setInterval(async () => {
    const connection = call.connection;
    if (!connection || call.state !== "talking") {
      return;
    }
    const now = { received: 0, lost: 0, jitter: 0, roundTrip: 0 };
    (await connection.getStats()).forEach((each) => {
      if (each.type === "inbound-rtp" && each.kind === "audio") {
        now.received = each.packetsReceived;
        now.lost = each.packetsLost;
        now.jitter = each.jitter ?? 0;
      }
      if (each.type === "remote-inbound-rtp" && each.kind === "audio") {
        now.roundTrip = each.roundTripTime ?? 0;
      }
    });
    if (before !== null) {
      tell(judge(before, now, call.held || call.heldByOther));
    }
    before = now;
  }, EVERY_MS);
  return () => clearInterval(timer);
}

/** @param silent whether nothing need come */
export function judge(before, now, silent) {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received + lost === 0) {
    return silent ? "unknown" : "poor";
  }
  const loss = lost / (received + lost);
  if (loss > 0.05 || now.roundTrip > 0.6 || now.jitter > 0.08) {
    return "poor";
  }
  return loss > 0.01 || now.roundTrip > 0.3 || now.jitter > 0.03 ? "fair" : "good";
}
