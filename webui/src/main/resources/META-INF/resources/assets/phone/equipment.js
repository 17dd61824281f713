// What the phone hears and sees by: found, tried, chosen, and replaced when it is pulled out.
import { NoDevice } from "./sound.js";

export class Equipment {
  #phone;
  #problem;
  #trial = null;

  /** @param problem tells the reader why something does not work, and what may be done */
  constructor(phone, problem) {
    this.#phone = phone;
    this.#problem = problem;
  }

  /**
   * What a call is made with. A camera that is not to be had is said, and no reason not to talk.
   *
   * @returns null when there is no microphone
   */
  async stream(seen, way) {
    let stream;
    try {
      stream = await this.#phone.sound.microphone();
    } catch (e) {
      this.#problem(why(e), way);
      return null;
    }
    this.#phone.ui.problem = null;
    const track = seen ? await this.camera() : null;
    if (track !== null) {
      stream.addTrack(track);
    }
    return stream;
  }

  /** @returns a track, or null when there is none */
  async camera() {
    try {
      return (await this.#phone.sound.camera()).getVideoTracks()[0];
    } catch (e) {
      this.#problem("camera", {});
      return null;
    }
  }

  /** A headset that is pulled out takes its microphone along. */
  watch(call) {
    for (const sender of call.connection?.getSenders() ?? []) {
      if (sender.track?.kind === "audio") {
        sender.track.onended = () => this.#replace(call);
      }
    }
  }

  /** All devices, and the level of the microphone for as long as they are shown. */
  async list() {
    try {
      // Names of devices are told after the permission only.
      this.#try(await this.#phone.sound.microphone());
    } catch (e) {
      this.#problem(why(e), { again: () => this.#phone.devices() });
    }
    await this.#read();
  }

  async choose(kind, id) {
    const phone = this.#phone;
    phone.sound.choose(kind, id);
    for (const call of phone.calls.filter((c) => c.live)) {
      if (kind === "speaker") {
        await call.speaker(id);
      } else if (kind === "microphone") {
        await this.#replace(call);
      } else if (call.pictures.own !== null) {
        const track = await this.camera();
        if (track !== null) {
          await call.pictures.show(track);
        }
      }
    }
    if (kind === "microphone") {
      await this.list();
    }
    phone.draw();
  }

  /** Something was plugged in or out. */
  async plugged() {
    if (this.#phone.ui.part === "devices") {
      await this.#read();
    }
  }

  endTrial() {
    this.#trial?.();
    this.#trial = null;
  }

  async #replace(call) {
    if (!call.live) {
      return;
    }
    try {
      await call.microphone(await this.#phone.sound.microphone());
      this.watch(call);
    } catch (e) {
      this.#problem(why(e), { again: () => this.#replace(call) });
    }
  }

  async #read() {
    const { sound, ui } = this.#phone;
    ui.devices = {
      microphone: await sound.devices("audioinput"),
      speaker: await sound.devices("audiooutput"),
      camera: await sound.devices("videoinput"),
    };
    this.#phone.draw();
  }

  #try(stream) {
    this.endTrial();
    const stop = this.#phone.sound.meter(stream, (level) => {
      const bar = this.#phone.querySelector("meter");
      if (bar !== null) {
        bar.value = level;
      }
    });
    this.#trial = () => {
      stop();
      stream.getTracks().forEach((track) => track.stop());
    };
  }
}

function why(failure) {
  return failure instanceof NoDevice ? failure.why : "missing";
}
