// The queue by key: one key a decision, one a reason. Keys rest while somebody types and where Ctrl, Alt or Meta are
// held, so that neither a screen reader's nor the browser's own keys are taken; they can be switched off. After a
// decision the next message has the focus.
(function () {
  "use strict";

  const KEPT = "esafety-queue-keys";
  const TYPED_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
  let asked = null; // the button that waits for a reason

  const part = () => document.getElementById("queue");
  const away = () => document.getElementById("away");
  const areOn = () => document.getElementById("keys-on").checked;

  function say(words) {
    const place = document.getElementById("queue-said");
    place.textContent = "";
    // A line that says the same again is only read out when it was empty in between.
    window.setTimeout(() => {
      place.textContent = words;
    }, 50);
  }

  function words(name) {
    return document.getElementById("queue-said").dataset[name];
  }

  function lacks(button) {
    if (button.dataset.needs === "reason") {
      return button.form.querySelector("[name=reason]:checked") ? null : button.form.querySelector("[name=reason]");
    }
    const box = button.form.querySelector(`[name=${button.dataset.needs}]`);
    return box.value.trim() ? null : box;
  }

  function press(target) {
    const missing = target.dataset.needs ? lacks(target) : null;
    if (missing) {
      asked = target.dataset.needs === "reason" ? target : null;
      part().classList.toggle("queue--asks", Boolean(asked));
      missing.focus();
      say(asked ? words("ask") : missing.labels[0].textContent);
      return;
    }
    asked = null;
    target.click();
  }

  function chooseReason(number) {
    const reason = part().querySelector(`[data-number="${number}"]`);
    if (!reason) {
      return false;
    }
    reason.checked = true;
    if (asked && asked.form === reason.form) {
      press(asked);
    } else {
      reason.focus();
    }
    return true;
  }

  function step(ahead) {
    const lines = [...part().querySelectorAll(".work__line")];
    const at = lines.findIndex((line) => line.hasAttribute("aria-current"));
    const next = lines[at + ahead];
    if (next) {
      next.click();
    }
    return Boolean(next);
  }

  function act(key) {
    if (/^[1-9]$/.test(key)) {
      return chooseReason(key);
    }
    if (key === "j" || key === "k") {
      return step(key === "j" ? 1 : -1);
    }
    if (key === "?") {
      const guide = document.getElementById("key-guide");
      guide.open = !guide.open;
      return true;
    }
    const target = document.querySelector(`[data-key="${key}"]`);
    if (target) {
      press(target);
    }
    return Boolean(target);
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat || event.defaultPrevented) {
      return;
    }
    const key = event.key.toLowerCase();
    if (away().open) {
      if (key === "b") {
        away().close();
      }
      return;
    }
    if (event.key.length !== 1 || event.key === " " || !areOn() || event.target.closest(TYPED_IN)) {
      return;
    }
    if (act(key)) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-opens=away]");
    if (opener && away().showModal) {
      event.preventDefault();
      away().showModal();
    }
  });

  document.addEventListener("htmx:afterSettle", function (event) {
    if (event.detail.target && event.detail.target.id === "queue") {
      asked = null;
      const place = part().querySelector("[data-focus]");
      place.focus({ preventScroll: true });
      window.scrollTo(0, 0);
      say(part().dataset.said);
    }
  });

  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, () => say(words("lost")));
  }

  document.addEventListener("DOMContentLoaded", function () {
    const keysOn = document.getElementById("keys-on");
    keysOn.checked = window.sessionStorage.getItem(KEPT) !== "off";
    keysOn.addEventListener("change", function () {
      window.sessionStorage.setItem(KEPT, keysOn.checked ? "on" : "off");
    });
    if (window.location.hash === "#message") {
      part().querySelector("[data-focus]").focus();
    }
  });
})();
