// A beginning of a sentence is put where the child writes, at once and without the school's computer. Without this
// script the button sends the form, and the page comes back with the beginning in the box.
(function () {
  "use strict";

  const GOES_ON = "...";

  document.addEventListener("click", function (event) {
    const button = event.target.closest ? event.target.closest("button[name=begin]") : null;
    const area = button && button.form ? button.form.querySelector("textarea") : null;
    if (!area) {
      return;
    }
    event.preventDefault();
    const beginning = button.textContent.split(GOES_ON)[0].trim() + " ";
    const before = area.value.trimEnd();
    area.value = before ? before + " " + beginning : beginning;
    button.closest("details").open = false;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    area.dispatchEvent(new Event("input", { bubbles: true })); // drafts.js keeps it
  });
})();
