// Stands in for the browser's voices, which a server's browser has none of. Nothing is spoken by itself: a test says when
// the voice begins, comes to the next word, and ends. VOICES is replaced by what a device is to have.
(function () {
  const given = VOICES;
  const listeners = [];
  let utterance = null;
  let at = 0;

  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }

  function happen(name, more) {
    const handler = utterance && utterance[`on${name}`];
    if (handler) {
      handler.call(utterance, { ...more, utterance });
    }
  }

  window.fakeVoice = {
    spoken: [],
    cancelled: 0,
    begin() {
      at = 0;
      happen("start", {});
    },
    word() {
      const rest = /\S+/g;
      rest.lastIndex = at;
      const found = rest.exec(utterance.text);
      at = rest.lastIndex;
      happen("boundary", { name: "word", charIndex: found.index });
      return found[0];
    },
    end() {
      happen("end", {});
    },
    fail() {
      happen("error", { error: "synthesis-failed" });
    },
    isSpeaking: () => utterance !== null,
    arrive(more) {
      given.push(...more);
      listeners.forEach((listener) => listener(new Event("voiceschanged")));
    },
  };

  const synth = {
    getVoices: () => given.slice(),
    addEventListener: (name, listener) => name === "voiceschanged" && listeners.push(listener),
    cancel() {
      window.fakeVoice.cancelled += 1;
      utterance = null;
    },
    speak(said) {
      utterance = said;
      window.fakeVoice.spoken.push({ text: said.text, voice: said.voice.name, lang: said.lang });
    },
  };
  Object.defineProperty(window, "speechSynthesis", { value: synth, configurable: true });
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance, configurable: true });
})();
