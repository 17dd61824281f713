// Records a greeting by the microphone and sends it as WAV: <belfry-recorder>.
import { NoDevice, Sound } from "./sound.js";
import { draw, h } from "./tree.js";
import { clock } from "./view.js";
import { toWav } from "./wav.js";

const LONGEST_MS = 120000;

class Recorder extends HTMLElement {
  #recorder = null;
  #wav = null;
  #url = null;
  #state = "idle";
  #why = null;
  #since = 0;
  #clock = 0;

  connectedCallback() {
    this.words = JSON.parse(this.getAttribute("words") ?? "{}");
    this.draw();
  }

  disconnectedCallback() {
    this.#recorder?.stop();
    this.#forget();
  }

  async start() {
    this.#forget();
    try {
      const stream = await new Sound().microphone();
      const parts = [];
      const recorder = new MediaRecorder(stream);
      const limit = setTimeout(() => recorder.stop(), LONGEST_MS);
      recorder.ondataavailable = (e) => parts.push(e.data);
      recorder.onstop = async () => {
        clearTimeout(limit);
        clearInterval(this.#clock);
        stream.getTracks().forEach((track) => track.stop());
        this.#recorder = null;
        if (this.isConnected) {
          this.take(await toWav(new Blob(parts)));
        }
      };
      recorder.start();
      this.#recorder = recorder;
      this.#since = Date.now();
      this.#clock = setInterval(() => this.draw(), 500);
      this.#be("recording");
    } catch (e) {
      this.#be("idle", e instanceof NoDevice ? e.why : "missing");
    }
  }

  stop() {
    this.#recorder?.stop();
  }

  /** What was recorded, to be heard before it is sent. */
  take(wav) {
    this.#forget();
    this.#wav = wav;
    this.#url = URL.createObjectURL(wav);
    this.#be("recorded");
  }

  async send() {
    const form = new FormData();
    form.append("file", this.#wav, "greeting.wav");
    this.#be("sending");
    try {
      const answer = await fetch(this.getAttribute("target"), { method: "POST", body: form });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
    } catch (e) {
      this.#be("recorded", "failed"); // it is still there, and can be sent again
      return;
    }
    this.#forget();
    this.#be("idle");
  }

  draw() {
    if (this.isConnected) {
      draw(this, [h("div", { class: "bf-recorder" }, this.#content())]);
    }
  }

  #content() {
    const { words } = this;
    const button = (word, does) => h("button", { key: word, type: "button", class: "bf-phone-button", onclick: does }, words[word]);
    const problem = this.#why === null ? null : h("p", { role: "alert" }, this.#why === "failed" ? words.failed : words[`problem.${this.#why}`]);
    switch (this.#state) {
      case "recording":
        return [
          button("stop", () => this.stop()),
          h("span", { role: "timer" }, `${clock(Date.now() - this.#since)} / ${clock(LONGEST_MS)}`),
        ];
      case "recorded":
        return [
          problem,
          h("audio", { key: "heard", controls: true, src: this.#url, "aria-label": words.recorded }),
          button("send", () => this.send()),
          button("again", () => this.start()),
        ];
      case "sending":
        return [h("span", { role: "status" }, words.sending)];
      default:
        return [problem, button("record", () => this.start())];
    }
  }

  #forget() {
    if (this.#url !== null) {
      URL.revokeObjectURL(this.#url);
    }
    this.#url = null;
    this.#wav = null;
  }

  #be(state, why = null) {
    this.#state = state;
    this.#why = why;
    this.draw();
  }
}

if (!customElements.get("belfry-recorder")) {
  customElements.define("belfry-recorder", Recorder);
}
