// What a child is writing is kept on the school's computer every few seconds, so that a tablet that runs out takes
// nothing along. Nothing is kept in the browser. The box says so, and says when it could not be kept.
(function () {
  "use strict";

  const EVERY_MS = 3000;
  const SERVER_FAULT = 500; // and above: it may well be kept the next time
  const FIELDS = ["csrf_token", "owner", "key"];

  let writing = null; // {box, form, timer}: the box in which something was written since it was last kept
  let underWay = Promise.resolve();

  function boxOf(event) {
    return event.target.closest ? event.target.closest("[data-keep-at]") : null;
  }

  function say(box, words) {
    const hint = box.querySelector(".field__hint--kept");
    if (hint) {
      hint.textContent = box.dataset[words];
    }
  }

  function promise(root) {
    root.querySelectorAll("[data-keep-at]").forEach(function (box) {
      const area = box.querySelector("textarea");
      if (!area || box.querySelector(".field__hint--kept")) {
        return;
      }
      const hint = document.createElement("p");
      hint.className = "field__hint field__hint--kept";
      hint.id = area.id + "-kept";
      area.before(hint);
      area.setAttribute("aria-describedby", [area.getAttribute("aria-describedby"), hint.id].filter(Boolean).join(" "));
      say(box, "kept");
      hint.dataset.read = "";
      document.dispatchEvent(new CustomEvent("words:added")); // read-aloud.js gives them an ear
    });
  }

  function keep(leaving) {
    const mine = writing;
    if (!mine) {
      return;
    }
    clearTimeout(mine.timer);
    writing = null;
    if (leaving) {
      send(mine, true);
    } else {
      underWay = underWay.then(() => send(mine, false)); // one after the other: the last one written stays
    }
  }

  function send(mine, keepalive) {
    const area = mine.box.querySelector("textarea");
    const filled = new FormData(mine.form);
    const body = new URLSearchParams({ [area.name]: area.value });
    FIELDS.forEach((name) => body.set(name, filled.get(name) || ""));
    return fetch(mine.box.dataset.keepAt, { method: "POST", body, keepalive, redirect: "manual" }).then(
      (response) => (response.status < SERVER_FAULT ? say(mine.box, response.ok ? "kept" : "notKept") : later(mine)),
      () => later(mine)
    );
  }

  function later(mine) {
    say(mine.box, "notKept");
    if (mine.box.isConnected && !writing) {
      writing = { ...mine, timer: setTimeout(() => keep(false), EVERY_MS) };
    }
  }

  document.addEventListener("input", function (event) {
    const box = boxOf(event);
    if (box && (!writing || writing.box !== box)) {
      keep(false);
      writing = { box, form: event.target.form, timer: setTimeout(() => keep(false), EVERY_MS) };
    }
  });

  // The page may be left within those seconds, or the tablet put down.
  window.addEventListener("pagehide", () => keep(true));
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") {
      keep(true);
    }
  });

  document.addEventListener("htmx:afterSettle", () => promise(document));
  promise(document);
})();
