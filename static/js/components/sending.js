// Over bad Wi-Fi an answer is kept on the page and sent again by itself, always the same one with the same key, so
// that the school's computer counts it once. A calm badge says so; leaving meanwhile takes a second press.
(function () {
  "use strict";

  const WAITS_MS = [1000, 2000, 4000, 8000];
  const TIMEOUT_MS = 10000;
  const SENT_SHOWN_MS = 2500;
  const SERVER_FAULT = 500; // and above: what was sent may not be kept, so it is sent again

  let unsent = null; // {form, button, tries, timer, isWarned}

  function badge(words) {
    const place = document.getElementById("unsent");
    if (place) {
      place.textContent = words ? (unsent && unsent.form.dataset[words]) || place.dataset[words] : "";
    }
  }

  function formOf(event) {
    return event.target.closest ? event.target.closest("form[data-keeps-trying]") : null;
  }

  function sendAgain() {
    if (!unsent) {
      return;
    }
    clearTimeout(unsent.timer);
    unsent.timer = null;
    if (unsent.form.isConnected) {
      // hx-sync="this:drop" on the form lets no second request go while one is under way.
      unsent.button.click();
    } else {
      unsent = null;
      badge("");
    }
  }

  function keep(event) {
    const form = formOf(event);
    if (!form) {
      return;
    }
    const submitter = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent
      ? event.detail.requestConfig.triggeringEvent.submitter : null;
    unsent = unsent || { form, button: submitter || form.querySelector("button[type=submit]"), tries: 0, isWarned: false };
    const wait = WAITS_MS[Math.min(unsent.tries, WAITS_MS.length - 1)];
    unsent.tries += 1;
    clearTimeout(unsent.timer);
    unsent.timer = setTimeout(sendAgain, wait);
    badge(unsent.isWarned ? "leaving" : "waiting");
  }

  function warnOnce(event) {
    if (unsent && !unsent.isWarned && event.target.closest("a[href]")) {
      event.preventDefault();
      unsent.isWarned = true;
      badge("leaving");
    }
  }

  document.addEventListener("htmx:sendError", keep);
  document.addEventListener("htmx:timeout", keep);
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status >= SERVER_FAULT) {
      keep(event);
    }
  });

  document.addEventListener("htmx:beforeOnLoad", function (event) {
    if (unsent && event.detail.xhr.status < SERVER_FAULT) {
      clearTimeout(unsent.timer);
      unsent = null;
      badge("sent");
      setTimeout(() => unsent || badge(""), SENT_SHOWN_MS);
    }
  });

  // While an answer waits, another press sends the waiting one: the first choice is the one that counts.
  document.addEventListener("click", function (event) {
    warnOnce(event);
    const button = event.target.closest("form[data-keeps-trying] button");
    if (unsent && button && button !== unsent.button) {
      event.preventDefault();
      sendAgain();
    }
  }, true);

  window.addEventListener("online", sendAgain);
  document.addEventListener("DOMContentLoaded", function () {
    if (window.htmx) {
      window.htmx.config.timeout = TIMEOUT_MS;
    }
  });
})();
