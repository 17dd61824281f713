// What is seen in a call: ours and theirs. Pictures come and go by new offers (RFC 3264 §8.1, §8.4).

/** Tells whoever made it of each change. */
export class Pictures {
  #session;
  #offers;
  #changed;
  #own = null;
  #theirs = null;
  /** Whether who calls would like to be seen. */
  offered;
  /** Whether the other side has taken no picture of ours. */
  refused = false;

  constructor(session, offers, offer, changed) {
    this.#session = session;
    this.#offers = offers;
    this.#changed = changed;
    this.offered = offer !== null && offersPicture(offer);
  }

  /** A stream to be shown, or null. */
  get own() {
    return this.#own;
  }

  get theirs() {
    const track = this.#theirs?.getTracks()[0];
    return track && !track.muted && track.readyState === "live" ? this.#theirs : null;
  }

  get any() {
    return this.own !== null || this.theirs !== null;
  }

  /** What a call is begun or answered with may have a picture. */
  begin(stream) {
    this.#ours(stream?.getVideoTracks()[0] ?? null);
  }

  /** The other side has answered: without a word about pictures, the camera goes off. */
  agreed() {
    if (this.#own !== null && !this.#sends()) {
      this.#refuse();
    }
  }

  come(track) {
    this.#theirs = new MediaStream([track]);
    track.onmute = track.onunmute = track.onended = () => this.#changed();
  }

  /** Shows a camera, another one, or none; the promise tells whether the other side takes it. */
  async show(track) {
    const way = this.#way();
    if (track !== null && this.#own !== null && way) {
      await way.sender.replaceTrack(track);
      this.#ours(track);
      return true;
    }
    this.refused = false;
    this.#ours(track);
    if (way) {
      await way.sender.replaceTrack(track);
      way.direction = track === null ? "recvonly" : "sendrecv";
    } else if (track !== null) {
      this.#session.connection.addTransceiver(track, { direction: "sendrecv", streams: [this.#own] });
    }
    const taken = await this.#offers.make(() => this.#session.renegotiate());
    if (track !== null && !(taken && this.#sends())) {
      await this.#way()?.sender.replaceTrack(null);
      this.#refuse();
      return false;
    }
    return taken;
  }

  end() {
    this.#ours(null);
    this.#theirs = null;
  }

  #refuse() {
    this.refused = true;
    this.#ours(null);
  }

  #ours(track) {
    this.#own?.getTracks().filter((old) => old !== track).forEach((old) => old.stop());
    this.#own = track === null ? null : new MediaStream([track]);
    this.#changed();
  }

  #sends() {
    return /^send/.test(this.#way()?.currentDirection ?? "");
  }

  #way() {
    return this.#session.connection
      ?.getTransceivers()
      .find((each) => each.receiver.track.kind === "video" && each.direction !== "stopped");
  }
}

/** A port of 0 declines, but for those that share the sound's (RFC 8843 §6). */
function offersPicture(offer) {
  const section = offer.split(/^m=/m).find((each) => each.startsWith("video "));
  return section !== undefined && (!section.startsWith("video 0 ") || section.includes("a=bundle-only"));
}
