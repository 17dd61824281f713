// Sends WAV in place of formats that only the browser reads: MP3, M4A, AAC, FLAC, WebM.
import { toWav } from "./wav.js";

/** Larger files are not decoded, which would need ten times their size; the server refuses them by their size. */
const LARGEST = 100_000_000;

/**
 * @param upload a <vaadin-upload>
 * @param {object} detail of its event upload-request, which has been prevented from sending the file
 */
export async function sendAsWav(upload, { file, xhr, formData }) {
  let sent = file;
  if (file.size <= LARGEST) {
    try {
      sent = await toWav(file);
    } catch (e) {
      xhr.abort();
      upload.dispatchEvent(new CustomEvent("belfry-unreadable"));
      return;
    }
  }
  if (formData === undefined) {
    xhr.send(sent);
  } else {
    formData.set(file.formDataName, sent, file.name);
    xhr.send(formData);
  }
}
