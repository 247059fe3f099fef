// Reading aloud with a voice that is on the device itself: nothing a child reads is sent anywhere to be spoken. Each text
// marked data-read gets an ear; without such a voice there is none, unless somebody recorded the text. Words light up as
// they are spoken; where the voice does not say where it is, the sentence does.
//
//   data-read           the ear stands beside the text: headings, answers, legends, short lines
//   data-read="box"     it stands in the text's own box, before the words
//   data-read="inside"  it is put at the end of the element, whose own style gives it a place
//   data-sound="..."    a recording, played in place of the voice
(function () {
  "use strict";

  const RATE = 0.9; // a little slower than people talk to each other
  const WAIT_FOR_WORDS_MS = 250; // a voice that tells its words has told the first by then
  const UNREAD = ".for-ears, .ear, svg, select, [hidden], [aria-hidden='true'], [data-unread]";
  const PRESSED = "button, a, label";
  const SENTENCE_ENDS = /[.!?…]["'”’)]*$/;

  const synth = window.speechSynthesis && window.SpeechSynthesisUtterance ? window.speechSynthesis : null;
  const texts = new WeakMap(); // of each ear
  let now = null; // {ear, voice, sentences, put, timer, tellsWords, audio}: what is being read

  // --- voices ---------------------------------------------------------------
  function voiceFor(text) {
    const language = (text.closest("[lang]") || document.documentElement).lang.toLowerCase();
    const local = synth ? synth.getVoices().filter((voice) => voice.localService) : [];
    const first = (start) => local.find((voice) => voice.lang.replace("_", "-").toLowerCase().startsWith(start));
    // Welsh read by an English voice helps nobody.
    return language.startsWith("cy") ? first("cy") : first("en-gb") || first("en");
  }

  // --- ears -----------------------------------------------------------------
  function newEar(text) {
    const ear = document.getElementById("ear").content.firstElementChild.cloneNode(true);
    texts.set(ear, text);
    return ear;
  }

  function standBeside(text) {
    const ear = newEar(text);
    const focused = document.activeElement;
    if (text.localName === "legend") {
      text.classList.add("has-ear-beside");
      text.after(ear);
      return;
    }
    const both = document.createElement(text.parentElement.closest("p, h1, h2, h3, span") ? "span" : "div");
    both.className = "with-ear";
    both.classList.toggle("with-ear--centred", !text.matches(PRESSED) && getComputedStyle(text).textAlign === "center");
    text.replaceWith(both);
    both.append(...(text.matches(PRESSED) ? [text, ear] : [ear, text]));
    if (focused && focused !== document.activeElement && both.contains(focused)) {
      focused.focus({ preventScroll: true });
    }
  }

  function giveEars() {
    document.querySelectorAll("[data-read]:not([data-has-ear])").forEach(function (text) {
      if (!(voiceFor(text) || text.dataset.sound) || !text.textContent.trim()) {
        return;
      }
      text.dataset.hasEar = "yes";
      if (text.dataset.read === "box") {
        text.classList.add("has-ear");
        text.prepend(newEar(text));
      } else if (text.dataset.read === "inside") {
        text.classList.add("has-ear-inside");
        text.append(newEar(text));
      } else {
        standBeside(text);
      }
    });
  }

  // --- words ----------------------------------------------------------------
  function blockOf(element) {
    return getComputedStyle(element).display.startsWith("inline") && element.parentElement
      ? blockOf(element.parentElement) : element;
  }

  function textNodesOf(text) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, function (node) {
      const isRead = node.data.trim() && !node.parentElement.closest(UNREAD);
      return isRead ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT;
    });
    const nodes = [];
    while (walker.nextNode()) {
      nodes.push(walker.currentNode);
    }
    return nodes;
  }

  function span(name, words) {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = words;
    return made;
  }

  // Put the words of a text into spans of their own for as long as it is read: sentences of {text, words, spans}.
  function spread(text, put) {
    const sentences = [];
    let sentence = null;
    let block = null;
    textNodesOf(text).forEach(function (node) {
      if (blockOf(node.parentElement) !== block) {
        block = blockOf(node.parentElement);
        sentence = null; // the end of a block is the end of a sentence, whether it says so or not
      }
      const whole = span("spoken", ""); // one box, as the text was one
      node.data.split(/(\s+)/).filter(Boolean).forEach(function (part) {
        const isWord = Boolean(part.trim());
        const piece = span(isWord ? "word" : "gap", part);
        whole.append(piece);
        if (isWord) {
          if (!sentence) {
            sentence = { text: "", words: [], spans: [] };
            sentences.push(sentence);
          }
          sentence.text += sentence.text && " ";
          sentence.words.push({ at: sentence.text.length, piece });
          sentence.text += part;
        }
        if (sentence) {
          sentence.spans.push(piece);
        }
        if (isWord && SENTENCE_ENDS.test(part)) {
          sentence = null;
        }
      });
      node.replaceWith(whole);
      put.push({ whole, node });
    });
    return sentences;
  }

  function light(pieces) {
    now.lit.forEach((piece) => piece.classList.remove("word--lit"));
    now.lit = pieces;
    now.lit.forEach((piece) => piece.classList.add("word--lit"));
  }

  // --- speaking --------------------------------------------------------------
  function stop() {
    if (!now) {
      return;
    }
    const was = now;
    now = null;
    clearTimeout(was.timer);
    if (was.audio) {
      was.audio.pause();
    }
    if (synth) {
      synth.cancel();
    }
    was.put.forEach(({ whole, node }) => whole.replaceWith(node));
    was.ear.setAttribute("aria-pressed", "false");
  }

  function speak(mine, number) {
    const sentence = mine.sentences[number];
    if (!sentence) {
      stop();
      return;
    }
    const said = new SpeechSynthesisUtterance(sentence.text);
    said.voice = mine.voice;
    said.lang = mine.voice.lang;
    said.rate = RATE;
    const ifStill = (act) => (event) => now === mine && act(event);
    said.onstart = ifStill(function () {
      if (!mine.tellsWords) {
        mine.timer = setTimeout(() => now === mine && light(sentence.spans), number ? 0 : WAIT_FOR_WORDS_MS);
      }
    });
    said.onboundary = ifStill(function (event) {
      if (event.name && event.name !== "word") {
        return;
      }
      clearTimeout(mine.timer);
      mine.tellsWords = true;
      const word = sentence.words.findLast
        ? sentence.words.findLast((each) => each.at <= event.charIndex)
        : sentence.words.filter((each) => each.at <= event.charIndex).pop();
      light(word ? [word.piece] : []);
    });
    said.onend = ifStill(function () {
      clearTimeout(mine.timer);
      speak(mine, number + 1);
    });
    said.onerror = ifStill(stop);
    mine.said = said; // some browsers forget what nobody holds, and its end never comes
    synth.speak(said);
  }

  function speakWithVoice(text, mine) {
    mine.voice = voiceFor(text);
    if (!mine.voice) {
      stop();
      return;
    }
    mine.sentences = spread(text, mine.put);
    speak(mine, 0);
  }

  function read(ear) {
    const text = texts.get(ear);
    stop();
    const mine = { ear, put: [], lit: [], sentences: [], timer: null, tellsWords: false, audio: null };
    now = mine;
    ear.setAttribute("aria-pressed", "true");
    if (!text.dataset.sound) {
      speakWithVoice(text, mine);
      return;
    }
    const failed = () => now === mine && ((mine.audio = null), speakWithVoice(text, mine));
    mine.audio = new Audio(text.dataset.sound);
    mine.audio.addEventListener("ended", () => now === mine && stop());
    mine.audio.play().catch(failed);
  }

  document.addEventListener("click", function (event) {
    const ear = event.target.closest ? event.target.closest(".ear") : null;
    if (ear && now && now.ear === ear) {
      stop();
    } else if (ear) {
      read(ear);
    }
  });

  document.addEventListener("keydown", (event) => event.key === "Escape" && stop());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && stop());
  window.addEventListener("pagehide", stop);
  document.addEventListener("htmx:beforeSwap", stop);
  // Before the heading takes the focus (focus.js, when the screen has settled).
  document.addEventListener("htmx:afterSwap", giveEars);
  document.addEventListener("words:added", giveEars);

  if (synth) {
    synth.cancel(); // a browser may go on reading the page before this one
    if (synth.addEventListener) {
      synth.addEventListener("voiceschanged", giveEars); // the list of voices comes late, or grows
    }
  }
  giveEars();
})();
